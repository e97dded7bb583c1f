"""What the simulated Google Cloud refuses, in the words a user would read, and how things come, change and go."""

from __future__ import annotations

import pytest

from aidc.rehearsal import identities
from aidc.rehearsal.cloud import Cloud, CloudError

NETWORK = "gcp:compute/network:Network"
SUBNETWORK = "gcp:compute/subnetwork:Subnetwork"
CLUSTER = "gcp:container/cluster:Cluster"
NODE_POOL = "gcp:container/nodePool:NodePool"
RING = "gcp:kms/keyRing:KeyRing"
KEY = "gcp:kms/cryptoKey:CryptoKey"
GRANT = "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember"
BUCKET = "gcp:storage/bucket:Bucket"
SERVICE = "gcp:projects/service:Service"
ACCOUNT = "gcp:serviceaccount/account:Account"
ENCRYPTER = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
NUMBER = identities.project_number("p")


class World:
    """A cloud whose resources are created after a check that must pass."""

    def __init__(self, **settings):
        self.cloud = Cloud(**{"project": "p", "region": "us-central1", "zone": "us-central1-a", **settings})

    def create(self, type_, **inputs):
        checked = self.cloud.check(type_, inputs)
        assert checked.failures == ()
        return self.cloud.create(type_, checked.inputs)

    def refusal(self, type_, **inputs):
        with pytest.raises(CloudError) as refused:
            self.create(type_, **inputs)
        return refused.value

    def deletion_refusal(self, type_, identity):
        with pytest.raises(CloudError) as refused:
            self.cloud.delete(type_, identity)
        return refused.value

    def subnetwork(self):
        self.create(NETWORK, name="n")
        pods = {"rangeName": "pods", "ipCidrRange": "10.16.0.0/14"}
        return self.create(SUBNETWORK, name="s", network="n", ipCidrRange="10.0.0.0/20", secondaryIpRanges=[pods])

    def key(self):
        ring, _ = self.create(RING, name="r", location="us-central1")
        return self.create(KEY, name="k", keyRing=ring)[0]


@pytest.fixture
def world():
    return World()


def test_a_subnetwork_needs_its_network_first(world):
    error = world.refusal(SUBNETWORK, name="s", network="n", ipCidrRange="10.0.0.0/20")
    assert (error.code, error.status) == (404, "NOT_FOUND")
    assert error.message == "googleapi: Error 404: The resource 'projects/p/global/networks/n' was not found, notFound (network)"


@pytest.mark.parametrize(
    "written", ["n", "projects/p/global/networks/n", "https://www.googleapis.com/compute/v1/projects/p/global/networks/n"]
)
def test_a_reference_may_be_a_name_an_id_or_a_self_link(world, written):
    world.create(NETWORK, name="n")
    assert (
        world.create(SUBNETWORK, name="s", network=written, ipCidrRange="10.0.0.0/20")[0] == "projects/p/regions/us-central1/subnetworks/s"
    )


def test_what_lies_in_another_project_is_not_judged(world):
    assert world.create(SUBNETWORK, name="s", network="projects/host/global/networks/n", ipCidrRange="10.0.0.0/20")


def test_the_default_network_of_a_project_is_there(world):
    assert world.create(CLUSTER, name="c", location="us-central1")


def test_a_node_pool_finds_its_cluster_by_bare_name_whatever_its_location(world):
    world.create(CLUSTER, name="c", location="us-east1-b")
    assert world.create(NODE_POOL, name="n", cluster="c", location="us-east1-b")
    assert (
        "Cluster projects/p/locations/us-east1-b/clusters/d not found"
        in world.refusal(NODE_POOL, name="m", cluster="d", location="us-east1-b").message
    )


