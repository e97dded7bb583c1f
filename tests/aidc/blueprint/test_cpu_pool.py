"""CPU node pools."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        (
            {"machine_type": "n2-standard-5"},
            "machine_type: 'n2-standard-5' is not a machine type without accelerators. Did you mean n2-standard-8?",
            {"machine_type": "n2-standard-8"},
        ),
        (
            {"machine_type": "a2-highgpu-1g"},
            "machine_type: 'a2-highgpu-1g' is not a machine type without accelerators. It has GPUs: put it under gpu_pools",
            {"machine_type": "n2-standard-4"},
        ),
        (
            {"boot_disk": {"type": "hyperdisk-balanced"}},
            "boot_disk.type: n2-standard-4 does not boot from hyperdisk-balanced; use pd-balanced or pd-ssd or pd-standard",
            {"boot_disk": {"type": "pd-ssd"}},
        ),
        (
            {"machine_type": "c4-standard-8", "boot_disk": {"type": "pd-ssd"}},
            "boot_disk.type: c4-standard-8 does not boot from pd-ssd; use hyperdisk-balanced",
            {"machine_type": "c4-standard-8"},
        ),
        (
            {"capacity": {"mode": "flex-start"}},
            "capacity.mode: flex-start is for accelerators; CPU pools take on-demand, spot or reservation",
            {"capacity": {"mode": "spot"}},
        ),
        ({"zones": []}, "zones: has 0 entries; at least 1", {"zones": ["us-central1-f"]}),
    ],
)
def test_a_cpu_pool_is_refused_with_the_reason_and_its_neighbour_accepted(wrong, message, right, problems, cpu_pool):
    assert problems(cpu_pools=[cpu_pool(**wrong)]) == [f"cpu_pools[0].{message}"]
    assert problems(cpu_pools=[cpu_pool(**right)]) == []


def test_a_machine_that_the_region_does_not_sell_is_answered_with_those_of_its_size(problems, site, cpu_pool):
    stockholm = site(region="europe-north2", zones=["europe-north2-a"])
    [message] = problems(site=stockholm, cpu_pools=[cpu_pool(machine_type="c2-standard-8", nodes=1)])
    assert message == (
        "cpu_pools[0].machine_type: c2-standard-8 is not sold in europe-north2. "
        "Of the same size there: c2d-highcpu-8, c2d-highmem-8, c2d-standard-8, c3d-highmem-8, c3d-highmem-8-lssd, c4-highcpu-8"
    )


def test_a_cpu_pool_spreads_over_the_zones_of_the_cluster(plan_of, cpu_pool):
    [pool] = plan_of(cpu_pools=[cpu_pool(nodes=4)]).cpu_pools
    nodes = pool.node_pool.nodes
    assert pool.node_pool.zones == ("us-central1-a", "us-central1-b")
    assert (nodes.is_fixed, nodes.min_total, nodes.per_zone) == (True, 4, 2)
    assert (pool.node_pool.max_surge, pool.node_pool.max_unavailable) == (1, 0), "ordinary nodes are plenty: surge one"


def test_a_cpu_pool_has_nothing_of_an_accelerator(plan_of):
    [pool] = plan_of().cpu_pools
    decided = pool.node_pool
    assert (decided.accelerator, decided.tpu_topology, decided.accelerator_network, decided.compact) == (None, "", "", False)
    assert (decided.boot_disk_type, decided.max_pods_per_node, decided.auto_repair) == ("pd-balanced", 64, True)


@pytest.mark.parametrize(("mode", "policy"), [("on-demand", "BALANCED"), ("spot", "ANY")])
def test_spot_nodes_come_from_any_zone(mode, policy, plan_of, cpu_pool):
    [pool] = plan_of(cpu_pools=[cpu_pool(nodes={"min": 0, "max": 4}, capacity={"mode": mode})]).cpu_pools
    assert pool.node_pool.nodes.location_policy == policy
