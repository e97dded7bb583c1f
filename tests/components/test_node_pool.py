"""The settings of every machine's node pool, compared whole: complete for the machine, and nothing that must be absent."""

from __future__ import annotations

from typing import Any

import pytest

KEY = "projects/acme-lab/locations/us-central1/keyRings/r/cryptoKeys/disks"
NO_RESERVATION = {"consumeReservationType": "NO_RESERVATION"}


def node(machine_type: str, disk_type: str, pool: str, **more: Any) -> dict[str, Any]:
    """Return the node configuration that all machines share, and what one adds to it."""
    labels = more.pop("labels", {"aidc/pool": pool})
    return {
        "machineType": machine_type,
        "imageType": "COS_CONTAINERD",
        "serviceAccount": "lab-nodes@acme-lab.iam.gserviceaccount.com",
        "oauthScopes": ["https://www.googleapis.com/auth/cloud-platform"],
        "bootDisk": {"diskType": disk_type, "sizeGb": 100.0},
        "bootDiskKmsKey": KEY,
        "reservationAffinity": NO_RESERVATION,
        "gvnic": {"enabled": True},
        "gcfsConfig": {"enabled": True},
        "labels": labels,
        "tags": ["lab-node"],
        "resourceLabels": {"stack": "lab", "environment": "dev", "managed-by": "aidc", "aidc-pool": pool},
        "metadata": {"disable-legacy-endpoints": "true"},
        "shieldedInstanceConfig": {"enableSecureBoot": True, "enableIntegrityMonitoring": True},
        "workloadMetadataConfig": {"mode": "GKE_METADATA"},
        "kubeletConfig": {"insecureKubeletReadonlyPortEnabled": "FALSE"},
        **more,
    }


def gpus(accelerator: str, count: int) -> list[dict[str, Any]]:
    return [{"type": accelerator, "count": float(count), "gpuDriverInstallationConfig": {"gpuDriverVersion": "DEFAULT"}}]


def interfaces(*pairs: tuple[str, str]) -> dict[str, Any]:
    extra = [{"network": network, "subnetwork": subnet} for network, subnet in pairs]
    return {"enablePrivateNodes": True, **({"additionalNodeNetworkConfigs": extra} if extra else {})}


