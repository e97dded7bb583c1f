"""Cloud Functions: the first generation by GHz-seconds, GiB-seconds and invocations; the second is a Cloud Run service billed by request.

CPU goes with memory. Source: Cloud Run functions documentation, memory and CPU of both generations, and price page (1 vCPU is 2.4 GHz; time is
counted in steps of 100 ms).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal

from aidc.estimator.cost.charge import Charge, Credit, Gap, Note, Pricer
from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.services.containers import Shape, quantity
from aidc.estimator.cost.services.region_tiers import FUNCTIONS_TIERS
from aidc.estimator.cost.services.run_instances import SERVICE_KEYS, Instances, service
from aidc.estimator.cost.usage_key import Keys, UsageKey

_GHZ_OF_MIB = {128: "0.2", 256: "0.4", 512: "0.8", 1024: "1.4", 2048: "2.4", 4096: "4.8", 8192: "4.8"}
_VCPUS_OF_MIB = {128: "0.083", 256: "0.167", 512: "0.333", 1024: "0.583", 2048: "1", 4096: "2", 8192: "2", 16384: "4", 32768: "8"}
_DEFAULT_MIB = Decimal(256)


def first_generation(reader: Reader) -> Iterator[Charge | Gap | Note]:
    """Price gcp:cloudfunctions/function:Function."""
    calls, egress = reader.usage.number("monthly_function_invocations"), reader.usage.number("monthly_outbound_data_gb")
    if calls:
        yield Charge("Invocations", "functions.invocations", reader.region, calls, "invocation", by_usage=True)
    if egress:
        yield Charge("Outbound data transfer", "functions.egress", reader.region, egress, "GiB", by_usage=True)
    seconds = (calls or 0) * _billed_ms(reader.usage.number("request_duration_ms")) / 1000
    waiting = (reader.number("minInstances") or 0) * reader.usage.hours_per_month * 3600 - seconds
    if seconds or waiting > 0:
        yield from _time(reader, seconds, max(waiting, Decimal(0)))


def _time(reader: Reader, seconds: Decimal, waiting: Decimal) -> Iterator[Charge | Gap]:
    """Yield the CPU and memory of seconds in calls, and of seconds in which minimum instances wait."""
    mib = reader.number("availableMemoryMb", 1) or _DEFAULT_MIB
    region, ghz, tier = reader.region, _of_step(_GHZ_OF_MIB, mib), FUNCTIONS_TIERS.get(reader.region)
    if ghz is None or tier is None:
        yield Gap("CPU and memory", f"no rate of {mib} MiB in {region} is known")
        return
    for what, prefix, time in (("", "", seconds), (" of minimum instances that wait", "idle-", waiting)):
        if time:
            yield Charge(f"CPU{what}", f"functions.{prefix}cpu.{tier}", region, time * ghz, "GHz-second", by_usage=not what)
            yield Charge(f"Memory{what}", f"functions.{prefix}memory.{tier}", region, time * mib / 1024, "GiB-second", by_usage=not what)


def _billed_ms(milliseconds: Decimal | None) -> Decimal:
    """Return the time that a call is billed for: whole steps of 100 ms, one step where nobody says."""
    steps = (milliseconds or Decimal(100)) / 100
    return steps.to_integral_value(ROUND_CEILING) * 100


def _of_step(table: dict[int, str], mib: Decimal) -> Decimal | None:
    """Return the entry of the smallest size that holds so much memory, or None above the largest."""
    return next((Decimal(value) for size, value in table.items() if mib <= size), None)


def second_generation(reader: Reader) -> Iterator[Charge | Gap | Note | Credit]:
    """Price gcp:cloudfunctionsv2/function:Function."""
    settings = reader.at("serviceConfig")
    memory = (settings.text("availableMemory") if settings else None) or "256M"
    size = quantity(f"{memory}i" if memory[-1:] in "KMG" else memory)
    if size is None:
        raise Unreadable(f"serviceConfig.availableMemory is {memory!r:.60}; a size such as 256M or 1Gi is needed")
    cpu = settings.text("availableCpu") if settings else None
    vcpus = _of_step(_VCPUS_OF_MIB, size / 1024**2) if cpu is None else quantity(cpu)
    if vcpus is None:
        yield Gap("CPU", f"how many vCPUs {memory} of memory come with is not known")
        return
    minimum = (settings.number("minInstanceCount") if settings else None) or Decimal(0)
    yield from service(reader, Instances(reader.region, Shape(vcpus, size / 1024**3), minimum))


PRICERS: dict[str, Pricer] = {
    "gcp:cloudfunctions/function:Function": first_generation,
    "gcp:cloudfunctionsv2/function:Function": second_generation,
}
KEYS: dict[str, Keys] = {
    "gcp:cloudfunctions/function:Function": (
        UsageKey("monthly_function_invocations", "invocations a month", "How often the function is called"),
        UsageKey("request_duration_ms", "milliseconds", "How long a call takes; 100 by default"),
        UsageKey("monthly_outbound_data_gb", "GiB a month", "Data sent to the internet"),
    ),
    "gcp:cloudfunctionsv2/function:Function": SERVICE_KEYS,
}
