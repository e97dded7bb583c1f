"""Rules between storage and the other sections: what file systems need of the network and of each other, and disks of their pools."""

from __future__ import annotations

from collections.abc import Iterator

from aidc.blueprint.disk import DiskSpec, provisioned_iops, provisioned_mib_per_s
from aidc.blueprint.errors import Problem, shown
from aidc.blueprint.file_clients import ADMIN_HOST, FileClients
from aidc.blueprint.filestore_exports import export_problems, unknown_word
from aidc.blueprint.lustre import filesystem_of
from aidc.blueprint.schema import Blueprint
from aidc.blueprint.storage_pool import StoragePoolSpec
from aidc.catalog.hyperdisks import STORAGE_POOLS
from aidc.did_you_mean import did_you_mean


def storage_incoherences(blueprint: Blueprint) -> Iterator[Problem]:
    """Yield every problem that file systems and disks have with the network, with pools and with each other."""
    yield from _peered_range(blueprint)
    yield from _filesystems(blueprint)
    yield from _disks_in_pools(blueprint)


def needs_admin_host(blueprint: Blueprint) -> bool:
    """Tell whether a file system of the stack has its directories made from an address that the stack's own network keeps free."""
    of_shares = [
        [ADMIN_HOST] if one.exports is None else [name for export in one.exports for name in export.ranges] for one in blueprint.filestores
    ]
    of_lustres = [one.root_squash.exempt for one in blueprint.lustres if one.root_squash]
    return blueprint.network.existing is None and any(ADMIN_HOST in named for named in (*of_shares, *of_lustres))


def export_incoherences(blueprint: Blueprint, clients: FileClients) -> Iterator[Problem]:
    """Yield every problem that the clients of file systems have with the addresses of the network."""
    for index, spec in enumerate(blueprint.filestores):
        yield from (Problem(0, f"filestores[{index}].{field}", text) for field, text in export_problems(spec.exports, clients))
    for index, spec in enumerate(blueprint.lustres):
        for place, one in enumerate(spec.root_squash.exempt if spec.root_squash else ()):
            if one == ADMIN_HOST and not clients.admin_host:
                yield Problem(0, f"lustres[{index}].root_squash.exempt[{place}]", unknown_word(one))


def _peered_range(blueprint: Blueprint) -> Iterator[Problem]:
    existing = blueprint.network.existing
    if existing is None or existing.private_services_range is not None:
        return
    products = ["Filestore"] * bool(blueprint.filestores) + ["Managed Lustre"] * bool(blueprint.lustres)
    if products:
        reaches = "reaches" if len(products) == 1 else "reach"
        yield Problem(
            0,
            "network.existing.private_services_range",
            f"is missing; {' and '.join(products)} {reaches} the network through a range peered with Google's services. Name it",
        )


def _filesystems(blueprint: Blueprint) -> Iterator[Problem]:
    """A node cannot mount two instances whose file systems share a name (Managed Lustre documentation, CSI driver, limitations)."""
    first: dict[str, int] = {}
    names = [spec.name for spec in blueprint.lustres]
    for index, spec in enumerate(blueprint.lustres):
        filesystem = filesystem_of(spec)
        other = first.setdefault(filesystem, index)
        if other != index and spec.name not in names[:index]:
            text = (
                f"{filesystem} is the file system of lustres[{other}] already, and no node can mount both. Give one of the two another name"
            )
            yield Problem(0, f"lustres[{index}].filesystem", text)


def _disks_in_pools(blueprint: Blueprint) -> Iterator[Problem]:
    pools = {pool.name: pool for pool in blueprint.storage_pools}
    drawing: dict[str, list[DiskSpec]] = {}
    for index, disk in enumerate(blueprint.disks):
        if disk.storage_pool is None:
            continue
        wrong = list(_does_not_belong(disk, pools, blueprint.site.zones[0]))
        yield from (Problem(0, f"disks[{index}].{field}", text) for field, text in wrong)
        if not wrong:
            drawing.setdefault(disk.storage_pool, []).append(disk)
    for index, pool in enumerate(blueprint.storage_pools):
        yield from (Problem(0, f"storage_pools[{index}].{field}", text) for field, text in _overdrawn(pool, drawing.get(pool.name, [])))


def _does_not_belong(disk: DiskSpec, pools: dict[str, StoragePoolSpec], default_zone: str) -> Iterator[tuple[str, str]]:
    pool = pools.get(disk.storage_pool or "")
    if pool is None:
        given = f"{shown(disk.storage_pool)} is not a storage pool of this stack; it has {', '.join(pools) or 'none'}"
        yield "storage_pool", f"{given}.{did_you_mean(str(disk.storage_pool), pools)}"
        return
    if pool.type != disk.type:
        yield "storage_pool", f"{pool.name} holds disks of {pool.type}, not of {disk.type}. Name another pool or none"
    zone = pool.zone or default_zone
    if disk.zone is not None and disk.zone != zone:
        yield "zone", f"{disk.zone} is not the zone of its storage pool {pool.name}, which is {zone}. Remove it"


def _overdrawn(pool: StoragePoolSpec, disks: list[DiskSpec]) -> Iterator[tuple[str, str]]:
    kind = STORAGE_POOLS[pool.type]
    amounts = [("capacity", "capacity_gib", "GiB", pool.capacity_gib, sum(disk.capacity_gib for disk in disks))]
    if kind.iops is not None:
        amounts.append(("performance", "iops", "IOPS", pool.iops or kind.iops.least, sum(provisioned_iops(disk) or 0 for disk in disks)))
    drawn = sum(provisioned_mib_per_s(disk) or 0 for disk in disks)
    amounts.append(("performance", "mib_per_s", "MiB/s", pool.mib_per_s or kind.mib_per_s.least, drawn))
    for kind_of, field, unit, has, asked in amounts:
        if getattr(pool, kind_of) == "STANDARD" and asked > has:
            yield field, f"{has:,} {unit} are fewer than the {asked:,} of its disks. Raise it, shrink the disks, or set {kind_of}: ADVANCED"