def pool(name: str, zone: str, pods: int, network: dict[str, Any], config: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return the whole input of an accelerator's node pool, its name in the cloud left out."""
    return {
        "project": "acme-lab",
        "cluster": "lab",
        "location": "us-central1",
        "nodeLocations": [f"us-central1-{zone}"],
        "maxPodsPerNode": float(pods),
        "management": {"autoRepair": True, "autoUpgrade": True},
        "upgradeSettings": {"strategy": "SURGE", "maxSurge": 0.0, "maxUnavailable": 1.0},
        "networkConfig": network,
        "nodeConfig": config,
        **more,
    }


COMPACT = {"placementPolicy": {"type": "COMPACT"}}
TCPX = interfaces(*[(f"lab-tcpx-a-gpu-{index}", f"lab-tcpx-a-gpu-{index}-sub-0") for index in range(4)])
TCPXO = interfaces(*[(f"lab-tcpxo-a-gpu-{index}", f"lab-tcpxo-a-gpu-{index}-sub-0") for index in range(8)])
ROCE = interfaces(
    ("lab-roce8-b-host", "lab-roce8-b-host-sub-0"), *[("lab-roce8-b-rdma", f"lab-roce8-b-rdma-sub-{index}") for index in range(8)]
)
DCN = interfaces(("lab-dcn-a-dcn", "lab-dcn-a-dcn-sub-0"))


def local_ssd(disks: int) -> dict[str, Any]:
    return {"ephemeralStorageLocalSsdConfig": {"localSsdCount": float(disks)}}


GPU_MACHINES = {
    "g2-standard-8": (
        "a",
        pool("gpus", "a", 110, interfaces(), node("g2-standard-8", "pd-balanced", "gpus", guestAccelerators=gpus("nvidia-l4", 1))),
    ),
    "a2-ultragpu-8g": (
        "a",
        pool(
            "gpus",
            "a",
            110,
            interfaces(),
            node(
                "a2-ultragpu-8g",
                "pd-balanced",
                "gpus",
                guestAccelerators=gpus("nvidia-a100-80gb", 8),
                fastSocket={"enabled": True},
                **local_ssd(8),
            ),
            **COMPACT,
        ),
    ),
    "a3-highgpu-8g": (
        "a",
        pool(
            "gpus",
            "a",
            110,
            TCPX,
            node("a3-highgpu-8g", "pd-balanced", "gpus", guestAccelerators=gpus("nvidia-h100-80gb", 8), **local_ssd(16)),
            **COMPACT,
        ),
    ),
    "a3-megagpu-8g": (
        "a",
        pool(
            "gpus",
            "a",
            32,
            TCPXO,
            node("a3-megagpu-8g", "pd-balanced", "gpus", guestAccelerators=gpus("nvidia-h100-mega-80gb", 8), **local_ssd(16)),
            **COMPACT,
        ),
    ),
    "a3-ultragpu-8g": (
        "b",
        pool(
            "gpus",
            "b",
            110,
            ROCE,
            node("a3-ultragpu-8g", "hyperdisk-balanced", "gpus", guestAccelerators=gpus("nvidia-h200-141gb", 8), **local_ssd(32)),
            **COMPACT,
        ),
    ),
    "a4-highgpu-8g": (
        "b",
        pool(
            "gpus",
            "b",
            110,
            ROCE,
            node("a4-highgpu-8g", "hyperdisk-balanced", "gpus", guestAccelerators=gpus("nvidia-b200", 8), **local_ssd(32)),
            **COMPACT,
        ),
    ),
}


def without_name(inputs: Any) -> dict[str, Any]:
    return {key: value for key, value in inputs.items() if key != "name"}


@pytest.mark.parametrize("machine", GPU_MACHINES)
def test_a_gpu_pool_is_complete_for_its_machine_and_has_nothing_else(machine: str, declared_pool):
    zone, expected = GPU_MACHINES[machine]
    inputs = declared_pool(
        "gpu_pools", name="gpus", machine_type=machine, nodes=2, zones=[f"us-central1-{zone}"], capacity={"mode": "on-demand"}
    )
    assert without_name(inputs) == {**expected, "nodeCount": 2.0}


SLICES = {
    "v5e on one host": (
        {"generation": "v5e", "topology": "2x4"},
        pool("tpus", "a", 32, interfaces(), node("ct5lp-hightpu-8t", "pd-balanced", "tpus"), nodeCount=1.0),
    ),
    "v5e on four hosts": (
        {"generation": "v5e", "topology": "4x4"},
        pool(
            "tpus",
            "a",
            15,
            interfaces(),
            node("ct5lp-hightpu-4t", "pd-balanced", "tpus"),
            nodeCount=4.0,
            placementPolicy={"type": "COMPACT", "tpuTopology": "4x4"},
        ),
    ),
    "v6e on one host": (
        {"generation": "v6e", "topology": "1x1"},
        pool("tpus", "a", 32, interfaces(), node("ct6e-standard-1t", "hyperdisk-balanced", "tpus"), nodeCount=1.0),
    ),
    "v6e on one host of four chips": (
        {"generation": "v6e", "topology": "2x2"},
        pool("tpus", "a", 32, DCN, node("ct6e-standard-4t", "hyperdisk-balanced", "tpus"), nodeCount=1.0),
    ),
    "v6e on 64 hosts": (
        {"generation": "v6e", "topology": "16x16"},
        pool(
            "tpus",
            "a",
            15,
            DCN,
            node("ct6e-standard-4t", "hyperdisk-balanced", "tpus"),
            nodeCount=64.0,
            placementPolicy={"type": "COMPACT", "tpuTopology": "16x16"},
        ),
    ),
    "v5p on one host": (
        {"generation": "v5p", "topology": "2x2x1"},
        pool("tpus", "a", 32, interfaces(), node("ct5p-hightpu-4t", "pd-balanced", "tpus"), nodeCount=1.0),
    ),
    "v5p on 32 hosts": (
        {"generation": "v5p", "topology": "4x4x8"},
        pool(
            "tpus",
            "a",
            15,
            interfaces(),
            node("ct5p-hightpu-4t", "pd-balanced", "tpus"),
            nodeCount=32.0,
            placementPolicy={"type": "COMPACT", "tpuTopology": "4x4x8"},
        ),
    ),
}


@pytest.mark.parametrize("shape", SLICES)
def test_a_slice_is_complete_for_its_shape_and_has_nothing_else(shape: str, declared_pool):
    entry, expected = SLICES[shape]
    inputs = declared_pool("tpu_slices", name="tpus", capacity={"mode": "on-demand"}, **entry)
    expected["nodeConfig"]["labels"] = {"aidc/pool": "tpus", "aidc/slice": "tpus"}
    assert without_name(inputs) == expected


def test_each_slice_of_a_multi_slice_is_an_atomic_pool_of_its_own(declared_pools):
    pools = declared_pools("tpu_slices", name="tpus", generation="v6e", topology="16x16", slices=2, capacity={"mode": "on-demand"})
    assert [resource.name for resource in pools] == ["tpus-0", "tpus-1"]
    assert [resource.inputs["nodeCount"] for resource in pools] == [64.0, 64.0]
    assert len({resource.inputs["name"] for resource in pools}) == 2
    assert [resource.inputs["nodeConfig"]["labels"]["aidc/slice"] for resource in pools] == ["tpus-0", "tpus-1"]


def test_a_cpu_pool_is_complete_and_surges(declared_pool):
    inputs = declared_pool("cpu_pools", name="system", machine_type="n2-standard-4", nodes=4)
    assert without_name(inputs) == {
        **pool("system", "a", 64, interfaces(), node("n2-standard-4", "pd-balanced", "system")),
        "nodeLocations": ["us-central1-a", "us-central1-b"],
        "nodeCount": 2.0,
        "upgradeSettings": {"strategy": "SURGE", "maxSurge": 1.0, "maxUnavailable": 0.0},
    }


RESERVED = {"mode": "reservation", "reservation": "block-a", "reservation_project": "acme-capacity", "block": "b-1", "sub_block": "s-2"}


@pytest.mark.parametrize(
    ("capacity", "nodes", "present", "absent"),
    [
        ({"mode": "on-demand"}, 2, {"reservationAffinity": NO_RESERVATION}, {"spot", "flexStart", "maxRunDuration"}),
        ({"mode": "spot"}, 2, {"spot": True, "reservationAffinity": NO_RESERVATION}, {"flexStart", "maxRunDuration"}),
        (
            {"mode": "flex-start", "max_run_hours": 24},
            {"min": 0, "max": 2},
            {"flexStart": True, "maxRunDuration": "86400s", "reservationAffinity": NO_RESERVATION},
            {"spot"},
        ),
        (
            RESERVED,
            2,
            {
                "reservationAffinity": {
                    "consumeReservationType": "SPECIFIC_RESERVATION",
                    "key": "compute.googleapis.com/reservation-name",
                    "values": ["projects/acme-capacity/reservations/block-a/reservationBlocks/b-1/reservationSubBlocks/s-2"],
                }
            },
            {"spot", "flexStart", "maxRunDuration"},
        ),
    ],
)
def test_capacity_is_told_by_exactly_its_own_flags(capacity, nodes, present, absent, declared_pool):
    inputs = declared_pool("gpu_pools", name="gpus", machine_type="a3-megagpu-8g", nodes=nodes, capacity=capacity)
    config = inputs["nodeConfig"]
    assert present.items() <= config.items()
    assert not absent & set(config), "rules NP01 to NP06: an absent flag is not the same as a false one"
    assert inputs["management"]["autoRepair"] is (capacity["mode"] != "flex-start")
    assert ("placementPolicy" in inputs) is (capacity["mode"] in {"on-demand", "spot"})


@pytest.mark.parametrize(
    ("section", "entry", "counts"),
    [
        ("gpu_pools", {"machine_type": "g2-standard-8", "nodes": 3}, {"nodeCount": 3.0}),
        (
            "gpu_pools",
            {"machine_type": "g2-standard-8", "nodes": {"min": 1, "max": 9}, "zones": ["us-central1-a", "us-central1-b"]},
            {
                "autoscaling": {"locationPolicy": "BALANCED", "totalMinNodeCount": 1.0, "totalMaxNodeCount": 9.0},
                "initialNodeCount": 1.0,
            },
        ),
        (
            "gpu_pools",
            {"machine_type": "g2-standard-8", "nodes": {"min": 0, "max": 9}, "capacity": {"mode": "spot"}},
            {"autoscaling": {"locationPolicy": "ANY", "totalMinNodeCount": 0.0, "totalMaxNodeCount": 9.0}, "initialNodeCount": 0.0},
        ),
        (
            "tpu_slices",
            {"generation": "v5e", "topology": "4x4", "capacity": {"mode": "flex-start"}},
            {"autoscaling": {"locationPolicy": "ANY", "minNodeCount": 0.0, "maxNodeCount": 4.0}, "initialNodeCount": 0.0},
        ),
        ("tpu_slices", {"generation": "v5e", "topology": "4x4", "capacity": {"mode": "spot"}}, {"nodeCount": 4.0}),
    ],
)
def test_a_pool_has_a_count_or_limits_and_never_both(section, entry, counts, declared_pool):
    inputs = declared_pool(section, name="p", **{"capacity": {"mode": "on-demand"}, **entry})
    of_counts = {key: value for key, value in inputs.items() if key in {"nodeCount", "autoscaling", "initialNodeCount"}}
    assert of_counts == counts, "rules NP10 to NP12"


def test_raw_local_ssd_replaces_the_ephemeral_block(declared_pool):
    config = declared_pool("gpu_pools", name="gpus", machine_type="a3-megagpu-8g", nodes=2, local_ssd="raw", capacity={"mode": "spot"})[
        "nodeConfig"
    ]
    assert config["localNvmeSsdBlockConfig"] == {"localSsdCount": 16.0}
    assert "ephemeralStorageLocalSsdConfig" not in config


def test_optional_local_ssd_is_attached_only_when_asked_for(declared_pool):
    entry = {"name": "gpus", "machine_type": "g2-standard-96", "nodes": 1, "capacity": {"mode": "spot"}}
    assert "ephemeralStorageLocalSsdConfig" not in declared_pool("gpu_pools", **entry)["nodeConfig"]
    asked = declared_pool("gpu_pools", **entry, local_ssd_disks=8)["nodeConfig"]
    assert asked["ephemeralStorageLocalSsdConfig"] == {"localSsdCount": 8.0}


def test_without_a_key_the_disks_are_googles_to_encrypt(declared_pool):
    inputs = declared_pool("cpu_pools", disk_key=None, name="system", machine_type="n2-standard-4", nodes=2)
    assert "bootDiskKmsKey" not in inputs["nodeConfig"]


def test_taints_labels_and_driver_of_the_user_reach_the_nodes(declared_pool):
    config = declared_pool(
        "gpu_pools",
        name="gpus",
        machine_type="g2-standard-8",
        nodes=1,
        capacity={"mode": "spot"},
        labels={"team": "vision"},
        taints=[{"key": "team", "value": "vision", "effect": "NO_EXECUTE"}],
        driver="LATEST",
        boot_disk={"type": "pd-ssd", "size_gib": 250},
    )["nodeConfig"]
    assert config["labels"] == {"aidc/pool": "gpus", "team": "vision"}
    assert config["taints"] == [{"key": "team", "value": "vision", "effect": "NO_EXECUTE"}]
    assert config["guestAccelerators"] == [
        {"type": "nvidia-l4", "count": 1.0, "gpuDriverInstallationConfig": {"gpuDriverVersion": "LATEST"}}
    ]
    assert config["bootDisk"] == {"diskType": "pd-ssd", "sizeGb": 250.0}


def test_what_gke_answers_by_itself_is_not_read_back_as_a_change(declared_pools):
    [resource] = declared_pools("gpu_pools", name="gpus", machine_type="g2-standard-8", nodes=1, capacity={"mode": "spot"})
    assert resource.options["ignoreChanges"] == [
        "initialNodeCount",
        "nodeConfig.ephemeralStorageLocalSsdConfig",
        "nodeConfig.localNvmeSsdBlockConfig",
    ], "traps T031 and T035"


@pytest.mark.parametrize("machine", ["a3-megagpu-8g", "g2-standard-8"])
def test_nothing_legacy_conflicting_or_versioned_is_ever_sent(machine: str, declared_pool):
    inputs = declared_pool("gpu_pools", name="gpus", machine_type=machine, nodes=2, capacity={"mode": "spot"})
    assert not {"version", "queuedProvisioning", "namePrefix"} & set(inputs), "traps T026, T038, T039"
    assert not {"preemptible", "sandboxConfig"} & set(inputs["nodeConfig"])
    assert "acceleratorNetworkProfile" not in inputs["networkConfig"], "it would clear the additional networks (trap T037)"
    assert inputs["upgradeSettings"]["strategy"] == "SURGE", "compact placement forbids BLUE_GREEN (rule NP07)"
