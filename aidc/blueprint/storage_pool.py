"""Hyperdisk storage pools: capacity and performance bought together, from which disks of one type and zone draw.

A pool of the kind STANDARD lends exactly what it has, so its disks must fit; one of the kind ADVANCED lends more than it has and must be watched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from aidc.blueprint.names import STORAGE_POOL, Names
from aidc.blueprint.site import SitePlan
from aidc.blueprint.spec import Field, Name, Rule, Spec, sets
from aidc.catalog.hyperdisks import STORAGE_POOLS, Steps, StoragePoolName

Provisioning = Literal["STANDARD", "ADVANCED"]


class StoragePoolSpec(Spec):
    """One Hyperdisk storage pool; disks name it."""

    name: Name = Field(max_length=40, description="Name of the pool, unique in the stack", **sets("compute.StoragePool.name"))
    type: StoragePoolName = Field(description="Type of its disks", **sets("compute.StoragePool.storagePoolType"))
    capacity_gib: int = Field(
        gt=0,
        description="Provisioned capacity, from 10,240 in steps of 1,024",
        **sets("compute.StoragePool.poolProvisionedCapacityGb"),
    )
    iops: int | None = Field(
        default=None,
        gt=0,
        description="hyperdisk-balanced: IOPS of all disks together, in steps of 10,000; default the least",
        **sets("compute.StoragePool.poolProvisionedIops"),
    )
    mib_per_s: int | None = Field(
        default=None,
        gt=0,
        description="Throughput of all disks together; default the least that the type allows",
        **sets("compute.StoragePool.poolProvisionedThroughput"),
    )
    capacity: Provisioning = Field(
        default="STANDARD",
        description="STANDARD lends the capacity that it has; ADVANCED lends more, and counts what is written",
        **sets("compute.StoragePool.capacityProvisioningType"),
    )
    performance: Provisioning = Field(
        default="STANDARD",
        description="STANDARD lends the performance that it has; ADVANCED lends more, and counts what is used",
        **sets("compute.StoragePool.performanceProvisioningType"),
    )
    zone: str | None = Field(default=None, description="Zone, default the site's first", **sets("compute.StoragePool.zone"))

    def rules(self) -> Iterator[Rule]:
        """Yield sizes that are no step of the type, and IOPS where the type has none."""
        pool = STORAGE_POOLS[self.type]
        yield from _on_steps("capacity_gib", self.capacity_gib, "GiB", pool.capacity_gib)
        yield from _on_steps("mib_per_s", self.mib_per_s, "MiB/s", pool.mib_per_s)
        if pool.iops is None:
            if self.iops is not None:
                yield "iops", f"a pool of {self.type} has no IOPS to provision; they follow from mib_per_s. Remove it"
            return
        yield from _on_steps("iops", self.iops, "IOPS", pool.iops)


def _on_steps(field: str, given: int | None, unit: str, steps: Steps) -> Iterator[Rule]:
    if given is not None and steps.nearest(given) != given:
        each = f" in steps of {steps.step:,}" if steps.step > 1 else ""
        yield field, f"{given:,} {unit} is not a size of a storage pool: from {steps.least:,}{each}. Try {steps.nearest(given):,}"


@dataclass(frozen=True, slots=True)
class StoragePoolPlan:
    """One storage pool, decided; `iops` None where the type has none of its own. `uri` is its full name."""

    path: str
    resource_name: str
    name: str
    type: StoragePoolName
    zone: str
    capacity_gib: int
    iops: int | None
    mib_per_s: int
    capacity_provisioning: Provisioning
    performance_provisioning: Provisioning
    uri: str
    guarded: bool
    labels: dict[str, str]


def plan_storage_pool(
    spec: StoragePoolSpec, index: int, site: SitePlan, labels: dict[str, str], guarded: bool, names: Names
) -> StoragePoolPlan:
    """Decide one pool: it stands in the accelerators' zone unless the spec names another."""
    path, pool, zone = f"storage_pools[{index}]", STORAGE_POOLS[spec.type], spec.zone or site.zones[0]
    name = names.name(STORAGE_POOL, spec.name, path=f"{path}.name")
    return StoragePoolPlan(
        path=path,
        resource_name=spec.name,
        name=name,
        type=spec.type,
        zone=zone,
        capacity_gib=spec.capacity_gib,
        iops=None if pool.iops is None else spec.iops or pool.iops.least,
        mib_per_s=spec.mib_per_s or pool.mib_per_s.least,
        capacity_provisioning=spec.capacity,
        performance_provisioning=spec.performance,
        uri=f"projects/{site.project}/zones/{zone}/storagePools/{name}",
        guarded=guarded,
        labels=labels,
    )
