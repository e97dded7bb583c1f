"""Pools of the machines and modes that need something of their own: scheduler, workload policy, managed networks, sharing, bare metal."""

from __future__ import annotations

import pytest

GROWS = {"min": 0, "max": 4}
RESERVED = {"mode": "reservation", "reservation": "block-a"}


def gpu_pool(declared_pool, **fields):
    return declared_pool("gpu_pools", **{"name": "gpus", "nodes": 2, "capacity": {"mode": "on-demand"}, **fields})


@pytest.mark.parametrize("machine", ["a3-megagpu-8g", "a4-highgpu-8g"])
def test_a_queued_pool_waits_for_its_request_from_zero_and_without_placement(machine, declared_pool):
    zone = "us-central1-b" if machine.startswith("a4") else "us-central1-a"
    inputs = gpu_pool(declared_pool, machine_type=machine, zones=[zone], nodes=GROWS, capacity={"mode": "queued", "max_run_hours": 24})
    assert inputs["queuedProvisioning"] == {"enabled": True}
    assert inputs["autoscaling"] == {"totalMinNodeCount": 0.0, "totalMaxNodeCount": 4.0, "locationPolicy": "ANY"}
    assert inputs["initialNodeCount"] == 0
    assert inputs["management"] == {"autoRepair": False, "autoUpgrade": True}
    assert not {"nodeCount", "placementPolicy"} & set(inputs), "rules NP02 and NP03"
    config = inputs["nodeConfig"]
    assert config["reservationAffinity"] == {"consumeReservationType": "NO_RESERVATION"}, "rule NP01"
    assert (config["flexStart"], config["maxRunDuration"], config.get("spot")) == (True, "86400s", None)
    assert config["labels"]["cloud.google.com/gke-queued"] == "true"


def test_a_queued_slice_keeps_its_placement_and_grows_by_limits_for_the_zone(declared_pool):
    inputs = declared_pool("tpu_slices", name="tpus", generation="v5e", topology="4x4", capacity={"mode": "queued"})
    assert inputs["placementPolicy"] == {"type": "COMPACT", "tpuTopology": "4x4"}
    assert inputs["autoscaling"] == {"minNodeCount": 0.0, "maxNodeCount": 4.0, "locationPolicy": "ANY"}
    assert inputs["queuedProvisioning"] == {"enabled": True}


def test_a_booking_is_drawn_on_like_a_reservation(declared_pool):
    inputs = gpu_pool(declared_pool, machine_type="a3-megagpu-8g", nodes=GROWS, capacity={"mode": "calendar", "reservation": "july"})
    assert inputs["nodeConfig"]["reservationAffinity"] == {
        "consumeReservationType": "SPECIFIC_RESERVATION",
        "key": "compute.googleapis.com/reservation-name",
        "values": ["july"],
    }
    assert not {"flexStart", "spot"} & set(inputs["nodeConfig"])
    assert "queuedProvisioning" not in inputs


def test_an_nvlink_domain_is_placed_by_its_workload_policy(declared_pool):
    inputs = gpu_pool(declared_pool, machine_type="a4x-highgpu-4g", zones=["us-central1-b"], nodes=18, capacity=RESERVED)
    assert inputs["placementPolicy"] == {"type": "COMPACT", "policyName": "lab-workload-1x72"}, "rule NP17, trap T029"
    config = inputs["nodeConfig"]
    assert (config["machineType"], config["bootDisk"]["diskType"]) == ("a4x-highgpu-4g", "hyperdisk-balanced")
    assert not {"ephemeralStorageLocalSsdConfig", "localNvmeSsdBlockConfig", "spot", "flexStart"} & set(config)
    interfaces = inputs["networkConfig"]["additionalNodeNetworkConfigs"]
    assert [interface["network"] for interface in interfaces] == ["lab-roce4-b-host", *["lab-roce4-b-rdma"] * 4]


def test_bare_metal_has_nine_interfaces_eight_of_them_on_the_subnet_that_google_makes(declared_pool):
    inputs = gpu_pool(declared_pool, machine_type="a4x-maxgpu-4g-metal", zones=["us-central1-b"], nodes=18, capacity=RESERVED)
    host, *rdma = inputs["networkConfig"]["additionalNodeNetworkConfigs"]
    assert host == {"network": "lab-roce8-metal-b-host", "subnetwork": "lab-roce8-metal-b-host-sub-0"}
    assert rdma == [{"network": "lab-roce8-metal-b-rdma", "subnetwork": "default-subnet-1-lab-roce8-metal-b-rdma"}] * 8, "trap T053"
    assert "acceleratorNetworkProfile" not in inputs["networkConfig"]
    config = inputs["nodeConfig"]
    assert not {"gvnic", "shieldedInstanceConfig"} & set(config), "rule NP18"
    assert config["linuxNodeConfig"] == {"hugepagesConfig": {"hugepageSize2m": 4096.0}}, "trap T009"
    assert config["labels"]["cloud.google.com/gke-networking-dra-driver"] == "true"


