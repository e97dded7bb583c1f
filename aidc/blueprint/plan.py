"""Blueprint to Plan: every derived number of the deployment, decided once. Rules across sections are held here, all problems at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aidc.blueprint.accelerator_network import AcceleratorNetworkPlan, plan_accelerator_networks
from aidc.blueprint.access import AccessPlan, plan_access
from aidc.blueprint.address_plan import plan_addresses
from aidc.blueprint.addresses import AddressPlan
from aidc.blueprint.bucket import BucketPlan
from aidc.blueprint.bucket_volume import BucketVolumePlan, ProfileRolePlan, plan_bucket_volumes, plan_profile_role
from aidc.blueprint.budget import BudgetPlan, plan_budget
from aidc.blueprint.cluster import ClusterPlan, plan_cluster
from aidc.blueprint.coherence import incoherences
from aidc.blueprint.collective_plugin import CollectivePluginPlan, plan_collective_plugins, plugin_incoherences
from aidc.blueprint.compute_class import ComputeClassPlan
from aidc.blueprint.cpu_pool import CpuPoolPlan
from aidc.blueprint.disk import DiskPlan
from aidc.blueprint.errors import BlueprintError
from aidc.blueprint.filestore import FilestorePlan
from aidc.blueprint.gpu_pool import GpuPoolPlan
from aidc.blueprint.image_policy import ImagePolicyPlan, plan_image_policy
from aidc.blueprint.keys import KeysPlan, disk_key_of, plan_keys
from aidc.blueprint.local_ssd_raid import LocalSsdRaidPlan, plan_local_ssd_raid, raid_incoherences
from aidc.blueprint.lustre import LustrePlan
from aidc.blueprint.names import Names
from aidc.blueprint.needs import cluster_needs, key_needs, named_beside, services_needed
from aidc.blueprint.network import NetworkPlan, plan_network
from aidc.blueprint.node_pool import NodePoolPlan, PoolContext
from aidc.blueprint.policies import plan_policies
from aidc.blueprint.pools import Pools, plan_pools
from aidc.blueprint.registry import RegistryPlan, plan_registry
from aidc.blueprint.reservation import ReservationPlan
from aidc.blueprint.reservation_use import plan_reservations, with_cloud_names
from aidc.blueprint.schema import Blueprint
from aidc.blueprint.services import ServicesPlan
from aidc.blueprint.site import SitePlan, plan_site
from aidc.blueprint.storage_coherence import export_incoherences, needs_admin_host
from aidc.blueprint.storage_pool import StoragePoolPlan
from aidc.blueprint.stores import plan_stores
from aidc.blueprint.tpu_slice import TpuSlicePlan
from aidc.blueprint.tpu_vm import TpuVmPlan, hosts_of, plan_tpu_vms
from aidc.blueprint.usage import UsagePlan, UsedNouns, plan_usage
from aidc.blueprint.usage_coherence import usage_incoherences
from aidc.blueprint.usage_machines import Machines
from aidc.blueprint.volume import VolumePlan, plan_volumes
from aidc.blueprint.waivers import waiver_incoherences
from aidc.blueprint.workload_policy import WorkloadPolicyPlan, plan_workload_policies

DEFAULT_MTU_BYTES = 8896


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that will exist, decided. Components render it; the performance and quota estimators read it."""

    name: str
    environment: str
    labels: dict[str, str]
    site: SitePlan
    services: ServicesPlan
    keys: KeysPlan
    network: NetworkPlan
    accelerator_networks: tuple[AcceleratorNetworkPlan, ...]
    collective_plugins: tuple[CollectivePluginPlan, ...]
    local_ssd_raid: LocalSsdRaidPlan | None
    access: AccessPlan
    cluster: ClusterPlan
    reservations: tuple[ReservationPlan, ...]
    workload_policies: tuple[WorkloadPolicyPlan, ...]
    cpu_pools: tuple[CpuPoolPlan, ...]
    gpu_pools: tuple[GpuPoolPlan, ...]
    tpu_slices: tuple[TpuSlicePlan, ...]
    tpu_vms: tuple[TpuVmPlan, ...]
    buckets: tuple[BucketPlan, ...]
    filestores: tuple[FilestorePlan, ...]
    lustres: tuple[LustrePlan, ...]
    disks: tuple[DiskPlan, ...]
    storage_pools: tuple[StoragePoolPlan, ...]
    volumes: tuple[VolumePlan, ...]
    registry: RegistryPlan
    profile_role: ProfileRolePlan | None
    bucket_volumes: tuple[BucketVolumePlan, ...]
    budget: BudgetPlan
    usage: UsagePlan
    image_policy: ImagePolicyPlan | None
    """None: the project's policy of Binary Authorization is not the stack's business."""
    policies: dict[str, Any]
    """Settings of the policy pack as it takes them: sets, levels, configuration, waivers."""
    addresses: AddressPlan

    @property
    def node_pools(self) -> tuple[NodePoolPlan, ...]:
        """Every node pool of the stack, in the order of the stack file."""
        return Pools(self.cpu_pools, self.gpu_pools, self.tpu_slices).node_pools

    @property
    def compute_classes(self) -> tuple[ComputeClassPlan, ...]:
        """Every compute class of the stack, in the order of the stack file."""
        return tuple(entry.compute_class for entry in (*self.gpu_pools, *self.tpu_slices) if entry.compute_class)


