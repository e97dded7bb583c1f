"""Dataproc clusters: the machines and disks of every node, and a surcharge for each of their vCPUs.

The surcharge is the same for spot machines. Defaults are the provider's and Dataproc's: one master, two workers, no secondary workers, which
are spot unless told otherwise; n1-standard-4; boot disks of 500 GB pd-standard, of secondary workers at most 100. Source: Dataproc price page and
documentation of secondary workers, per second with a minimum of one minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from aidc.catalog.prices import Term
from aidc.estimator.cost.charge import Charge, Gap, Note, Pricer
from aidc.estimator.cost.compute.buying import commitment_of, readable
from aidc.estimator.cost.compute.disk import Disk, disks
from aidc.estimator.cost.compute.machine import Running, attached_gpus, local_ssds, machines
from aidc.estimator.cost.compute.shape import shape_of
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.services.dataproc_groups import Group, groups_of
from aidc.estimator.cost.usage_key import MACHINE, Keys, UsageKey

_POLICY = "gcp:dataproc/autoscalingPolicy:AutoscalingPolicy"
_Said = Iterator[Charge | Gap | Note]


def cluster(reader: Reader) -> _Said:
    """Price gcp:dataproc/cluster:Cluster."""
    if reader.at("virtualClusterConfig"):
        yield from _on_gke(reader)
        return
    config = reader.at("clusterConfig") or replace(reader, inside={}, prefix="clusterConfig.")
    if (config.text("clusterTier") or "").endswith("PREMIUM"):
        yield Gap("Dataproc", "the rate of the premium tier is not known; the surcharge of the standard tier is counted")
    running = _running(reader, config)
    bounds = _bounds(reader, config)
    yield from readable((name, _groups(groups, running, bounds.get(name))) for name, groups in groups_of(config))


def _bounds(reader: Reader, config: Reader) -> dict[str, tuple[Decimal, Decimal]]:
    """Return the least and most nodes of each group that an autoscaling policy of this record moves."""
    named = (config.inside or {}).get("autoscalingConfig")
    policy = reader.whole.referred(reader.resource, named.get("policyUri") if isinstance(named, dict) else None, (_POLICY,))
    if policy is None:
        return {}
    said = Reader(policy, reader.usage, reader.whole)
    bounds: dict[str, tuple[Decimal, Decimal]] = {}
    for group, key, default in (("workers", "workerConfig", Decimal(2)), ("secondary workers", "secondaryWorkerConfig", Decimal(0))):
        least, most = said.number(f"{key}.minInstances"), said.number(f"{key}.maxInstances")
        if most is not None:
            bounds[group] = (default if least is None else least, most)
    return bounds


def _running(reader: Reader, config: Reader) -> Running:
    """Return one machine of the cluster; a global cluster is where its zone is."""
    zone = config.tail("gceClusterConfig.zone")
    region = zone.rsplit("-", 1)[0] if zone and reader.text("region") in (None, "global") else reader.region
    term: Term = "spot" if reader.usage.text("term") == "spot" else "on-demand"
    usage = reader.usage
    return Running(region, Decimal(1), usage.hours, term, commitment_of(reader), hours_per_month=usage.hours_per_month)


def _groups(groups: Iterator[Group], one: Running, bounds: tuple[Decimal, Decimal] | None) -> _Said:
    for group in groups:
        least, most = (min(bounds[0], group.count), max(bounds[1], group.count)) if bounds else (None, None)
        term = "spot" if group.spot else one.term
        yield from _group(group, replace(one, count=group.count, term=term, minimum=least, maximum=most))


def _group(group: Group, running: Running) -> _Said:
    """Yield one group of equal nodes: surcharge, machines, GPUs, boot disks and Local SSD."""
    if group.assumed:
        yield Note(group.assumed)
    shape = shape_of(group.machine_type)
    if shape is None:
        yield Gap(f"Dataproc surcharge of {group.name}", f"how many vCPUs {group.machine_type} has is not known")
    else:
        surcharge = replace(running, term="on-demand", commitment=None)
        yield surcharge.of(f"Dataproc surcharge of {group.name}", "dataproc.vcpu", "vCPU-hour", shape.vcpus)
    yield from machines(group.name, group.machine_type, running)
    for kind, count in group.accelerators:
        yield from attached_gpus(group.name, group.machine_type, kind, count, running)
    yield from disks(f"Boot disks of {group.name}", _boot(group, running))
    yield from local_ssds(f"Local SSD of {group.name}", group.local_ssds, running)


def _boot(group: Group, running: Running) -> Disk:
    """Return the boot disks of all nodes, for as long as the cluster lives."""
    share = running.hours / running.hours_per_month

    def of(count: Decimal | None) -> Decimal | None:
        return None if count is None else count * share

    return Disk(
        group.disk_type,
        running.region,
        group.disk_gib,
        group.disk_iops,
        group.disk_mibps,
        count=group.count * share,
        minimum=of(running.minimum),
        maximum=of(running.maximum),
    )


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
