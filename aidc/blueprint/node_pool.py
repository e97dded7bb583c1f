"""What every GKE node pool has in common: counts, boot disk, labels, taints, and the decided NodePoolPlan that components render.

The cloud name of a pool ends in a digest of the settings that force replacement: a changed pool is created beside the old one and only then
is the old one deleted (trap T027).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, model_validator

from aidc.blueprint.capacity import CapacityPlan
from aidc.blueprint.errors import shown
from aidc.blueprint.names import NODE_POOL, Names, content_digest
from aidc.blueprint.site import SitePlan
from aidc.blueprint.spec import Field, Name, Rule, Spec, listed_twice, sets
from aidc.catalog.capacity_modes import BootDisk
from aidc.catalog.cpu_machines import Confidential

_LABEL_KEY = re.compile(r"([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")
_LABEL_VALUE = re.compile(r"([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?")
_DISK_IMAGE = re.compile(r"projects/[a-z][a-z0-9-]{4,28}[a-z0-9]/global/images/[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
MAX_NODES = 15000
"""Nodes of one cluster (GKE documentation, quotas and limits)."""
GKE_OWN_TAINTS = ("nvidia.com/gpu", "google.com/tpu", "kubernetes.io/arch", "cloud.google.com/gke-queued")


class NodesSpec(Spec):
    """How many nodes: one number for a fixed pool, `{min, max}` for one that the autoscaler moves. Totals over all zones."""

    min: int = Field(
        ge=0,
        le=MAX_NODES,
        description="Fewest nodes, over all zones",
        **sets("container.NodePool.nodeCount", "container.NodePool.autoscaling.totalMinNodeCount"),
    )
    max: int = Field(
        ge=1,
        le=MAX_NODES,
        description="Most nodes, over all zones",
        **sets("container.NodePool.nodeCount", "container.NodePool.autoscaling.totalMaxNodeCount"),
    )

    @model_validator(mode="before")
    @classmethod
    def _from_number(cls, value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            if not 1 <= value <= MAX_NODES:
                raise ValueError(f"{shown(value)} is out of range: 1 to {MAX_NODES}. A pool that may be empty is {{min: 0, max: 8}}")
            return {"min": value, "max": value}
        if not isinstance(value, dict):
            raise ValueError(f"{shown(value)} is not a number of nodes; write 8, or {{min: 0, max: 8}}")
        return value

    def rules(self) -> Iterator[Rule]:
        """Yield a range that is upside down."""
        if self.min > self.max:
            yield "min", f"{self.min} is more than max {self.max}"

    @property
    def is_fixed(self) -> bool:
        """The pool keeps one size."""
        return self.min == self.max


class BootDiskSpec(Spec):
    """The boot disk of every node of a pool."""

    type: BootDisk | None = Field(
        default=None,
        description="Disk type, default the first that the machine boots from",
        **sets("container.NodePool.nodeConfig.bootDisk.diskType"),
    )
    size_gib: int = Field(
        default=100, ge=20, le=65536, description="Size of the boot disk", **sets("container.NodePool.nodeConfig.bootDisk.sizeGb")
    )


class TaintSpec(Spec):
    """A Kubernetes taint on every node of a pool."""

    key: str = Field(description="Key of the taint", **sets("container.NodePool.nodeConfig.taints"))
    value: str = Field(default="", description="Value of the taint", **sets("container.NodePool.nodeConfig.taints"))
    effect: Literal["NO_SCHEDULE", "PREFER_NO_SCHEDULE", "NO_EXECUTE"] = Field(
        default="NO_SCHEDULE", description="What happens to pods that do not tolerate it", **sets("container.NodePool.nodeConfig.taints")
    )


def _check_disk_image(value: str) -> str:
    if not _DISK_IMAGE.fullmatch(value):
        raise ValueError(f"{shown(value)} is not a disk image: write projects/P/global/images/I")
    return value


DiskImage = Annotated[str, AfterValidator(_check_disk_image)]


class PoolSpec(Spec):
    """Fields that pools of every kind share."""

    name: Name = Field(max_length=30, description="Name of the pool, unique in the stack", **sets("container.NodePool.name"))
    boot_disk: BootDiskSpec = Field(default_factory=BootDiskSpec, description="Boot disk of the nodes")
    labels: dict[str, str] = Field(
        default_factory=dict, description="Kubernetes labels of the nodes", **sets("container.NodePool.nodeConfig.labels")
    )
    taints: list[TaintSpec] = Field(
        default_factory=list, description="Kubernetes taints of the nodes", **sets("container.NodePool.nodeConfig.taints")
    )
    max_pods_per_node: int | None = Field(
        default=None,
        ge=8,
        le=256,
        description="Pods a node may run; sizes the node's pod range",
        **sets("container.NodePool.maxPodsPerNode"),
    )
    numa_aligned: bool = Field(
        default=False,
        description="Give a pod that asks for whole CPUs its CPUs, memory and devices from one NUMA node, or refuse it",
        **sets("container.NodePool.nodeConfig.kubeletConfig"),
    )
    image_caches: list[DiskImage] = Field(
        default_factory=list,
        max_length=10,
        description="Disk images with container images or data, mounted when a node starts: projects/P/global/images/I",
        **sets("container.NodePool.nodeConfig.secondaryBootDisks"),
    )
    confidential: Confidential | None = Field(
        default=None,
        description="Memory encryption by the processor, on machines that have it",
        **sets("container.NodePool.nodeConfig.confidentialNodes"),
    )

    def rules(self) -> Iterator[Rule]:
        """Yield labels that Kubernetes refuses, taints that GKE sets itself and caches that are listed twice."""
        yield from listed_twice("image_caches", self.image_caches)
        for key, value in self.labels.items():
            if not _LABEL_KEY.fullmatch(key) or not _LABEL_VALUE.fullmatch(value):
                yield (
                    f"labels.{key}",
                    f"{shown(f'{key}={value}')} is not a Kubernetes label: letters, digits, dots, dashes and underscores, at most 63 of them",
                )
        for index, taint in enumerate(self.taints):
            if not _LABEL_KEY.fullmatch(taint.key) or not _LABEL_VALUE.fullmatch(taint.value):
                yield (
                    f"taints[{index}]",
                    f"{shown(f'{taint.key}={taint.value}')} is not a Kubernetes taint: key and value are written like those of a label",
                )
            if (taint.key, taint.effect) in [(other.key, other.effect) for other in self.taints[:index]]:
                yield f"taints[{index}]", f"{taint.key} with {taint.effect} is listed twice; Kubernetes keeps one of the two"
            if taint.key in GKE_OWN_TAINTS:
                yield (
                    f"taints[{index}]",
                    f"GKE taints accelerator nodes with {taint.key} itself; declaring it gives a diff on every preview. Remove it",
                )


@dataclass(frozen=True, slots=True)
class NodesPlan:
    """Node counts as GKE takes them. Fixed pools: `per_zone`; autoscaled ones: total or, with `per_zone_limits`, per-zone limits."""

    min_total: int
    max_total: int
    zones: int
    per_zone_limits: bool
    location_policy: Literal["ANY", "BALANCED"]

    @property
    def is_fixed(self) -> bool:
        """The pool keeps one size."""
        return self.min_total == self.max_total

    @property
    def per_zone(self) -> int:
        """Nodes in each zone of a fixed pool."""
        return self.min_total // self.zones


@dataclass(frozen=True, slots=True)
class AcceleratorPlan:
    """The GPUs that GKE attaches to a node, the driver it installs, and how pods share them. Empty and 0: not shared."""

    type: str
    count: int
    driver_version: Literal["DEFAULT", "LATEST"]
    partition: str = ""
    sharing: str = ""
    clients_per_gpu: int = 0


@dataclass(frozen=True, slots=True)
class TaintPlan:
    """A taint as GKE takes it."""

    key: str
    value: str
    effect: str


@dataclass(frozen=True, slots=True)
class NodePoolPlan:
    """One GKE node pool, every setting decided. `resource_name` is its stable Pulumi name, `name` its name in the cloud."""

    resource_name: str
    name: str
    machine_type: str
    zones: tuple[str, ...]
    nodes: NodesPlan
    capacity: CapacityPlan
    boot_disk_type: BootDisk
    boot_disk_gib: int
    accelerator: AcceleratorPlan | None
    ephemeral_local_ssd_disks: int
    raw_local_ssd_disks: int
    compact: bool
    tpu_topology: str
    workload_policy: str
    """Accelerator topology of the workload policy that places the pool; empty for none."""
    accelerator_network: str
    """Key of the accelerator network whose interfaces every node gets; empty for none."""
    managed_accelerator_network: bool
    """GKE makes the accelerator's networks itself and hands the interfaces out through DRA."""
    fast_socket: bool
    gvnic: bool
    shielded: bool
    confidential: str
    huge_pages_2mib: int
    numa_aligned: bool
    image_caches: tuple[str, ...]
    disk_key: str
    """What the key of the disks depends on: another key is another pool. Empty when Google keeps the keys."""
    max_pods_per_node: int
    labels: dict[str, str]
    taints: tuple[TaintPlan, ...]
    resource_labels: dict[str, str]
    max_surge: int
    max_unavailable: int
    auto_repair: bool


