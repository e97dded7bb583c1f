"""Disks of nodes: the boot disk of each, Local SSD beside it, and secondary boot disks.

Defaults are GKE's (documentation of node pools and custom boot disks): 100 GiB; Balanced Persistent Disk since 1.24, Hyperdisk Balanced on
machines that boot from nothing else. A node's disks are made and deleted with it, so they are billed for its hours. Local SSD is added only to
machine types that do not have it in their price.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from aidc.catalog.cpu_machines import cpu_machines
from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.tpus import TPU_GENERATIONS
from aidc.estimator.cost.charge import Charge, Gap, Note
from aidc.estimator.cost.compute.disk import Disk, disks
from aidc.estimator.cost.compute.machine import Running, bundles_local_ssd, local_ssds
from aidc.estimator.cost.gke.node_config import machine_type_of, node_config
from aidc.estimator.cost.reader import Reader

DEFAULT_BOOT_GIB = Decimal(100)
DEFAULT_BOOT_DISK = "pd-balanced"
_LOCAL_SSD_COUNTS = (
    "localSsdCount",
    "ephemeralStorageConfig.localSsdCount",
    "ephemeralStorageLocalSsdConfig.localSsdCount",
    "localNvmeSsdBlockConfig.localSsdCount",
)


@cache
def default_boot_disk(machine_type: str) -> str:
    """Return the disk that a machine type boots from where nobody says: Hyperdisk Balanced where it takes no other."""
    if gpu := GPU_MACHINES.get(machine_type):
        boot = gpu.family.boot_disks
    elif tpus := [made for made in TPU_GENERATIONS.values() if any(machine.name == machine_type for machine in made.machines)]:
        boot = tpus[0].boot_disks
    else:
        series = machine_type.split("-")[0]
        boot = next((machine.boot_disks for machine in cpu_machines().values() if machine.series == series), ())
    return DEFAULT_BOOT_DISK if not boot or DEFAULT_BOOT_DISK in boot else boot[0]


def boot_disks(component: str, pool: Reader, running: Running) -> Iterator[Charge | Gap | Note]:
    """Yield the boot disks of all nodes. Raises Unreadable."""
    node = node_config(pool)
    kind = node.tail("bootDisk.diskType") or node.tail("diskType")
    size = node.number("bootDisk.sizeGb") or node.number("diskSizeGb")
    assumed = [] if kind else [kind := default_boot_disk(machine_type_of(pool))]
    if not size:
        size = DEFAULT_BOOT_GIB
        assumed.append(f"{size:f} GiB")
    if assumed:
        yield Note(f"{component}: {' and '.join(assumed)}, as GKE takes where nothing is stated")
    if node.texts("storagePools"):
        yield Note(f"{component}: in a storage pool, which is billed as a pool")
        return
    iops, mibps = node.number("bootDisk.provisionedIops"), node.number("bootDisk.provisionedThroughput")
    share = pool.usage.hours / pool.usage.hours_per_month
    least, most = (None if count is None else count * share for count in (running.minimum, running.maximum))
    yield from disks(component, Disk(kind, running.region, size, iops, mibps, count=running.count * share, minimum=least, maximum=most))


def node_local_ssds(component: str, pool: Reader, running: Running) -> Iterator[Charge]:
    """Yield Local SSD of 375 GiB beside machines that do not have it in their price. Raises Unreadable."""
    if not bundles_local_ssd(machine_type_of(pool)):
        node = node_config(pool)
        each = sum((node.number(key) or Decimal(0) for key in _LOCAL_SSD_COUNTS), Decimal(0))
        yield from local_ssds(component, each, running)


def secondary_boot_disks(component: str, pool: Reader) -> Iterator[Gap]:
    """Yield a gap for each disk that holds container images or data: as large as its image, which no input states. Raises Unreadable."""
    for disk in node_config(pool).items("secondaryBootDisks"):
        yield Gap(component, f"a disk made from {disk.tail('diskImage') or 'an image'} is as large as the image, which is not stated")
