"""Kubernetes workloads: on Autopilot their pods' requests are billed; on Standard clusters they run on nodes that are priced as node pools.

Types priced: Pod, Deployment, ReplicaSet, StatefulSet, DaemonSet, Job and CronJob of every group and version. How many pods of a DaemonSet run,
and how long a Job does, no input says: both wait for usage.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from aidc.estimator.cost.charge import Charge, Free, Gap, Note, Pricer
from aidc.estimator.cost.compute.machine import Running
from aidc.estimator.cost.gke.home import home_of, region_of_object
from aidc.estimator.cost.gke.pod_requests import CLASSES, asks_for_accelerators, pod_requests
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey

Said = Charge | Gap | Note | Free

WORKLOAD: Keys = (
    UsageKey("pods", "pods at once", "Pods that run at once, on Autopilot; the stated replicas by default"),
    UsageKey("monthly_hrs", "hours a month", "Hours that each pod runs, on Autopilot; of a Job all its runs together"),
)
ON_NODES = "runs on nodes that are priced as node pools"
_PREMIUM = "gke.autopilot.accelerator-premium"
_CLASS = "cloud.google.com/compute-class"
_SPOT = "cloud.google.com/gke-spot"
_ARCHITECTURE = "kubernetes.io/arch"
_SPEC_OF_KIND = {"Pod": "spec", "CronJob": "spec.jobTemplate.spec.template.spec"}


def workload(reader: Reader) -> Iterator[Said]:
    """Price a workload."""
    autopilot = home_of(reader).autopilot
    if autopilot is None and _has_autopilot(reader):
        yield Gap("Pods", "whether they run in an Autopilot cluster, which bills them, is not known: the record has several clusters")
    elif not autopilot:
        yield Free(ON_NODES)
    else:
        yield from _pods(reader)


def _has_autopilot(reader: Reader) -> bool:
    return any(
        cluster.inputs.get("enableAutopilot") not in (None, False) for cluster in reader.whole.of_type("gcp:container/cluster:Cluster")
    )


def _pods(reader: Reader) -> Iterator[Said]:
    kind = reader.resource.type.rsplit(":", 1)[-1]
    spec, count, hours = reader.at(_SPEC_OF_KIND.get(kind, "spec.template.spec")), _count(reader, kind), _hours(reader, kind)
    if spec is None:
        yield Gap("Pods", "their specification is not stated")
    elif count is not None and hours is not None:
        yield from pod_charges(spec, Running(region_of_object(reader), count, hours, by_usage=reader.usage.number("pods") is not None))


def _count(reader: Reader, kind: str) -> Decimal | None:
    """Return the pods that run at once, or None where only usage can say."""
    said = reader.usage.number("pods")
    if said is not None or kind == "DaemonSet":
        return said
    stated = {"Pod": None, "Job": "spec.parallelism", "CronJob": "spec.jobTemplate.spec.parallelism"}.get(kind, "spec.replicas")
    count = reader.number(stated) if stated else None
    return Decimal(1) if count is None else count


def _hours(reader: Reader, kind: str) -> Decimal | None:
    return reader.usage.number("monthly_hrs") if kind in ("Job", "CronJob") else reader.usage.hours


def pod_charges(spec: Reader, running: Running) -> Iterator[Said]:
    """Yield the requests of pods; what other classes and hardware bill is a gap. Raises Unreadable."""
    if asks_for_accelerators(spec):
        yield running.of("Pods with accelerators", _PREMIUM, "GPU-hour")
        return
    given = spec.value("nodeSelector")
    selector = given if isinstance(given, Mapping) else {}
    named = str(selector.get(_CLASS) or "general-purpose")
    chosen = CLASSES.get(named)
    if chosen is None or selector.get(_ARCHITECTURE) == "arm64":
        yield Gap("Pods", f"no rate of the compute class {named}{' on Arm' if chosen else ''} is known")
        return
    each = pod_requests(spec, chosen)
    if each.raised:
        yield Note(
            f"each pod is billed for {each.vcpus.normalize():f} vCPU and {each.memory_gib.normalize():f} GiB: "
            "Autopilot completes and raises what its containers request"
        )
    spot = named == "autopilot-spot" or str(selector.get(_SPOT)).lower() == "true"
    bought = replace(running, term="spot") if spot else running
    yield bought.of("Pod vCPUs", f"{chosen.item}.vcpu", "vCPU-hour", each.vcpus)
    yield bought.of("Pod memory", f"{chosen.item}.memory", "GiB-hour", each.memory_gib)
    yield running.of("Pod ephemeral storage", "gke.autopilot.ephemeral-storage", "GiB-hour", each.storage_gib)  # one SKU, spot or not


def _types() -> Iterator[str]:
    """Yield every workload type that the class table calls priced: groups of today and the ones that came before."""
    yield "kubernetes:core/v1:Pod"
    for kind in ("Deployment", "ReplicaSet", "DaemonSet"):
        yield from (f"kubernetes:{group}:{kind}" for group in ("apps/v1", "apps/v1beta2", "extensions/v1beta1"))
    yield "kubernetes:apps/v1beta1:Deployment"
    yield from (
        f"kubernetes:batch/{version}:{kind}"
        for kind, versions in (("Job", ["v1"]), ("CronJob", ["v1", "v1beta1", "v2alpha1"]))
        for version in versions
    )


PRICERS: dict[str, Pricer] = dict.fromkeys(_types(), workload)
KEYS: dict[str, Keys] = dict.fromkeys(PRICERS, WORKLOAD)
