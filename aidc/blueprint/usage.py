"""What a stack uses that no input says, decided: one set of usage keys for each resource, under the names and keys of a usage file.

Keys are those that people know from Infracost where it has one. What nobody says is not there: only where autoscaled pools stand, what a bucket
is expected to hold and who goes out through Cloud NAT follow from the rest of the stack file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from aidc.blueprint.bucket import BucketPlan
from aidc.blueprint.keys import KeysPlan
from aidc.blueprint.network import NetworkPlan
from aidc.blueprint.registry import RegistryPlan
from aidc.blueprint.usage_defaults import EXPECTED, Environment, Expected
from aidc.blueprint.usage_fields import EgressSpec, UsageFields
from aidc.blueprint.usage_machines import Expectation, Machines
from aidc.blueprint.usage_names import BUCKET, CLUSTER, CRYPTO_KEY, REPOSITORY, RESERVATION, ROUTER_NAT, UsageBook
from aidc.blueprint.usage_workload import WorkloadPlan, plan_workload_use

GIB_PER_TIB = 1024


class UsageSpec(UsageFields):
    """What a stack uses that no resource says: time, bytes, operations. Names are those of the entries in the stack file."""


@dataclass(frozen=True, slots=True)
class UsagePlan:
    """The use of a stack. `resources` are usage keys by the name of a usage file, `assumptions` say for each entry what was taken for
    granted because nobody said."""

    hours_per_month: int | float
    free_tiers: bool
    resources: dict[str, dict[str, Any]]
    assumptions: dict[str, str]
    workload: WorkloadPlan
    shared_names: dict[str, list[str]]
    """Names that several resources have, with the types of those: a usage file names them `<type>::<name>`."""

    def document(self) -> dict[str, Any]:
        """Return what a usage file would say, version 1."""
        return {
            "version": 1,
            "hours_per_month": self.hours_per_month,
            "free_tiers": self.free_tiers,
            "resources": {name: dict(given) for name, given in self.resources.items()},
        }


@dataclass(frozen=True, slots=True)
class UsedNouns:
    """What of a stack is used by the month. `others` are type and name of what else could share a name with it."""

    machines: Machines
    buckets: Sequence[BucketPlan]
    registry: RegistryPlan
    keys: KeysPlan
    network: NetworkPlan
    own_cluster: bool
    others: Sequence[tuple[str, str]]

    def known(self) -> tuple[tuple[str, str], ...]:
        """Return type and name of every resource that a usage file may name."""
        buckets = [(BUCKET, one.resource_name) for one in self.buckets if not one.existing]
        repositories = [(REPOSITORY, one.resource_name) for one in self.registry.repositories]
        keys = [(CRYPTO_KEY, f"{key.id}-key") for key in self.keys.keys if not key.existing]
        nat = [(ROUTER_NAT, "nat")] if self.network.nat else []
        cluster = [(CLUSTER, "cluster")] if self.own_cluster else []
        return (*self.machines.known(), *buckets, *repositories, *keys, *nat, *cluster, *self.others)


def plan_usage(spec: UsageSpec, environment: Environment, nouns: UsedNouns) -> UsagePlan:
    """Decide the use of a stack. Names that match no entry are left to usage_coherence.py, which refuses them."""
    book = UsageBook(nouns.known())
    expected = EXPECTED[environment]
    if spec.expected_share is not None:
        expected = Expected(Decimal(str(spec.expected_share)), "usage.expected_share")
    counted = nouns.machines.put_down(spec, expected, book)
    _put_down_reservations(spec, book)
    _put_down_storage(spec, nouns, book)
    _put_down_network(spec, nouns.network, counted, book)
    if nouns.own_cluster:
        samples = None if spec.metric_samples_million is None else plain(Decimal(str(spec.metric_samples_million)) * 10**6)
        book.add(CLUSTER, "cluster", {"monthly_logging_data_gb": plain(spec.logs_gib), "monthly_prometheus_samples": samples})
    for name, given in spec.resources.items():
        book.resources.setdefault(name, {}).update(given)
    return UsagePlan(
        hours_per_month=plain(spec.hours_per_month) or 0,
        free_tiers=spec.free_tiers,
        resources=book.resources,
        assumptions={one.name: one.sentence(environment, expected) for one in counted if one.is_assumed},
        workload=plan_workload_use(spec.workload),
        shared_names=book.shared,
    )


def _put_down_reservations(spec: UsageSpec, book: UsageBook) -> None:
    for name, given in spec.reservations.items():
        if given.commitment is not None:
            book.add(RESERVATION, name, {"commitment": given.commitment.model_dump()})


def _put_down_storage(spec: UsageSpec, nouns: UsedNouns, book: UsageBook) -> None:
    for bucket in nouns.buckets:
        if not bucket.existing:
            book.add(BUCKET, bucket.resource_name, _of_bucket(spec, bucket))
    for repository in nouns.registry.repositories:
        if given := spec.registry.get(repository.resource_name):
            egress = {region: plain(gib) for region, gib in given.egress_gib.items()}
            book.add(
                REPOSITORY,
                repository.resource_name,
                {"storage_gb": plain(given.storage_gib), "monthly_egress_data_transfer_gb": egress},
            )
    for key in nouns.keys.keys:
        if not key.existing and (used := spec.keys.get(key.id)):
            book.add(CRYPTO_KEY, f"{key.id}-key", {"key_versions": plain(used.versions), "monthly_key_operations": plain(used.operations)})


def _of_bucket(spec: UsageSpec, bucket: BucketPlan) -> dict[str, Any]:
    given = spec.buckets.get(bucket.resource_name)
    # The user has said once already how much the bucket is to hold.
    stored = None if bucket.expected_tib is None else Decimal(str(bucket.expected_tib)) * GIB_PER_TIB
    if given is None:
        return {"storage_gb": plain(stored)}
    return {
        "storage_gb": plain(stored if given.storage_gib is None else given.storage_gib),
        "monthly_class_a_operations": plain(given.class_a_operations),
        "monthly_class_b_operations": plain(given.class_b_operations),
        "monthly_data_retrieval_gb": plain(given.retrieval_gib),
        "monthly_written_gib": plain(given.written_gib),
        "objects": plain(given.objects),
        "monthly_egress_data_transfer_gb": _egress(given.egress_gib),
    }


def _put_down_network(spec: UsageSpec, network: NetworkPlan, counted: Iterable[Expectation], book: UsageBook) -> None:
    if not network.nat:
        return
    given = spec.network
    hours = Decimal(str(spec.hours_per_month))
    # No node and no TPU VM has an address of its own, so all of them go out through the gateway while they run.
    running = sum((one.machines * one.hours_of(hours) / hours for one in counted), Decimal(0))
    book.add(
        ROUTER_NAT,
        "nat",
        {
            "assigned_vms": plain(round(running, 6) if given.nat_vms is None else given.nat_vms),
            "monthly_data_processed_gb": plain(given.nat_gib),
            "addresses": plain(given.nat_addresses),
            "monthly_egress_data_transfer_gb": _egress(given.egress_gib),
        },
    )


def _egress(given: EgressSpec | None) -> dict[str, int | float | None]:
    said: Mapping[str, float] = {} if given is None else given.model_dump(exclude_unset=True)
    return {place: plain(gib) for place, gib in said.items()}


def plain(number: Decimal | float | None) -> int | float | None:
    """Return a quantity as a file writes it: whole numbers without a point."""
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)
