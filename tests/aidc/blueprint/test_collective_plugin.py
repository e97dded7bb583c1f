"""The plug-ins of collectives: derived from the machines, one for each GPUDirect fabric, on the nodes of its machines only."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from aidc.blueprint.collective_plugin import plan_collective_plugins, what_jobs_carry
from aidc.catalog.collective_plugins import NVIDIA_DRA_DRIVER
from aidc.catalog.fabrics import ROCE_4

EXISTING = {"name": "shared", "multi_networking": True}
MEGA = {"machine_type": "a3-megagpu-8g"}
HIGH = {"name": "high", "machine_type": "a3-highgpu-8g"}
A4 = {"name": "a4", "machine_type": "a4-highgpu-8g", "zones": ["us-central1-b"]}
ULTRA = {"name": "ultra", "machine_type": "a3-ultragpu-8g", "zones": ["us-central1-b"]}


@pytest.fixture
def plugins(plan_of, gpu_pool):
    """Return the plug-ins of some GPU pools by fabric."""

    def planned(*pools, **sections):
        plan = plan_of(gpu_pools=[gpu_pool(**pool) for pool in pools], **sections)
        return {plugin.fabric: plugin for plugin in plan.collective_plugins}

    return planned


def _nodes(plugin):
    return {one.fact.name: (one.accelerators, one.machine_types) for one in plugin.daemon_sets}


def test_machines_without_gpudirect_need_no_plug_in(plan_of, plugins, tpu_slice):
    assert plugins({"machine_type": "a2-ultragpu-8g"}) == {}
    assert plan_of(tpu_slices=[tpu_slice(generation="v6e", topology="16x16")]).collective_plugins == ()


def test_a3_mega_gets_its_installer_and_the_injector_on_its_nodes_only(plugins):
    plugin = plugins(MEGA)["tcpxo"]
    where = (("nvidia-h100-mega-80gb",), ("a3-megagpu-8g",))
    assert _nodes(plugin) == {"nccl-tcpxo-installer": where, "device-injector": where}
    assert (plugin.managed, plugin.settings_name, plugin.prerequisites) == (True, "nccl-tcpxo", ())


def test_a_small_a3_high_has_the_gpu_but_not_the_fabric_and_gets_nothing(plugins):
    small = {"name": "small", "machine_type": "a3-highgpu-1g", "capacity": {"mode": "spot"}}
    assert _nodes(plugins(HIGH, small)["tcpx"])["nccl-tcpx-installer"] == (("nvidia-h100-80gb",), ("a3-highgpu-8g",))
    assert plugins(small) == {}


def test_a3_ultra_and_a4_share_one_installer(plugins):
    assert _nodes(plugins(A4, ULTRA)["roce8"]) == {
        "nccl-rdma-installer": (("nvidia-b200", "nvidia-h200-141gb"), ("a4-highgpu-8g", "a3-ultragpu-8g"))
    }


def test_an_injector_that_two_fabrics_need_stands_once_on_the_nodes_of_both(plugins):
    both = plugins(MEGA, HIGH)
    assert _nodes(both["tcpxo"])["device-injector"] == (("nvidia-h100-mega-80gb", "nvidia-h100-80gb"), ("a3-megagpu-8g", "a3-highgpu-8g"))
    assert list(_nodes(both["tcpx"])) == ["nccl-tcpx-installer"]


def test_a_job_of_a3_mega_names_the_eight_networks_of_the_stack_and_the_devices_of_its_daemon(plugins):
    [network] = plugins(MEGA)["tcpxo"].job_networks
    assert json.loads(network.annotations["networking.gke.io/interfaces"]) == [
        {"interfaceName": "eth0", "network": "default"},
        *({"interfaceName": f"eth{index + 1}", "network": f"tcpxo-a-gpu-{index}"} for index in range(8)),
    ]
    assert network.annotations["networking.gke.io/default-interface"] == "eth0"
    devices = json.loads(network.annotations["devices.gke.io/container.tcpxo-daemon"])
    assert [device["path"] for device in devices] == [
        *(f"/dev/nvidia{index}" for index in range(8)),
        *("/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/dmabuf_import_helper"),
    ]


def test_a_job_of_a4_takes_the_rdma_interfaces_under_the_numbers_they_have_on_the_node(plugins):
    [network] = plugins(A4)["roce8"].job_networks
    asked = json.loads(network.annotations["networking.gke.io/interfaces"])
    assert [one["interfaceName"] for one in asked] == ["eth0", *(f"eth{index}" for index in range(2, 10))]
    assert [one["network"] for one in asked[1:]] == [f"roce8-b-rdma-{index}" for index in range(8)]
    assert set(network.annotations) == {"networking.gke.io/default-interface", "networking.gke.io/interfaces"}


def test_pools_in_two_zones_have_annotations_of_their_own(plugins):
    found = plugins(MEGA, {"name": "c", "zones": ["us-central1-c"]})
    assert [network.network for network in found["tcpxo"].job_networks] == ["tcpxo-a", "tcpxo-c"]


@pytest.mark.parametrize(
    ("cluster", "managed"),
    [
        ({}, True),
        ({"collective_plugins": "none"}, False),
        ({"existing": EXISTING}, False),
        ({"existing": EXISTING, "collective_plugins": "managed"}, True),
    ],
    ids=["own", "own, none", "existing", "existing, managed"],
)
def test_plug_ins_are_installed_on_an_own_cluster_and_on_an_existing_one_when_asked(cluster, managed, plugins):
    plugin = plugins(MEGA, cluster=cluster)["tcpxo"]
    assert (plugin.managed, bool(plugin.daemon_sets), bool(plugin.settings_name)) == (managed, managed, managed)
    assert plugin.job_networks, "the job carries the same, whoever installs"


def test_a_switch_that_switches_nothing_is_refused(problems, gpu_pool):
    asked = {"cluster": {"collective_plugins": "none"}}
    expected = "cluster.collective_plugins: is none, but no machine here has GPUDirect, which alone needs a plug-in. Remove it"
    assert problems(**asked) == [expected]
    assert problems(**asked, gpu_pools=[gpu_pool(machine_type="a2-ultragpu-8g")]) == [expected]
    assert problems(**asked, gpu_pools=[gpu_pool()]) == []


def test_binary_authorization_has_to_admit_what_is_installed(plugins):
    said = "Binary Authorization is on: its policy has to admit us-docker.pkg.dev/gce-ai-infra/gpudirect-gib, gke.gcr.io"
    assert plugins(A4, cluster={"binary_authorization": True})["roce8"].prerequisites == (said,)
    assert plugins(A4, cluster={"binary_authorization": True, "collective_plugins": "none"})["roce8"].prerequisites == ()


def test_restricted_egress_reaches_every_image_so_nothing_is_to_be_mirrored(plugins):
    assert plugins(MEGA, A4, network={"egress": "restricted"})["tcpxo"].prerequisites == ()


def test_what_jobs_carry_is_plain_data(plugins):
    for plugin in plugins(MEGA, HIGH, A4).values():
        carried = what_jobs_carry(plugin)
        assert json.loads(json.dumps(carried)) == carried
        assert carried["settings_config_map"] == f"default/{plugin.settings_name}"
        assert carried["proof"] == f"Using network {plugin.plugin.network}"
        assert (carried["sidecar"] is None) == (plugin.fabric == "roce8")


@pytest.fixture
def rack(plan_of, gpu_pool):
    """Return the plug-in of a pool on the fabric of a rack, with networks of the stack or with interfaces that are claimed."""

    def planned(closed, claimed):
        plan = plan_of(gpu_pools=[gpu_pool(**A4)])
        fabric = replace(ROCE_4, needs_multi_networking=not claimed)
        [pool] = plan.gpu_pools
        machine = replace(pool.machine, family=replace(pool.machine.family, fabric=fabric))
        networks = tuple(replace(network, fabric="roce4") for network in plan.accelerator_networks)
        [plugin] = plan_collective_plugins((replace(pool, machine=machine),), networks, plan.cluster, closed)
        return plugin

    return planned


def test_a_rack_needs_nvidias_driver_first_and_a_mirror_of_it_where_its_registry_is_out_of_reach(rack):
    assert rack(closed=False, claimed=False).prerequisites == (NVIDIA_DRA_DRIVER,)
    assert rack(closed=True, claimed=False).prerequisites == (
        NVIDIA_DRA_DRIVER,
        "egress is restricted: mirror the chart and images of NVIDIA's DRA driver into Artifact Registry, their registries are out of reach",
    )


def test_a_job_names_networks_or_claims_devices_and_never_both(rack):
    named, claimed = (what_jobs_carry(rack(closed=False, claimed=claimed)) for claimed in (False, True))
    assert (list(named["annotations"]), named["claims"]) == (["roce8-b"], {})
    assert (claimed["annotations"], claimed["claims"]) == ({}, {"mrdma.google.com": 4})
