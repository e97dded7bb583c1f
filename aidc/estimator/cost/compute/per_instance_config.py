"""Per-instance configurations of managed groups: the disks they keep are resources of their own, their machines are the group's."""

from __future__ import annotations

from collections.abc import Iterator

from aidc.estimator.cost.charge import Free, Gap, Pricer
from aidc.estimator.cost.compute.disk_size import DISKS
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys

_KINDS = (
    "bulkPerInstanceConfig:BulkPerInstanceConfig",
    "perInstanceConfig:PerInstanceConfig",
    "regionPerInstanceConfig:RegionPerInstanceConfig",
)


def kept_disks(reader: Reader) -> Iterator[Free | Gap]:
    """Price the disks of per-instance configurations: those of the record are billed as themselves, others are not known."""
    configs = list(reader.items("perInstanceConfigs")) or [reader]
    foreign = [
        entry
        for config in configs
        for entry in config.items("preservedState.disks")
        if not _in_record(reader, (entry.inside or {}).get("source"))
    ]
    yield Free("it keeps disks and addresses that are billed as themselves; its instance is one of its group")
    for entry in foreign:
        name = (entry.inside or {}).get("deviceName")
        yield Gap(f"Kept disk {name}", "it is not in the record, so its size and type are not known")


def _in_record(reader: Reader, source: object) -> bool:
    return reader.whole.referred(reader.resource, source, DISKS) is not None


PRICERS: dict[str, Pricer] = {f"gcp:compute/{kind}": kept_disks for kind in _KINDS}
KEYS: dict[str, Keys] = {}
