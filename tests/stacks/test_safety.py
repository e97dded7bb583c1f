"""What no stack may ever ask for: names twice, owners of bindings, basic roles, keys of accounts, doors to the world."""

from __future__ import annotations

from collections import Counter

GUARDED = {
    "gcp:container/cluster:Cluster",
    "gcp:kms/cryptoKey:CryptoKey",
    "gcp:compute/globalAddress:GlobalAddress",
    "gcp:storage/bucket:Bucket",
    "gcp:filestore/instance:Instance",
    "gcp:filestore/backup:Backup",
    "gcp:lustre/instance:Instance",
    "gcp:compute/disk:Disk",
    "gcp:compute/storagePool:StoragePool",
    "gcp:compute/reservation:Reservation",
    "gcp:compute/futureReservation:FutureReservation",
}
BASIC_ROLES = {"roles/owner", "roles/editor", "roles/viewer"}


def _place(resource) -> tuple[object, ...]:
    """Return what makes a resource itself in the cloud."""
    inputs = resource.inputs
    if "metadata" in inputs and resource.type.startswith("kubernetes:"):
        return resource.type, inputs["metadata"]["name"]
    keys = (
        "project",
        "location",
        "region",
        "keyRing",
        "managedZone",
        "cluster",
        "router",
        "type",
        "name",
        "instanceId",
        "accountId",
        "service",
        "network",
        "repositoryId",
        "displayName",
        "repository",
        "zone",
    )
    of_bindings = ("cryptoKeyId", "serviceAccountId", "bucket", "role", "member", "cryptoKey")
    return (resource.type, *(inputs.get(key) for key in (*keys, *of_bindings) if isinstance(inputs.get(key), str)))


def test_no_two_resources_are_one_in_the_cloud(any_stack):
    doubled = [place for place, count in Counter(_place(resource) for resource in any_stack.made).items() if count > 1]
    assert doubled == []


def test_names_of_one_kind_are_unique_without_their_place(any_stack):
    kinds = ("Network", "Subnetwork", "Firewall", "Bucket", "NodePool", "ManagedZone", "Instance", "KeyRing")
    named = [(resource.type, resource.inputs["name"]) for resource in any_stack.all(*kinds) if "name" in resource.inputs]
    assert [pair for pair, count in Counter(named).items() if count > 1] == []


def test_bindings_are_added_member_by_member(any_stack):
    owners = [resource.type for resource in any_stack.made if resource.type.endswith(("IAMBinding", "IAMPolicy"))]
    assert owners == [], "they would throw out what others granted (trap T081)"


def test_no_basic_role_is_granted_and_nobody_unnamed_is_let_in(any_stack, strings):
    for resource in any_stack.made:
        assert resource.inputs.get("role") not in BASIC_ROLES, resource.urn
        assert not {"allUsers", "allAuthenticatedUsers"} & {text for _, text in strings(resource.inputs)}, resource.urn


def test_no_key_of_an_account_is_ever_made(any_stack):
    assert not [resource.type for resource in any_stack.made if resource.type.startswith("gcp:serviceaccount/key")]


def test_nothing_is_open_to_the_world(any_stack, strings):
    for resource in any_stack.made:
        wide = [path for path, text in strings(resource.inputs) if text in {"0.0.0.0/0", "::/0"}]
        assert not wide or "denies" in resource.inputs, f"{resource.urn}: {wide}"
    assert all(bucket.inputs["publicAccessPrevention"] == "enforced" for bucket in any_stack.all("Bucket") if bucket.custom)


def test_what_holds_data_or_cannot_come_back_is_protected_exactly_while_guarded(any_stack):
    thrown_away = {bucket.name for bucket in any_stack.plan.buckets if bucket.force_destroy}
    for resource in any_stack.made:
        kept = resource.type in GUARDED or resource.inputs.get("mode") == "STANDARD_REPOSITORY"
        guarded = any_stack.plan.cluster.guarded and kept and resource.inputs.get("name") not in thrown_away
        assert resource.options.get("protect", False) is guarded, resource.urn


def test_an_rdma_network_has_no_firewall_and_regional_routing(any_stack):
    walled = {rule.inputs["network"].rpartition("/")[2] for rule in any_stack.all("Firewall")}
    for network in any_stack.all("Network"):
        if network.inputs.get("networkProfile"):
            assert network.inputs["routingMode"] == "REGIONAL", "rule NP23"
            assert network.inputs["name"] not in walled
            assert network.inputs["networkProfile"].startswith(f"projects/{any_stack.plan.site.project}/global/networkProfiles/")


def test_no_network_makes_subnets_by_itself(any_stack):
    networks = [network for network in any_stack.all("Network") if network.type.startswith("gcp:")]
    assert all(network.inputs["autoCreateSubnetworks"] is False for network in networks), "trap T050"


def test_nothing_that_spends_or_locks_for_ever_is_asked_for_by_default(any_stack):
    ordered = [one.name for one in any_stack.all("FutureReservation") if one.inputs["planningStatus"] != "DRAFT"]
    assert ordered == [], "trap T064"
    locked = [bucket.inputs["name"] for bucket in any_stack.all("Bucket") if bucket.inputs.get("retentionPolicy", {}).get("isLocked")]
    assert locked == [], "trap T077"


def test_labels_of_the_stack_are_on_everything_that_takes_them(any_stack):
    takes_labels = {"Cluster": "resourceLabels", "Bucket": "labels", "CryptoKey": "labels", "Instance": "labels"}
    takes_labels |= dict.fromkeys(("Backup", "Disk", "StoragePool", "Repository"), "labels")
    takes_labels["NotificationChannel"] = "userLabels"
    for kind, field in takes_labels.items():
        for resource in any_stack.all(kind):
            if resource.custom:
                assert any_stack.plan.labels.items() <= resource.inputs[field].items(), resource.urn


NEVER_MADE = (
    "gcp:orgpolicy/",
    "gcp:secretmanager/",
    "gcp:gkebackup/",
    "gcp:dataproc/",
    "gcp:dataplex/",
    "gcp:hypercomputecluster/",
    "gcp:parallelstore/",
    "gcp:compute/backendService",
    "gcp:compute/regionBackendService",
    "gcp:compute/globalForwardingRule",
    "gcp:compute/forwardingRule",
)


def test_types_whose_traps_nobody_has_answered_are_never_made(any_stack):
    assert [resource.urn for resource in any_stack.made if resource.type.startswith(NEVER_MADE)] == []


def test_no_cluster_makes_node_pools_by_itself(any_stack):
    clusters = [resource for resource in any_stack.made if resource.type == "gcp:container/cluster:Cluster"]
    assert all("clusterAutoscaling" not in cluster.inputs for cluster in clusters), "it would need limits of cpu and memory (trap T024)"


def test_labels_that_only_come_back_are_never_sent(any_stack):
    assert [resource.urn for resource in any_stack.made if {"effectiveLabels", "pulumiLabels"} & set(resource.inputs)] == []
