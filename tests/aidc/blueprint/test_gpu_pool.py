"""GPU node pools: what a machine, its capacity and its placement exclude, and what follows from the machine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aidc.catalog.gpu_machines import GPU_MACHINES

AT = "gpu_pools[0]"
FLEX = {"mode": "flex-start"}
ULTRA = {"machine_type": "a3-ultragpu-8g", "zones": ["us-central1-b"]}


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        (
            {"machine_type": "a3-mega-8g"},
            "machine_type: 'a3-mega-8g' is not a GPU machine type in the catalogue. Did you mean a3-megagpu-8g?",
            {"machine_type": "a3-megagpu-8g"},
        ),
        ({"capacity": None}, "capacity: is missing: How the machines are obtained.", {"capacity": {"mode": "spot"}}),
        (
            {"capacity": FLEX},
            "nodes: flex-start pools grow from zero when work arrives. Use nodes: {min: 0, max: 2}",
            {"capacity": FLEX, "nodes": {"min": 0, "max": 2}},
        ),
        (
            {"capacity": FLEX, "nodes": {"min": 1, "max": 4}},
            "nodes: flex-start pools grow from zero when work arrives. Use nodes: {min: 0, max: 4}",
            {"capacity": FLEX, "nodes": {"min": 0, "max": 4}},
        ),
        (
            {"zones": ["us-central1-a", "us-central1-b"]},
            "zones: a3-megagpu-8g talks over GPUDirect-TCPXO, which stays in one zone. Make one pool for each zone",
            {"machine_type": "g2-standard-8", "zones": ["us-central1-a", "us-central1-b"]},
        ),
        (
            {"machine_type": "g2-standard-8", "compact": True},
            "compact: g2-standard-8 has no compact placement. Remove it",
            {"machine_type": "g2-standard-8", "compact": False},
        ),
        (
            {"nodes": 97, "compact": True},
            "compact: 97 nodes are more than the 96 that a3-megagpu-8g places compactly",
            {"nodes": 96, "compact": True},
        ),
        (
            {"machine_type": "a2-ultragpu-8g", "compact": True, "zones": ["us-central1-a", "us-central1-c"]},
            "compact: compact placement lies in exactly one zone, not in 2. Name one zone",
            {"machine_type": "a2-ultragpu-8g", "compact": True, "zones": ["us-central1-c"]},
        ),
        (
            {"compact": True, "capacity": FLEX, "nodes": {"min": 0, "max": 4}},
            "compact: flex-start places a3-megagpu-8g as it comes; compact placement goes with it only on A3 Ultra and A4. Remove it",
            {**ULTRA, "compact": True, "capacity": FLEX, "nodes": {"min": 0, "max": 4}},
        ),
        (
            {"compact": True, "capacity": {"mode": "reservation", "reservation": "r"}},
            "compact: a reservation has its own placement; a policy of the pool would not match it. Remove it",
            {"capacity": {"mode": "reservation", "reservation": "r"}},
        ),
        (
            {"local_ssd_disks": 8},
            "local_ssd_disks: a3-megagpu-8g always comes with 16 Local SSD disks. Remove it",
            {"local_ssd_disks": 16},
        ),
        (
            {"machine_type": "g2-standard-8", "local_ssd_disks": 2},
            "local_ssd_disks: 2 is more than the 1 that g2-standard-8 takes",
            {"machine_type": "g2-standard-8", "local_ssd_disks": 1},
        ),
        ({"driver": "NEWEST"}, "driver: 'NEWEST' is not one of DEFAULT, LATEST.", {"driver": "LATEST"}),
        (
            {"machine_type": "g2-standard-8", "local_ssd": "raid0"},
            "local_ssd: raid0 is an array of Local SSD disks, and g2-standard-8 has none without local_ssd_disks. "
            "Set it, at most 1, or remove local_ssd",
            {"machine_type": "g2-standard-8", "local_ssd": "raid0", "local_ssd_disks": 1},
        ),
        (
            {"machine_type": "a3-ultragpu-8g-nolssd", "zones": ["us-central1-b"], "local_ssd": "raid0"},
            "local_ssd: raid0 is an array of Local SSD disks, and a3-ultragpu-8g-nolssd has none. Remove it",
            {"machine_type": "a3-ultragpu-8g", "zones": ["us-central1-b"], "local_ssd": "raid0"},
        ),
        (
            {"local_ssd": "raw", "labels": {"aidc/local-ssd": "raid0"}},
            "labels: aidc/local-ssd is what local_ssd: raid0 gives nodes whose disks may be formatted. Remove it",
            {"local_ssd": "raid0"},
        ),
        ({"local_ssd": "nvme"}, "local_ssd: 'nvme' is not one of ephemeral, raw, raid0.", {"local_ssd": "raw"}),
        (
            {"boot_disk": {"type": "pd-standard"}},
            "boot_disk.type: a3-megagpu-8g does not boot from pd-standard; use pd-balanced or pd-ssd or hyperdisk-balanced",
            {"boot_disk": {"type": "hyperdisk-balanced"}},
        ),
        (
            {**ULTRA, "boot_disk": {"type": "pd-ssd"}},
            "boot_disk.type: a3-ultragpu-8g does not boot from pd-ssd; use hyperdisk-balanced",
            ULTRA,
        ),
    ],
)
def test_a_gpu_pool_is_refused_with_the_reason_and_its_neighbour_accepted(wrong, message, right, problems, gpu_pool):
    assert problems(gpu_pools=[gpu_pool(**wrong)]) == [f"{AT}.{message}"]
    assert problems(gpu_pools=[gpu_pool(**right)]) == []


@pytest.mark.parametrize("machine", ["a4x-highgpu-8g", "g4-standard-16", "a3-highgpu-16g", "h100", "n2-standard-8"])
def test_a_machine_that_is_not_in_the_catalogue_is_refused(machine, problems, gpu_pool):
    [message] = problems(gpu_pools=[gpu_pool(machine_type=machine)])
    assert message.startswith(f"{AT}.machine_type: {machine!r} is not a GPU machine type in the catalogue.")


def test_several_wrong_things_of_a_pool_are_said_at_once(problems, gpu_pool):
    pool = gpu_pool(capacity=FLEX, compact=True, boot_disk={"type": "pd-standard"}, local_ssd_disks=3, nodes=100)
    assert [message.partition(":")[0] for message in problems(gpu_pools=[pool])] == [
        f"{AT}.boot_disk.type",
        f"{AT}.compact",
        f"{AT}.compact",
        f"{AT}.local_ssd_disks",
        f"{AT}.nodes",
    ]


def test_what_a_pool_adds_up_to(plan_of, gpu_pool):
    [pool] = plan_of(gpu_pools=[gpu_pool(nodes={"min": 0, "max": 16})]).gpu_pools
    assert (pool.gpus, pool.gpu_memory_gb) == (128, 128 * 80), "totals are for the largest size: 16 machines of 8 GPUs"
    assert pool.bf16_dense_pflops == pytest.approx(126.592), "128 x 989 TFLOP/s, dense"
    assert pool.transport == "GPUDirect-TCPXO"


@pytest.mark.parametrize(
    ("machine", "zone", "disk", "ssd", "network", "fast_socket", "pods"),
    [
        ("g2-standard-8", "a", "pd-balanced", 0, "", False, 110),
        ("a2-highgpu-8g", "a", "pd-balanced", 0, "", True, 110),
        ("a2-ultragpu-8g", "a", "pd-balanced", 8, "", True, 110),
        ("a3-megagpu-8g", "a", "pd-balanced", 16, "tcpxo-a", False, 32),
        ("a3-ultragpu-8g", "b", "hyperdisk-balanced", 32, "roce8-b", False, 110),
        ("a4-highgpu-8g", "b", "hyperdisk-balanced", 32, "roce8-b", False, 110),
    ],
)
def test_disk_local_ssd_fabric_and_pods_follow_from_the_machine(machine, zone, disk, ssd, network, fast_socket, pods, plan_of, gpu_pool):
    [pool] = plan_of(gpu_pools=[gpu_pool(machine_type=machine, zones=[f"us-central1-{zone}"])]).gpu_pools
    decided = pool.node_pool
    assert (decided.boot_disk_type, decided.ephemeral_local_ssd_disks, decided.raw_local_ssd_disks) == (disk, ssd, 0)
    assert (decided.accelerator_network, decided.fast_socket, decided.max_pods_per_node) == (network, fast_socket, pods)


def test_an_array_is_made_of_raw_disks_on_nodes_that_say_so_in_every_pool_of_the_entry(plan_of, gpu_pool):
    ways = [{"mode": "spot"}, {"mode": "on-demand"}]
    [entry] = plan_of(gpu_pools=[gpu_pool(local_ssd="raid0", capacity=ways, nodes={"min": 0, "max": 2})]).gpu_pools
    assert len(entry.node_pools) == 2
    for pool in entry.node_pools:
        assert (pool.ephemeral_local_ssd_disks, pool.raw_local_ssd_disks, pool.labels["aidc/local-ssd"]) == (0, 16, "raid0")


def test_raw_local_ssd_takes_the_place_of_ephemeral(plan_of, gpu_pool):
    [pool] = plan_of(gpu_pools=[gpu_pool(local_ssd="raw")]).gpu_pools
    assert (pool.node_pool.ephemeral_local_ssd_disks, pool.node_pool.raw_local_ssd_disks) == (0, 16), "the two exclude each other"


@pytest.mark.parametrize(
    ("fields", "compact"),
    [
        ({}, True),
        ({"nodes": 1}, False),
        ({"nodes": 97}, False),
        ({"capacity": {"mode": "spot"}}, True),
        ({"capacity": FLEX, "nodes": {"min": 0, "max": 4}}, False),
        ({"capacity": {"mode": "reservation", "reservation": "r"}}, False),
        ({"machine_type": "g2-standard-8"}, False),
        ({"machine_type": "a2-ultragpu-8g", "zones": ["us-central1-a", "us-central1-c"]}, False),
        ({"compact": False}, False),
    ],
)
def test_pools_are_placed_compactly_where_that_is_legal_and_helps(fields, compact, plan_of, gpu_pool):
    [pool] = plan_of(gpu_pools=[gpu_pool(**fields)]).gpu_pools
    assert pool.node_pool.compact is compact


def test_accelerator_nodes_are_replaced_in_place_and_flex_start_nodes_are_not_repaired(plan_of, gpu_pool):
    pools = [gpu_pool(name="steady"), gpu_pool(name="flex", capacity=FLEX, nodes={"min": 0, "max": 4})]
    steady, flex = (pool.node_pool for pool in plan_of(gpu_pools=pools).gpu_pools)
    assert (steady.max_surge, steady.max_unavailable) == (0, 1), "there is no spare node to surge to"
    assert (steady.auto_repair, flex.auto_repair) == (True, False), "rule NP04"
    assert (flex.nodes.location_policy, flex.nodes.per_zone_limits) == ("ANY", False), "GPU pools take totals"


def test_a_pool_stands_in_the_first_zone_of_the_site(plan_of, gpu_pool):
    [pool] = plan_of(gpu_pools=[gpu_pool()]).gpu_pools
    assert pool.node_pool.zones == ("us-central1-a",)


def test_rules_of_all_pools_hold_for_gpu_pools_too(problems, gpu_pool):
    assert problems(gpu_pools=[gpu_pool(labels={"a b": "c"})]) == [
        f"{AT}.labels.a b: 'a b=c' is not a Kubernetes label: letters, digits, dots, dashes and underscores, at most 63 of them"
    ]


def test_a_machine_is_bought_only_in_the_ways_in_which_it_is_sold(problems, gpu_pool, monkeypatch):
    machine = GPU_MACHINES["a3-megagpu-8g"]
    reserved_only = replace(machine, family=replace(machine.family, capacity_modes=("reservation",)))
    monkeypatch.setitem(GPU_MACHINES, machine.name, reserved_only)
    assert problems(gpu_pools=[gpu_pool()]) == [f"{AT}.capacity.mode: on-demand is not sold for a3-megagpu-8g; use reservation"]
    assert problems(gpu_pools=[gpu_pool(capacity={"mode": "reservation", "reservation": "r"})]) == []


N1 = {"machine_type": "n1-standard-32", "gpu": "nvidia-tesla-t4", "gpus_per_node": 4}
GRACE = {"machine_type": "a4x-highgpu-4g", "zones": ["us-central1-b"], "capacity": {"mode": "reservation", "reservation": "rack"}}


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        (
            {"machine_type": "n1-standard-8"},
            "gpu: is missing; an N1 machine has no GPU of its own. Allowed: nvidia-tesla-t4, nvidia-tesla-v100, nvidia-tesla-p100, nvidia-tesla-p4",
            {"machine_type": "n1-standard-8", "gpu": "nvidia-tesla-t4"},
        ),
        (
            {**N1, "gpu": "nvidia-l4"},
            "gpu: 'nvidia-l4' is not attached to N1. Did you mean nvidia-tesla-t4? "
            "Allowed: nvidia-tesla-t4, nvidia-tesla-v100, nvidia-tesla-p100, nvidia-tesla-p4",
            N1,
        ),
        (
            {**N1, "gpus_per_node": 3},
            "gpus_per_node: 3 is not a number of nvidia-tesla-t4 that one machine takes; use 1, 2, 4",
            {**N1, "gpus_per_node": 2},
        ),
        (
            {**N1, "machine_type": "n1-standard-64", "gpus_per_node": 1},
            "gpus_per_node: n1-standard-64 has 64 vCPU; 1 of nvidia-tesla-t4 go with at most 48. Use 4 GPUs, or a smaller machine",
            {**N1, "machine_type": "n1-standard-64"},
        ),
        (
            {"gpu": "nvidia-tesla-t4"},
            "gpu: goes with N1 machines; a3-megagpu-8g has GPUs of its own. Remove it",
            {},
        ),
        (
            {**N1, "capacity": {"mode": "flex-start"}, "nodes": {"min": 0, "max": 2}},
            "capacity.mode: flex-start is not sold for n1-standard-32; use on-demand, spot, reservation",
            {**N1, "capacity": {"mode": "spot"}, "nodes": {"min": 0, "max": 2}},
        ),
        (
            {**GRACE, "nodes": 19},
            "nodes: 19 nodes are more than the 18 of one NVLink domain, and a pool of a4x-highgpu-4g is one domain. Make pools of at most 18",
            {**GRACE, "nodes": 18},
        ),
        ({**GRACE, "capacity": {"mode": "spot"}}, "capacity.mode: spot is not sold for a4x-highgpu-4g; use reservation", GRACE),
        (
            {**ULTRA, "compact": True, "capacity": {"mode": "queued"}, "nodes": {"min": 0, "max": 4}},
            "compact: queued provisioning of GPUs takes no compact placement. Remove it",
            {**ULTRA, "capacity": {"mode": "queued"}, "nodes": {"min": 0, "max": 4}},
        ),
        (
            {"confidential": "TDX"},
            "confidential: a3-megagpu-8g is not sold as a confidential node. "
            "GPU machines that are: a3-highgpu-1g (TDX), g4-standard-48 (SEV), a3-highgpu-1g-nolssd (TDX)",
            {"machine_type": "a3-highgpu-1g", "capacity": {"mode": "spot"}, "confidential": "TDX"},
        ),
        (
            {"image_caches": ["vllm"]},
            "image_caches[0]: 'vllm' is not a disk image: write projects/P/global/images/I",
            {"image_caches": ["projects/acme-lab/global/images/vllm"]},
        ),
    ],
)
def test_special_machines_are_refused_with_the_reason_and_their_neighbours_accepted(wrong, message, right, problems, gpu_pool):
    assert problems(gpu_pools=[gpu_pool(**wrong)]) == [f"{AT}.{message}"]
    assert problems(gpu_pools=[gpu_pool(**right)]) == []


def test_parts_of_gpus_are_counted_as_parts(plan_of, gpu_pool):
    pool = plan_of(gpu_pools=[gpu_pool(machine_type="g4-standard-6", zones=["us-central1-b"], nodes=3)]).gpu_pools[0]
    assert (pool.gpus, pool.gpu_memory_gb) == (0.375, 36)
    assert pool.node_pool.accelerator is not None
    assert pool.node_pool.accelerator.count == 1, "Kubernetes sees a whole device"


@pytest.mark.parametrize("setting", [{"local_ssd": "raw"}, {"local_ssd": "raid0"}, {"local_ssd": "ephemeral"}, {"local_ssd_disks": 4}])
def test_disks_that_need_no_setting_take_none(setting, problems, gpu_pool):
    assert problems(gpu_pools=[gpu_pool(**GRACE, **setting)]) == [
        f"{AT}.local_ssd: the disks of a4x-highgpu-4g are ephemeral storage without any setting. Remove it"
    ]
