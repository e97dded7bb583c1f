"""What leaves a bucket: to another region of the continent, and to the internet by destination.

Cloud Storage has its own rates and bands (0 to 10 TiB, 10 to 150 TiB, above; China 1 and 10 TiB), other than those of machines. Source: Cloud
Storage price page of 2026-05-16.
Reading a multi-region from a region of its continent has cost money since 2026 (trap of the price page: it was free).
"""

from __future__ import annotations

from collections.abc import Iterator

from aidc.estimator.cost.charge import Charge
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.storage.bucket_keys import AREAS
from aidc.estimator.cost.storage.place import Place
from aidc.estimator.cost.used import used

_KEY = "monthly_egress_data_transfer_gb"
_INTERNET = {
    "worldwide": "Egress to the internet, worldwide",
    "asia": "Egress to the internet in Asia",
    "china": "Egress to the internet in China",
    "australia": "Egress to the internet in Australia",
}


def bucket_egress(reader: Reader, place: Place) -> Iterator[Charge]:
    """Yield the traffic out of a bucket by destination, GiB a month."""
    for area in reader.usage.numbers("monthly_transfer_gib"):
        item, where = f"storage.transfer.{area.replace('_', '-')}", AREAS[area]
        yield from used(reader, f"monthly_transfer_gib.{area}", f"Transfer to {where}", item, place.sends_from, "GiB")
    if not reader.usage.numbers(_KEY):
        return
    multi = place.kind == "multi-region"
    item, region = ("storage.multi-region.read", place.regions[0]) if multi else ("storage.egress.same-continent", place.sends_from)
    yield from used(reader, f"{_KEY}.same_continent", "Egress within the continent", item, region, "GiB")
    for destination, component in _INTERNET.items():
        yield from used(reader, f"{_KEY}.{destination}", component, f"storage.egress.{destination}", place.sends_from, "GiB")