def test_a_service_account_of_the_project_must_exist(world):
    world.create(CLUSTER, name="c", location="us-central1")
    config = {"serviceAccount": "nodes@p.iam.gserviceaccount.com"}
    error = world.refusal(NODE_POOL, name="n", cluster="c", location="us-central1", nodeConfig=config)
    assert error.message == (
        "googleapi: Error 400: Service account nodes@p.iam.gserviceaccount.com does not exist., badRequest (nodeConfig.serviceAccount)"
    )
    world.create(ACCOUNT, accountId="nodesx")
    assert world.create(
        NODE_POOL, name="n", cluster="c", location="us-central1", nodeConfig={"serviceAccount": "nodesx@p.iam.gserviceaccount.com"}
    )


def test_a_member_must_exist_where_it_is_an_account_of_the_project(world):
    viewer = {"project": "p", "role": "roles/viewer"}
    iam = "gcp:projects/iAMMember:IAMMember"
    assert (
        "trainer@p.iam.gserviceaccount.com does not exist"
        in world.refusal(iam, **viewer, member="serviceAccount:trainer@p.iam.gserviceaccount.com").message
    )
    assert world.create(iam, **viewer, member="serviceAccount:trainer@q.iam.gserviceaccount.com")
    assert world.create(iam, **viewer, member="group:team@example.com")


def test_workload_identity_grants_need_a_cluster_that_made_the_pool(world):
    account, _ = world.create(ACCOUNT, accountId="trainer")
    grant = {"serviceAccountId": account, "role": "roles/iam.workloadIdentityUser", "member": "serviceAccount:p.svc.id.goog[train/trainer]"}
    iam = "gcp:serviceaccount/iAMMember:IAMMember"
    assert world.refusal(iam, **grant).message.startswith("googleapi: Error 400: Identity Pool does not exist (p.svc.id.goog).")
    world.create(CLUSTER, name="c", location="us-central1", workloadIdentityConfig={"workloadPool": "p.svc.id.goog"})
    assert world.create(iam, **grant)


def test_a_reservation_is_judged_only_where_the_project_declares_one(world):
    world.create(CLUSTER, name="c", location="us-central1")
    affinity = {"consumeReservationType": "SPECIFIC_RESERVATION", "key": "compute.googleapis.com/reservation-name", "values": ["bought"]}
    pool = {"cluster": "c", "location": "us-central1", "nodeConfig": {"reservationAffinity": affinity}}
    world.create(NODE_POOL, name="bought-elsewhere", **pool)
    properties = {"machineType": "a3-highgpu-8g"}
    world.create(
        "gcp:compute/reservation:Reservation",
        name="other",
        zone="us-central1-a",
        specificReservation={"count": 1, "instanceProperties": properties},
    )
    assert "reservations/bought' was not found" in world.refusal(NODE_POOL, name="n", **pool).message


def test_a_pool_may_name_what_a_future_reservation_delivers_and_holds_on_to_the_order(world):
    shape = {"count": 1, "instanceProperties": {"machineType": "n2-standard-2"}}
    world.create("gcp:compute/reservation:Reservation", name="other", zone="us-central1-a", specificReservation=shape)
    window = {"startTime": "2027-03-01T00:00:00Z", "endTime": "2027-03-02T00:00:00Z"}
    order, _ = world.create(
        "gcp:compute/futureReservation:FutureReservation", name="order", reservationName="spring", zone="us-central1-a", timeWindow=window
    )
    world.create(CLUSTER, name="c", location="us-central1")

    def pool(name):
        key = "compute.googleapis.com/reservation-name"
        affinity = {"consumeReservationType": "SPECIFIC_RESERVATION", "key": key, "values": [name]}
        return {"cluster": "c", "location": "us-central1", "nodeConfig": {"reservationAffinity": affinity}}

    world.create(NODE_POOL, name="p", **pool("spring"))
    assert world.refusal(NODE_POOL, name="q", **pool("autumn")).code == 404
    refused = world.deletion_refusal("gcp:compute/futureReservation:FutureReservation", order)
    assert "already being used" in str(refused)


def test_a_taken_name_is_refused(world):
    world.create(NETWORK, name="n")
    error = world.refusal(NETWORK, name="n")
    assert (error.code, error.status) == (409, "ALREADY_EXISTS")
    assert error.message == "googleapi: Error 409: The resource 'projects/p/global/networks/n' already exists, alreadyExists"


