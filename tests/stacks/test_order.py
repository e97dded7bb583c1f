"""What must stand before what: APIs, grants, networks; and who belongs to whom."""

from __future__ import annotations

COMPONENTS = {
    "aidc:care:Budget",
    "aidc:foundation:Services",
    "aidc:foundation:Keys",
    "aidc:foundation:Network",
    "aidc:foundation:Access",
    "aidc:foundation:Workload",
    "aidc:fabric:AcceleratorNetwork",
    "aidc:fabric:PodNetworks",
    "aidc:fabric:CollectivePlugin",
    "aidc:storage:Bucket",
    "aidc:platform:Registry",
    "aidc:platform:ImagePolicy",
    "aidc:storage:BucketVolume",
    "aidc:storage:ProfileRole",
    "aidc:storage:Filestore",
    "aidc:storage:Lustre",
    "aidc:storage:Disk",
    "aidc:storage:StoragePool",
    "aidc:storage:Volume",
    "aidc:compute:Cluster",
    "aidc:compute:CpuPool",
    "aidc:compute:Reservation",
    "aidc:compute:TpuVm",
    "aidc:compute:GpuPool",
    "aidc:compute:TpuSlice",
    "aidc:compute:WorkloadPolicy",
    "aidc:compute:ComputeClass",
    "aidc:compute:LocalSsdRaid",
}


def test_everything_waits_for_every_api(any_stack):
    apis = {service.urn for service in any_stack.all("Service")}
    assert apis
    late = [resource.urn for resource in any_stack.made if resource.urn not in apis and not apis <= any_stack.upstream(resource)]
    assert late == []


def test_whatever_uses_a_key_waits_for_every_grant_of_that_key(any_stack, strings):
    grants: dict[str, set[str]] = {}
    for grant in any_stack.all("CryptoKeyIAMMember"):
        grants.setdefault(grant.inputs["cryptoKeyId"], set()).add(grant.urn)
    users = 0
    for resource in any_stack.made:
        if resource.type.startswith("gcp:kms/"):
            continue
        for path, text in strings(resource.inputs):
            if "/cryptoKeys/" in text:
                users += 1
                assert text in grants, f"{resource.urn} {path}: nobody may use {text}"
                assert grants[text] <= any_stack.upstream(resource), f"{resource.urn} {path} comes before its grants"
    assert (users > 0) == bool(any_stack.plan.keys.keys)


def test_nodes_wait_for_the_roles_of_their_account(any_stack):
    roles = {grant.urn for grant in any_stack.all("IAMMember") if grant.name.startswith("nodes-")}
    assert len(roles) == len(any_stack.plan.access.node_roles) > 0
    assert all(roles <= any_stack.upstream(pool) for pool in any_stack.all("NodePool"))


def test_an_own_cluster_waits_for_all_of_its_network(any_stack):
    inside = {resource.urn for resource in any_stack.made if "aidc:foundation:Network$" in resource.urn}
    assert all(inside <= any_stack.upstream(cluster) for cluster in any_stack.all("Cluster") if cluster.custom)


def test_pools_wait_for_their_cluster_and_their_fabric(any_stack):
    clusters = {cluster.urn for cluster in any_stack.all("Cluster") if cluster.custom}
    subnets = {subnet.inputs["name"]: subnet.urn for subnet in any_stack.all("Subnetwork")}
    for pool in any_stack.all("NodePool"):
        before = any_stack.upstream(pool)
        assert clusters <= before
        for extra in pool.inputs["networkConfig"].get("additionalNodeNetworkConfigs", []):
            if not extra["subnetwork"].startswith("default-subnet-1-"):
                assert subnets[extra["subnetwork"]] in before


def test_a_filestore_waits_for_the_peering(any_stack):
    peerings = {peering.urn for peering in any_stack.all("Connection")}
    assert all(peerings <= any_stack.upstream(instance) for instance in any_stack.all("Instance"))


def test_everything_belongs_to_one_component_and_every_component_to_the_stack(any_stack):
    components = {resource.urn: resource for resource in any_stack.resources if not resource.custom}
    assert {component.type for component in components.values()} <= COMPONENTS
    assert all(component.parent == "" for component in components.values()), "the page of the architecture is flat"
    orphans = [resource.urn for resource in any_stack.made if resource.parent not in components]
    assert orphans == []


def test_everything_uses_a_provider_that_the_program_made(any_stack):
    providers = {resource.urn for resource in any_stack.resources if ":providers:" in resource.type}
    assert providers
    strays = [resource.urn for resource in any_stack.made if resource.options["provider"].rpartition("::")[0] not in providers]
    assert strays == [], "a default provider would take project and region from whoever runs it"


def test_pools_wait_for_the_reservations_that_they_name(any_stack):
    held = {one.inputs["name"]: one.urn for one in any_stack.all("Reservation", "FutureReservation") if one.custom}
    for pool in any_stack.all("NodePool"):
        for value in pool.inputs["nodeConfig"]["reservationAffinity"].get("values", []):
            assert value not in held or held[value] in any_stack.upstream(pool), pool.urn


def test_tpu_vms_wait_for_all_of_their_network_and_the_rights_of_their_account(any_stack):
    inside = {resource.urn for resource in any_stack.made if "aidc:foundation:Network$" in resource.urn}
    for node in any_stack.all("V2Vm", "V2QueuedResource"):
        rights = {one.urn for one in any_stack.all("IAMMember", "BucketIAMMember") if one.parent == node.parent}
        assert inside | rights <= any_stack.upstream(node), node.urn
