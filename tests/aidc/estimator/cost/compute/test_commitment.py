from decimal import Decimal

import pytest

from aidc.estimator.cost.compute.commitment import series_of_type
from aidc.inventory.resource import UNKNOWN, Resource

COMMITMENT = "gcp:compute/regionCommitment:RegionCommitment"


def bought(*resources, **inputs):
    entries = [dict(zip(("type", "amount", "acceleratorType"), each, strict=False)) for each in resources]
    return Resource(COMMITMENT, "bought", {"plan": "THIRTY_SIX_MONTH", "region": "us-central1", "resources": entries, **inputs})


@pytest.mark.parametrize(
    ("kind", "series"),
    [
        ("GENERAL_PURPOSE", "n1"),
        ("GENERAL_PURPOSE_N2D", "n2d"),
        ("GENERAL_PURPOSE_E2", "e2"),
        ("COMPUTE_OPTIMIZED", "c2"),
        ("COMPUTE_OPTIMIZED_C2D", "c2d"),
        ("COMPUTE_OPTIMIZED_H3", "h3"),
        ("MEMORY_OPTIMIZED", "m1"),
        ("MEMORY_OPTIMIZED_M3", "m3"),
        ("ACCELERATOR_OPTIMIZED", "a2"),
        ("ACCELERATOR_OPTIMIZED_A3", "a3"),
        ("GRAPHICS_OPTIMIZED", "g2"),
    ],
)
def test_the_type_of_a_commitment_says_its_series(kind, series):
    assert series_of_type(kind) == series


def test_a_commitment_of_n1_is_its_vcpus_and_memory_for_every_hour(bill_of):
    bill = bill_of(bought(("VCPU", "10"), ("MEMORY", "38400")))
    assert bill.usd_per_month == (Decimal("0.014225") * 10 + Decimal("0.001907") * Decimal("37.5")) * 730


def test_memory_of_c2_is_in_the_rate_of_its_vcpus(bill_of):
    bill = bill_of(bought(("VCPU", "8"), ("MEMORY", "32768"), type="COMPUTE_OPTIMIZED"))
    assert bill.usd_per_month == Decimal("0.020881") * 8 * 730
    assert ("bought", "committed memory of c2 is in the rate of its vCPUs") in bill.notes


def test_a_commitment_of_accelerator_machines_is_priced_as_whole_machines(bill_of):
    resources = (("VCPU", "24"), ("MEMORY", str(170 * 1024)), ("ACCELERATOR", "2", "nvidia-tesla-a100"))
    (line,) = bill_of(bought(*resources, type="ACCELERATOR_OPTIMIZED")).lines
    assert (line.item, line.usd_per_month) == ("machine.a2-highgpu-1g", Decimal("1.285708") * 2 * 730)


def test_an_accelerator_without_a_commitment_price_is_named(bill_of):
    bill = bill_of(bought(("ACCELERATOR", "4", "nvidia-tesla-k80")))
    assert [gap.reason for gap in bill.unpriced] == ["Committed accelerators (n1): no commitment price of nvidia-tesla-k80 is known"]


def test_a_committed_t4_without_a_rate_says_what_it_costs_on_demand(bill_of):
    bill = bill_of(bought(("ACCELERATOR", "4", "nvidia-tesla-t4")))
    assert [gap.reason for gap in bill.unpriced] == [
        "Committed accelerators (nvidia-tesla-t4): no 3y price of n1.gpu.T4 is known; on demand it is 0.35 USD a GPU-hour"
    ]


def test_committed_l4_gpus_have_a_rate(bill_of):
    bill = bill_of(bought(("ACCELERATOR", "2", "nvidia-l4"), type="GRAPHICS_OPTIMIZED"))
    assert bill.usd_per_month == Decimal("0.252018107") * 2 * 730


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"plan": None}, "plan is None; TWELVE_MONTH or THIRTY_SIX_MONTH is needed"),
        ({"plan": UNKNOWN}, "plan is not known before the resources it depends on exist"),
        ({"category": "LICENSE"}, "Commitment: no price of licence commitments is known here"),
        ({"resources": [{"type": "VCPU"}]}, "resources[0].amount is not stated"),
        ({"resources": [{"type": "VCPU", "amount": -4}]}, "resources[0].amount is -4; a number from 0 to 10^15 is needed"),
        (
            {"resources": [{"type": "TPU", "amount": 4}]},
            "Commitment: resources[0].type is 'TPU'; VCPU, MEMORY, LOCAL_SSD or ACCELERATOR is needed",
        ),
    ],
)
def test_a_commitment_that_cannot_be_read_is_told(bill_of, inputs, reason):
    assert [gap.reason for gap in bill_of(bought(("VCPU", "4"), **inputs)).unpriced] == [reason]
