"""Everything that a plan decides is declared, once, in its place; and nothing that it does not decide."""

from __future__ import annotations

from collections import Counter

REPOSITORY_GRANT = "artifactregistry/repositoryIamMember:RepositoryIamMember"
VPC, SUBNET, FIREWALL = "compute/network:Network", "compute/subnetwork:Subnetwork", "compute/firewall:Firewall"


def _planned(plan) -> Counter[tuple[str, str]]:
    """Return (type, cloud name) of everything that a plan says will exist."""
    items = [("projects/service:Service", name) for name in plan.services.names]
    items += [("kms/keyRing:KeyRing", ring.name) for ring in plan.keys.rings]
    items += [("projects/serviceIdentity:ServiceIdentity", service) for service in plan.keys.identities]
    for key in plan.keys.keys:
        items += [("kms/cryptoKeyIAMMember:CryptoKeyIAMMember", agent) for agent in key.agents]
        items += [] if key.existing else [("kms/cryptoKey:CryptoKey", key.name)]
        items += [("kms/cryptoKeyVersion:CryptoKeyVersion", key.external_uri)] if key.external_uri else []
    items += _planned_network(plan.network)
    for vpc in (vpc for fabric in plan.accelerator_networks for vpc in fabric.vpcs):
        items += [(VPC, vpc.name), *((SUBNET, subnet.name) for subnet in vpc.subnets)]
        items += [(FIREWALL, vpc.firewall)] if vpc.firewall else []
    for subnet in (subnet for fabric in plan.accelerator_networks if fabric.device_networks for subnet in fabric.subnets):
        items += [(kind, subnet.pod_network) for kind in ("GKENetworkParamSet", "Network")]
    for plugin in plan.collective_plugins:
        items += [("DaemonSet", daemon_set.fact.name) for daemon_set in plugin.daemon_sets]
        items += [("ConfigMap", plugin.settings_name)] if plugin.settings_name else []
    if plan.local_ssd_raid and plan.local_ssd_raid.daemon_set:
        items += [("DaemonSet", plan.local_ssd_raid.daemon_set.fact.name)]
    items += [("serviceaccount/account:Account", plan.access.node_account_id)]
    items += [("projects/iAMMember:IAMMember", role) for role in plan.access.node_roles]
    items += [("projects/iAMMember:IAMMember", "roles/container.developer") for _ in plan.access.operators]
    for workload in plan.access.workloads:
        items += [("serviceaccount/account:Account", workload.account_id), ("serviceaccount/iAMMember:IAMMember", workload.identity)]
        items += [("storage/bucketIAMMember:BucketIAMMember", grant.role) for grant in workload.grants]
        items += [(REPOSITORY_GRANT, grant.role) for grant in workload.repository_grants]
    items += [] if plan.cluster.existing else [("container/cluster:Cluster", plan.cluster.name)]
    items += [("container/nodePool:NodePool", pool.name) for pool in plan.node_pools]
    for entry in plan.tpu_vms:
        kinds = {"V2Vm": "tpu/v2Vm:V2Vm", "V2QueuedResource": "tpu/v2QueuedResource:V2QueuedResource"}
        items += [(kinds[entry.made_by], node.name) for node in entry.nodes] if entry.made_by in kinds else []
        items += [("serviceaccount/account:Account", entry.account_id)] if entry.account_id else []
        items += [("projects/iAMMember:IAMMember", role) for role in entry.roles]
        items += [("storage/bucketIAMMember:BucketIAMMember", grant.role) for grant in entry.grants]
    items += [("compute/resourcePolicy:ResourcePolicy", policy.name) for policy in plan.workload_policies]
    items += [("ComputeClass", compute_class.name) for compute_class in plan.compute_classes]
    for one in plan.reservations:
        kind = "compute/futureReservation:FutureReservation" if one.is_order else "compute/reservation:Reservation"
        items += [(kind, one.name)] if one.is_made_here else []
    items += [("storage/bucket:Bucket", bucket.name) for bucket in plan.buckets if not bucket.existing]
    items += [("storage/anywhereCache:AnywhereCache", cache.zone) for bucket in plan.buckets for cache in bucket.caches]
    if plan.profile_role:
        items += [("projects/iAMCustomRole:IAMCustomRole", plan.profile_role.role_id)]
        items += [("storage/bucketIAMMember:BucketIAMMember", plan.profile_role.uri) for _ in plan.profile_role.buckets]
    items += [("PersistentVolume", volume.name) for volume in plan.bucket_volumes]
    items += [("binaryauthorization/policy:Policy", plan.site.project)] if plan.image_policy else []
    items += [("artifactregistry/repository:Repository", one.name) for one in plan.registry.repositories]
    items += [(REPOSITORY_GRANT, "roles/artifactregistry.reader") for _ in plan.registry.repositories if plan.registry.nodes_read_each]
    items += [("filestore/instance:Instance", filestore.name) for filestore in plan.filestores]
    items += [("lustre/instance:Instance", lustre.name) for lustre in plan.lustres]
    items += [("filestore/backup:Backup", backup.name) for filestore in plan.filestores for backup in filestore.backups]
    items += [("compute/disk:Disk", disk.name) for disk in plan.disks]
    items += [("compute/storagePool:StoragePool", pool.name) for pool in plan.storage_pools]
    items += [("PersistentVolume", volume.name) for volume in plan.volumes]
    if plan.budget.alarm:
        items += [("billing/budget:Budget", plan.budget.alarm.display_name)]
        items += [("monitoring/notificationChannel:NotificationChannel", channel.display_name) for channel in plan.budget.alarm.channels]
    return Counter(items)