def test_a_tpu7x_slice_of_several_hosts_names_its_policy_and_one_host_none(declared_pool):
    slices = {"name": "tpus", "generation": "tpu7x", "zone": "us-central1-c", "capacity": {"mode": "on-demand"}}
    many = declared_pool("tpu_slices", **slices, topology="4x4x4")
    assert many["placementPolicy"] == {"type": "COMPACT", "policyName": "lab-workload-4x4x4", "tpuTopology": "4x4x4"}, "traps T029, T030"
    assert many["nodeCount"] == 16
    one = declared_pool("tpu_slices", **slices, topology="2x2x1")
    assert "placementPolicy" not in one
    assert one["networkConfig"]["additionalNodeNetworkConfigs"] == [{"network": "lab-dcn-c-dcn", "subnetwork": "lab-dcn-c-dcn-sub-0"}]


@pytest.mark.parametrize(
    ("section", "entry"),
    [
        ("gpu_pools", {"machine_type": "a3-ultragpu-8g", "zones": ["us-central1-b"], "nodes": 2}),
        ("tpu_slices", {"generation": "v6e", "topology": "4x4"}),
    ],
)
def test_networks_that_gke_makes_are_asked_for_by_profile_and_nothing_is_attached_by_hand(section, entry, declared_pool):
    inputs = declared_pool(section, name="pool", capacity={"mode": "spot"}, cluster={"accelerator_networks": "managed"}, **entry)
    assert inputs["networkConfig"] == {"enablePrivateNodes": True, "acceleratorNetworkProfile": "auto"}, "trap T037"
    assert inputs["nodeConfig"]["labels"]["cloud.google.com/gke-networking-dra-driver"] == "true"


@pytest.mark.parametrize(
    ("sharing", "said"),
    [
        ({"partition": "1g.10gb"}, {"gpuPartitionSize": "1g.10gb"}),
        (
            {"strategy": "time-sharing", "clients_per_gpu": 4},
            {"gpuSharingConfig": {"gpuSharingStrategy": "TIME_SHARING", "maxSharedClientsPerGpu": 4.0}},
        ),
        ({"strategy": "mps", "clients_per_gpu": 8}, {"gpuSharingConfig": {"gpuSharingStrategy": "MPS", "maxSharedClientsPerGpu": 8.0}}),
        (
            {"partition": "3g.40gb", "strategy": "time-sharing", "clients_per_gpu": 2},
            {"gpuPartitionSize": "3g.40gb", "gpuSharingConfig": {"gpuSharingStrategy": "TIME_SHARING", "maxSharedClientsPerGpu": 2.0}},
        ),
    ],
)
def test_how_pods_share_a_gpu_is_told_with_the_accelerator(sharing, said, declared_pool):
    [accelerator] = gpu_pool(declared_pool, machine_type="a2-ultragpu-1g", sharing=sharing)["nodeConfig"]["guestAccelerators"]
    driver = {"gpuDriverInstallationConfig": {"gpuDriverVersion": "DEFAULT"}}
    assert accelerator == {"type": "nvidia-a100-80gb", "count": 1.0, **driver, **said}


def test_an_n1_machine_gets_the_gpus_that_are_named(declared_pool):
    inputs = gpu_pool(declared_pool, machine_type="n1-standard-32", gpu="nvidia-tesla-t4", gpus_per_node=4)
    assert inputs["nodeConfig"]["machineType"] == "n1-standard-32"
    assert [(one["type"], one["count"]) for one in inputs["nodeConfig"]["guestAccelerators"]] == [("nvidia-tesla-t4", 4.0)]


def test_confidential_nodes_image_caches_and_numa_alignment_reach_the_nodes(declared_pool):
    image = "projects/acme-lab/global/images/vllm"
    config = gpu_pool(
        declared_pool,
        machine_type="a3-highgpu-1g",
        capacity={"mode": "spot"},
        confidential="TDX",
        image_caches=[image],
        numa_aligned=True,
    )["nodeConfig"]
    assert config["confidentialNodes"] == {"enabled": True, "confidentialInstanceType": "TDX"}
    assert config["secondaryBootDisks"] == [{"diskImage": image, "mode": "CONTAINER_IMAGE_CACHE"}]
    assert config["gcfsConfig"] == {"enabled": True}, "a cache is used by image streaming"
    assert config["kubeletConfig"] == {
        "insecureKubeletReadonlyPortEnabled": "FALSE",
        "cpuManagerPolicy": "static",
        "memoryManager": {"policy": "Static"},
        "topologyManager": {"policy": "restricted", "scope": "pod"},
    }


def test_each_way_to_get_machines_is_a_pool_of_the_class(declared_pools):
    pools = declared_pools("gpu_pools", name="gpus", machine_type="a3-megagpu-8g", nodes=GROWS, capacity=[RESERVED, "flex-start", "spot"])
    assert [pool.name for pool in pools] == ["gpus", "gpus-flex-start", "gpus-spot"]
    key = "cloud.google.com/compute-class"
    for pool in pools:
        assert pool.inputs["nodeConfig"]["labels"][key] == "gpus"
        assert {"key": key, "value": "gpus", "effect": "NO_SCHEDULE"} in pool.inputs["nodeConfig"]["taints"]
        assert pool.inputs["autoscaling"]["totalMaxNodeCount"] == 4
    assert [pool.inputs["nodeConfig"].get("spot") for pool in pools] == [None, None, True]
    assert [pool.inputs["nodeConfig"].get("flexStart") for pool in pools] == [None, True, None]
