"""Dataproc clusters: the machines and disks of every node, and a surcharge for each of their vCPUs.

The surcharge is the same for spot machines. Defaults are the provider's and Dataproc's: one master, two workers, no secondary workers, which
are spot unless told otherwise; n1-standard-4; boot disks of 500 GB pd-standard, of secondary workers at most 100. Source: Dataproc price page and
documentation of secondary workers, per second with a minimum of one minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from aidc.catalog.cpu_machines import cpu_machines
from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.prices import Term
from aidc.estimator.cost.charge import Charge, Commitment, Gap, Note, Pricer
from aidc.estimator.cost.compute.disk import Disk, disks
from aidc.estimator.cost.compute.machine import Running, attached_gpus, local_ssds, machines
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.services.dataproc_groups import Group, groups_of
from aidc.estimator.cost.usage_key import MACHINE, Keys, UsageKey


@dataclass(frozen=True, slots=True)
class _Bought:
    region: str
    hours: Decimal
    term: Term
    commitment: Commitment | None
    hours_per_month: Decimal


def cluster(reader: Reader) -> Iterator[Charge | Gap | Note]:
    """Price gcp:dataproc/cluster:Cluster."""
    if reader.at("virtualClusterConfig"):
        yield from _on_gke(reader)
        return
    config = reader.at("clusterConfig") or replace(reader, inside={}, prefix="clusterConfig.")
    bought = _bought(reader, config)
    if (config.text("clusterTier") or "").endswith("PREMIUM"):
        yield Gap("Dataproc", "the rate of the premium tier is not known; the surcharge of the standard tier is counted")
    for group in groups_of(config):
        yield from _group(group, bought)


def _bought(reader: Reader, config: Reader) -> _Bought:
    zone = config.tail("gceClusterConfig.zone")
    named = reader.text("region")
    region = zone.rsplit("-", 1)[0] if zone and named in (None, "global") else reader.region
    term, coverage = reader.usage.text("commitment.term"), reader.usage.number("commitment.coverage")
    commitment = Commitment("1y" if term == "1y" else "3y", Decimal(1) if coverage is None else coverage) if term else None
    how: Term = "spot" if reader.usage.text("term") == "spot" else "on-demand"
    return _Bought(region, reader.usage.hours, how, commitment, reader.usage.hours_per_month)


def _group(group: Group, bought: _Bought) -> Iterator[Charge | Gap | Note]:
    """Yield one group of equal nodes: surcharge, machines, GPUs, boot disks and Local SSD."""
    if group.assumed:
        yield Note(group.assumed)
    running = Running(bought.region, group.count, bought.hours, "spot" if group.spot else bought.term, bought.commitment)
    vcpus = vcpus_of(group.machine_type)
    if vcpus is None:
        yield Gap(f"Dataproc surcharge of {group.name}", f"how many vCPUs {group.machine_type} has is not known")
    else:
        surcharge = replace(running, term="on-demand", commitment=None)
        yield surcharge.of(f"Dataproc surcharge of {group.name}", "dataproc.vcpu", "vCPU-hour", vcpus)
    yield from machines(group.name, group.machine_type, running)
    for kind, count in group.accelerators:
        yield from attached_gpus(group.name, group.machine_type, kind, count, running)
    share = bought.hours / bought.hours_per_month
    boot = Disk(group.disk_type, bought.region, group.disk_gib, group.disk_iops, group.disk_mibps, count=group.count * share)
    yield from disks(f"Boot disks of {group.name}", boot)
    yield from local_ssds(f"Local SSD of {group.name}", group.local_ssds, running)


def vcpus_of(machine_type: str) -> Decimal | None:
    """Return the vCPUs of a machine type as its guest sees them, or None for one that no list knows."""
    parts = machine_type.split("-")
    if "custom" in parts:
        count = parts[parts.index("custom") + 1 :][:1]
        return Decimal(count[0]) if count and count[0].isdigit() else None
    found = cpu_machines().get(machine_type) or GPU_MACHINES.get(machine_type)
    return Decimal(str(found.vcpu)) if found else None


def _on_gke(reader: Reader) -> Iterator[Charge | Note]:
    """Yield the surcharge of a virtual cluster, whose nodes are those of its GKE cluster."""
    yield Note("runs on a GKE cluster, whose nodes are priced there; say monthly_vcpu_hrs for the surcharge")
    hours = reader.usage.number("monthly_vcpu_hrs")
    if hours:
        yield Charge("Dataproc surcharge", "dataproc.vcpu", reader.region, hours, "vCPU-hour", by_usage=True)


PRICERS: dict[str, Pricer] = {"gcp:dataproc/cluster:Cluster": cluster}
KEYS: dict[str, Keys] = {
    "gcp:dataproc/cluster:Cluster": (
        *MACHINE,
        UsageKey("monthly_vcpu_hrs", "vCPU-hours a month", "vCPUs that Dataproc uses of a GKE cluster"),
    )
}