def _planned_network(network) -> list[tuple[str, str]]:
    if network.existing:
        return []
    items = [(VPC, network.name), (SUBNET, network.subnet), ("compute/globalAddress:GlobalAddress", network.private_services_range)]
    items += [("servicenetworking/connection:Connection", "servicenetworking.googleapis.com")]
    items += [("compute/router:Router", network.router), ("compute/routerNat:RouterNat", network.nat)] if network.nat else []
    items += [("compute/address:Address", network.admin_host_name)] if network.admin_host else []
    items += [(FIREWALL, rule.name) for rule in network.firewall]
    for zone in network.dns:
        items += [("dns/managedZone:ManagedZone", zone.name), *[("dns/recordSet:RecordSet", zone.name)] * 2]
    return items


NAMED_BY = {
    "billing/budget:Budget": "displayName",
    "monitoring/notificationChannel:NotificationChannel": "displayName",
    "binaryauthorization/policy:Policy": "project",
    "projects/service:Service": "service",
    "projects/serviceIdentity:ServiceIdentity": "service",
    "servicenetworking/connection:Connection": "service",
    "kms/cryptoKeyIAMMember:CryptoKeyIAMMember": "member",
    "projects/iAMMember:IAMMember": "role",
    "serviceaccount/iAMMember:IAMMember": "member",
    "storage/bucketIAMMember:BucketIAMMember": "role",
    "storage/anywhereCache:AnywhereCache": "zone",
    "artifactregistry/repository:Repository": "repositoryId",
    "artifactregistry/repositoryIamMember:RepositoryIamMember": "role",
    "projects/iAMCustomRole:IAMCustomRole": "roleId",
    "serviceaccount/account:Account": "accountId",
    "dns/recordSet:RecordSet": "managedZone",
    "lustre/instance:Instance": "instanceId",
}


def _declared(stack) -> Counter[tuple[str, str]]:
    items = []
    for resource in stack.made:
        if resource.type.startswith("kubernetes:"):
            items.append((resource.type.rpartition(":")[2], resource.inputs["metadata"]["name"]))
            continue
        kind = resource.type.removeprefix("gcp:")
        if kind == "kms/cryptoKeyVersion:CryptoKeyVersion":
            name = resource.inputs["externalProtectionLevelOptions"]["externalKeyUri"]
        else:
            name = resource.inputs[NAMED_BY.get(kind, "name")]
        items.append((kind, name))
    return Counter(items)


def test_what_is_planned_is_declared_and_nothing_else(any_stack):
    planned, declared = _planned(any_stack.plan), _declared(any_stack)
    assert planned - declared == Counter(), "planned, and forgotten"
    assert declared - planned == Counter(), "declared, and never decided"


def test_every_pool_stands_where_the_plan_says_with_the_nodes_that_it_says(any_stack):
    pools = {resource.inputs["name"]: resource.inputs for resource in any_stack.all("NodePool")}
    for planned in any_stack.plan.node_pools:
        inputs = pools[planned.name]
        assert inputs["nodeLocations"] == list(planned.zones)
        assert inputs["nodeConfig"]["machineType"] == planned.machine_type
        if planned.nodes.is_fixed:
            assert inputs["nodeCount"] * len(planned.zones) == planned.nodes.max_total, "nodes are counted for each zone"
        else:
            limits = inputs["autoscaling"]
            assert limits.get("totalMaxNodeCount", limits.get("maxNodeCount")) == planned.nodes.max_total


def test_every_range_of_the_address_plan_is_given_to_what_it_was_planned_for(any_stack, strings):
    plan = any_stack.plan
    used = {text for resource in any_stack.made for _, text in strings(resource.inputs)}
    assert {found.cidr for found in plan.addresses.accelerators} <= used
    if not plan.network.existing:
        ranges = plan.addresses
        assert {ranges.nodes.cidr, ranges.pods.cidr, ranges.services.cidr} <= used
        assert ranges.private_services.cidr.partition("/")[0] in used
    if not plan.cluster.existing:
        assert plan.addresses.control_plane.cidr in used
