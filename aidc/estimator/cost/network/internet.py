"""Traffic to the internet from a region, by destination: the rates of machines, in bands of 1 and 10 TiB. Source: VPC price page."""

from __future__ import annotations

from collections.abc import Iterator

from aidc.estimator.cost.charge import Charge, Gap
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.estimator.cost.used import used

_KEY = "monthly_egress_data_transfer_gb"
_ITEM_OF_DESTINATION = {
    "worldwide": "network.egress.worldwide",
    "asia": "network.egress.worldwide",
    "china": "network.egress.china",
    "australia": "network.egress.australia",
}
"""Asia without China has no rate of its own here: it is part of worldwide on this page, unlike on that of Cloud Storage."""
INTERNET_KEYS: Keys = (
    UsageKey(f"{_KEY}.worldwide", "GiB a month", "Bytes sent to the internet, except China and Australia"),
    UsageKey(f"{_KEY}.asia", "GiB a month", "Bytes sent to the internet in Asia, China excluded; the worldwide rate"),
    UsageKey(f"{_KEY}.china", "GiB a month", "Bytes sent to the internet in China, Hong Kong excluded"),
    UsageKey(f"{_KEY}.australia", "GiB a month", "Bytes sent to the internet in Australia"),
)


def internet_egress(reader: Reader) -> Iterator[Charge | Gap]:
    """Yield what is sent to the internet from the region of a resource."""
    if not reader.usage.numbers(_KEY):
        return
    region = reader.region
    if "STANDARD" in (reader.text("networkTier"), reader.text("autoNetworkTier")):
        yield Gap("Egress to the internet", "no price of egress in the Standard Tier of the network is known")
        return
    for destination, item in _ITEM_OF_DESTINATION.items():
        yield from used(reader, f"{_KEY}.{destination}", f"Egress to the internet, {destination}", item, region, "GiB")
