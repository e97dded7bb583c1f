from decimal import Decimal

import pytest

from aidc.inventory.resource import UNKNOWN, Resource

C2_NODE = Decimal("3.445332")


def template(node_type="c2-node-60-240", **inputs):
    return Resource(
        "gcp:compute/nodeTemplate:NodeTemplate",
        "whole",
        {"name": "whole", "nodeType": node_type, "region": "us-central1", **inputs},
        urn="urn:t",
    )


def nodes(**inputs):
    return Resource(
        "gcp:compute/nodeGroup:NodeGroup", "nodes", {"nodeTemplate": "whole", "zone": "us-central1-a", **inputs}, urn="urn:nodes"
    )


def test_a_node_is_billed_whole_with_the_sustained_use_discount_of_its_series(bill_of, shown):
    assert shown(bill_of(template(), nodes(initialSize=2))) == {
        "Sole-tenant node (c2-node-60-240)": C2_NODE * 2 * 730,
        "Sole-tenant node (c2-node-60-240): sustained use discount": C2_NODE * 2 * 730 * Decimal("-0.1998"),
    }


def test_a_machine_on_sole_tenant_nodes_is_not_billed_again(bill_of, machine):
    affinity = [{"key": "compute.googleapis.com/node-group-name", "operator": "IN", "values": ["nodes"]}]
    bill = bill_of(template(), nodes(initialSize=1), machine("c2-standard-8", scheduling={"nodeAffinities": affinity}))
    assert {line.resource for line in bill.lines} == {"urn:nodes"}
    assert ("vm", "it runs on sole-tenant nodes, which are billed whole: the machine is not billed again") in bill.notes


def test_a_machine_that_shuns_sole_tenant_nodes_is_billed(bill_of, machine):
    affinity = [{"key": "workload", "operator": "NOT_IN", "values": ["db"]}]
    assert bill_of(machine("c2-standard-8", scheduling={"nodeAffinities": affinity})).usd_per_month > 0


def test_an_autoscaled_group_of_nodes_is_a_range(bill_of):
    bill = bill_of(
        template(), nodes(initialSize=1, autoscalingPolicy={"mode": "ON", "minNodes": 1, "maxNodes": 4}), usage={"nodes": {"nodes": 2}}
    )
    month = C2_NODE * 730 * Decimal("0.8002")
    assert (bill.minimum_usd_per_month, bill.usd_per_month, bill.maximum_usd_per_month) == (month, month * 2, month * 4)


def test_what_nodes_hold_without_a_price_is_named(bill_of):
    parts = {"accelerators": [{"acceleratorType": "nvidia-tesla-t4", "acceleratorCount": 4}], "cpuOvercommitType": "ENABLED"}
    bill = bill_of(template("n1-node-96-624", **parts), nodes(initialSize=1))
    assert [gap.reason for gap in bill.unpriced] == [
        "GPUs of the nodes: no price of nvidia-tesla-t4 in sole-tenant nodes is known",
        "CPU overcommit: its premium is not known here",
    ]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ((nodes(initialSize=1),), "nodeTemplate names a node template that is not in the record"),
        ((template(None), nodes(initialSize=1)), "whole.nodeType is not stated: with nodeTypeFlexibility, Google picks the node type"),
        ((template(), nodes(initialSize=UNKNOWN)), "initialSize is not known before the resources it depends on exist"),
    ],
)
def test_nodes_that_cannot_be_read_are_told(bill_of, record, reason):
    assert [gap.reason for gap in bill_of(*record).unpriced] == [reason]
