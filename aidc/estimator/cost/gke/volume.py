"""Volumes that Kubernetes claims: disks, Filestore shares, Lustre and Parallelstore file systems, by their storage class.

Types priced: PersistentVolumeClaim, and the claim templates of a StatefulSet, one volume for each replica. A claim that is bound to a stated
volume, or to no class at all, makes nothing: the volume is priced where it is declared. Sizes are rounded up to what is sold: whole GiB of a
disk, the smallest instance of a Filestore tier, the next capacity of a Lustre tier.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_CEILING, Decimal

from aidc.catalog.lustre_tiers import LUSTRE_TIERS
from aidc.estimator.cost.charge import Charge, Free, Gap, Note, Pricer
from aidc.estimator.cost.compute.disk import Disk, disks
from aidc.estimator.cost.gke.home import region_of_object
from aidc.estimator.cost.gke.quantity import GIB, parse_quantity, quantity_in
from aidc.estimator.cost.gke.static_volume import is_bound
from aidc.estimator.cost.gke.storage_class import (
    BUCKET,
    DISK,
    FILESTORE,
    LUSTRE,
    NO_PROVISIONER,
    PARALLELSTORE,
    StorageClass,
    storage_class,
)
from aidc.estimator.cost.gke.workload import WORKLOAD, workload
from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.storage.filestore import TIERS
from aidc.estimator.cost.usage_key import Keys

Said = Charge | Gap | Note | Free

STATIC = "is bound to a volume that is declared elsewhere and priced there"
_MIB = Decimal(2**20)


def claim(reader: Reader) -> Iterator[Said]:
    """Price a PersistentVolumeClaim."""
    spec = reader.at("spec")
    if spec is None:
        yield Gap("Volume", "its specification is not stated")
    elif is_bound(reader.resource, spec):
        yield Free(STATIC)
    else:
        yield from volumes(spec, Decimal(1))


def stateful_set(reader: Reader) -> Iterator[Said]:
    """Price a StatefulSet: its pods where they are billed, and a volume of every claim template for each replica."""
    templates = list(reader.items("spec.volumeClaimTemplates"))
    for said in workload(reader):
        yield Note(said.reason) if isinstance(said, Free) and templates else said
    replicas = reader.number("spec.replicas")
    for template in templates:
        if spec := template.at("spec"):
            yield from volumes(spec, Decimal(1) if replicas is None else replicas)


def volumes(spec: Reader, count: Decimal) -> Iterator[Said]:
    """Yield `count` volumes that a claim's specification asks for. Raises Unreadable."""
    raw = spec.inside or {}
    if raw.get("volumeName") or raw.get("storageClassName") == "" or raw.get("selector"):
        yield Free(STATIC)
        return
    found, requests = storage_class(spec), spec.value("resources.requests")
    size = quantity_in(requests if isinstance(requests, Mapping) else {}, "storage", f"{spec.prefix}resources.requests")
    if found is None:
        yield Gap("Volume", f"the storage class {spec.text('storageClassName')} is neither in this record nor one of GKE's")
    elif found.driver in (BUCKET, NO_PROVISIONER):
        yield Free(STATIC)
    elif size is None:
        yield Gap("Volume", "its size is not stated")
    else:
        yield from _made(found, (size / GIB).to_integral_value(ROUND_CEILING), count, spec)


def _made(found: StorageClass, gib: Decimal, count: Decimal, spec: Reader) -> Iterator[Said]:
    make = _MAKERS.get(found.driver)
    if make is None:
        yield Gap("Volume", f"what the driver {found.driver or 'of its storage class'} makes is not known here")
    else:
        yield from make(found, gib, count, spec)


def _disk(found: StorageClass, gib: Decimal, count: Decimal, spec: Reader) -> Iterator[Said]:
    kind = found.parameter("type") or "pd-standard"
    regional = found.parameter("replication-type") == "regional-pd"
    if found.parameter("storage-pools"):
        yield Note("its disk is in a storage pool, which is billed as a pool")
        return
    iops, mibps = found.parameter("provisioned-iops-on-create"), found.parameter("provisioned-throughput-on-create")
    made = Disk(kind, region_of_object(spec), gib, _quantity(iops), _mibps(mibps), regional, count)
    yield from disks("Regional disk" if regional else "Disk", made)


def _quantity(text: str | None) -> Decimal | None:
    parsed = None if text is None else parse_quantity(text)
    if text is not None and parsed is None:
        raise Unreadable(f"a parameter of its storage class is {text!r:.60}; a quantity such as 3000 or 250Mi is needed")
    return parsed


def _mibps(text: str | None) -> Decimal | None:
    """Return MiB/s: the driver takes 250Mi, and a plain number for MiB."""
    parsed = _quantity(text)
    return None if parsed is None else parsed / _MIB if parsed >= _MIB else parsed


def _share(found: StorageClass, gib: Decimal, count: Decimal, spec: Reader) -> Iterator[Said]:
    named = (found.parameter("tier") or "standard").upper()
    tier = TIERS.get(named)
    if tier is None or found.parameter("multishare") == "true":
        yield Gap(
            "Filestore share", f"no price of the tier {named} is known" if tier is None else "it is a part of an instance that others share"
        )
        return
    if gib < tier.smallest_gib:
        yield Note(f"the smallest Filestore instance of the tier {named} has {tier.smallest_gib:f} GiB, which is priced")
    yield Charge("Filestore share", tier.item, region_of_object(spec), max(gib, tier.smallest_gib) * count, "GiB-month")


def _lustre(found: StorageClass, gib: Decimal, count: Decimal, spec: Reader) -> Iterator[Said]:
    named = found.parameter("perUnitStorageThroughput") or ""
    tier = next((made for made in LUSTRE_TIERS.values() if str(made.name) == named), None)
    if tier is None:
        yield Gap("Lustre file system", f"no price of {named or 'an unstated'} MB/s for each TiB is known")
        return
    sold = int(gib) if tier.band_of(int(gib)) else min((near for near in tier.around(int(gib)) if near > gib), default=int(gib))
    yield Charge("Lustre file system", f"lustre.{named}", region_of_object(spec), sold * count, "GiB-month")


def _parallelstore(_: StorageClass, gib: Decimal, count: Decimal, spec: Reader) -> Iterator[Said]:
    yield Charge("Parallelstore file system", "parallelstore.capacity", region_of_object(spec), gib * count, "GiB-month")


_Make = Callable[[StorageClass, Decimal, Decimal, Reader], Iterator[Said]]
_MAKERS: dict[str, _Make] = {DISK: _disk, FILESTORE: _share, LUSTRE: _lustre, PARALLELSTORE: _parallelstore}
_STATEFUL = ("kubernetes:apps/v1:StatefulSet", "kubernetes:apps/v1beta1:StatefulSet", "kubernetes:apps/v1beta2:StatefulSet")
PRICERS: dict[str, Pricer] = {"kubernetes:core/v1:PersistentVolumeClaim": claim, **dict.fromkeys(_STATEFUL, stateful_set)}
KEYS: dict[str, Keys] = dict.fromkeys(_STATEFUL, WORKLOAD)
