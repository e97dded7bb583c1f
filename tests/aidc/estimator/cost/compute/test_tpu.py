from decimal import Decimal

import pytest

from aidc.estimator.cost.compute.tpu import chips_of
from aidc.estimator.cost.reader import Unreadable
from aidc.inventory.resource import UNKNOWN, Resource

V2_VM = "gcp:tpu/v2Vm:V2Vm"


def tpu(zone="us-central1-a", **inputs):
    return Resource(V2_VM, "tpu", {"zone": zone, "runtimeVersion": "v2-alpha-tpuv5", **inputs})


@pytest.mark.parametrize(
    ("accelerator_type", "item", "chips"),
    [
        ("v2-8", "tpu.v2", 4),
        ("v3-32", "tpu.v3", 16),
        ("v4-16", "tpu.v4", 8),
        ("v5litepod-16", "tpu.v5e", 16),
        ("v5p-128", "tpu.v5p", 64),
        ("v6e-256", "tpu.v6e", 256),
        ("tpu7x-128", "tpu.tpu7x", 128),
    ],
)
def test_the_name_of_a_slice_counts_cores_or_chips_by_generation(accelerator_type, item, chips):
    assert chips_of(accelerator_type) == (item, chips)


@pytest.mark.parametrize("accelerator_type", ["v9-8", "v5p", "v5p-", "v5p-0", "v5litepod-x", "nvidia-l4"])
def test_a_name_that_is_no_slice_is_told(accelerator_type):
    with pytest.raises(Unreadable) as told:
        chips_of(accelerator_type)
    assert str(told.value) == f"acceleratorType is {accelerator_type!r}; a slice such as v5litepod-16 or v5p-128 is needed"


def test_a_slice_costs_its_chips_and_its_hosts_nothing_more(bill_of, shown):
    assert shown(bill_of(tpu(acceleratorType="v5p-128"))) == {"TPU v5p-128": Decimal("4.2") * 64 * 730}


def test_a_topology_is_the_product_of_its_sides(bill_of):
    bill = bill_of(tpu("us-central2-b", acceleratorConfig={"type": "V4", "topology": "2x2x4"}))
    (line,) = bill.lines
    assert (line.item, line.quantity) == ("tpu.v4", 16 * 730)


@pytest.mark.parametrize("scheduling", [{"spot": True}, {"preemptible": True}])
def test_a_spot_slice_costs_the_spot_price(bill_of, scheduling):
    (line,) = bill_of(tpu(acceleratorType="v5litepod-8", schedulingConfig=scheduling)).lines
    assert (line.term, line.usd_per_month) == ("spot", Decimal("0.24493") * 8 * 730)


def test_a_reserved_slice_is_billed_at_the_on_demand_rate(bill_of):
    (line,) = bill_of(tpu(acceleratorType="v5litepod-8", schedulingConfig={"reserved": True})).lines
    assert (line.term, line.usd_per_month) == ("reservation", Decimal("1.2") * 8 * 730)


def test_the_usage_says_hours_and_term(bill_of):
    (line,) = bill_of(tpu("us-east5-b", acceleratorType="v6e-4"), usage={"tpu": {"monthly_hrs": 100, "term": "flex-start"}}).lines
    assert (line.term, line.usd_per_month) == ("flex-start", Decimal("1.35") * 4 * 100)


def test_external_addresses_cost_by_the_host(bill_of, shown):
    amounts = shown(bill_of(tpu(acceleratorType="v5p-128", networkConfig={"enableExternalIps": True})))
    assert amounts["External addresses of the hosts"] == Decimal("0.005") * 16 * 730


def test_a_queued_resource_is_its_nodes(bill_of):
    node = {"runtimeVersion": "v2-alpha-tpuv6e", "acceleratorType": "v6e-8"}
    specs = {"nodeSpecs": [{"parent": "p", "nodeId": "a", "node": node}, {"parent": "p", "nodeId": "b", "node": node}]}
    queued = Resource("gcp:tpu/v2QueuedResource:V2QueuedResource", "queue", {"zone": "us-central1-b", "tpu": specs})
    assert bill_of(queued).usd_per_month == Decimal("2.7") * 8 * 2 * 730


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"acceleratorType": UNKNOWN}, "acceleratorType is not known before the resources it depends on exist"),
        (
            {"acceleratorConfig": {"type": "V9", "topology": "2x2"}},
            "acceleratorConfig is 'V9' in '2x2'; a generation and a topology such as 2x2x4 are needed",
        ),
        ({"acceleratorConfig": {"type": "V4"}}, "acceleratorConfig is 'V4' in ''; a generation and a topology such as 2x2x4 are needed"),
    ],
)
def test_a_slice_that_cannot_be_read_is_told(bill_of, inputs, reason):
    assert [gap.reason for gap in bill_of(tpu(**inputs)).unpriced] == [reason]


def test_a_queue_without_nodes_is_told(bill_of):
    bill = bill_of(Resource("gcp:tpu/v2QueuedResource:V2QueuedResource", "queue", {"zone": "us-central1-b"}))
    assert [gap.reason for gap in bill.unpriced] == ["tpu.nodeSpecs names no node"]


def test_a_node_of_earlier_providers_is_a_slice_too(bill_of):
    node = Resource("gcp:tpu/node:Node", "old", {"zone": "us-central1-b", "acceleratorType": "v5litepod-4", "tensorflowVersion": "2.12"})
    assert bill_of(node).usd_per_month == Decimal("1.2") * 4 * 730
