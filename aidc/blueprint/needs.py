"""What the sections of a stack need of others: the cluster's features, keys, APIs, and names that must not be taken for one another."""

from __future__ import annotations

from aidc.blueprint.accelerator_network import AcceleratorNetworkPlan
from aidc.blueprint.budget import BudgetPlan
from aidc.blueprint.cluster import ClusterNeeds, ClusterPlan
from aidc.blueprint.keys import KeyNeed, KeysPlan, Use
from aidc.blueprint.network import NetworkPlan
from aidc.blueprint.pools import Pools
from aidc.blueprint.registry import RegistryPlan
from aidc.blueprint.reservation import ReservationPlan
from aidc.blueprint.schema import Blueprint
from aidc.blueprint.services import ServicesPlan, plan_services
from aidc.blueprint.site import SitePlan
from aidc.blueprint.stores import Stores
from aidc.blueprint.usage_names import DISK, FILESTORE, LUSTRE, RESERVATION, STORAGE_POOL


def cluster_needs(blueprint: Blueprint, networks: tuple[AcceleratorNetworkPlan, ...], pools: Pools) -> ClusterNeeds:
    """Return what the cluster must have for what runs and mounts in it."""
    return ClusterNeeds(
        multi_networking=any(fabric.device_networks for fabric in networks),
        gpus=bool(blueprint.gpu_pools),
        buckets=bool(blueprint.buckets),
        filestores=bool(blueprint.filestores),
        lustres=bool(blueprint.lustres),
        guarded=blueprint.deletion_guard,
        shielded=all(pool.shielded for pool in pools.node_pools),
    )


def key_needs(site: SitePlan, cluster: ClusterPlan, pools: Pools, stores: Stores, registry: RegistryPlan) -> set[KeyNeed]:
    """Return what is encrypted, and in which Cloud KMS location its key must lie."""
    here: dict[Use, bool] = {
        "etcd": not cluster.existing,
        "disks": bool(pools.node_pools or stores.disks) or not cluster.existing,
        "filestores": any(filestore.encrypted for filestore in stores.filestores),
        "lustres": bool(stores.lustres),
        "registry": bool(registry.repositories),
    }
    needs = {KeyNeed(use, site.region) for use, needed in here.items() if needed}
    return needs | {KeyNeed("buckets", bucket.key_location) for bucket in stores.buckets if bucket.key_location}


def services_needed(
    blueprint: Blueprint, cluster: ClusterPlan, keys: KeysPlan, network: NetworkPlan, registry: RegistryPlan, budget: BudgetPlan
) -> ServicesPlan:
    """Return the APIs to enable."""
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


def named_beside(reservations: tuple[ReservationPlan, ...], stores: Stores) -> list[tuple[str, str]]:
    """Return type and name of what is used as it stands, and may be called like something that a usage file names."""
    made = [(RESERVATION, one) for one in reservations if one.is_made_here and not one.is_order]
    of_types = {FILESTORE: stores.filestores, LUSTRE: stores.lustres, DISK: stores.disks, STORAGE_POOL: stores.storage_pools}
    return [(kind, one.resource_name) for kind, one in (*made, *((kind, one) for kind, every in of_types.items() for one in every))]