def test_bucket_names_are_taken_over_all_projects(world):
    world.create(BUCKET, name="b", location="US")
    assert world.refusal(BUCKET, name="b", location="US", project="q").code == 409


def test_a_grant_may_be_said_twice_and_things_with_numbers_are_never_the_same(world):
    grant = {"project": "p", "role": "roles/viewer", "member": "group:team@example.com"}
    iam = "gcp:projects/iAMMember:IAMMember"
    assert world.create(iam, **grant)[0] == world.create(iam, **grant)[0]
    channel = {"displayName": "ops", "type": "email", "labels": {"email_address": "a@b.c"}}
    kind = "gcp:monitoring/notificationChannel:NotificationChannel"
    assert world.create(kind, **channel)[0] != world.create(kind, **channel)[0]


def test_secret_versions_count_up(world):
    secret, _ = world.create("gcp:secretmanager/secret:Secret", secretId="s", replication={"auto": {}})
    versions = [
        world.create("gcp:secretmanager/secretVersion:SecretVersion", secret=secret, secretData="x")[1]["version"] for _ in range(3)
    ]
    assert versions == ["1", "2", "3"]


def test_a_subnetwork_may_not_overlap_another_one_of_its_network(world):
    world.subnetwork()
    error = world.refusal(SUBNETWORK, name="t", network="n", ipCidrRange="10.0.8.0/24")
    assert error.message == (
        "googleapi: Error 400: Invalid value for field 'resource.ipCidrRange': '10.0.8.0/24'. Invalid IPCidrRange: 10.0.8.0/24 conflicts with "
        "existing subnetwork 's' (10.0.0.0/20) of the same network., invalid"
    )
    assert "10.16.0.0/14" in world.refusal(SUBNETWORK, name="t", network="n", ipCidrRange="10.17.0.0/16").message
    world.create(NETWORK, name="other")
    assert world.create(SUBNETWORK, name="t", network="other", ipCidrRange="10.0.8.0/24")


def test_a_cluster_uses_ranges_that_its_subnetwork_has(world):
    world.subnetwork()
    cluster = {"name": "c", "location": "us-central1", "network": "n", "subnetwork": "s"}
    error = world.refusal(CLUSTER, **cluster, ipAllocationPolicy={"clusterSecondaryRangeName": "podz"})
    assert error.message == (
        'googleapi: Error 400: Secondary range "podz" does not exist in subnetwork "s", which has pods., badRequest '
        "(ipAllocationPolicy.clusterSecondaryRangeName)"
    )
    assert world.create(CLUSTER, **cluster, ipAllocationPolicy={"clusterSecondaryRangeName": "pods"})


def test_a_key_needs_a_grant_for_the_agent_that_uses_it(world):
    key = world.key()
    bucket = {"name": "b", "location": "us-central1", "encryption": {"defaultKmsKeyName": key}}
    agent = f"service-{NUMBER}@gs-project-accounts.iam.gserviceaccount.com"
    error = world.refusal(BUCKET, **bucket)
    assert (error.code, error.status) == (403, "PERMISSION_DENIED")
    assert error.message == (
        f"googleapi: Error 403: Cloud KMS error when using key {key}: Permission 'cloudkms.cryptoKeyVersions.useToEncrypt' denied on resource "
        f"'{key}' (or it may not exist) for {agent}. Grant it {ENCRYPTER} on the key and make the resource depend on that grant., "
        "kmsPermissionDenied (encryption.defaultKmsKeyName)"
    )
    world.create(GRANT, cryptoKeyId=key, role=ENCRYPTER, member=f"serviceAccount:{agent}")
    assert world.create(BUCKET, **bucket)


