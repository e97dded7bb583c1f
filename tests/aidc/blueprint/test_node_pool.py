"""What all pools share: counts, labels, taints, boot disks, and the name that changes with what forces replacement."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aidc.blueprint.capacity import CapacityPlan
from aidc.blueprint.names import Names
from aidc.blueprint.node_pool import RECREATING_FIELDS, REPLACING_FIELDS, AcceleratorPlan, NodePoolPlan, TaintPlan, named_pool

AT = "cpu_pools[0]"
COUNTS = "is not a number of nodes; write 8, or {min: 0, max: 8}"


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        ({"nodes": "many"}, f"nodes: 'many' {COUNTS}", {"nodes": 8}),
        ({"nodes": True}, f"nodes: true {COUNTS}", {"nodes": 2}),
        ({"nodes": None}, "nodes: is missing: How many nodes, over all zones.", {"nodes": 2}),
        (
            {"nodes": 0},
            "nodes: 0 is out of range: 1 to 15000. A pool that may be empty is {min: 0, max: 8}",
            {"nodes": {"min": 0, "max": 8}},
        ),
        ({"nodes": {"min": 3, "max": 2}}, "nodes.min: 3 is more than max 2", {"nodes": {"min": 2, "max": 3}}),
        ({"nodes": {"min": 0, "max": 0}}, "nodes.max: 0 is out of range: at least 1", {"nodes": {"min": 0, "max": 1}}),
        ({"nodes": {"max": 2}}, "nodes.min: is missing: Fewest nodes, over all zones.", {"nodes": {"min": 0, "max": 2}}),
        (
            {"nodes": 3},
            "nodes: 3 do not spread evenly over 2 zones; a fixed pool has the same number in each. Use 2 or 4, or {min, max}",
            {"nodes": 4},
        ),
        (
            {"nodes": 1},
            "nodes: 1 do not spread evenly over 2 zones; a fixed pool has the same number in each. Use 2, or {min, max}",
            {"nodes": 1, "zones": ["us-central1-a"]},
        ),
        ({"boot_disk": {"size_gib": 19}}, "boot_disk.size_gib: 19 is out of range: at least 20", {"boot_disk": {"size_gib": 20}}),
        (
            {"boot_disk": {"type": "pd-ssdd"}},
            "boot_disk.type: 'pd-ssdd' is not one of pd-balanced, pd-ssd, pd-standard, hyperdisk-balanced. Did you mean pd-ssd?",
            {"boot_disk": {"type": "pd-ssd"}},
        ),
        (
            {"labels": {"a b": "c"}},
            "labels.a b: 'a b=c' is not a Kubernetes label: letters, digits, dots, dashes and underscores, at most 63 of them",
            {"labels": {"acme.com/a-b": "c"}},
        ),
        (
            {"labels": {"a": "c d"}},
            "labels.a: 'a=c d' is not a Kubernetes label: letters, digits, dots, dashes and underscores, at most 63 of them",
            {"labels": {"a": ""}},
        ),
        ({"labels": {"a": 1}}, "labels.a: 1 is not text", {"labels": {"a": "1"}}),
        (
            {"taints": [{"key": "nvidia.com/gpu"}]},
            "taints[0]: GKE taints accelerator nodes with nvidia.com/gpu itself; declaring it gives a diff on every preview. Remove it",
            {"taints": [{"key": "acme.com/gpu"}]},
        ),
        (
            {"taints": [{"key": "google.com/tpu", "effect": "NO_EXECUTE"}]},
            "taints[0]: GKE taints accelerator nodes with google.com/tpu itself; declaring it gives a diff on every preview. Remove it",
            {"taints": [{"key": "team", "value": "vision", "effect": "NO_EXECUTE"}]},
        ),
        (
            {"taints": [{"key": "team vision"}]},
            "taints[0]: 'team vision=' is not a Kubernetes taint: key and value are written like those of a label",
            {"taints": [{"key": "team-vision"}]},
        ),
        (
            {"taints": [{"key": "team", "value": "a"}, {"key": "team", "value": "b"}]},
            "taints[1]: team with NO_SCHEDULE is listed twice; Kubernetes keeps one of the two",
            {"taints": [{"key": "team", "value": "a"}, {"key": "team", "value": "b", "effect": "NO_EXECUTE"}]},
        ),
        (
            {"taints": [{"key": "team", "effect": "NoSchedule"}]},
            "taints[0].effect: 'NoSchedule' is not one of NO_SCHEDULE, PREFER_NO_SCHEDULE, NO_EXECUTE.",
            {"taints": [{"key": "team", "effect": "NO_SCHEDULE"}]},
        ),
        ({"max_pods_per_node": 7}, "max_pods_per_node: 7 is out of range: at least 8", {"max_pods_per_node": 8}),
        ({"max_pods_per_node": 257}, "max_pods_per_node: 257 is out of range: at most 256", {"max_pods_per_node": 256}),
        ({"name": "p" * 31}, f"name: '{'p' * 31}' has 31 characters; at most 30", {"name": "p" * 30}),
        (
            {"zones": ["us-central1-a", "us-central1-a"]},
            "zones[1]: 'us-central1-a' is listed twice",
            {"zones": ["us-central1-a", "us-central1-b"]},
        ),
        (
            {"zones": ["us-central1-"]},
            "zones[0]: 'us-central1-' is not a zone of us-central1, the region of the site. Did you mean us-central1-a?",
            {"zones": ["us-central1-f"]},
        ),
        (
            {"zones": ["asia-east1-a"]},
            "zones[0]: 'asia-east1-a' is not a zone of us-central1, the region of the site. Write it as us-central1-a",
            {"zones": ["us-central1-a"]},
        ),
    ],
)
def test_a_pool_is_refused_with_the_reason_and_its_neighbour_accepted(wrong, message, right, problems, cpu_pool):
    assert problems(cpu_pools=[cpu_pool(**wrong)]) == [f"{AT}.{message}"]
    assert problems(cpu_pools=[cpu_pool(**right)]) == []


def test_15000_nodes_are_the_most_that_a_cluster_has(problems, cpu_pool):
    room = {"cidr": "10.0.0.0/8", "growth": 1}
    assert problems(network=room, cpu_pools=[cpu_pool(nodes=15000)]) == []
    assert problems(network=room, cpu_pools=[cpu_pool(nodes=15001)]) == [
        f"{AT}.nodes: 15001 is out of range: 1 to 15000. A pool that may be empty is {{min: 0, max: 8}}"
    ]


def a_pool(plan_of, gpu_pool) -> NodePoolPlan:
    return plan_of(gpu_pools=[gpu_pool()]).gpu_pools[0].node_pool


CHANGES = {
    "machine_type": "a3-ultragpu-8g",
    "zones": ("us-central1-c",),
    "capacity": CapacityPlan("spot", "", None),
    "boot_disk_type": "hyperdisk-balanced",
    "accelerator": AcceleratorPlan("nvidia-h100-mega-80gb", 8, "LATEST"),
    "ephemeral_local_ssd_disks": 0,
    "raw_local_ssd_disks": 16,
    "compact": False,
    "tpu_topology": "4x4",
    "accelerator_network": "tcpxo-b",
    "max_pods_per_node": 64,
    "workload_policy": "1x72",
    "managed_accelerator_network": True,
    "confidential": "TDX",
    "image_caches": ("projects/acme-lab/global/images/vllm",),
    "disk_key": "projects/acme-keys/locations/us-central1/keyRings/r/cryptoKeys/k",
}
KEPT = {
    "boot_disk_gib": 300,
    "labels": {"other": "label"},
    "taints": (TaintPlan("a", "", "NO_SCHEDULE"),),
    "resource_labels": {},
    "max_surge": 1,
    "auto_repair": False,
}


def test_every_replacing_field_has_a_change_to_try():
    assert set(CHANGES) == set(REPLACING_FIELDS)


@pytest.mark.parametrize("field", REPLACING_FIELDS)
def test_the_name_of_a_pool_changes_with_a_field_that_forces_replacement(field, plan_of, gpu_pool):
    before = a_pool(plan_of, gpu_pool)
    changed = replace(before, **{field: CHANGES[field]})
    assert named_pool(changed, "gpu_pools[0]", Names("lab")).name != before.name, "the new pool is made beside the old one (trap T027)"


@pytest.mark.parametrize("field", KEPT)
def test_the_name_of_a_pool_stays_when_gke_can_update_it(field, plan_of, gpu_pool):
    before = a_pool(plan_of, gpu_pool)
    assert named_pool(replace(before, **{field: KEPT[field]}), "gpu_pools[0]", Names("lab")).name == before.name


@pytest.mark.parametrize("field", RECREATING_FIELDS)
@pytest.mark.parametrize(
    "together", [{"tpu_topology": "4x4"}, {"workload_policy": "1x72"}, {"capacity": CapacityPlan("reservation", "block-a", None)}]
)
def test_a_pool_whose_nodes_belong_together_is_made_anew_before_they_are_recreated(field, together, plan_of, gpu_pool):
    before = replace(a_pool(plan_of, gpu_pool), **together)
    odd = {"labels": {"other": "label"}, "taints": (TaintPlan("a", "", "NO_SCHEDULE"),), "boot_disk_gib": 300, "huge_pages_2mib": 512}
    changed = replace(before, **{field: odd.get(field, not getattr(before, field))})
    assert named_pool(changed, "gpu_pools[0]", Names("lab")).name != named_pool(before, "gpu_pools[0]", Names("lab")).name, "trap T028"


def test_more_nodes_keep_the_name_of_a_pool(plan_of, gpu_pool):
    two, eight = (plan_of(gpu_pools=[gpu_pool(nodes=count)]).gpu_pools[0].node_pool.name for count in (2, 8))
    assert two == eight


def test_the_digest_is_the_same_on_every_machine(plan_of, gpu_pool):
    assert a_pool(plan_of, gpu_pool).name == "gpus-f3f354", "a new digest replaces every pool that is out there"


def test_a_name_with_its_digest_may_be_too_long_and_is_not_cut(problems, tpu_slice):
    entry = tpu_slice(name="t" * 30, topology="4x4", slices=101)
    found = problems(network={"cidr": "10.0.0.0/10"}, tpu_slices=[entry])
    assert len(found) == 1
    assert found[0].startswith(f"tpu_slices[0].name: makes the GKE node pool name '{'t' * 30}-100-")
    assert found[0].endswith("', 41 characters; at most 40. Shorten it by 1")
