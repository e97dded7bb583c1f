"""The NCCL plug-ins that GPUDirect fabrics need, derived from the machines: what is installed on which nodes, and what a job must carry.

Owns the choice of nodes and the job's side for the networks of this stack. Facts: catalog/collective_plugins.py and catalog/daemon_sets.py.
Pods of users are not made here; what they need is told, on the plan page and in the outputs of the stack.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aidc.blueprint.accelerator_network import AcceleratorNetworkPlan
from aidc.blueprint.cluster import ClusterPlan
from aidc.blueprint.daemon_set import DaemonSetPlan
from aidc.blueprint.errors import Problem
from aidc.blueprint.gpu_pool import GpuPoolPlan
from aidc.blueprint.schema import Blueprint
from aidc.catalog.collective_plugins import COLLECTIVE_PLUGINS, NVIDIA_DRA_DRIVER, CollectivePlugin, Sidecar
from aidc.catalog.gpu_machines import GpuMachine

SETTINGS_NAMESPACE = "default"
DEVICE_CLASS = "mrdma.google.com"
"""What GKE's DRANET calls an RDMA interface (GKE documentation, allocate network resources by DRA)."""


@dataclass(frozen=True, slots=True)
class JobNetworkPlan:
    """The annotations by which a pod of a job gets the interfaces of one accelerator network, and its sidecar the devices."""

    network: str
    annotations: dict[str, str]


@dataclass(frozen=True, slots=True)
class CollectivePluginPlan:
    """The plug-in of one fabric in use."""

    fabric: str
    transport: str
    machine_types: tuple[str, ...]
    managed: bool
    plugin: CollectivePlugin
    daemon_sets: tuple[DaemonSetPlan, ...]
    """None where somebody else installs them, or where another fabric of the stack has the same one already."""
    settings_name: str
    """ConfigMap in the namespace default with the environment of a job; empty where somebody else installs."""
    job_networks: tuple[JobNetworkPlan, ...]
    """Empty where pods claim their interfaces (DRANET) instead of naming networks."""
    prerequisites: tuple[str, ...]


def plan_collective_plugins(
    gpu_pools: tuple[GpuPoolPlan, ...], networks: tuple[AcceleratorNetworkPlan, ...], cluster: ClusterPlan, closed: bool
) -> tuple[CollectivePluginPlan, ...]:
    """Decide one plug-in for each GPUDirect fabric, in the order of first use. `closed` says that nodes reach Google's APIs only."""
    machines: dict[str, list[GpuMachine]] = {}
    for pool in gpu_pools:
        if pool.machine.family.fabric.name in COLLECTIVE_PLUGINS:
            machines.setdefault(pool.machine.family.fabric.name, []).append(pool.machine)
    managed = cluster.collective_plugins == "managed"
    sets = _daemon_sets(machines) if managed else {}
    return tuple(
        CollectivePluginPlan(
            fabric=fabric,
            transport=using[0].family.fabric.transport,
            machine_types=tuple(dict.fromkeys(machine.name for machine in using)),
            managed=managed,
            plugin=COLLECTIVE_PLUGINS[fabric],
            daemon_sets=sets.get(fabric, ()),
            settings_name=f"nccl-{fabric}" if managed else "",
            job_networks=tuple(
                _job_network(COLLECTIVE_PLUGINS[fabric], network)
                for network in networks
                # Interfaces of other fabrics are claimed (DRANET), not named: the two manage the same NICs.
                if network.fabric == fabric and using[0].family.fabric.needs_multi_networking
            ),
            prerequisites=tuple(_prerequisites(COLLECTIVE_PLUGINS[fabric], cluster, managed, closed)),
        )
        for fabric, using in machines.items()
    )


def _daemon_sets(machines: dict[str, list[GpuMachine]]) -> dict[str, tuple[DaemonSetPlan, ...]]:
    """Return the DaemonSets of each fabric. One that two fabrics need stands once, with the first, on the nodes of both."""
    users: dict[str, list[GpuMachine]] = {}
    for fabric, using in machines.items():
        for fact in COLLECTIVE_PLUGINS[fabric].daemon_sets:
            users.setdefault(fact.name, []).extend(using)
    planned: dict[str, tuple[DaemonSetPlan, ...]] = {}
    for fabric in machines:
        given = {one.fact.name for before in planned.values() for one in before}
        planned[fabric] = tuple(
            DaemonSetPlan(
                fact,
                tuple(dict.fromkeys(machine.family.gpu.gke_accelerator for machine in users[fact.name])),
                tuple(dict.fromkeys(machine.name for machine in users[fact.name])),
            )
            for fact in COLLECTIVE_PLUGINS[fabric].daemon_sets
            if fact.name not in given
        )
    return planned