@pytest.mark.parametrize(
    ("type_", "target"),
    [
        ("gcp:kms/keyRingIAMMember:KeyRingIAMMember", {"keyRingId": "projects/p/locations/us-central1/keyRings/r"}),
        ("gcp:projects/iAMMember:IAMMember", {"project": "p"}),
    ],
)
def test_a_grant_on_the_ring_or_the_project_reaches_the_key(world, type_, target):
    key = world.key()
    member = f"serviceAccount:service-{NUMBER}@gs-project-accounts.iam.gserviceaccount.com"
    world.create(type_, **target, role=ENCRYPTER, member=member)
    assert world.create(BUCKET, name="b", location="us-central1", encryption={"defaultKmsKeyName": key})


def test_a_grant_for_one_service_is_none_for_another(world):
    key = world.key()
    world.create(
        GRANT, cryptoKeyId=key, role=ENCRYPTER, member=f"serviceAccount:service-{NUMBER}@container-engine-robot.iam.gserviceaccount.com"
    )
    world.create(CLUSTER, name="c", location="us-central1", databaseEncryption={"state": "ENCRYPTED", "keyName": key})
    error = world.refusal(NODE_POOL, name="n", cluster="c", location="us-central1", nodeConfig={"bootDiskKmsKey": key})
    assert f"service-{NUMBER}@compute-system.iam.gserviceaccount.com" in error.message


def test_a_key_that_somebody_else_keeps_is_not_judged(world):
    key = "projects/keys/locations/us-central1/keyRings/r/cryptoKeys/k"
    assert world.create(BUCKET, name="b", location="us-central1", encryption={"defaultKmsKeyName": key})


def test_apis_count_as_enabled_by_hand_until_the_project_declares_one(world):
    world.create(CLUSTER, name="c", location="us-central1")
    world.create(SERVICE, service="compute.googleapis.com")
    error = world.refusal(CLUSTER, name="d", location="us-central1")
    assert (error.code, error.status) == (403, "PERMISSION_DENIED")
    assert error.message.startswith(
        f"googleapi: Error 403: Kubernetes Engine API has not been used in project {NUMBER} before or it is disabled. Enable it by visiting "
        f"https://console.developers.google.com/apis/api/container.googleapis.com/overview?project={NUMBER} then retry."
    )
    world.create(SERVICE, service="container.googleapis.com")
    assert world.create(CLUSTER, name="d", location="us-central1")
    assert world.create(CLUSTER, name="e", location="us-central1", project="q")


def test_enforcing_apis_can_be_said_for_all_or_for_none():
    assert World(enforce_apis=True).refusal(NETWORK, name="n").status == "PERMISSION_DENIED"
    assert World(enforce_apis=False).create(NETWORK, name="n")


def test_buckets_need_no_api_to_be_enabled():
    assert World(enforce_apis=True).create(BUCKET, name="b", location="US")


def test_a_network_cannot_go_before_its_subnetworks(world):
    subnetwork, _ = world.subnetwork()
    network = "projects/p/global/networks/n"
    error = world.deletion_refusal(NETWORK, network)
    assert (error.code, error.status) == (400, "FAILED_PRECONDITION")
    assert error.message == (
        f"googleapi: Error 400: The network resource '{network}' is already being used by '{subnetwork}', resourceInUseByAnotherResource"
    )
    world.cloud.delete(SUBNETWORK, subnetwork)
    world.cloud.delete(NETWORK, network)
    assert world.cloud.everything() == {}


def test_a_protected_cluster_cannot_go_and_an_unprotected_one_takes_its_pools_along(world):
    cluster, outputs = world.create(CLUSTER, name="c", location="us-central1")
    world.create(NODE_POOL, name="n", cluster=cluster, location="us-central1")
    assert world.deletion_refusal(CLUSTER, cluster).message == (
        f"Error: cannot destroy cluster {cluster} because deletion_protection is set to true. Set it to false and apply that to proceed with deletion."
    )
    world.cloud.update(CLUSTER, cluster, outputs, {"name": "c", "location": "us-central1", "deletionProtection": False})
    world.cloud.delete(CLUSTER, cluster)
    assert world.cloud.everything() == {}