def make_plan(blueprint: Blueprint) -> Plan:
    """Decide everything, or raise BlueprintError with every problem that the sections have with each other."""
    names = Names(blueprint.name)
    plan = _decide(blueprint, names)
    between = [
        *incoherences(blueprint),
        *plugin_incoherences(blueprint),
        *raid_incoherences(blueprint),
        *usage_incoherences(blueprint, plan),
        *waiver_incoherences(blueprint),
        *export_incoherences(blueprint, plan.network.file_clients),
    ]
    # Two entries of one name make the same cloud name too; that is one problem, not two.
    named = {problem.path for problem in between}
    problems = [*names.problems, *between, *(problem for problem in names.collisions if problem.path not in named)]
    if problems:
        raise BlueprintError(problems)
    return plan


def _decide(blueprint: Blueprint, names: Names) -> Plan:
    site = plan_site(blueprint.site)
    guarded = blueprint.deletion_guard
    labels = {"stack": blueprint.name, "environment": blueprint.environment, "managed-by": "aidc", **blueprint.labels}
    reservations = plan_reservations(blueprint, site, names)
    # From here on every pool names a reservation of the stack as the cloud does.
    blueprint = with_cloud_names(blueprint, reservations)
    context = PoolContext(site, labels, names, disk_key_of(blueprint.keys), blueprint.cluster.accelerator_networks == "managed")
    pools = plan_pools(blueprint, context)
    network, addresses = _plan_ground(blueprint, site, pools, names)
    stores = plan_stores(blueprint, site, network.file_clients, labels, names)
    registry = plan_registry(blueprint.registry, site, labels, guarded, names)
    tpu_vms = plan_tpu_vms(blueprint.tpu_vms, site, network, stores.disks, reservations, labels, names)
    fabrics = plan_accelerator_networks(pools.fabric_uses(), site, addresses.accelerator_block, names)
    needs = cluster_needs(blueprint, fabrics, pools)
    cluster = plan_cluster(blueprint.cluster, site, network, addresses.control_plane.cidr, needs, labels, names)
    budget = plan_budget(blueprint.budget, site, labels, names)
    keys = plan_keys(blueprint.keys, site, key_needs(site, cluster, pools, stores, registry), guarded, names)
    plugins = plan_collective_plugins(pools.gpu, fabrics, cluster, blueprint.network.egress == "restricted")
    raid = plan_local_ssd_raid(pools.gpu, cluster)
    used = UsedNouns(
        machines=Machines(pools.cpu, pools.gpu, pools.tpu, tpu_vms),
        buckets=stores.buckets,
        registry=registry,
        keys=keys,
        network=network,
        own_cluster=not cluster.existing,
        others=named_beside(reservations, stores),
    )
    return Plan(
        name=blueprint.name,
        environment=blueprint.environment,
        labels=labels,
        site=site,
        services=services_needed(blueprint, cluster, keys, network, registry, budget),
        keys=keys,
        network=network,
        accelerator_networks=fabrics,
        collective_plugins=plugins,
        access=plan_access(blueprint.access, site, registry, names),
        local_ssd_raid=raid,
        cluster=cluster,
        reservations=reservations,
        workload_policies=plan_workload_policies(pools.node_pools, names),
        cpu_pools=pools.cpu,
        gpu_pools=pools.gpu,
        tpu_slices=pools.tpu,
        tpu_vms=tpu_vms,
        buckets=stores.buckets,
        filestores=stores.filestores,
        lustres=stores.lustres,
        disks=stores.disks,
        storage_pools=stores.storage_pools,
        volumes=plan_volumes(site.project, cluster, (*stores.lustres, *stores.filestores, *stores.disks), names),
        registry=registry,
        profile_role=plan_profile_role(stores.buckets, site, names),
        bucket_volumes=plan_bucket_volumes(stores.buckets, names),
        budget=budget,
        usage=plan_usage(blueprint.usage, blueprint.environment, used),
        image_policy=plan_image_policy(cluster, plugins, raid, registry),
        policies=plan_policies(blueprint.policies, blueprint.waivers),
        addresses=addresses,
    )


def _plan_ground(blueprint: Blueprint, site: SitePlan, pools: Pools, names: Names) -> tuple[NetworkPlan, AddressPlan]:
    """Decide the network and every address range in it."""
    uses, reached, admin_host = pools.fabric_uses(), bool(blueprint.lustres), needs_admin_host(blueprint)
    hosts = hosts_of(blueprint.tpu_vms)
    addresses = plan_addresses(blueprint.network, pools.node_pools, uses, hosts, reached, admin_host, names)
    mtu = min((use.fabric.primary_mtu_bytes for use in uses), default=DEFAULT_MTU_BYTES)
    return plan_network(blueprint.network, site, addresses, mtu, reached, admin_host, blueprint.deletion_guard, names), addresses
