"""The cluster and its accelerators: how interfaces reach pods, which machines can share a cluster, and versions of an existing one."""

from __future__ import annotations

import pytest

B = ["us-central1-b"]
RESERVED = {"mode": "reservation", "reservation": "block-a"}
METAL = {"machine_type": "a4x-maxgpu-4g-metal", "zones": B, "capacity": RESERVED}
MANAGED = {"accelerator_networks": "managed"}


def test_networks_of_tcpx_and_of_second_interfaces_of_g4_are_not_made_by_gke(problems, gpu_pool):
    pools = [
        gpu_pool(name="mega"),
        gpu_pool(name="high", machine_type="a3-highgpu-8g"),
        gpu_pool(name="g4", machine_type="g4-standard-384", zones=B),
        gpu_pool(name="ultra", machine_type="a3-ultragpu-8g", zones=B),
    ]
    end = "whose networks GKE does not make. Set cluster.accelerator_networks: stack, or put it into another cluster"
    assert problems(gpu_pools=pools, cluster=MANAGED) == [
        f"gpu_pools[0].machine_type: a3-megagpu-8g talks over GPUDirect-TCPXO, {end}",
        f"gpu_pools[1].machine_type: a3-highgpu-8g talks over GPUDirect-TCPX, {end}",
        f"gpu_pools[2].machine_type: g4-standard-384 talks over PCIe peer to peer inside the host, TCP over two gVNICs, {end}",
    ]


def test_managed_networks_leave_the_cluster_without_multi_networking(plan_of, gpu_pool, tpu_slice):
    plan = plan_of(
        cluster=MANAGED,
        gpu_pools=[gpu_pool(machine_type="a4-highgpu-8g", zones=B)],
        tpu_slices=[tpu_slice(generation="v6e", topology="4x4")],
    )
    assert plan.accelerator_networks == ()
    assert not plan.cluster.multi_networking, "device networks and DRA manage the same interfaces (rule NP20)"


def test_bare_metal_takes_a_cluster_that_is_neither_shielded_nor_multi_networked(plan_of, gpu_pool):
    cluster = plan_of(gpu_pools=[gpu_pool(**METAL)]).cluster
    assert (cluster.multi_networking, cluster.shielded) == (False, False), "rule NP18"
    assert plan_of(gpu_pools=[gpu_pool()]).cluster.shielded


@pytest.mark.parametrize(
    ("other", "way"),
    [
        ({"machine_type": "a3-megagpu-8g"}, "Put"),
        ({"machine_type": "a4-highgpu-8g", "zones": B}, "Set cluster.accelerator_networks: managed, or put"),
    ],
)
def test_bare_metal_shares_no_cluster_with_machines_that_need_multi_networking(other, way, problems, gpu_pool):
    pools = [gpu_pool(**METAL), gpu_pool(name="other", **other)]
    assert problems(gpu_pools=pools) == [
        f"gpu_pools[0].machine_type: a4x-maxgpu-4g-metal takes a cluster without multi-networking, which {other['machine_type']} needs: "
        f"the two cannot share one. {way} one of them into another cluster"
    ]
    if way != "Put":
        assert problems(gpu_pools=pools, cluster=MANAGED) == []


def test_an_existing_cluster_with_multi_networking_takes_no_bare_metal(problems, gpu_pool):
    existing = {"existing": {"name": "shared", "multi_networking": True}}
    assert problems(gpu_pools=[gpu_pool(**METAL)], cluster=existing) == [
        "gpu_pools[0].machine_type: a4x-maxgpu-4g-metal takes a cluster without multi-networking; shared has it"
    ]


def test_a_machine_is_too_new_for_an_older_cluster(problems, gpu_pool, tpu_slice):
    old = {"existing": {"name": "shared", "multi_networking": True, "version": "1.32.2-gke.1500000"}}
    pools = [gpu_pool(machine_type="a4-highgpu-8g", zones=B, nodes={"min": 0, "max": 2}, capacity=["on-demand", "flex-start"])]
    slices = [tpu_slice(generation="tpu7x", topology="2x2x1", zone="us-central1-c")]
    assert problems(gpu_pools=pools, tpu_slices=slices, cluster=old) == [
        "gpu_pools[0].machine_type: a4-highgpu-8g by flex-start needs GKE 1.32.2-gke.1652000 or newer; shared has 1.32.2-gke.1500000",
        "tpu_slices[0].topology: tpu7x-standard-4t by on-demand needs GKE 1.34.3-gke.1318000 or newer; shared has 1.32.2-gke.1500000",
    ]
    new = {"existing": {**old["existing"], "version": "1.35.8-gke.1036000"}}
    assert problems(gpu_pools=pools, tpu_slices=slices, cluster=new) == []


def test_managed_networks_need_a_new_cluster(problems, gpu_pool):
    old = {"existing": {"name": "shared", "version": "1.34.0-gke.1"}, **MANAGED}
    assert problems(gpu_pools=[gpu_pool(machine_type="a4-highgpu-8g", zones=B)], cluster=old) == [
        "cluster.accelerator_networks: managed needs GKE 1.34.1-gke.1829001 or newer; shared has 1.34.0-gke.1"
    ]


def test_a_version_is_written_as_gke_writes_it(problems):
    assert problems(cluster={"existing": {"name": "shared", "version": "1.35"}}, cpu_pools=[]) == [
        "cluster.existing.version: '1.35' is not a GKE version; write it as 1.35.8-gke.1036000"
    ]


def test_lustre_needs_a_cluster_whose_driver_has_no_legacy_port(problems):
    lustres = [{"name": "scratch", "tier": 1000, "capacity_gib": 9000}]
    old = {"existing": {"name": "shared", "version": "1.33.1-gke.1"}}
    assert problems(lustres=lustres, cluster=old) == [
        "cluster.existing.version: is missing a driver for Managed Lustre that needs no legacy port: shared has 1.33.1-gke.1, "
        "the driver 1.33.2-gke.4780000. Upgrade it, or remove lustres"
    ]
    assert problems(lustres=lustres, cluster={"existing": {"name": "shared", "version": "1.33.2-gke.4780000"}}) == []
