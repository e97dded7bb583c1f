"""The architecture on one page: providers, then components in dependency order."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_gcp as gcp

from aidc.blueprint import BlueprintError, Plan, load_object
from aidc.blueprint.collective_plugin import what_jobs_carry
from components.accelerator_network import AcceleratorNetwork
from components.access import Access
from components.bucket import Bucket
from components.budget import Budget
from components.cluster import Cluster
from components.cpu_pool import CpuPool
from components.disk import Disk
from components.filestore import Filestore
from components.gpu_pool import GpuPool
from components.image_policy import ImagePolicy
from components.keys import Keys
from components.lustre import Lustre
from components.network import Network
from components.node_pool import PoolInputs
from components.profile_role import ProfileRole
from components.registry import Registry
from components.reservation import Reservation
from components.services import Services
from components.storage_pool import StoragePool
from components.tpu_slice import TpuSlice
from components.tpu_vm import TpuVm, TpuVmInputs
from components.workload import Workload
from components.workload_policy import WorkloadPolicy
from stacks.inside_cluster import Mountable, declare_inside_cluster


def planned(blueprint: Any) -> Plan:
    """Return the plan of a blueprint. Raises pulumi.RunError, which Pulumi shows without a traceback, with every problem of the blueprint."""
    try:
        return load_object(blueprint).plan
    except BlueprintError as error:
        raise pulumi.RunError(f"the blueprint cannot be built\n{error}") from None


def declare(plan: Plan) -> dict[str, pulumi.Input[Any]]:
    """Declare everything in the plan and return the outputs of the stack."""
    project, region = plan.site.project, plan.site.region
    google = gcp.Provider("google", project=project, region=region)
    services = Services(plan.services, project=project, opts=pulumi.ResourceOptions(provider=google))
    # Nothing may call an API before it is enabled; Google's APIs give no value that could carry that order.
    enabled = pulumi.ResourceOptions(provider=google, depends_on=[services])

    keys = Keys(plan.keys, project=project, labels=plan.labels, opts=enabled)
    network = Network(plan.network, region=region, opts=enabled)
    fabrics = {fabric.key: AcceleratorNetwork(fabric, project=project, region=region, opts=enabled) for fabric in plan.accelerator_networks}
    buckets = _buckets(plan, keys, enabled)
    access = Access(plan.access, project=project, opts=enabled)
    filestores, lustres = _filestores(plan, keys, network, enabled), _lustres(plan, keys, network, enabled)
    disks = _disks(plan, keys, enabled)
    cluster = _cluster(plan, keys, network, access, services, google, enabled)
    registry = _registry(plan, keys, access, enabled)
    _workloads(plan, cluster, buckets, registry, enabled)
    reservations = {one.uri: Reservation(one, opts=enabled).reservation for one in plan.reservations if one.is_made_here}
    tpu_vms = _tpu_vms(plan, network, buckets, disks, services, google)
    inputs = _pool_inputs(plan, keys, access, cluster, fabrics, reservations, enabled)
    cpu_pools = {pool.name: CpuPool(pool, inputs=inputs, opts=enabled).node_pool for pool in plan.cpu_pools}
    gpu_pools = {entry.name: GpuPool(entry, inputs=inputs, opts=enabled).node_pools for entry in plan.gpu_pools}
    tpu_slices = {entry.name: TpuSlice(entry, inputs=inputs, opts=enabled).node_pools for entry in plan.tpu_slices}
    mountable = _mountable(filestores, lustres, disks) | _mountable_buckets(plan, cluster, buckets, enabled)
    declare_inside_cluster(plan, cluster, fabrics, mountable, {**gpu_pools, **tpu_slices})
    _budget(plan, services)
    return {
        "cluster": cluster.cluster,
        "network": network.network,
        "buckets": buckets,
        "registry": registry.addresses if registry else {},
        "filestores": {name: filestore.instance for name, filestore in filestores.items()},
        "lustres": {name: lustre.instance for name, lustre in lustres.items()},
        "disks": {name: disk.disk for name, disk in disks.items()},
        "reservations": {one.resource_name: reservations[one.uri] for one in plan.reservations if one.uri in reservations},
        "cpu_pools": cpu_pools,
        "gpu_pools": {name: list(pools.values()) for name, pools in gpu_pools.items()},
        "tpu_slices": {name: list(pools.values()) for name, pools in tpu_slices.items()},
        "tpu_vms": {name: entry.nodes for name, entry in tpu_vms.items()},
        "tpu_requests": {name: entry.request for name, entry in tpu_vms.items() if entry.request is not None},
        "collective_plugins": {plugin.fabric: what_jobs_carry(plugin) for plugin in plan.collective_plugins},
    }


def _cluster(
    plan: Plan, keys: Keys, network: Network, access: Access, services: Services, google: gcp.Provider, enabled: pulumi.ResourceOptions
) -> Cluster:
    # What runs there is judged from the first pod on.
    image_policy = [ImagePolicy(plan.image_policy, project=plan.site.project, opts=enabled)] if plan.image_policy else []
    return Cluster(
        plan.cluster,
        project=plan.site.project,
        network_plan=plan.network,
        network=network,
        etcd_key=keys.usable.get("etcd"),
        disk_key=keys.usable.get("disks"),
        node_account=access.node_account,
        # Its first nodes need the way out, the firewall and the names of Google's APIs, and its last ones too: no value carries that order.
        opts=pulumi.ResourceOptions(provider=google, depends_on=[services, network, *image_policy]),
    )


def _tpu_vms(
    plan: Plan, network: Network, buckets: dict[str, pulumi.Output[str]], disks: dict[str, Disk], services: Services, google: gcp.Provider
) -> dict[str, TpuVm]:
    # Like the first nodes of the cluster, they need the way out, the firewall and the names of Google's APIs.
    beside = pulumi.ResourceOptions(provider=google, depends_on=[services, network])
    own_disks = {name: disk.disk for name, disk in disks.items()}
    inputs = TpuVmInputs(plan.site.project, network.network, network.subnet, buckets, own_disks)
    return {entry.name: TpuVm(entry, inputs=inputs, opts=beside) for entry in plan.tpu_vms}


def _budget(plan: Plan, services: Services) -> None:
    if plan.budget.alarm is None:
        return
    # The Billing Budgets API refuses people's own credentials unless a project answers for the call.
    project = plan.site.project
    billing = gcp.Provider("billing", project=project, region=plan.site.region, billing_project=project, user_project_override=True)
    Budget(plan.budget.alarm, project=project, opts=pulumi.ResourceOptions(provider=billing, depends_on=[services]))


def _buckets(plan: Plan, keys: Keys, enabled: pulumi.ResourceOptions) -> dict[str, pulumi.Output[str]]:
    return {
        bucket.resource_name: Bucket(bucket, project=plan.site.project, key=keys.usable.get(bucket.key), opts=enabled).bucket
        for bucket in plan.buckets
    }


def _workloads(
    plan: Plan, cluster: Cluster, buckets: dict[str, pulumi.Output[str]], registry: Registry | None, enabled: pulumi.ResourceOptions
) -> None:
    repositories = registry.repositories if registry else {}
    for workload in plan.access.workloads:
        Workload(
            workload,
            project=plan.site.project,
            cluster=cluster.cluster,
            buckets=buckets,
            repositories=repositories,
            opts=enabled,
        )


def _filestores(plan: Plan, keys: Keys, network: Network, enabled: pulumi.ResourceOptions) -> dict[str, Filestore]:
    return {
        filestore.resource_name: Filestore(
            filestore,
            project=plan.site.project,
            network=network.network,
            private_services=network.private_services,
            key=keys.usable.get("filestores"),
            opts=enabled,
        )
        for filestore in plan.filestores
    }


def _lustres(plan: Plan, keys: Keys, network: Network, enabled: pulumi.ResourceOptions) -> dict[str, Lustre]:
    return {
        lustre.resource_name: Lustre(
            lustre,
            project=plan.site.project,
            network=network.network,
            private_services=network.private_services,
            key=keys.usable.get("lustres"),
            opts=enabled,
        )
        for lustre in plan.lustres
    }


def _disks(plan: Plan, keys: Keys, enabled: pulumi.ResourceOptions) -> dict[str, Disk]:
    project = plan.site.project
    pools = {pool.resource_name: StoragePool(pool, project=project, opts=enabled).pool for pool in plan.storage_pools}
    key = keys.usable.get("disks")
    return {
        disk.resource_name: Disk(disk, project=project, key=key, storage_pool=pools.get(disk.storage_pool), opts=enabled)
        for disk in plan.disks
    }


def _registry(plan: Plan, keys: Keys, access: Access, enabled: pulumi.ResourceOptions) -> Registry | None:
    if not plan.registry.repositories:
        return None
    key = keys.usable.get("registry")
    return Registry(plan.registry, project=plan.site.project, key=key, node_account=access.node_account, opts=enabled)


def _mountable_buckets(
    plan: Plan, cluster: Cluster, buckets: dict[str, pulumi.Output[str]], enabled: pulumi.ResourceOptions
) -> dict[tuple[str, str], Mountable]:
    if plan.profile_role is None:
        return {}
    role = ProfileRole(plan.profile_role, project=plan.site.project, cluster=cluster.cluster, buckets=buckets, opts=enabled)
    return {("bucket", name): (bucket, None) for name, bucket in role.granted.items()}


def _mountable(filestores: dict[str, Filestore], lustres: dict[str, Lustre], disks: dict[str, Disk]) -> dict[tuple[str, str], Mountable]:
    found: dict[tuple[str, str], Mountable] = {("filestore", name): (one.instance, one.address) for name, one in filestores.items()}
    found |= {("lustre", name): (one.instance, one.address) for name, one in lustres.items()}
    return found | {("disk", name): (one.disk, None) for name, one in disks.items()}


def _pool_inputs(
    plan: Plan,
    keys: Keys,
    access: Access,
    cluster: Cluster,
    fabrics: dict[str, AcceleratorNetwork],
    reservations: dict[str, pulumi.Output[str]],
    enabled: pulumi.ResourceOptions,
) -> PoolInputs:
    project, region = plan.site.project, plan.site.region
    policies = {one.topology: WorkloadPolicy(one, project=project, region=region, opts=enabled).policy for one in plan.workload_policies}
    return PoolInputs(
        project=project,
        cluster=cluster.cluster,
        cluster_location=plan.cluster.location,
        node_account=access.node_account,
        disk_key=keys.usable.get("disks"),
        node_tag=plan.network.node_tag,
        accelerator_networks=fabrics,
        reservations=reservations,
        workload_policies=policies,
    )
