"""A record with what its stack file says of usage, workload and budget, and a usage file on top."""

from __future__ import annotations

from decimal import Decimal

import pytest
import yaml

from aidc.blueprint import Plan, load_object
from aidc.estimator.cost import UsageError
from aidc.estimator.cost.carbon import UTILISATION
from aidc.estimator.cost.priced_record import price_record
from aidc.inventory.resource import Resource


def _plan(**sections) -> Plan:
    site = {"project": "acme-lab", "project_number": 1, "region": "us-central1", "zones": ["us-central1-a"]}
    system = {"name": "system", "machine_type": "n2-standard-4", "nodes": {"min": 1, "max": 5}}
    return load_object({"name": "lab", "environment": "staging", "site": site, "cpu_pools": [system], **sections}).plan


POOL = Resource(
    "gcp:container/nodePool:NodePool",
    "system",
    {
        "cluster": "c",
        "location": "us-central1",
        "nodeLocations": ["us-central1-a"],
        "autoscaling": {"totalMinNodeCount": 1, "totalMaxNodeCount": 5},
        "nodeConfig": {"machineType": "n2-standard-4"},
        "networkConfig": {"enablePrivateNodes": True},
    },
    urn="urn:pulumi:lab::aidc::aidc:compute:CpuPool$gcp:container/nodePool:NodePool::system",
)
CLUSTER = Resource("gcp:container/cluster:Cluster", "cluster", {"name": "c", "location": "us-central1", "removeDefaultNodePool": True})
NAT = Resource("gcp:compute/routerNat:RouterNat", "nat", {"region": "us-central1"})
RECORD = (CLUSTER, NAT, POOL)


def _nodes(priced) -> Decimal:
    [line] = [line for line in priced.bill.lines if line.kind == "list" and line.component.startswith("Nodes")]
    return line.quantity / priced.bill.hours_per_month


def test_a_stack_is_counted_as_its_file_says_and_assumptions_are_on_the_bill():
    priced = price_record("lab", RECORD, plan=_plan())
    assert _nodes(priced) == 3, "half way between 1 and 5"
    text = "3 of 1 to 5 nodes on average; share 0.5 between least and most (staging: full size for tests, small between them)"
    assert ("system", text) in priced.bill.notes


@pytest.mark.parametrize("name", ["system", "gcp:container/nodePool:NodePool::system", POOL.urn])
@pytest.mark.parametrize("key", ["nodes", "total_nodes"])
def test_a_usage_file_wins_whatever_it_calls_a_pool_and_its_nodes_and_keeps_the_rest(name, key, tmp_path):
    file = tmp_path / "usage.yaml"
    file.write_text(yaml.safe_dump({"resources": {name: {key: 2}}}), encoding="utf-8")
    plan = _plan(usage={"hours_per_month": 720, "free_tiers": False, "cpu_pools": {"system": {"nodes": 4, "monthly_hrs": 360}}})
    priced = price_record("lab", RECORD, plan=plan, usage_file=file)
    assert _nodes(priced) == 2 * Decimal(360) / 720
    assert priced.bill.hours_per_month == 720
    assert not [line for line in priced.bill.lines if line.kind == "free_tier"]


def test_a_usage_file_that_fits_nothing_is_refused_once(tmp_path):
    file = tmp_path / "usage.yaml"
    file.write_text("resources: {system: {node: 2}}", encoding="utf-8")
    with pytest.raises(UsageError) as error:
        price_record("lab", RECORD, plan=_plan(), usage_file=file)
    assert len(error.value.problems) == 1
    assert "resources.system.node is no usage key of it" in error.value.problems[0]


def test_limits_and_workload_are_those_of_the_stack_file():
    said = {"tokens_per_second": 1000, "utilisation": 0.4}
    budget = {"monthly_usd": 500, "per_noun": {"cpu_pools": 400}, "per_change_usd": 50.5}
    priced = price_record("lab", RECORD, plan=_plan(usage={"workload": said}, budget=budget))
    assert (priced.limits.monthly_usd, priced.limits.per_noun_usd, priced.limits.per_change_usd) == (
        500,
        {"cpu_pools": 400},
        Decimal("50.5"),
    )
    assert (priced.workload.tokens_per_second, priced.workload.goodput, priced.utilisation) == (1000, None, Decimal("0.4"))
    plain = price_record("lab", RECORD, plan=_plan())
    assert (plain.workload, plain.utilisation, plain.limits.monthly_usd) == (None, UTILISATION, None)
