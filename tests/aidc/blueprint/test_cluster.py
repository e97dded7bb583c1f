"""The GKE cluster: reached by name or from inside, its add-ons, and a cluster that somebody else made."""

from __future__ import annotations

import pytest

KEEPS = "belongs to a cluster that the stack makes; an existing cluster keeps its own. Remove it or remove cluster.existing"


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        ({"endpoint": "public"}, "endpoint: 'public' is not one of dns, private.", {"endpoint": "private"}),
        (
            {"authorized_cidrs": ["10.200.0.0/24"]},
            "authorized_cidrs: goes with endpoint: private; the DNS endpoint has no address to open, IAM decides. Remove it",
            {"endpoint": "private", "authorized_cidrs": ["10.200.0.0/24"]},
        ),
        (
            {"endpoint": "private", "authorized_cidrs": ["10.200.0.0/24", "0.0.0.0/0"]},
            "authorized_cidrs[1]: 0.0.0.0/0 opens the control plane to everybody; name the ranges that need it",
            {"endpoint": "private", "authorized_cidrs": ["10.200.0.0/24", "203.0.113.7/32"]},
        ),
        (
            {"endpoint": "private", "authorized_cidrs": ["office"]},
            "authorized_cidrs[0]: 'office' is not an IPv4 range. Write it as 10.0.0.0/16",
            {"endpoint": "private", "authorized_cidrs": ["203.0.113.7"]},
        ),
        (
            {"release_channel": "NONE"},
            "release_channel: 'NONE' is not one of RAPID, REGULAR, STABLE, EXTENDED.",
            {"release_channel": "RAPID"},
        ),
        (
            {"security_posture": "FULL"},
            "security_posture: 'FULL' is not one of DISABLED, BASIC, ENTERPRISE.",
            {"security_posture": "BASIC"},
        ),
        (
            {"add_ons": {"spark": True}},
            "add_ons.spark: is not a key here. Allowed: gcs_fuse, filestore, lustre, persistent_disk, ray, jobset, slice_controller, "
            "multi_tier_checkpointing, backup",
            {"add_ons": {"ray": True}},
        ),
        ({"existing": {}}, "existing.name: is missing: Name of the cluster.", {"existing": {"name": "shared"}}),
        (
            {"existing": {"name": "projects/p/clusters/shared"}},
            "existing.name: 'projects/p/clusters/shared' is not a name: lower-case letters, digits and dashes, starting with a letter, not "
            "ending with a dash",
            {"existing": {"name": "shared"}},
        ),
        ({"existing": {"name": "shared"}, "endpoint": "private"}, f"endpoint: {KEEPS}", {"existing": {"name": "shared"}}),
        (
            {"existing": {"name": "shared", "location": "us-east1"}},
            "existing.location: 'us-east1' is neither us-central1, the region of the site, nor a zone of it",
            {"existing": {"name": "shared", "location": "us-central1-f"}},
        ),
    ],
)
def test_a_cluster_is_refused_with_the_reason_and_its_neighbour_accepted(wrong, message, right, problems):
    assert problems(cluster=wrong) == [f"cluster.{message}"]
    assert problems(cluster=right) == []


def test_a_cluster_without_cpu_pools_has_no_place_for_gkes_own_pods(problems, tpu_slice):
    missing = (
        "cpu_pools: is empty; GKE's own pods do not run on accelerator nodes. "
        "Add one, such as {name: system, machine_type: n2-standard-4, nodes: {min: 1, max: 3}}"
    )
    assert problems(cpu_pools=[], tpu_slices=[tpu_slice()]) == [missing]
    assert problems(cpu_pools=[], tpu_slices=[tpu_slice()], cluster={"existing": {"name": "shared"}}) == [], "it has nodes of its own"