def _job_network(plugin: CollectivePlugin, network: AcceleratorNetworkPlan) -> JobNetworkPlan:
    rdma = any(subnet.device_mode == "RDMA" for subnet in network.subnets)
    asked = [{"interfaceName": "eth0", "network": "default"}]
    for index, subnet in enumerate(network.subnets, start=1):
        # Of a RoCE fabric a job takes the RDMA interfaces; the gVNIC beside them keeps its number.
        if subnet.device_mode == "RDMA" or not rdma:
            asked.append({"interfaceName": f"eth{index}", "network": subnet.pod_network})
    annotations = {"networking.gke.io/default-interface": "eth0", "networking.gke.io/interfaces": json.dumps(asked, separators=(",", ":"))}
    if plugin.sidecar:
        devices = [{"path": device} for device in plugin.sidecar.devices]
        annotations[f"devices.gke.io/container.{plugin.sidecar.name}"] = json.dumps(devices, separators=(",", ":"))
    return JobNetworkPlan(network.key, annotations)


def _prerequisites(plugin: CollectivePlugin, cluster: ClusterPlan, managed: bool, closed: bool) -> Iterator[str]:
    yield from plugin.prerequisites
    if closed and NVIDIA_DRA_DRIVER in plugin.prerequisites:
        yield "egress is restricted: mirror the chart and images of NVIDIA's DRA driver into Artifact Registry, their registries are out of reach"
    if cluster.asks_a_policy_of_others and managed:
        folders = dict.fromkeys(image.repository.rpartition("/")[0] for fact in plugin.daemon_sets for image in fact.images)
        yield f"Binary Authorization is on: its policy has to admit {', '.join(folders)}"


def plugin_incoherences(blueprint: Blueprint) -> Iterator[Problem]:
    """Yield a switch that switches nothing."""
    choice = blueprint.cluster.collective_plugins
    if choice is not None and not any(
        pool.machine and pool.machine.family.fabric.name in COLLECTIVE_PLUGINS for pool in blueprint.gpu_pools
    ):
        yield Problem(
            0, "cluster.collective_plugins", f"is {choice}, but no machine here has GPUDirect, which alone needs a plug-in. Remove it"
        )


def what_jobs_carry(plan: CollectivePluginPlan) -> dict[str, Any]:
    """Return, as plain data, what a pod of a job needs so that its collectives go over this fabric: for outputs and documents."""
    plugin = plan.plugin
    return {
        "plugin": f"{plugin.name} {plugin.version}",
        "source": f"{plugin.source.text}, read {plugin.source.read_on}",
        "installed": {one.fact.name: [image.reference for image in one.fact.images] for one in plan.daemon_sets},
        "machine_types": list(plan.machine_types),
        "settings": dict(plugin.settings),
        "settings_config_map": f"{SETTINGS_NAMESPACE}/{plan.settings_name}" if plan.settings_name else None,
        "profile": plugin.profile or None,
        "folders": {folder.host_path: folder.path for folder in plugin.folders},
        "sidecar": _plain_sidecar(plugin.sidecar) if plugin.sidecar else None,
        "job_image": plugin.job_image.reference if plugin.job_image else None,
        "job_image_needs": plugin.job_image_needs or None,
        "annotations": {network.network: network.annotations for network in plan.job_networks},
        "claims": {} if plan.job_networks else {DEVICE_CLASS: plugin.rdma_devices},
        "proof": f"Using network {plugin.network}",
        "prerequisites": list(plan.prerequisites),
    }


def _plain_sidecar(sidecar: Sidecar) -> dict[str, Any]:
    return {
        "name": sidecar.name,
        "image": sidecar.image.reference,
        "command": list(sidecar.command),
        "capabilities": list(sidecar.capabilities),
        "folders": {folder.host_path: folder.path for folder in sidecar.folders},
        "environment": dict(sidecar.environment),
    }
