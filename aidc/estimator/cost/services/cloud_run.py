"""Cloud Run services and jobs, of both API versions.

A service is billed by request unless its CPU is always allocated. The second API version takes the CPU away between requests only if `cpuIdle`
says so or `resources` is absent altogether (provider documentation); a GPU is always billed by instance.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from aidc.estimator.cost.charge import Charge, Credit, Gap, Note, Pricer
from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.services.containers import shape_of
from aidc.estimator.cost.services.run_instances import SERVICE_KEYS, Instances, lifetime, service
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.inventory.resource import UNKNOWN

_Said = Iterator[Charge | Gap | Note | Credit]


def service_v2(reader: Reader) -> _Said:
    """Price gcp:cloudrunv2/service:Service."""
    template = reader.at("template") or reader
    containers = tuple(template.items("containers"))
    idle = _cpu_is_taken_away(containers)
    if idle is None:
        speaks_of_requests = reader.usage.number("monthly_requests") is not None and reader.usage.number("instance_hrs") is None
        idle = speaks_of_requests
        how = "by request, as its usage is stated so" if idle else "by instance, as the provider documents it"
        yield Note(f"resources are set without cpuIdle: billed {how}")
    yield from service(
        reader,
        Instances(
            reader.region,
            shape_of(containers),
            _minimum_v2(reader, template),
            not idle,
            template.text("nodeSelector.accelerator"),
            not template.flag("gpuZonalRedundancyDisabled"),
        ),
    )


def _cpu_is_taken_away(containers: tuple[Reader, ...]) -> bool | None:
    """Say whether instances get CPU only while they serve requests, by the first container; None where it cannot be told from the inputs."""
    resources = containers[0].at("resources") if containers else None
    if resources is None:
        return True
    return None if resources.value("cpuIdle") is None else resources.flag("cpuIdle")


def _minimum_v2(reader: Reader, template: Reader) -> Decimal:
    if reader.text("scaling.scalingMode") == "MANUAL":
        return reader.number("scaling.manualInstanceCount") or Decimal(0)
    of_service, of_revision = reader.number("scaling.minInstanceCount"), template.number("scaling.minInstanceCount")
    return max(of_service or Decimal(0), of_revision or Decimal(0))


def service_v1(reader: Reader) -> _Said:
    """Price gcp:cloudrun/service:Service. Its settings are annotations, on the template or on the service."""
    spec = reader.at("template.spec")
    selector = spec.at("nodeSelector") if spec else None
    accelerator = _text_of((selector.inside or {}).get("run.googleapis.com/accelerator"), "nodeSelector") if selector else None
    minimum = _annotation(reader, "autoscaling.knative.dev/minScale") or _annotation(reader, "run.googleapis.com/minScale")
    if minimum is not None and not minimum.isdigit():
        raise Unreadable(f"annotation autoscaling.knative.dev/minScale is {minimum!r:.60}; a whole number is needed")
    yield from service(
        reader,
        Instances(
            reader.region,
            shape_of(spec.items("containers") if spec else ()),
            Decimal(minimum or 0),
            _annotation(reader, "run.googleapis.com/cpu-throttling") == "false",
            accelerator,
            _annotation(reader, "run.googleapis.com/gpu-zonal-redundancy-disabled") != "true",
        ),
    )


def _annotation(reader: Reader, key: str) -> str | None:
    """Return an annotation of the template, else of the service; keys have dots in them, so the map is read as a whole."""
    for path in ("template.metadata.annotations", "metadata.annotations"):
        found = reader.value(path)
        if isinstance(found, dict) and found.get(key) is not None:
            return _text_of(found[key], f"{path}.{key}")
    return None


def _text_of(value: Any, path: str) -> str | None:
    if value == UNKNOWN:
        raise Unreadable(f"{path} is not known before the resources it depends on exist")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return None if value is None else str(value).lower()


def job(reader: Reader) -> _Said:
    """Price gcp:cloudrunv2/job:Job: executions × tasks × minutes of each task, billed by instance."""
    tasks = reader.at("template")
    template = (tasks.at("template") if tasks else None) or reader
    executions = reader.usage.number("monthly_job_executions")
    minutes = reader.usage.number("average_task_execution_mins")
    if executions is None or minutes is None:
        return
    instances = Instances(
        reader.region,
        shape_of(template.items("containers")),
        accelerator=template.text("nodeSelector.accelerator"),
        gpu_zonal_redundancy=not template.flag("gpuZonalRedundancyDisabled"),
    )
    count = (tasks.number("taskCount") if tasks else None) or Decimal(1)
    yield from lifetime(instances, executions * count * minutes * 60, by_usage=True)


JOB_KEYS: Keys = (
    UsageKey("monthly_job_executions", "executions a month", "How often the job runs"),
    UsageKey("average_task_execution_mins", "minutes", "How long each of its tasks runs"),
)
PRICERS: dict[str, Pricer] = {
    "gcp:cloudrun/service:Service": service_v1,
    "gcp:cloudrunv2/service:Service": service_v2,
    "gcp:cloudrunv2/job:Job": job,
}
KEYS: dict[str, Keys] = {
    "gcp:cloudrun/service:Service": SERVICE_KEYS,
    "gcp:cloudrunv2/service:Service": SERVICE_KEYS,
    "gcp:cloudrunv2/job:Job": JOB_KEYS,
}
