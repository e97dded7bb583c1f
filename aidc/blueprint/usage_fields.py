"""What a stack file may say of its use: what no input of a resource tells, by the names that the stack file itself gives to things.

Quantities are of one month. Nodes and slices are averages over the month, counted over all zones as everywhere in the stack file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from aidc.blueprint.spec import Field, Rule, Spec
from aidc.blueprint.usage_workload import WorkloadUseSpec

MOST_HOURS = 744
"""Hours of the longest month."""
Quantity = Annotated[float, Field(ge=0, le=10**15)]
Share = Annotated[float, Field(ge=0, le=1)]
Hours = Annotated[float, Field(ge=0, le=MOST_HOURS)]


class CommittedShareSpec(Spec):
    """A commitment and how much of the machines it covers; it is paid for every hour, used or not."""

    term: Literal["1y", "3y"] = Field(description="How long it runs")
    coverage: Share = Field(default=1, description="Share of the machines that it covers, 0 to 1")


class MachineUsageSpec(Spec):
    """How long machines run and how they are paid."""

    monthly_hrs: Hours | None = Field(default=None, description="Hours a month that each machine runs, default all of them")
    term: Literal["on-demand", "calendar", "reservation"] | None = Field(
        default=None, description="How machines are paid that capacity calls on-demand or reservation, where it is another way"
    )
    commitment: CommittedShareSpec | None = Field(default=None, description="On-demand machines: the commitment that covers them")


class PoolUsageSpec(MachineUsageSpec):
    """How much a node pool is used."""

    nodes: Quantity | None = Field(default=None, description="Nodes on average, over all zones; default from expected_share")


class SliceUsageSpec(MachineUsageSpec):
    """How much TPU slices are used."""

    slices: Quantity | None = Field(default=None, description="Slices on average; default from expected_share")


class ReservationUsageSpec(Spec):
    """How a reservation is paid."""

    commitment: CommittedShareSpec | None = Field(default=None, description="The commitment that covers it")


class EgressSpec(Spec):
    """GiB sent to the internet, by where they go."""

    worldwide: Quantity = Field(default=0, description="Everywhere but the places below")
    asia: Quantity = Field(default=0, description="Asia without China")
    china: Quantity = Field(default=0, description="China without Hong Kong")
    australia: Quantity = Field(default=0, description="Australia")


class BucketEgressSpec(EgressSpec):
    """GiB sent out of a bucket, by where they go."""

    same_continent: Quantity = Field(default=0, description="Another region of the same continent")


class BucketUsageSpec(Spec):
    """What a bucket holds and what is done with it."""

    storage_gib: Quantity | None = Field(default=None, description="GiB stored on average; default expected_tib of the bucket")
    class_a_operations: Quantity | None = Field(default=None, description="Writes and lists a month")
    class_b_operations: Quantity | None = Field(default=None, description="Reads a month")
    retrieval_gib: Quantity | None = Field(default=None, description="GiB read from a class colder than STANDARD")
    written_gib: Quantity | None = Field(default=None, description="GiB written to a bucket in two regions, which copies them")
    objects: Quantity | None = Field(default=None, description="Objects that Autoclass manages")
    egress_gib: BucketEgressSpec | None = Field(default=None, description="GiB sent out")


class RepositoryUsageSpec(Spec):
    """What a repository of the registry holds and sends."""

    storage_gib: Quantity | None = Field(default=None, description="GiB stored on average")
    egress_gib: dict[str, Quantity] = Field(default_factory=dict, description="GiB read from other regions: europe-west4: 20")


class KeyUsageSpec(Spec):
    """How a key is used."""

    versions: Quantity | None = Field(default=None, description="Active versions; default what rotation makes in a month, at least one")
    operations: Quantity | None = Field(default=None, description="Encryptions and decryptions a month")


class NetworkUsageSpec(Spec):
    """What goes out through Cloud NAT."""

    nat_vms: Quantity | None = Field(default=None, description="Machines that go out through it; default all expected nodes and TPU hosts")
    nat_gib: Quantity | None = Field(default=None, description="GiB through it, in both directions")
    nat_addresses: Quantity | None = Field(default=None, description="Addresses that Google gave it")
    egress_gib: EgressSpec | None = Field(default=None, description="Of these, GiB sent to the internet")


class UsageFields(Spec):
    """The sections of the use of a stack."""

    hours_per_month: Annotated[float, Field(gt=0, le=MOST_HOURS)] = Field(default=730, description="Hours of the month that is estimated")
    free_tiers: bool = Field(default=True, description="Take off what is free for each account or project")
    expected_share: Share | None = Field(
        default=None,
        description="Where autoscaled pools stand on average between their least (0) and their most (1); default by environment",
    )
    cpu_pools: dict[str, PoolUsageSpec] = Field(default_factory=dict, description="By the name of the pool")
    gpu_pools: dict[str, PoolUsageSpec] = Field(default_factory=dict, description="By the name of the pool")
    tpu_slices: dict[str, SliceUsageSpec] = Field(default_factory=dict, description="By the name of the entry")
    tpu_vms: dict[str, MachineUsageSpec] = Field(default_factory=dict, description="By the name of the entry")
    reservations: dict[str, ReservationUsageSpec] = Field(default_factory=dict, description="By the name of the reservation")
    buckets: dict[str, BucketUsageSpec] = Field(default_factory=dict, description="By the name of the bucket")
    registry: dict[str, RepositoryUsageSpec] = Field(default_factory=dict, description="By the name of the repository")
    keys: dict[str, KeyUsageSpec] = Field(default_factory=dict, description="By what the key is for: etcd, disks, buckets")
    network: NetworkUsageSpec = Field(default_factory=NetworkUsageSpec, description="What goes out through Cloud NAT")
    logs_gib: Quantity | None = Field(default=None, description="GiB of logs that the cluster and its pods write a month")
    metric_samples_million: Quantity | None = Field(
        default=None, description="Millions of samples a month that managed Prometheus takes in; 1,000 series at 15 s are 175"
    )
    workload: WorkloadUseSpec = Field(
        default_factory=WorkloadUseSpec, description="What the machines do, for the price of a run and of tokens"
    )
    resources: dict[str, dict[str, Any]] = Field(
        default_factory=dict,
        description="What else a resource uses, by its name in Pulumi and the keys of a usage file: {notebook: {monthly_hrs: 200}}",
    )


def mode_rules(where: str, spec: MachineUsageSpec, mode: str) -> Iterator[Rule]:
    """Yield what the way to get machines says already, or does not have."""
    if spec.term is not None and mode not in ("on-demand", "reservation"):
        yield f"{where}.term", f"capacity says how its machines are paid: {mode}. Remove it"
    if spec.commitment is not None and mode != "on-demand":
        held = ". Say it of the reservation, where the stack has it: usage.reservations" if mode == "reservation" else ""
        yield f"{where}.commitment", f"goes with on-demand machines, not with {mode}{held or '. Remove it'}"
