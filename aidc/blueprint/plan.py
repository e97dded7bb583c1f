"""Blueprint to Plan: every derived number of the deployment, decided once. Rules across sections are held here, all problems at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aidc.blueprint.accelerator_network import AcceleratorNetworkPlan, FabricUse, plan_accelerator_networks
from aidc.blueprint.access import AccessPlan, plan_access
from aidc.blueprint.address_plan import plan_addresses
from aidc.blueprint.addresses import AddressPlan
from aidc.blueprint.bucket import BucketPlan, plan_bucket
from aidc.blueprint.bucket_volume import BucketVolumePlan, ProfileRolePlan, plan_bucket_volumes, plan_profile_role
from aidc.blueprint.budget import BudgetPlan, plan_budget
from aidc.blueprint.cluster import ClusterNeeds, ClusterPlan, plan_cluster
from aidc.blueprint.coherence import incoherences
from aidc.blueprint.collective_plugin import CollectivePluginPlan, plan_collective_plugins, plugin_incoherences
from aidc.blueprint.compute_class import ComputeClassPlan
from aidc.blueprint.cpu_pool import CpuPoolPlan, plan_cpu_pool
from aidc.blueprint.disk import DiskPlan, plan_disk
from aidc.blueprint.errors import BlueprintError
from aidc.blueprint.filestore import FilestorePlan, plan_filestore
from aidc.blueprint.gpu_pool import GpuPoolPlan, plan_gpu_pool
from aidc.blueprint.image_policy import ImagePolicyPlan, plan_image_policy
from aidc.blueprint.keys import KeyNeed, KeysPlan, Use, disk_key_of, plan_keys
from aidc.blueprint.local_ssd_raid import LocalSsdRaidPlan, plan_local_ssd_raid, raid_incoherences
from aidc.blueprint.lustre import LustrePlan, plan_lustre
from aidc.blueprint.names import Names
from aidc.blueprint.network import NetworkPlan, plan_network
from aidc.blueprint.node_pool import NodePoolPlan, PoolContext
from aidc.blueprint.policies import plan_policies
from aidc.blueprint.registry import RegistryPlan, plan_registry
from aidc.blueprint.reservation import ReservationPlan, plan_reservation
from aidc.blueprint.reservation_use import ReservationUse, reservation_uses, with_cloud_names
from aidc.blueprint.schema import Blueprint
from aidc.blueprint.services import ServicesPlan, plan_services
from aidc.blueprint.site import SitePlan, plan_site
from aidc.blueprint.storage_coherence import export_incoherences, needs_admin_host
from aidc.blueprint.storage_pool import StoragePoolPlan, plan_storage_pool
from aidc.blueprint.tpu_slice import TpuSlicePlan, plan_tpu_slice
from aidc.blueprint.tpu_vm import TpuVmPlan, hosts_of, plan_tpu_vm
from aidc.blueprint.usage import UsagePlan, UsedNouns, plan_usage
from aidc.blueprint.usage_coherence import usage_incoherences
from aidc.blueprint.usage_machines import Machines
from aidc.blueprint.usage_names import DISK, FILESTORE, LUSTRE, RESERVATION, STORAGE_POOL
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
        return _node_pools(self.cpu_pools, self.gpu_pools, self.tpu_slices)

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
    reservations = _plan_reservations(blueprint, site, names)
    # From here on every pool names a reservation of the stack as the cloud does.
    blueprint = with_cloud_names(blueprint, reservations)
    context = PoolContext(site, labels, names, disk_key_of(blueprint.keys), blueprint.cluster.accelerator_networks == "managed")
    cpu_pools = tuple(plan_cpu_pool(spec, index, context) for index, spec in enumerate(blueprint.cpu_pools))
    gpu_pools = tuple(plan_gpu_pool(spec, index, context) for index, spec in enumerate(blueprint.gpu_pools))
    tpu_slices = tuple(plan_tpu_slice(spec, index, context) for index, spec in enumerate(blueprint.tpu_slices))
    buckets = tuple(plan_bucket(spec, index, site, labels, guarded, names) for index, spec in enumerate(blueprint.buckets))
    storage_pools, disks = _plan_block_storage(blueprint, site, labels, names)
    registry = plan_registry(blueprint.registry, site, labels, guarded, names)
    uses = _fabric_uses(gpu_pools, tpu_slices)
    pools = _node_pools(cpu_pools, gpu_pools, tpu_slices)
    reached, admin_host = bool(blueprint.lustres), needs_admin_host(blueprint)
    addresses = plan_addresses(blueprint.network, pools, uses, hosts_of(blueprint.tpu_vms), reached, admin_host, names)
    mtu = min((use.fabric.primary_mtu_bytes for use in uses), default=DEFAULT_MTU_BYTES)
    network = plan_network(blueprint.network, site, addresses, mtu, reached, admin_host, guarded, names)
    clients = network.file_clients
    filestores = tuple(
        plan_filestore(spec, index, site, clients, labels, guarded, names) for index, spec in enumerate(blueprint.filestores)
    )
    lustres = tuple(plan_lustre(spec, index, site, clients, labels, guarded, names) for index, spec in enumerate(blueprint.lustres))
    tpu_vms = _plan_tpu_vms(blueprint, site, network, disks, reservations, labels, names)
    accelerator_networks = plan_accelerator_networks(uses, site, addresses.accelerator_block, names)
    needs = _cluster_needs(blueprint, accelerator_networks, pools)
    cluster = plan_cluster(blueprint.cluster, site, network, addresses.control_plane.cidr, needs, labels, names)
    budget = plan_budget(blueprint.budget, site, labels, names)
    keys = plan_keys(blueprint.keys, site, _key_needs(site, cluster, pools, buckets, filestores, lustres, disks, registry), guarded, names)
    closed = blueprint.network.egress == "restricted"
    plugins = plan_collective_plugins(gpu_pools, accelerator_networks, cluster, closed)
    raid = plan_local_ssd_raid(gpu_pools, cluster)
    return Plan(
        name=blueprint.name,
        environment=blueprint.environment,
        labels=labels,
        site=site,
        services=_services(blueprint, cluster, keys, network, registry, budget),
        keys=keys,
        network=network,
        accelerator_networks=accelerator_networks,
        collective_plugins=plugins,
        access=plan_access(blueprint.access, site, registry, names),
        local_ssd_raid=raid,
        cluster=cluster,
        reservations=reservations,
        workload_policies=plan_workload_policies(pools, names),
        cpu_pools=cpu_pools,
        gpu_pools=gpu_pools,
        tpu_slices=tpu_slices,
        tpu_vms=tpu_vms,
        buckets=buckets,
        filestores=filestores,
        lustres=lustres,
        disks=disks,
        storage_pools=storage_pools,
        volumes=plan_volumes(site.project, cluster, (*lustres, *filestores, *disks), names),
        registry=registry,
        profile_role=plan_profile_role(buckets, site, names),
        bucket_volumes=plan_bucket_volumes(buckets, names),
        budget=budget,
        usage=plan_usage(
            blueprint.usage,
            blueprint.environment,
            UsedNouns(
                machines=Machines(cpu_pools, gpu_pools, tpu_slices, tpu_vms),
                buckets=buckets,
                registry=registry,
                keys=keys,
                network=network,
                own_cluster=not cluster.existing,
                others=_named_beside(reservations, filestores, lustres, disks, storage_pools),
            ),
        ),
        image_policy=plan_image_policy(cluster, plugins, raid, registry),
        policies=plan_policies(blueprint.policies, blueprint.waivers),
        addresses=addresses,
    )


def _named_beside(
    reservations: tuple[ReservationPlan, ...],
    filestores: tuple[FilestorePlan, ...],
    lustres: tuple[LustrePlan, ...],
    disks: tuple[DiskPlan, ...],
    storage_pools: tuple[StoragePoolPlan, ...],
) -> list[tuple[str, str]]:
    """Return type and name of what is used as it stands, and may be called like something else."""
    made = [(RESERVATION, one) for one in reservations if one.is_made_here and not one.is_order]
    of_types = {FILESTORE: filestores, LUSTRE: lustres, DISK: disks, STORAGE_POOL: storage_pools}
    return [(kind, one.resource_name) for kind, one in (*made, *((kind, one) for kind, every in of_types.items() for one in every))]


def _cluster_needs(blueprint: Blueprint, networks: tuple[AcceleratorNetworkPlan, ...], pools: tuple[NodePoolPlan, ...]) -> ClusterNeeds:
    return ClusterNeeds(
        multi_networking=any(fabric.device_networks for fabric in networks),
        gpus=bool(blueprint.gpu_pools),
        buckets=bool(blueprint.buckets),
        filestores=bool(blueprint.filestores),
        lustres=bool(blueprint.lustres),
        guarded=blueprint.deletion_guard,
        shielded=all(pool.shielded for pool in pools),
    )


def _services(
    blueprint: Blueprint, cluster: ClusterPlan, keys: KeysPlan, network: NetworkPlan, registry: RegistryPlan, budget: BudgetPlan
) -> ServicesPlan:
    return plan_services(
        keys=bool(keys.keys),
        buckets=bool(blueprint.buckets),
        filestores=bool(blueprint.filestores),
        lustres=bool(blueprint.lustres),
        registry=bool(registry.repositories),
        scanning=registry.scans,
        tpu_vms=bool(blueprint.tpu_vms),
        own_network=not network.existing,
        binary_authorization=cluster.binary_authorization,
        backup=cluster.add_ons.backup,
        alarm=budget.alarm is not None,
    )


def _plan_block_storage(
    blueprint: Blueprint, site: SitePlan, labels: dict[str, str], names: Names
) -> tuple[tuple[StoragePoolPlan, ...], tuple[DiskPlan, ...]]:
    guarded = blueprint.deletion_guard
    pools = tuple(plan_storage_pool(spec, index, site, labels, guarded, names) for index, spec in enumerate(blueprint.storage_pools))
    zones = {pool.resource_name: pool.zone for pool in pools}
    return pools, tuple(plan_disk(spec, index, site, zones, labels, guarded, names) for index, spec in enumerate(blueprint.disks))


def _plan_reservations(blueprint: Blueprint, site: SitePlan, names: Names) -> tuple[ReservationPlan, ...]:
    every = reservation_uses(blueprint)

    def uses_of(name: str) -> list[ReservationUse]:
        return [use for use in every if use.reservation == name]

    return tuple(
        plan_reservation(spec, index, site, blueprint.deletion_guard, uses_of(spec.name), names)
        for index, spec in enumerate(blueprint.reservations)
    )


def _node_pools(
    cpu_pools: tuple[CpuPoolPlan, ...], gpu_pools: tuple[GpuPoolPlan, ...], tpu_slices: tuple[TpuSlicePlan, ...]
) -> tuple[NodePoolPlan, ...]:
    accelerated = (pool for entry in (*gpu_pools, *tpu_slices) for pool in entry.node_pools)
    return (*(pool.node_pool for pool in cpu_pools), *accelerated)


def _plan_tpu_vms(
    blueprint: Blueprint,
    site: SitePlan,
    network: NetworkPlan,
    disks: tuple[DiskPlan, ...],
    reservations: tuple[ReservationPlan, ...],
    labels: dict[str, str],
    names: Names,
) -> tuple[TpuVmPlan, ...]:
    disk_names = {disk.resource_name: disk.name for disk in disks}
    held = {one.resource_name: one for one in reservations}
    return tuple(plan_tpu_vm(spec, index, site, network, disk_names, held, labels, names) for index, spec in enumerate(blueprint.tpu_vms))


def _fabric_uses(gpu_pools: tuple[GpuPoolPlan, ...], tpu_slices: tuple[TpuSlicePlan, ...]) -> list[FabricUse]:
    entries = [(entry, entry.machine.family.fabric, "machine_type") for entry in gpu_pools]
    entries += [(entry, entry.machine.fabric, "topology") for entry in tpu_slices]
    return [
        FabricUse(fabric, entry.node_pools[0].zones[0], sum(pool.nodes.max_total for pool in entry.node_pools), f"{entry.path}.{field}")
        for entry, fabric, field in entries
        if not entry.node_pools[0].managed_accelerator_network
    ]


def _key_needs(
    site: SitePlan,
    cluster: ClusterPlan,
    pools: tuple[NodePoolPlan, ...],
    buckets: tuple[BucketPlan, ...],
    filestores: tuple[FilestorePlan, ...],
    lustres: tuple[LustrePlan, ...],
    disks: tuple[DiskPlan, ...],
    registry: RegistryPlan,
) -> set[KeyNeed]:
    here: dict[Use, bool] = {
        "etcd": not cluster.existing,
        "disks": bool(pools or disks) or not cluster.existing,
        "filestores": any(filestore.encrypted for filestore in filestores),
        "lustres": bool(lustres),
        "registry": bool(registry.repositories),
    }
    needs = {KeyNeed(use, site.region) for use, needed in here.items() if needed}
    return needs | {KeyNeed("buckets", bucket.key_location) for bucket in buckets if bucket.key_location}