@pytest.mark.parametrize(
    ("sections", "path", "transport"),
    [
        ({"gpu_pools": "a3-megagpu-8g"}, "gpu_pools[0].machine_type", "GPUDirect-TCPXO"),
        ({"tpu_slices": "v6e"}, "tpu_slices[0].topology", "ICI inside the slice, DCN over two gVNICs"),
    ],
)
def test_a_fabric_needs_an_existing_cluster_with_multi_networking(sections, path, transport, problems, gpu_pool, tpu_slice):
    asked = {"gpu_pools": [gpu_pool()]} if "gpu_pools" in sections else {"tpu_slices": [tpu_slice(generation="v6e")]}
    assert problems(cluster={"existing": {"name": "shared"}}, **asked) == [
        f"{path}: needs {transport}, which takes a cluster made with multi-networking; shared is not said to have it. "
        "If it has, set cluster.existing.multi_networking: true"
    ]
    assert problems(cluster={"existing": {"name": "shared", "multi_networking": True}}, **asked) == []


def test_machines_without_a_fabric_go_into_any_cluster(problems, gpu_pool, tpu_slice):
    existing = {"existing": {"name": "shared"}}
    assert problems(cluster=existing, gpu_pools=[gpu_pool(machine_type="g2-standard-8")], tpu_slices=[tpu_slice()]) == []


@pytest.mark.parametrize(("machine", "wanted"), [("a3-megagpu-8g", True), ("a2-ultragpu-8g", False)])
def test_multi_networking_is_on_exactly_when_a_fabric_needs_it(machine, wanted, plan_of, gpu_pool):
    assert plan_of(gpu_pools=[gpu_pool(machine_type=machine)]).cluster.multi_networking is wanted, "rule NP21"


def test_drivers_of_storage_follow_the_storage_of_the_stack(plan_of, bucket, filestore):
    bare, full = plan_of().cluster.add_ons, plan_of(buckets=[bucket()], filestores=[filestore()]).cluster.add_ons
    assert (bare.gcs_fuse, bare.filestore, full.gcs_fuse, full.filestore) == (False, False, True, True)
    chosen = plan_of(buckets=[bucket()], cluster={"add_ons": {"gcs_fuse": False, "filestore": True}}).cluster.add_ons
    assert (chosen.gcs_fuse, chosen.filestore) == (False, True), "what is said wins"


def test_gpus_bring_their_metrics_and_jobset_can_be_left_out(plan_of, gpu_pool):
    with_gpus = plan_of(gpu_pools=[gpu_pool()]).cluster.monitoring_components
    without = plan_of(cluster={"add_ons": {"jobset": False}}).cluster.monitoring_components
    assert {"DCGM", "JOBSET", "SYSTEM_COMPONENTS"} <= set(with_gpus)
    assert not {"DCGM", "JOBSET"} & set(without)


def test_a_private_endpoint_is_open_to_the_nodes_and_what_is_named(plan_of):
    private = plan_of(cluster={"endpoint": "private", "authorized_cidrs": ["10.200.0.0/24"]}).cluster
    assert (private.dns_endpoint, private.authorized_cidrs) == (False, ("10.8.0.0/15", "10.200.0.0/24"))
    assert plan_of().cluster.authorized_cidrs == (), "the DNS endpoint has no address to open"


def test_a_private_endpoint_in_an_existing_network_opens_no_range_that_is_not_known(plan_of):
    existing = {"network": "shared", "subnet": "gke", "pods_range": "pods", "services_range": "services"}
    cluster = plan_of(network={"existing": existing}, cluster={"endpoint": "private", "authorized_cidrs": ["10.200.0.0/24"]}).cluster
    assert cluster.authorized_cidrs == ("10.200.0.0/24",)


def test_an_existing_cluster_gives_only_its_name_and_place(plan_of):
    cluster = plan_of(cluster={"existing": {"name": "shared", "location": "us-central1-b", "multi_networking": True}}).cluster
    assert (cluster.name, cluster.location, cluster.existing, cluster.multi_networking) == ("shared", "us-central1-b", True, True)
    assert plan_of(cluster={"existing": {"name": "shared"}}).cluster.location == "us-central1"


def test_the_cluster_is_guarded_with_the_stack(plan_of):
    assert plan_of().cluster.guarded
    assert not plan_of(deletion_guard=False).cluster.guarded


def test_pods_act_through_the_identity_pool_of_the_project(plan_of):
    assert plan_of().cluster.workload_pool == "acme-lab.svc.id.goog"
