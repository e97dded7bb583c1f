"""Cloud Run services and jobs, worked by hand at the rates of tier 1 (us-central1) and tier 2 (europe-west3)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.estimator.cost import UsageError
from aidc.inventory.resource import UNKNOWN

V1, V2, JOB = "gcp:cloudrun/service:Service", "gcp:cloudrunv2/service:Service", "gcp:cloudrunv2/job:Job"
MONTH_SECONDS = 730 * 3600
SERVED = {"monthly_requests": 500_000, "average_request_duration_ms": 3600, "concurrent_requests_per_instance": 1}


def v2(cpu="1", memory="512Mi", location="europe-west3", idle=True, **template):
    return {
        "location": location,
        "template": {"containers": [{"resources": {"limits": {"cpu": cpu, "memory": memory}, "cpuIdle": idle}}], **template},
    }


def test_a_service_in_tier_2_pays_for_the_time_in_requests(lines_of):
    assert lines_of(V2, v2(), SERVED) == {
        "Requests": Decimal("0.40") / 1_000_000 * 500_000,
        "CPU in requests": Decimal("0.0000336") * 1_800_000,
        "Memory in requests": Decimal("0.0000035") * 900_000,
    }


def test_a_service_in_tier_1_pays_less(lines_of):
    assert lines_of(V2, v2(location="us-central1"), SERVED)["CPU in requests"] == Decimal("0.000024") * 1_800_000


def test_the_free_tier_is_money_at_the_rates_of_tier_1_and_is_given_once_for_all_services(bill_of):
    bill = bill_of(V2, v2(), SERVED)
    free = {line.component: line.usd_per_month for line in bill.lines if line.usd_per_month < 0}
    assert free == {
        "Requests: free tier of the billing account": -Decimal("0.20"),
        "CPU in requests: free CPU of Cloud Run by request": -Decimal("4.32"),
        "Memory in requests: free memory of Cloud Run by request": -Decimal("0.90"),
    }


def test_a_minimum_instance_that_waits_pays_the_idle_rate(lines_of):
    assert lines_of(V2, v2(location="us-central1", scaling={"minInstanceCount": 1})) == {
        "CPU of minimum instances that wait": Decimal("0.0000025") * MONTH_SECONDS,
        "Memory of minimum instances that wait": Decimal("0.0000025") * MONTH_SECONDS / 2,
    }


def test_the_time_in_requests_is_no_time_of_waiting(lines_of):
    lines = lines_of(V2, v2(location="us-central1", scaling={"minInstanceCount": 1}), SERVED)
    assert lines["CPU of minimum instances that wait"] == Decimal("0.0000025") * (MONTH_SECONDS - 1_800_000)


def test_a_service_whose_cpu_is_always_allocated_pays_as_long_as_its_instances_live(lines_of):
    assert lines_of(V2, v2(idle=False, scaling={"minInstanceCount": 2})) == {
        "CPU of instances": Decimal("0.0000216") * 5_256_000,
        "Memory of instances": Decimal("0.0000024") * 2_628_000,
    }


def test_instances_beyond_a_minimum_of_none_are_what_usage_says(lines_of):
    assert lines_of(V2, v2(idle=False), {"instance_hrs": 100})["CPU of instances"] == Decimal("0.0000216") * 360_000


def test_a_service_at_rest_waits_for_usage(bill_of):
    bill = bill_of(V2, v2())
    assert bill.lines == ()
    assert [named.reason for named in bill.needs_usage] == [
        "nothing is used as far as anybody has said; say monthly_requests, average_request_duration_ms, "
        "concurrent_requests_per_instance, instance_hrs"
    ]


def test_resources_without_cpu_idle_are_billed_by_instance_as_the_provider_documents(bill_of):
    inputs = v2(scaling={"minInstanceCount": 1})
    del inputs["template"]["containers"][0]["resources"]["cpuIdle"]
    bill = bill_of(V2, inputs)
    assert {line.item for line in bill.lines} == {"run.instance-cpu.tier-2", "run.instance-memory.tier-2"}
    assert bill.notes == (("it", "resources are set without cpuIdle: billed by instance, as the provider documents it"),)
    by_request = bill_of(V2, inputs, SERVED)
    assert by_request.notes == (("it", "resources are set without cpuIdle: billed by request, as its usage is stated so"),)


def test_a_service_that_states_no_resources_has_one_vcpu_and_512_mib_and_is_billed_by_request(lines_of):
    plain = {"location": "us-central1", "template": {"containers": [{"image": "hello"}]}}
    assert lines_of(V2, plain, SERVED)["Memory in requests"] == Decimal("0.0000025") * 900_000


def test_every_container_of_an_instance_counts(lines_of):
    inputs = v2(location="us-central1")
    inputs["template"]["containers"].append({"resources": {"limits": {"cpu": "500m", "memory": "1Gi"}}})
    lines = lines_of(V2, inputs, SERVED)
    assert lines["CPU in requests"] == Decimal("0.000024") * 1_800_000 * Decimal("1.5")
    assert lines["Memory in requests"] == Decimal("0.0000025") * 1_800_000 * Decimal("1.5")


def test_a_gpu_is_billed_by_instance_and_costs_less_without_zonal_redundancy(lines_of):
    gpu = v2("8", "32Gi", "us-central1", scaling={"minInstanceCount": 1}, nodeSelector={"accelerator": "nvidia-l4"})
    assert lines_of(V2, gpu) == {
        "CPU of instances": Decimal("0.000018") * 8 * MONTH_SECONDS,
        "Memory of instances": Decimal("0.000002") * 32 * MONTH_SECONDS,
        "GPU (nvidia-l4)": Decimal("0.0002909") * MONTH_SECONDS,
    }
    gpu["template"]["gpuZonalRedundancyDisabled"] = True
    assert lines_of(V2, gpu)["GPU (nvidia-l4)"] == Decimal("0.0001867") * MONTH_SECONDS


def test_an_rtx_pro_6000_has_its_own_rates(lines_of):
    gpu = v2("20", "80Gi", "us-central1", scaling={"minInstanceCount": 1}, nodeSelector={"accelerator": "nvidia-rtx-pro-6000"})
    assert lines_of(V2, gpu)["GPU (nvidia-rtx-pro-6000)"] == Decimal("0.00056913") * MONTH_SECONDS
    gpu["template"]["gpuZonalRedundancyDisabled"] = True
    assert lines_of(V2, gpu)["GPU (nvidia-rtx-pro-6000)"] == Decimal("0.00036522") * MONTH_SECONDS


def test_an_unknown_gpu_and_a_region_without_a_tier_are_named(bill_of):
    gpu = v2(location="mars-north1", scaling={"minInstanceCount": 1}, nodeSelector={"accelerator": "nvidia-b200"})
    assert [gap.reason for gap in bill_of(V2, gpu).unpriced] == [
        "CPU and memory: the price tier of Cloud Run in mars-north1 is not known",
        "GPU: no price of nvidia-b200 in Cloud Run is known",
    ]


def test_manual_scaling_holds_its_instances(lines_of):
    inputs = {**v2(idle=False), "scaling": {"scalingMode": "MANUAL", "manualInstanceCount": 3}}
    assert lines_of(V2, inputs)["CPU of instances"] == Decimal("0.0000216") * 3 * MONTH_SECONDS


def test_the_first_api_version_keeps_its_settings_in_annotations(lines_of):
    annotations = {"run.googleapis.com/cpu-throttling": "false", "autoscaling.knative.dev/minScale": "1"}
    container = {"resources": {"limits": {"cpu": "1000m", "memory": "512Mi"}}}
    template = {"metadata": {"annotations": annotations}, "spec": {"containers": [container]}}
    assert lines_of(V1, {"location": "europe-west3", "template": template}) == {
        "CPU of instances": Decimal("0.0000216") * MONTH_SECONDS,
        "Memory of instances": Decimal("0.0000024") * MONTH_SECONDS / 2,
    }


def test_a_job_pays_for_executions_tasks_and_minutes(lines_of):
    container = {"resources": {"limits": {"cpu": "2", "memory": "1Gi"}}}
    inputs = {"location": "europe-west3", "template": {"taskCount": 10.0, "template": {"containers": [container]}}}
    used = {"monthly_job_executions": 1000, "average_task_execution_mins": 25}
    assert lines_of(JOB, inputs, used) == {
        "CPU of instances": Decimal("0.0000216") * 30_000_000,
        "Memory of instances": Decimal("0.0000024") * 15_000_000,
    }


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"cpu": UNKNOWN}, "template[0].containers[0].resources.limits.cpu is not known before the resources it depends on exist"),
        ({"cpu": "-1"}, "template[0].containers[0].resources.limits.cpu is '-1'; a quantity such as 1, 500m or 512Mi is needed"),
        ({"memory": True}, "template[0].containers[0].resources.limits.memory is True; a quantity such as 1, 500m or 512Mi is needed"),
        (["1"], "template[0].containers[0].resources[0].limits[0] is '1'; an object is needed"),
    ],
)
def test_limits_that_cannot_be_read_are_named_with_their_path(bill_of, limits, reason):
    inputs = {"location": "us-central1", "template": {"containers": [{"resources": {"limits": limits}}]}}
    assert [gap.reason for gap in bill_of(V2, inputs, SERVED).unpriced] == [reason]


def test_requests_without_their_duration_leave_the_time_open(bill_of):
    bill = bill_of(V2, v2(), {"monthly_requests": 1000})
    assert [gap.reason for gap in bill.unpriced] == [
        "CPU and memory: average_request_duration_ms or concurrent_requests_per_instance is not stated"
    ]


def test_a_usage_key_with_a_typing_error_is_refused(bill_of):
    with pytest.raises(UsageError) as refused:
        bill_of(V2, v2(), {"monthly_request": 1})
    assert refused.value.problems == (
        "usage: resources.it.monthly_request is no usage key of it; known are monthly_requests, average_request_duration_ms, "
        "concurrent_requests_per_instance, instance_hrs. Did you mean monthly_requests?",
    )
