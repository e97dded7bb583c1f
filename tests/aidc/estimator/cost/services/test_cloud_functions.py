"""Cloud Functions of both generations, worked by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

FIRST, SECOND = "gcp:cloudfunctions/function:Function", "gcp:cloudfunctionsv2/function:Function"
CALLS = {"monthly_function_invocations": 10_000_000, "request_duration_ms": 300, "monthly_outbound_data_gb": 100}
SERVED = {"monthly_requests": 1_000_000, "average_request_duration_ms": 500, "concurrent_requests_per_instance": 1}


def test_a_function_of_256_mib_has_400_mhz(lines_of):
    assert lines_of(FIRST, {"region": "us-central1", "availableMemoryMb": 256.0}, CALLS) == {
        "Invocations": Decimal("0.0000004") * 10_000_000,
        "Outbound data transfer": Decimal("0.12") * 100,
        "CPU": Decimal("0.00001") * 1_200_000,
        "Memory": Decimal("0.0000025") * 750_000,
    }


def test_time_is_billed_in_steps_of_100_ms_and_256_mib_is_the_default(lines_of):
    stepped = lines_of(FIRST, {"region": "us-central1"}, {**CALLS, "request_duration_ms": 201})
    assert stepped == lines_of(FIRST, {"region": "us-central1", "availableMemoryMb": 256.0}, CALLS)


def test_two_regions_have_other_tiers_than_cloud_run(lines_of):
    assert lines_of(FIRST, {"region": "europe-west2"}, CALLS)["CPU"] == Decimal("0.00001") * 1_200_000
    tier_2 = lines_of(FIRST, {"region": "southamerica-east1"}, CALLS)
    assert (tier_2["CPU"], tier_2["Memory"]) == (Decimal("0.000014") * 1_200_000, Decimal("0.0000035") * 750_000)


def test_two_million_calls_400000_gib_seconds_200000_ghz_seconds_and_5_gib_are_free(bill_of):
    bill = bill_of(FIRST, {"region": "us-central1"}, CALLS)
    assert {line.component.split(":")[0]: -line.quantity for line in bill.lines if line.kind == "free_tier"} == {
        "Invocations": 2_000_000,
        "Outbound data transfer": 5,
        "CPU": 200_000,
        "Memory": 400_000,
    }


def test_minimum_instances_that_wait_are_billed(lines_of):
    seconds = 730 * 3600
    assert lines_of(FIRST, {"region": "us-central1", "minInstances": 1.0}) == {
        "CPU of minimum instances that wait": Decimal("0.000001042") * seconds * Decimal("0.4"),
        "Memory of minimum instances that wait": Decimal("0.0000025") * seconds / 4,
    }


def test_a_size_or_region_without_a_rate_is_named(bill_of):
    assert [gap.reason for gap in bill_of(FIRST, {"region": "us-central1", "availableMemoryMb": 65536.0}, CALLS).unpriced] == [
        "CPU and memory: no rate of 65536.0 MiB in us-central1 is known"
    ]


@pytest.mark.parametrize(("memory", "vcpus"), [("256M", "0.167"), ("512Mi", "0.333"), ("1Gi", "0.583"), ("2G", "1"), ("4Gi", "2")])
def test_the_second_generation_is_a_cloud_run_service_whose_vcpus_go_with_memory(lines_of, memory, vcpus):
    inputs = {"location": "us-central1", "serviceConfig": {"availableMemory": memory}}
    assert lines_of(SECOND, inputs, SERVED)["CPU in requests"] == Decimal("0.000024") * 500_000 * Decimal(vcpus)


def test_the_second_generation_takes_the_vcpus_that_it_is_told(lines_of):
    inputs = {"location": "us-central1", "serviceConfig": {"availableMemory": "1Gi", "availableCpu": "2", "minInstanceCount": 1.0}}
    assert lines_of(SECOND, inputs) == {
        "CPU of minimum instances that wait": Decimal("0.0000025") * 2 * 730 * 3600,
        "Memory of minimum instances that wait": Decimal("0.0000025") * 730 * 3600,
    }


def test_a_size_that_cannot_be_read_is_named(bill_of):
    inputs = {"location": "us-central1", "serviceConfig": {"availableMemory": "lots"}}
    assert [gap.reason for gap in bill_of(SECOND, inputs).unpriced] == [
        "serviceConfig.availableMemory is 'lots'; a size such as 256M or 1Gi is needed"
    ]