def test_managed_storage_needs_private_services_access_on_its_network(world):
    world.create(NETWORK, name="n")
    lustre = {"instanceId": "l", "location": "us-central1-a", "filesystem": "scratch", "capacityGib": "18000", "network": "n"}
    error = world.refusal("gcp:lustre/instance:Instance", **lustre)
    assert error.message == (
        "googleapi: Error 400: Network projects/p/global/networks/n has no private services access, which lustre needs. Create a "
        "servicenetworking.Connection on it first and make the resource depend on that., failedPrecondition"
    )
    world.create("gcp:compute/globalAddress:GlobalAddress", name="range", purpose="VPC_PEERING", prefixLength=20, network="n")
    access = {"network": "n", "service": "servicenetworking.googleapis.com", "reservedPeeringRanges": ["range"]}
    world.create("gcp:servicenetworking/connection:Connection", **access)
    assert world.create("gcp:lustre/instance:Instance", **lustre)


def test_private_services_access_cannot_go_before_what_uses_it(world):
    world.create(NETWORK, name="n")
    world.create("gcp:compute/globalAddress:GlobalAddress", name="range", purpose="VPC_PEERING", prefixLength=20, network="n")
    access = {"network": "n", "service": "servicenetworking.googleapis.com", "reservedPeeringRanges": ["range"]}
    connection, _ = world.create("gcp:servicenetworking/connection:Connection", **access)
    networks = [{"network": "n", "modes": ["MODE_IPV4"], "connectMode": "PRIVATE_SERVICE_ACCESS"}]
    filestore = {
        "name": "f",
        "tier": "ZONAL",
        "location": "us-central1-a",
        "networks": networks,
        "fileShares": {"name": "s", "capacityGb": 1024},
    }
    instance, _ = world.create("gcp:filestore/instance:Instance", **filestore)
    error = world.deletion_refusal("gcp:servicenetworking/connection:Connection", connection)
    assert error.message.endswith(f"Producer services (e.g. {instance}) are still using this connection.")
    world.cloud.delete("gcp:filestore/instance:Instance", instance)
    world.cloud.delete("gcp:servicenetworking/connection:Connection", connection)


def test_a_protected_filestore_cannot_go(world):
    world.create(NETWORK, name="n")
    filestore = {"name": "f", "tier": "ZONAL", "location": "us-central1-a", "fileShares": {"name": "s", "capacityGb": 1024}}
    networks = [{"network": "n", "modes": ["MODE_IPV4"]}]
    instance, _ = world.create("gcp:filestore/instance:Instance", **filestore, networks=networks, deletionProtectionEnabled=True)
    assert world.deletion_refusal("gcp:filestore/instance:Instance", instance).message == (
        f"Error: cannot destroy instance {instance} because deletion_protection is set to true. Set it to false and apply that to proceed with deletion."
    )


def test_a_filestore_that_peers_by_itself_needs_no_private_services_access(world):
    world.create(NETWORK, name="n")
    filestore = {"name": "f", "tier": "ZONAL", "location": "us-central1-a", "fileShares": {"name": "s", "capacityGb": 1024}}
    assert world.create("gcp:filestore/instance:Instance", **filestore, networks=[{"network": "n", "modes": ["MODE_IPV4"]}])


def test_a_deletion_policy_prevents_or_abandons(world):
    kept, _ = world.create("gcp:pubsub/topic:Topic", name="kept", deletionPolicy="PREVENT")
    assert "because deletion_policy is PREVENT" in world.deletion_refusal("gcp:pubsub/topic:Topic", kept).message
    left, _ = world.create("gcp:pubsub/topic:Topic", name="left", deletionPolicy="ABANDON")
    world.cloud.delete("gcp:pubsub/topic:Topic", left)
    assert set(world.cloud.everything()) == {f"gcp:pubsub/topic:Topic {kept}"}
    assert world.cloud.read("gcp:pubsub/topic:Topic", left) is not None


