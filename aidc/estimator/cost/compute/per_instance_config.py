"""Per-instance configurations of managed groups: the disks they keep are resources of their own, their machines are the group's."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aidc.estimator.cost.charge import Free, Gap, Pricer
from aidc.estimator.cost.compute.disk_size import DISKS
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys
from aidc.inventory.resource import Resource

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


def configured(group: Reader) -> Decimal:
    """Return how many machines the configurations of the record make in a group."""
    owned = (
        config.inputs
        for kind in PRICERS
        for config in group.whole.of_type(kind)
        if group.whole.referred(config, _owner(config), (group.resource.type,)) is group.resource
    )
    bulks = (inputs.get("perInstanceConfigs") for inputs in owned)
    return Decimal(sum(len(bulk) if isinstance(bulk, list) else 1 for bulk in bulks))


def _owner(config: Resource) -> object:
    return config.inputs.get("instanceGroupManager") or config.inputs.get("regionInstanceGroupManager")


def _in_record(reader: Reader, source: object) -> bool:
    return reader.whole.referred(reader.resource, source, DISKS) is not None


PRICERS: dict[str, Pricer] = {f"gcp:compute/{kind}": kept_disks for kind in _KINDS}
KEYS: dict[str, Keys] = {}
