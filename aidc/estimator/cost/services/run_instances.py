"""What instances of Cloud Run consume, whoever asks for them: services of both API versions, jobs, functions of the second generation.

Two ways of billing. By request: vCPUs and memory only while a request is served, requests themselves, and a lower rate for minimum instances
that wait. By instance: vCPUs and memory as long as an instance lives, requests free; GPUs are only sold so. Free each month: 180,000 vCPU-seconds
and 360,000 GiB-seconds by request, 240,000 and 450,000 by instance, taken off as money at the rates of tier 1. Source: Cloud Run price page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from aidc.estimator.cost.charge import Charge, Credit, Gap, Note
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.services.containers import Shape
from aidc.estimator.cost.services.region_tiers import RUN_TIERS
from aidc.estimator.cost.usage_key import Keys, UsageKey

SERVICE_KEYS: Keys = (
    UsageKey("monthly_requests", "requests a month", "Requests served"),
    UsageKey("average_request_duration_ms", "milliseconds", "How long a request takes"),
    UsageKey("concurrent_requests_per_instance", "requests", "How many requests an instance serves at once"),
    UsageKey("instance_hrs", "hours a month", "How long each minimum instance lives; without a minimum, hours of all instances together"),
)
_FREE_USD = {"CPU": Decimal("4.32"), "memory": Decimal("0.90")}
_GPUS = {"nvidia-l4": "L4", "nvidia-rtx-pro-6000": "RTX-PRO-6000"}


@dataclass(frozen=True, slots=True)
class Instances:
    """Instances of one service: where, how large, how many at least, billed how, with which accelerator."""

    region: str
    shape: Shape
    minimum: Decimal = Decimal(0)
    by_instance: bool = False
    accelerator: str | None = None
    gpu_zonal_redundancy: bool = True


def service(reader: Reader, instances: Instances) -> Iterator[Charge | Gap | Note | Credit]:
    """Yield what a service consumes in a month."""
    if instances.by_instance or instances.accelerator:
        yield from _service_by_instance(reader, instances)
    else:
        yield from _service_by_request(reader, instances)


def _service_by_request(reader: Reader, instances: Instances) -> Iterator[Charge | Gap | Note | Credit]:
    requests = reader.usage.number("monthly_requests")
    if requests:
        yield Charge("Requests", "run.requests", instances.region, requests, "request", by_usage=True)
    active = seconds_in_requests(reader)
    if requests and active is None:
        yield Gap("CPU and memory", "average_request_duration_ms or concurrent_requests_per_instance is not stated")
    if active:
        yield from _time("in requests", instances, active, "cpu", "memory", "Cloud Run by request", by_usage=True)
    waiting = instances.minimum * reader.usage.hours_per_month * 3600 - (active or 0)
    if waiting > 0:
        yield from _time("of minimum instances that wait", instances, waiting, "idle-cpu", "idle-memory", None, by_usage=False)


def seconds_in_requests(reader: Reader) -> Decimal | None:
    """Return for how many seconds of the month instances serve requests, or None where usage does not say."""
    requests = reader.usage.number("monthly_requests")
    milliseconds = reader.usage.number("average_request_duration_ms")
    at_once = reader.usage.number("concurrent_requests_per_instance")
    if requests is None or milliseconds is None or not at_once:
        return None
    return requests * milliseconds / 1000 / at_once


def _service_by_instance(reader: Reader, instances: Instances) -> Iterator[Charge | Gap | Note | Credit]:
    hours = reader.usage.number("instance_hrs")
    if instances.minimum:
        seconds = instances.minimum * (reader.usage.hours_per_month if hours is None else hours) * 3600
        yield from lifetime(instances, seconds, by_usage=hours is not None)
    elif hours is not None:
        yield from lifetime(instances, hours * 3600, by_usage=True)
    elif seconds := seconds_in_requests(reader):
        yield Note("billed by instance: only the time in requests is counted; say instance_hrs for the time that instances live")
        yield from lifetime(instances, seconds, by_usage=True)


def lifetime(instances: Instances, seconds: Decimal, *, by_usage: bool) -> Iterator[Charge | Gap | Credit]:
    """Yield what instances consume that live for so many seconds together."""
    yield from _time("of instances", instances, seconds, "instance-cpu", "instance-memory", "Cloud Run by instance", by_usage=by_usage)
    if instances.accelerator:
        yield from _gpus(instances, seconds, by_usage)


def _time(
    what: str, instances: Instances, seconds: Decimal, cpu: str, memory: str, credit: str | None, *, by_usage: bool
) -> Iterator[Charge | Gap | Credit]:
    """Yield vCPU-seconds and GiB-seconds at the tier of the region, and what is free of them."""
    tier = RUN_TIERS.get(instances.region)
    if tier is None:
        yield Gap("CPU and memory", f"the price tier of Cloud Run in {instances.region} is not known")
        return
    shape = instances.shape
    for name, item, each, unit in (("CPU", cpu, shape.vcpus, "vCPU-second"), ("memory", memory, shape.memory_gib, "GiB-second")):
        component = f"{name[0].upper()}{name[1:]} {what}"
        yield Charge(component, f"run.{item}.{tier}", instances.region, seconds * each, unit, by_usage=by_usage)
        if credit:
            source = "google-cloud-price-page-from-knowledge"
            yield Credit(f"free {name} of {credit}", component, _FREE_USD[name], "billing account", source, "2025")


def _gpus(instances: Instances, seconds: Decimal, by_usage: bool) -> Iterator[Charge | Gap]:
    gpu = _GPUS.get(instances.accelerator or "")
    if gpu is None:
        yield Gap("GPU", f"no price of {instances.accelerator} in Cloud Run is known")
        return
    item = f"run.gpu.{gpu}.zonal-redundancy" if instances.gpu_zonal_redundancy else f"run.gpu.{gpu}"
    count = instances.shape.gpus or Decimal(1)
    yield Charge(f"GPU ({instances.accelerator})", item, instances.region, seconds * count, "second", by_usage=by_usage)