def test_a_key_ring_leaves_the_state_and_still_takes_its_name(world):
    ring, _ = world.create(RING, name="r", location="us-central1")
    world.cloud.delete(RING, ring)
    assert world.cloud.everything() == {}
    assert world.refusal(RING, name="r", location="us-central1").message == (
        f"googleapi: Error 409: KeyRing {ring} already exists., alreadyExists. Key rings and keys cannot be deleted: choose another name or import "
        "this one."
    )


def test_a_service_stays_enabled_unless_it_is_disabled_on_destroy(world):
    compute, _ = world.create(SERVICE, service="compute.googleapis.com")
    container, _ = world.create(SERVICE, service="container.googleapis.com", disableOnDestroy=True)
    world.cloud.delete(SERVICE, compute)
    world.cloud.delete(SERVICE, container)
    assert world.cloud.everything() == {}
    assert world.create(NETWORK, name="n")
    assert world.refusal(CLUSTER, name="c", location="us-central1").status == "PERMISSION_DENIED"


def test_deleting_what_is_gone_is_no_error(world):
    world.cloud.delete(NETWORK, "projects/p/global/networks/n")


@pytest.mark.parametrize(
    "written", ["projects/p/global/networks/n", "p/n", "n", "https://www.googleapis.com/compute/v1/projects/p/global/networks/n"]
)
def test_reading_takes_every_form_of_an_id(world, written):
    identity, outputs = world.create(NETWORK, name="n")
    read = world.cloud.read(NETWORK, written)
    assert read is not None
    assert (read[0], read[2]) == (identity, outputs)


def test_reading_what_is_not_there_gives_nothing(world):
    assert world.cloud.read(NETWORK, "n") is None


def test_what_was_read_for_an_import_differs_in_nothing_from_what_was_asked(world):
    inputs = {"name": "n", "autoCreateSubnetworks": False}
    identity, _ = world.create(NETWORK, **inputs)
    read = world.cloud.read(NETWORK, identity)
    assert read is not None
    assert world.cloud.diff(NETWORK, identity, read[1], read[2], world.cloud.check(NETWORK, inputs).inputs).changes is False


def test_an_update_changes_what_was_asked_and_keeps_the_rest(world):
    identity, before = world.create(BUCKET, name="b", location="US", labels={"a": "1"})
    after = world.cloud.update(BUCKET, identity, before, {"name": "b", "location": "US", "labels": {"a": "2"}})
    assert after["effectiveLabels"] == {"a": "2", "goog-pulumi-provisioned": "true"}
    assert {**after, "labels": 0, "effectiveLabels": 0, "pulumiLabels": 0} == {
        **{name: value for name, value in before.items() if name != "storageClass"},
        "labels": 0,
        "effectiveLabels": 0,
        "pulumiLabels": 0,
    }


def test_an_update_is_judged_like_a_creation(world):
    world.subnetwork()
    other, outputs = world.create(SUBNETWORK, name="t", network="n", ipCidrRange="10.64.0.0/20")
    with pytest.raises(CloudError, match="conflicts with existing subnetwork 's'"):
        world.cloud.update(SUBNETWORK, other, outputs, {"name": "t", "network": "n", "ipCidrRange": "10.0.0.0/19"})


def test_updating_what_is_gone_is_refused(world):
    with pytest.raises(CloudError) as refused:
        world.cloud.update(NETWORK, "projects/p/global/networks/n", {}, {"name": "n"})
    assert refused.value.status == "NOT_FOUND"


def test_a_refused_creation_leaves_nothing_behind(world):
    world.refusal(SUBNETWORK, name="s", network="n", ipCidrRange="10.0.0.0/20")
    assert world.cloud.everything() == {}


def test_everything_lists_inputs_and_outputs_by_type_and_id(world):
    identity, outputs = world.create(NETWORK, name="n")
    [(key, entry)] = world.cloud.everything().items()
    assert key == f"{NETWORK} {identity}"
    assert (entry["type"], entry["id"], entry["inputs"]["name"], entry["outputs"]) == (NETWORK, identity, "n", outputs)
