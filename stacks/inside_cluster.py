"""What the stack declares inside its cluster: networks, plug-ins and local disks of accelerators, volumes, compute classes. In dependency order."""

from __future__ import annotations

import pulumi

from aidc.blueprint import Plan
from components.accelerator_network import AcceleratorNetwork
from components.cluster import Cluster

Mountable = tuple[pulumi.Output[str], pulumi.Output[str] | None]
"""Storage that a volume can name, and the address of a file system."""


def declare_inside_cluster(
    plan: Plan,
    cluster: Cluster,
    fabrics: dict[str, AcceleratorNetwork],
    mountable: dict[tuple[str, str], Mountable],
    pools: dict[str, dict[str, pulumi.Output[str]]],
) -> None:
    """Declare what lives in the cluster. `mountable` holds storage by noun and name, `pools` live pool names by entry and resource name."""
    networks = [fabric for fabric in plan.accelerator_networks if fabric.device_networks]
    plugins = [plugin for plugin in plan.collective_plugins if plugin.managed]
    raid = plan.local_ssd_raid if plan.local_ssd_raid and plan.local_ssd_raid.daemon_set else None
    if not any((networks, plugins, raid, plan.volumes, plan.bucket_volumes, plan.compute_classes)):
        return
    # The Kubernetes SDK takes half a second to import, and its types of pods and volumes half a second more; only stacks that need them pay.
    import pulumi_kubernetes as kubernetes

    inside = pulumi.ResourceOptions(provider=kubernetes.Provider("cluster", kubeconfig=cluster.kubeconfig, enable_server_side_apply=True))
    if networks:
        from components.pod_networks import PodNetworks

        for fabric in networks:
            PodNetworks(fabric, network=fabrics[fabric.key], opts=inside)
    if plugins:
        from components.collective_plugin import CollectivePlugin

        for plugin in plugins:
            CollectivePlugin(plugin, opts=inside)
    if raid:
        from components.local_ssd_raid import LocalSsdRaid

        LocalSsdRaid(raid, opts=inside)
    if plan.volumes:
        from components.volume import Volume

        for volume in plan.volumes:
            storage, address = mountable[volume.storage, volume.of]
            Volume(volume, storage=storage, address=address, opts=inside)
    if plan.bucket_volumes:
        from components.bucket_volume import BucketVolume

        for volume in plan.bucket_volumes:
            BucketVolume(volume, bucket=mountable["bucket", volume.bucket][0], opts=inside)
    if plan.compute_classes:
        from components.compute_class import ComputeClass

        live = {name: pool for entry in pools.values() for name, pool in entry.items()}
        for compute_class in plan.compute_classes:
            ComputeClass(compute_class, pools=live, opts=inside)
