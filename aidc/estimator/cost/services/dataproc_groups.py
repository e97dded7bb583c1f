"""The groups of nodes that a Dataproc cluster declares, with the defaults of the provider and of Dataproc filled in and said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from aidc.estimator.cost.reader import Reader

_MACHINE_TYPE = "n1-standard-4"
_DISK_TYPE = "pd-standard"
_DISK_GIB = Decimal(500)
_MOST_SECONDARY_DISK_GIB = Decimal(100)
_SINGLE_NODE = "dataproc:dataproc.allow.zero.workers"


@dataclass(frozen=True, slots=True)
class Group:
    """Equal nodes. `assumed` says which defaults were taken."""

    name: str
    count: Decimal
    machine_type: str
    disk_type: str
    disk_gib: Decimal
    disk_iops: Decimal | None = None
    disk_mibps: Decimal | None = None
    local_ssds: Decimal = Decimal(0)
    accelerators: tuple[tuple[str, Decimal], ...] = ()
    spot: bool = False
    assumed: str = ""


def groups_of(config: Reader) -> Iterator[tuple[str, Iterator[Group]]]:
    """Yield the groups of a cluster by name, master first; reading one raises Unreadable and takes nothing of the others away."""
    yield "master", _group("master", config, "masterConfig", Decimal(1))
    if (config.text("clusterType") or "").upper() != "ZERO_SCALE":
        yield "workers", _group("workers", config, "workerConfig", Decimal(0) if _is_single_node(config) else Decimal(2))
    yield "secondary workers", _secondary(config)
    yield "auxiliary nodes", _auxiliary(config)


def _auxiliary(config: Reader) -> Iterator[Group]:
    for auxiliary in config.items("auxiliaryNodeGroups"):
        for node_group in auxiliary.items("nodeGroups"):
            yield from _group("auxiliary nodes", node_group, "nodeGroupConfig", Decimal(1))


def _is_single_node(config: Reader) -> bool:
    if (config.text("clusterType") or "").upper() == "SINGLE_NODE":
        return True
    properties = config.value("softwareConfig.overrideProperties")
    return isinstance(properties, dict) and str(properties.get(_SINGLE_NODE, "")).lower() == "true"


def _group(name: str, config: Reader, key: str, default_count: Decimal) -> Iterator[Group]:
    nodes = config.at(key)
    count = default_count if nodes is None else _or(nodes.number("numInstances"), default_count)
    if not count:
        return
    machine_type = nodes.tail("machineType") if nodes else None
    disk = nodes.at("diskConfig") if nodes else None
    gib = disk.number("bootDiskSizeGb", 1) if disk else None
    missing = [what for what, given in (("machine type", machine_type), ("boot disk size", gib)) if given is None]
    yield Group(
        name,
        count,
        machine_type or _MACHINE_TYPE,
        (disk.tail("bootDiskType") if disk else None) or _DISK_TYPE,
        gib or _DISK_GIB,
        disk.number("bootDiskProvisionedIops") if disk else None,
        disk.number("bootDiskProvisionedThroughput") if disk else None,
        _or(disk.number("numLocalSsds") if disk else None, Decimal(0)),
        tuple(_accelerators(nodes)),
        assumed=f"{name}: no {' and no '.join(missing)} stated; Dataproc takes {_MACHINE_TYPE} and {_DISK_GIB} GB" if missing else "",
    )


def _accelerators(nodes: Reader | None) -> Iterator[tuple[str, Decimal]]:
    for accelerator in nodes.items("accelerators") if nodes else ():
        yield accelerator.tail("acceleratorType") or "", _or(accelerator.number("acceleratorCount"), Decimal(1))


def _secondary(config: Reader) -> Iterator[Group]:
    """Yield secondary workers: machines of the primary workers, spot unless told otherwise."""
    nodes = config.at("preemptibleWorkerConfig")
    count = nodes.number("numInstances") if nodes else None
    if nodes is None or not count:
        return
    primary = next(_group("workers", config, "workerConfig", Decimal(1)), None)
    disk = nodes.at("diskConfig")
    gib = disk.number("bootDiskSizeGb", 1) if disk else None
    yield Group(
        "secondary workers",
        count,
        primary.machine_type if primary else _MACHINE_TYPE,
        (disk.tail("bootDiskType") if disk else None) or _DISK_TYPE,
        gib or min(primary.disk_gib if primary else _DISK_GIB, _MOST_SECONDARY_DISK_GIB),
        local_ssds=_or(disk.number("numLocalSsds") if disk else None, Decimal(0)),
        spot=(nodes.text("preemptibility") or "PREEMPTIBLE").upper() != "NON_PREEMPTIBLE",
    )


def _or(value: Decimal | None, other: Decimal) -> Decimal:
    return other if value is None else value
