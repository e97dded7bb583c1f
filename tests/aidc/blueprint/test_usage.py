"""What a stack uses that no input says: names, averages, and what is assumed when nobody says."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.blueprint.usage_defaults import EXPECTED
from aidc.blueprint.usage_machines import between

POOL = {"name": "system", "machine_type": "n2-standard-4", "nodes": {"min": 1, "max": 5}}
GPUS = {"name": "gpus", "machine_type": "a3-megagpu-8g", "nodes": {"min": 0, "max": 4}, "capacity": {"mode": "spot"}}
BUCKET = {"name": "data", "tier": "hot"}
ALWAYS = "the pool always has 2 nodes. Remove it; monthly_hrs says how long they run"


@pytest.mark.parametrize(
    ("sections", "wrong", "message", "right"),
    [
        ({}, {"hours_per_month": 0}, "hours_per_month: 0 is out of range: more than 0", {"hours_per_month": 720}),
        ({}, {"hours_per_month": 745}, "hours_per_month: 745 is out of range: at most 744", {"hours_per_month": 744}),
        ({}, {"expected_share": 1.5}, "expected_share: 1.5 is out of range: at most 1", {"expected_share": 1}),
        ({}, {"logs_gib": -1}, "logs_gib: -1 is out of range: at least 0", {"logs_gib": 0}),
        ({}, {"workload": {"goodput": 1.1}}, "workload.goodput: 1.1 is out of range: at most 1", {"workload": {"goodput": 0.9}}),
        ({}, {"workload": {"tokens_per_run": 0}}, "workload.tokens_per_run: 0 is out of range: more than 0", {}),
        (
            {},
            {"cpu_pools": {"sistem": {"monthly_hrs": 200}}},
            "cpu_pools.sistem: 'sistem' is not an entry of cpu_pools; there are system. Did you mean system?",
            {"cpu_pools": {"system": {"monthly_hrs": 200}}},
        ),
        ({}, {"cpu_pools": {"system": {"monthly_hrs": 800}}}, "cpu_pools.system.monthly_hrs: 800 is out of range: at most 744", {}),
        ({}, {"cpu_pools": {"system": {"nodes": 1}}}, f"cpu_pools.system.nodes: {ALWAYS}", {"cpu_pools": {"system": {"nodes": 2}}}),
        (
            {"cpu_pools": [POOL]},
            {"cpu_pools": {"system": {"nodes": 6}}},
            "cpu_pools.system.nodes: 6 is no average of a pool of 1 to 5 nodes",
            {"cpu_pools": {"system": {"nodes": 1.5}}},
        ),
        (
            {"gpu_pools": [GPUS]},
            {"gpu_pools": {"gpus": {"commitment": {"term": "1y"}}}},
            "gpu_pools.gpus.commitment: goes with on-demand machines, not with spot. Remove it",
            {"gpu_pools": {"gpus": {"monthly_hrs": 100}}},
        ),
        (
            {"gpu_pools": [GPUS]},
            {"gpu_pools": {"gpus": {"term": "calendar"}}},
            "gpu_pools.gpus.term: capacity says how its machines are paid: spot. Remove it",
            {},
        ),
        (
            {"gpu_pools": [{**GPUS, "capacity": {"mode": "reservation", "reservation": "theirs"}}]},
            {"gpu_pools": {"gpus": {"commitment": {"term": "1y"}}}},
            "gpu_pools.gpus.commitment: goes with on-demand machines, not with reservation. Say it of the reservation, where the stack has it: "
            "usage.reservations",
            {"gpu_pools": {"gpus": {"term": "calendar"}}},
        ),
        (
            {},
            {"cpu_pools": {"system": {"commitment": {"term": "2y"}}}},
            "cpu_pools.system.commitment.term: '2y' is not one of 1y, 3y.",
            {"cpu_pools": {"system": {"commitment": {"term": "3y", "coverage": 0.5}}}},
        ),
        (
            {
                "tpu_slices": [
                    {"name": "v6e", "generation": "v6e", "topology": "4x4", "slices": 4, "min_slices": 1, "capacity": "on-demand"}
                ]
            },
            {"tpu_slices": {"v6e": {"slices": 5}}},
            "tpu_slices.v6e.slices: 5 is no average of a pool of 1 to 4 slices",
            {"tpu_slices": {"v6e": {"slices": 2.5}}},
        ),
        (
            {"buckets": [BUCKET]},
            {"buckets": {"dat": {"storage_gib": 5}}},
            "buckets.dat: 'dat' is not an entry of buckets; there are data. Did you mean data?",
            {"buckets": {"data": {"storage_gib": 5}}},
        ),
        (
            {"buckets": [{"name": "theirs", "existing": "acme-data"}]},
            {"buckets": {"theirs": {"storage_gib": 5}}},
            "buckets.theirs: belongs to somebody else, who pays for what it holds. Remove it",
            {},
        ),
        (
            {"buckets": [BUCKET]},
            {"keys": {"lustres": {"operations": 5}}},
            "keys.lustres: 'lustres' is not a key that the stack makes; there are etcd, disks, buckets.",
            {"keys": {"buckets": {"operations": 5, "versions": 4}}},
        ),
        (
            {},
            {"registry": {"images": {"storage_gib": 5}}},
            "registry.images: 'images' is not a repository of the registry; there are none.",
            {},
        ),
        (
            {"reservations": [{"name": "theirs", "kind": "existing", "project": "acme-host"}]},
            {"reservations": {"theirs": {"commitment": {"term": "1y"}}}},
            "reservations.theirs: is not made here as a reservation of machines, so whoever made it pays for it. Remove it",
            {},
        ),
        (
            {"network": {"egress": "restricted"}},
            {"network": {"nat_gib": 5}},
            "network.nat_gib: network.egress: restricted has no Cloud NAT, so nothing of this stack goes out through one. Remove it",
            {},
        ),
        (
            {"cpu_pools": [{**POOL, "name": "data"}], "buckets": [BUCKET]},
            {"resources": {"data": {"monthly_hrs": 5}}},
            "resources.data: 'data' is the name of several resources. Say which: gcp:container/nodePool:NodePool::data or "
            "gcp:storage/bucket:Bucket::data",
            {"resources": {"gcp:container/nodePool:NodePool::data": {"monthly_hrs": 5}}},
        ),
    ],
)
def test_usage_that_fits_nothing_is_refused_with_the_reason_and_its_neighbour_accepted(sections, wrong, message, right, problems):
    assert problems(**sections, usage=wrong) == [f"usage.{message}"]
    assert problems(**sections, usage=right) == []


def test_usage_of_an_entry_that_is_itself_wrong_is_not_blamed(problems):
    found = problems(buckets=[{"name": "data", "tier": "lukewarm"}], usage={"buckets": {"data": {"storage_gib": 5}}})
    assert [text.partition(":")[0] for text in found] == ["buckets[0].tier"]


@pytest.mark.parametrize(("environment", "nodes"), [("dev", 2), ("staging", 3), ("research", 3), ("production", 5)])
def test_an_autoscaled_pool_stands_where_its_environment_has_it_and_that_is_an_assumption(environment, nodes, plan_of):
    usage = plan_of(environment=environment, cpu_pools=[POOL]).usage
    assert usage.resources["system"] == {"total_nodes": nodes}
    share = EXPECTED[environment].share
    why = f"share {float(share):g} between least and most ({environment}: {EXPECTED[environment].why})"
    assert usage.assumptions == {"system": f"{nodes} of 1 to 5 nodes on average; {why}"}


def test_what_is_said_wins_over_what_is_assumed_and_is_no_assumption(plan_of):
    said = plan_of(
        cpu_pools=[POOL], usage={"cpu_pools": {"system": {"nodes": 1.5, "monthly_hrs": 365, "commitment": {"term": "1y"}}}}
    ).usage
    assert said.resources["system"] == {"total_nodes": 1.5, "monthly_hrs": 365, "commitment": {"term": "1y", "coverage": 1}}
    assert said.resources["nat"] == {"assigned_vms": 0.75}, "half of the month"
    assert said.assumptions == {}
    assert plan_of(cpu_pools=[POOL], usage={"expected_share": 0.5}).usage.resources["system"] == {"total_nodes": 3}


def test_a_pool_of_one_size_needs_no_usage(plan_of):
    usage = plan_of().usage
    assert usage.resources == {"nat": {"assigned_vms": 2}}
    assert usage.document() == {
        "version": 1, "hours_per_month": 730, "free_tiers": True, "resources": {"nat": {"assigned_vms": 2}},
    }  # fmt: skip


def test_all_machines_of_several_ways_are_counted_with_the_first(plan_of):
    usage = plan_of(gpu_pools=[{**GPUS, "capacity": ["spot", "on-demand"]}], usage={"gpu_pools": {"gpus": {"nodes": 3}}}).usage
    assert usage.resources["gpus"] == {"total_nodes": 3}
    assert usage.resources["gpus-on-demand"] == {"total_nodes": 0}


def test_whole_slices_are_counted_first_and_the_rest_is_part_of_the_next(plan_of):
    slices = {"name": "v6e", "generation": "v6e", "topology": "4x4", "slices": 3, "min_slices": 0, "capacity": {"mode": "on-demand"}}
    usage = plan_of(tpu_slices=[slices], usage={"tpu_slices": {"v6e": {"slices": 1.5}}}).usage
    assert [usage.resources[f"v6e-{index}"] for index in range(3)] == [{"total_nodes": 4}, {"total_nodes": 2}, {"total_nodes": 0}]


def test_bookings_and_reservations_say_so_since_no_input_tells_them_apart(plan_of):
    booked = {**GPUS, "capacity": {"mode": "calendar", "reservation": "booked"}}
    held = {**GPUS, "name": "held", "nodes": 2, "capacity": {"mode": "reservation", "reservation": "theirs"}}
    usage = plan_of(gpu_pools=[booked, held]).usage
    assert usage.resources["gpus"] == {"total_nodes": 1, "term": "calendar"}
    assert usage.resources["held"] == {"term": "reservation"}


def test_a_bucket_holds_what_it_is_expected_to_until_somebody_says_otherwise(plan_of):
    data = {**BUCKET, "expected_tib": 2}
    assert plan_of(buckets=[data]).usage.resources["data"] == {"storage_gb": 2048}
    said = {
        "storage_gib": 100,
        "class_a_operations": 5,
        "class_b_operations": 6,
        "retrieval_gib": 7,
        "egress_gib": {"worldwide": 8, "asia": 9},
    }
    assert plan_of(buckets=[data], usage={"buckets": {"data": said}}).usage.resources["data"] == {
        "storage_gb": 100,
        "monthly_class_a_operations": 5,
        "monthly_class_b_operations": 6,
        "monthly_data_retrieval_gb": 7,
        "monthly_egress_data_transfer_gb": {"worldwide": 8, "asia": 9},
    }
    assert "data" not in plan_of(buckets=[BUCKET]).usage.resources, "nobody has said anything"


def test_network_keys_repositories_logs_and_samples_have_the_keys_of_a_usage_file(plan_of):
    usage = plan_of(
        registry={"repositories": [{"name": "images", "format": "docker"}]},
        usage={
            "network": {"nat_gib": 100, "nat_addresses": 2, "egress_gib": {"china": 3}},
            "keys": {"disks": {"versions": 4, "operations": 1000}},
            "registry": {"images": {"storage_gib": 50, "egress_gib": {"europe-west4": 20}}},
            "logs_gib": 60,
            "metric_samples_million": 1.5,
        },
    ).usage
    assert usage.resources == {
        "images": {"storage_gb": 50, "monthly_egress_data_transfer_gb": {"europe-west4": 20}},
        "disks-key": {"key_versions": 4, "monthly_key_operations": 1000},
        "nat": {
            "assigned_vms": 2,
            "monthly_data_processed_gb": 100,
            "addresses": 2,
            "monthly_egress_data_transfer_gb": {"china": 3},
        },
        "cluster": {"monthly_logging_data_gb": 60, "monthly_prometheus_samples": 1_500_000},
    }


def test_a_name_that_two_resources_have_is_said_with_its_type(plan_of):
    plan = plan_of(cpu_pools=[{**POOL, "name": "data"}], buckets=[{**BUCKET, "expected_tib": 1}])
    assert plan.usage.resources["gcp:container/nodePool:NodePool::data"] == {"total_nodes": 2}
    assert plan.usage.resources["gcp:storage/bucket:Bucket::data"] == {"storage_gb": 1024}


def test_resources_by_name_add_to_what_is_decided_and_win(plan_of):
    usage = plan_of(cpu_pools=[POOL], usage={"resources": {"system": {"total_nodes": 4}, "vault": {"storage_gb": 5}}}).usage
    assert usage.resources["system"] == {"total_nodes": 4}
    assert usage.resources["vault"] == {"storage_gb": 5}, "what it is, is for the estimator to know"


def test_a_workload_is_what_was_said_exactly(plan_of):
    workload = plan_of(usage={"workload": {"tokens_per_run": 1.4e12, "goodput": 0.9}}).usage.workload
    assert (workload.tokens_per_run, workload.goodput, workload.utilisation) == (Decimal("1.4e12"), Decimal("0.9"), None)


@given(least=st.integers(0, 100), more=st.integers(0, 100), share=st.decimals(0, 1, places=3), step=st.decimals(0, 1, places=3))
def test_the_average_lies_between_least_and_most_and_rises_with_the_share(least, more, share, step):
    average = between(least, least + more, share)
    assert least <= average <= least + more
    assert between(least, least + more, min(share + step, Decimal(1))) >= average