REPLACING_FIELDS = (
    "machine_type",
    "zones",
    "capacity",
    "boot_disk_type",
    "accelerator",
    "ephemeral_local_ssd_disks",
    "raw_local_ssd_disks",
    "compact",
    "tpu_topology",
    "workload_policy",
    "accelerator_network",
    "managed_accelerator_network",
    "max_pods_per_node",
    "confidential",
    "image_caches",
    "disk_key",
)
"""Settings whose change replaces the pool (trap T027), or its machines and boot disks."""
RECREATING_FIELDS = ("boot_disk_gib", "labels", "taints", "gvnic", "fast_socket", "huge_pages_2mib", "numa_aligned")
"""Settings that GKE changes by recreating the nodes one after another, which breaks a pool whose nodes belong together (trap T028)."""
assert {*REPLACING_FIELDS, *RECREATING_FIELDS} <= {field.name for field in fields(NodePoolPlan)}


@dataclass(frozen=True, slots=True)
class PoolContext:
    """What every pool of a stack is planned with."""

    site: SitePlan
    labels: dict[str, str]
    names: Names
    disk_key: str
    managed_accelerator_networks: bool


def named_pool(pool: NodePoolPlan, path: str, names: Names) -> NodePoolPlan:
    """Return the pool with its cloud name: its own name and a digest of what forces replacement, or breaks a pool whose nodes belong together."""
    whole = bool(pool.tpu_topology or pool.workload_policy or pool.capacity.reservation_value)
    digest = content_digest(*(getattr(pool, field) for field in (*REPLACING_FIELDS, *(RECREATING_FIELDS if whole else ()))))
    return replace(pool, name=names.name(NODE_POOL, pool.resource_name, digest, path=f"{path}.name", prefix=""))


def one_of_boot_disks(disk: BootDiskSpec, allowed: tuple[BootDisk, ...], machine: str) -> Iterator[Rule]:
    """Yield a boot disk type that the machine does not boot from (rule NP22)."""
    if disk.type is not None and disk.type not in allowed:
        yield "boot_disk.type", f"{machine} does not boot from {disk.type}; use {' or '.join(allowed)}"
