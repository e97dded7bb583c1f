"""TPU slices: shapes that exist, hosts that carry them, one pool for each slice of several hosts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aidc.catalog.tpus import TPU_GENERATIONS

AT = "tpu_slices[0]"
CUBES = "2x2x1 to 2x4x4, or 4x4x4 cubes with sides in ascending order, at most 6144 chips"


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        (
            {"generation": "v6"},
            "generation: 'v6' is not a TPU generation in the catalogue; allowed: v3, v4, v5e, v5p, v6e, tpu7x. Did you mean v6e?",
            {"generation": "v6e"},
        ),
        (
            {"topology": "4x5"},
            "topology: 4x5 is not a v5e slice: one of the shapes from 1x1 to 16x16. Try 4x4 (16 chips), 4x8 (32 chips), 2x4 (8 chips)",
            {"topology": "4x8"},
        ),
        (
            {"topology": "4by4"},
            "topology: '4by4' is not a topology; write the chips along each axis, such as 16x16",
            {"topology": "4x4"},
        ),
        ({"topology": 44}, "topology: 44 is not text", {"topology": "4x4"}),
        (
            {"generation": "v5p", "topology": "4x4x6"},
            f"topology: 4x4x6 is not a v5p slice: {CUBES}. Try 4x4x8 (128 chips), 4x4x4 (64 chips), 4x4x12 (192 chips)",
            {"generation": "v5p", "topology": "4x4x8"},
        ),
        (
            {"generation": "v5p", "topology": "8x4x4"},
            f"topology: 8x4x4 is not a v5p slice: {CUBES}. Try 4x4x8 (128 chips), 4x4x12 (192 chips), 4x4x4 (64 chips)",
            {"generation": "v5p", "topology": "4x4x8"},
        ),
        (
            {"generation": "v5p", "topology": "16x20x24"},
            f"topology: 16x20x24 is not a v5p slice: {CUBES}. Try 16x16x24 (6144 chips), 8x24x32 (6144 chips), 12x16x32 (6144 chips)",
            {"generation": "v5p", "topology": "16x16x24"},
        ),
        ({"slices": 0}, "slices: 0 is out of range: at least 1", {"slices": 1}),
        ({"slices": 257}, "slices: 257 is out of range: at most 256", {"slices": 256}),
        (
            {"machine_type": "ct5lp-hightpu-2t"},
            "machine_type: 'ct5lp-hightpu-2t' is not a host of v5e; allowed: "
            "ct5lp-hightpu-1t, ct5lp-hightpu-4t, ct5lp-hightpu-8t. Did you mean ct5lp-hightpu-8t?",
            {"machine_type": "ct5lp-hightpu-4t"},
        ),
        (
            {"machine_type": "ct5lp-hightpu-8t"},
            "machine_type: ct5lp-hightpu-8t has 8 chips and cannot form a 4x4 slice of 16. Use ct5lp-hightpu-4t",
            {"machine_type": "ct5lp-hightpu-8t", "topology": "2x4"},
        ),
        (
            {"generation": "v6e", "boot_disk": {"type": "pd-ssd"}},
            "boot_disk.type: TPU v6e does not boot from pd-ssd; use hyperdisk-balanced",
            {"generation": "v6e", "boot_disk": {"type": "hyperdisk-balanced"}},
        ),
        (
            {"slices": 2, "capacity": {"mode": "reservation", "reservation": "r", "block": "b", "sub_block": "s"}},
            "capacity.sub_block: a sub-block serves one node pool, and 2 slices are 2 pools. Make one entry for each sub-block",
            {"slices": 1, "capacity": {"mode": "reservation", "reservation": "r", "block": "b", "sub_block": "s"}},
        ),
        ({"capacity": None}, "capacity: is missing: How the machines are obtained.", {"capacity": {"mode": "flex-start"}}),
    ],
)
def test_a_slice_is_refused_with_the_reason_and_its_neighbour_accepted(wrong, message, right, problems, tpu_slice):
    room = {"cidr": "10.0.0.0/8", "growth": 1}
    assert problems(network=room, tpu_slices=[tpu_slice(**wrong)]) == [f"{AT}.{message}"]
    assert problems(network=room, tpu_slices=[tpu_slice(**right)]) == []


def test_a_generation_that_is_not_offered_in_the_zone_is_answered_with_places(problems, tpu_slice):
    assert problems(tpu_slices=[tpu_slice(zone="us-central1-f")]) == [
        f"{AT}.generation: v5e is not offered in us-central1-f. In this region: us-central1-a. Offered in: us-central1-a, us-south1-a, "
        "us-west1-c, us-west4-a, us-east5-a, us-east5-b, us-east5-c, asia-east1-a, asia-east1-b, asia-east1-c, asia-northeast1-b, "
        "asia-southeast1-b and 15 more"
    ]
    assert problems(tpu_slices=[tpu_slice(zone="us-central1-a")]) == []


def test_a_4x4x8_of_v5p_is_128_chips_on_32_hosts_in_one_pool(plan_of, tpu_slice):
    [entry] = plan_of(tpu_slices=[tpu_slice(generation="v5p", topology="4x4x8")]).tpu_slices
    [pool] = entry.node_pools
    assert (entry.chips, entry.hosts_per_slice, entry.multi_host) == (128, 32, True)
    assert (entry.hbm_gib, entry.bf16_pflops) == (128 * 95, pytest.approx(58.752)), "128 x 459 TFLOP/s"
    assert (pool.machine_type, pool.nodes.is_fixed, pool.nodes.per_zone) == ("ct5p-hightpu-4t", True, 32), "chips / 4, fixed: rule NP13"
    assert (pool.compact, pool.tpu_topology, pool.zones) == (True, "4x4x8", ("us-central1-a",))
    assert entry.wrapped_axes == (True, True, True)


def test_a_slice_on_one_host_has_neither_topology_nor_placement(plan_of, tpu_slice):
    [entry] = plan_of(tpu_slices=[tpu_slice(topology="2x4")]).tpu_slices
    [pool] = entry.node_pools
    assert (entry.machine.name, entry.hosts_per_slice, entry.multi_host) == ("ct5lp-hightpu-8t", 1, False)
    assert (pool.compact, pool.tpu_topology, pool.max_pods_per_node) == (False, "", 32), "rule NP16"


def test_slices_on_one_host_share_a_pool_with_one_node_each(plan_of, tpu_slice):
    [entry] = plan_of(tpu_slices=[tpu_slice(topology="2x2", slices=3)]).tpu_slices
    [pool] = entry.node_pools
    assert (pool.resource_name, pool.nodes.per_zone, entry.chips) == ("tpus", 3, 12)


def test_each_slice_of_several_hosts_is_a_pool_of_its_own(plan_of, tpu_slice):
    [entry] = plan_of(tpu_slices=[tpu_slice(generation="v6e", topology="16x16", slices=2)]).tpu_slices
    assert [pool.resource_name for pool in entry.node_pools] == ["tpus-0", "tpus-1"]
    assert [pool.nodes.per_zone for pool in entry.node_pools] == [64, 64]
    assert [pool.labels for pool in entry.node_pools] == [
        {"aidc/pool": "tpus", "aidc/slice": "tpus-0"},
        {"aidc/pool": "tpus", "aidc/slice": "tpus-1"},
    ]
    assert (entry.chips, entry.hosts_per_slice, entry.transport) == (512, 64, "ICI inside the slice, DCN over two gVNICs")
    assert {pool.accelerator_network for pool in entry.node_pools} == {"dcn-a"}, "the slices share their second network"


def test_one_more_slice_renames_none_of_those_that_stand(plan_of, tpu_slice):
    two, three = (plan_of(tpu_slices=[tpu_slice(topology="4x4", slices=count)]).tpu_slices[0].node_pools for count in (2, 3))
    assert [pool.name for pool in two] == [pool.name for pool in three[:2]]


@pytest.mark.parametrize(("topology", "most"), [("4x4", 4), ("2x2", 1)])
def test_flex_start_slices_grow_from_zero_by_limits_for_the_zone(topology, most, plan_of, tpu_slice):
    [entry] = plan_of(tpu_slices=[tpu_slice(topology=topology, capacity={"mode": "flex-start"})]).tpu_slices
    [pool] = entry.node_pools
    nodes = pool.nodes
    assert (nodes.min_total, nodes.max_total, nodes.per_zone_limits, nodes.location_policy) == (0, most, True, "ANY"), "rule NP11"
    assert (pool.auto_repair, pool.capacity.max_run_seconds) == (False, 168 * 3600)


def test_a_2x4_may_be_asked_on_two_hosts_of_four_chips(plan_of, tpu_slice):
    [entry] = plan_of(tpu_slices=[tpu_slice(topology="2x4", machine_type="ct5lp-hightpu-4t")]).tpu_slices
    assert (entry.hosts_per_slice, entry.node_pools[0].tpu_topology) == (2, "2x4")


@pytest.mark.parametrize(("topology", "free"), [("4x4", False), ("2x2", True)])
def test_names_of_slices_are_taken_only_where_each_has_a_pool(topology, free, problems, tpu_slice, gpu_pool):
    pool = gpu_pool(name="tpus-1", machine_type="g2-standard-8")
    found = problems(tpu_slices=[tpu_slice(topology=topology, slices=2)], gpu_pools=[pool])
    taken = ["tpu_slices[0].name: tpus-1 is the name of gpu_pools[0] already; a pool needs a name of its own"]
    assert found == ([] if free else taken)


def test_rules_of_all_pools_hold_for_slices_too(problems, tpu_slice):
    assert problems(tpu_slices=[tpu_slice(taints=[{"key": "google.com/tpu"}])]) == [
        f"{AT}.taints[0]: GKE taints accelerator nodes with google.com/tpu itself; declaring it gives a diff on every preview. Remove it"
    ]


def test_a_generation_is_bought_only_in_the_ways_in_which_it_is_sold(problems, tpu_slice, monkeypatch):
    monkeypatch.setitem(TPU_GENERATIONS, "v5e", replace(TPU_GENERATIONS["v5e"], capacity_modes=("spot", "reservation")))
    assert problems(tpu_slices=[tpu_slice()]) == [f"{AT}.capacity.mode: on-demand is not sold for v5e; use spot, reservation"]
    assert problems(tpu_slices=[tpu_slice(capacity={"mode": "spot"})]) == []


def test_slices_that_need_not_stay_come_and_go_whole(plan_of, tpu_slice):
    pools = plan_of(tpu_slices=[tpu_slice(topology="4x4", slices=3, min_slices=1)]).tpu_slices[0].node_pools
    assert [(pool.nodes.min_total, pool.nodes.max_total) for pool in pools] == [(4, 4), (0, 4), (0, 4)]
    assert [pool.nodes.per_zone_limits for pool in pools] == [False, True, True]


def test_hosts_that_are_slices_by_themselves_are_scaled_one_by_one(plan_of, tpu_slice):
    [pool] = plan_of(tpu_slices=[tpu_slice(topology="2x4", slices=8, min_slices=0)]).tpu_slices[0].node_pools
    assert (pool.nodes.min_total, pool.nodes.max_total, pool.nodes.is_fixed) == (0, 8, False)


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        ({"slices": 2, "min_slices": 3}, "3 is more than slices 2", {"slices": 2, "min_slices": 2}),
        (
            {"min_slices": 1, "capacity": "flex-start"},
            "slices had by flex-start come when there is work, so none of them stays. Set 0 or remove it",
            {"min_slices": 0, "capacity": "flex-start"},
        ),
        (
            {"min_slices": 1, "capacity": ["on-demand", "spot"]},
            "slices had by one of several ways come when there is work, so none of them stays. Set 0 or remove it",
            {"capacity": ["on-demand", "spot"]},
        ),
    ],
)
def test_only_slices_that_can_stay_are_kept(wrong, message, right, problems, tpu_slice):
    assert problems(tpu_slices=[tpu_slice(**wrong)]) == [f"tpu_slices[0].min_slices: {message}"]
    assert problems(tpu_slices=[tpu_slice(**right)]) == []


def test_each_slice_has_a_pool_for_each_way_to_get_it(plan_of, tpu_slice):
    entry = plan_of(tpu_slices=[tpu_slice(name="pod", slices=2, capacity=["on-demand", "spot"])]).tpu_slices[0]
    assert [pool.resource_name for pool in entry.node_pools] == ["pod-0", "pod-1", "pod-0-spot", "pod-1-spot"]
    assert entry.compute_class is not None
    assert entry.compute_class.priorities == (("pod-0", "pod-1"), ("pod-0-spot", "pod-1-spot"))
    assert {(pool.nodes.min_total, pool.nodes.max_total) for pool in entry.node_pools} == {(0, 4)}
    assert entry.chips == 32, "of the work, not of every pool that may serve it"


def test_pools_of_fallbacks_take_names_too(problems, tpu_slice, gpu_pool):
    entry = tpu_slice(name="pod", capacity=["on-demand", "spot"])
    assert problems(tpu_slices=[entry], gpu_pools=[gpu_pool(name="pod-spot")]) == [
        "tpu_slices[0].name: pod-spot is the name of gpu_pools[0] already; a pool needs a name of its own"
    ]


def test_tpu_hosts_are_not_confidential(problems, tpu_slice):
    assert problems(tpu_slices=[tpu_slice(confidential="SEV")]) == [
        "tpu_slices[0].confidential: TPU hosts are not sold as confidential nodes. Remove it"
    ]
