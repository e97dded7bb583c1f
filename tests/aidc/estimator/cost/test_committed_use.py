from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.estimator.cost.estimate import estimate
from aidc.estimator.cost.usage import usage_of
from aidc.inventory.resource import Resource

VCPU, GIB = Decimal("0.031611"), Decimal("0.004237")
VCPU_1Y, GIB_1Y = Decimal("0.019915"), Decimal("0.002669")
NOT_DISCOUNTED = 1 - Decimal("0.1998")


def commitment(*resources, plan="TWELVE_MONTH", kind="GENERAL_PURPOSE_N2", region="us-central1", **inputs):
    bought = [dict(zip(("type", "amount", "acceleratorType"), each, strict=False)) for each in resources]
    return Resource(
        "gcp:compute/regionCommitment:RegionCommitment",
        "bought",
        {"plan": plan, "type": kind, "region": region, "resources": bought, **inputs},
    )


def machine(machine_type, name="vm", **inputs):
    return Resource(
        "gcp:compute/instance:Instance",
        name,
        {"machineType": machine_type, "zone": "us-central1-a", "bootDisk": {"source": "boot"}, **inputs},
    )


def bill_of(*resources, usage=None):
    return estimate(resources, usage_of({"resources": usage or {}}, "usage"))


def of(bill, resource):
    return sum((line.usd_per_month for line in bill.lines if line.resource == resource), Decimal(0))


def test_a_commitment_bills_every_hour_with_nothing_running():
    bill = bill_of(commitment(("VCPU", "8"), ("MEMORY", "32768")))
    assert bill.usd_per_month == (VCPU_1Y * 8 + GIB_1Y * 32) * 730


def test_a_machine_that_is_covered_whole_costs_no_more_than_the_commitment():
    bill = bill_of(commitment(("VCPU", "8"), ("MEMORY", "32768")), machine("n2-standard-8"))
    assert abs(of(bill, "vm")) < Decimal("0.01")
    assert of(bill, "bought") == (VCPU_1Y * 8 + GIB_1Y * 32) * 730


def test_what_is_not_covered_keeps_its_sustained_use_discount():
    bill = bill_of(commitment(("VCPU", "8"), ("MEMORY", "32768")), machine("n2-standard-16"))
    assert abs(of(bill, "vm") - (VCPU * 8 + GIB * 32) * 730 * NOT_DISCOUNTED) < Decimal("0.05")


def test_a_commitment_covers_custom_machines_at_their_own_rate():
    bill = bill_of(commitment(("VCPU", "4"), ("MEMORY", "8192")), machine("n2-custom-4-8192"))
    assert of(bill, "vm") == 0


def test_a_commitment_never_covers_more_in_an_hour_than_was_bought():
    """Sixteen vCPUs for half a month use as many vCPU-hours as eight for a whole one, and only eight of them are covered."""
    bill = bill_of(commitment(("VCPU", "8"), ("MEMORY", "65536")), machine("n2-standard-16"), usage={"vm": {"monthly_hrs": 365}})
    (covered,) = [line for line in bill.lines if line.component.endswith("vCPUs covered by a 1y commitment")]
    assert covered.quantity == 8 * 365


def test_two_machines_share_what_is_left_of_a_commitment():
    bill = bill_of(commitment(("VCPU", "8"), ("MEMORY", "32768")), machine("n2-standard-4", "a"), machine("n2-standard-8", "b"))
    covered = {line.resource: line.quantity for line in bill.lines if line.item == "n2.predefined.vcpu" and line.kind == "discount"}
    assert covered == {"a": 4 * 730, "b": 4 * 730}


@pytest.mark.parametrize(
    ("vm", "bought"),
    [
        (machine("n2d-standard-8"), {}),
        (machine("n2-standard-8", zone="us-east1-b"), {}),
        (machine("n2-standard-8", scheduling={"preemptible": True}), {}),
        (machine("n2-standard-8", project="another"), {"project": "one"}),
    ],
)
def test_another_series_region_project_or_spot_is_not_covered(vm, bought):
    bill = bill_of(commitment(("VCPU", "8"), ("MEMORY", "32768"), **bought), vm)
    assert of(bill, "vm") == bill_of(vm).usd_per_month


def test_a_share_that_the_usage_commits_already_is_not_covered_twice():
    usage = {"vm": {"commitment": {"term": "3y"}}}
    bill = bill_of(commitment(("VCPU", "8"), ("MEMORY", "32768")), machine("n2-standard-8"), usage=usage)
    assert of(bill, "vm") == bill_of(machine("n2-standard-8"), usage=usage).usd_per_month


def test_committed_local_ssd_covers_scratch_disks():
    bill = bill_of(
        commitment(("LOCAL_SSD", "750"), kind="GENERAL_PURPOSE_N2"), machine("n2-standard-8", scratchDisks=[{"interface": "NVME"}] * 3)
    )
    amounts = {line.component: line.usd_per_month for line in bill.lines}
    assert amounts["Committed Local SSD"] == Decimal("0.0504") * 750
    assert amounts["Local SSD: Local SSD covered by a 1y commitment"] == Decimal("-0.08") * 750


@given(st.integers(0, 64), st.integers(0, 300), st.integers(1, 744))
def test_no_commitment_makes_a_machine_cost_less_than_nothing(vcpus, gib, hours):
    bill = bill_of(commitment(("VCPU", vcpus), ("MEMORY", gib * 1024)), machine("n2-standard-8"), usage={"vm": {"monthly_hrs": hours}})
    assert of(bill, "vm") > Decimal("-0.05")


def test_two_commitments_never_pay_for_the_same_machine():
    first = commitment(("VCPU", "8"), ("MEMORY", "32768"))
    second = Resource(first.type, "second", first.inputs)
    bill = bill_of(first, second, machine("n2-standard-8"))
    assert abs(of(bill, "vm")) < Decimal("0.01")


def test_two_commitments_together_pay_for_a_larger_machine():
    first = commitment(("VCPU", "8"), ("MEMORY", "32768"))
    second = Resource(first.type, "second", first.inputs)
    for hours in (730, 365):
        bill = bill_of(first, second, machine("n2-standard-16"), usage={"vm": {"monthly_hrs": hours}})
        assert abs(of(bill, "vm")) < Decimal("0.01")


def test_what_a_commitment_covers_moves_with_the_size_of_a_group():
    template = Resource("gcp:compute/instanceTemplate:InstanceTemplate", "t", {"name": "t", "machineType": "n2-standard-8"})
    group = Resource(
        "gcp:compute/instanceGroupManager:InstanceGroupManager",
        "g",
        {"name": "g", "zone": "us-central1-a", "versions": [{"instanceTemplate": "t"}], "targetSize": 2},
    )
    scaler = Resource("gcp:compute/autoscaler:Autoscaler", "s", {"target": "g", "autoscalingPolicy": {"minReplicas": 1, "maxReplicas": 4}})
    bill = bill_of(commitment(("VCPU", "16"), ("MEMORY", "65536")), template, group, scaler)
    one = (VCPU * 8 + GIB * 32) * 730 * NOT_DISCOUNTED
    bought = (VCPU_1Y * 16 + GIB_1Y * 64) * 730
    assert abs(bill.usd_per_month - bought) < Decimal("0.1")
    assert abs(bill.minimum_usd_per_month - bought) < Decimal("0.1")
    assert abs(bill.maximum_usd_per_month - bought - one * 2) < Decimal("0.1")
