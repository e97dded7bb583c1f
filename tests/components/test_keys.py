"""Rings, keys and grants: what uses a key waits until all who encrypt with it may."""

from __future__ import annotations

import pytest

RING, KEY, VERSION = "gcp:kms/keyRing:KeyRing", "gcp:kms/cryptoKey:CryptoKey", "gcp:kms/cryptoKeyVersion:CryptoKeyVersion"
GRANT, IDENTITY, ACCOUNT = (
    "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
    "gcp:projects/serviceIdentity:ServiceIdentity",
    "gcp:serviceaccount/account:Account",
)
RING_URI = "projects/acme-lab/locations/us-central1/keyRings/lab-us-central1-v1"
DISKS = "projects/acme-keys/locations/us-central1/keyRings/shared/cryptoKeys/disks"


@pytest.fixture
def declared(declare, plan_of):
    """Declare the keys of a blueprint, and beside them a user of each key."""

    def run(**sections):
        plan = plan_of(**sections)

        def program():
            import pulumi_gcp as gcp

            from components.keys import Keys

            keys = Keys(plan.keys, project="acme-lab", labels={"stack": "lab"})
            for name, key in keys.usable.items():
                gcp.serviceaccount.Account(f"user-of-{name}", account_id="user-of-key", description=key)

        return declare(program)

    return run


def test_a_key_is_made_in_its_ring_with_rotation_and_a_way_back(declared):
    found = declared(keys={"protection": "HSM", "rotation_days": 30, "destroy_after_days": 7})
    assert found.only(RING).inputs == {"name": "lab-us-central1-v1", "location": "us-central1", "project": "acme-lab"}
    assert found.named("disks-key").inputs == {
        "name": "disks",
        "keyRing": RING_URI,
        "purpose": "ENCRYPT_DECRYPT",
        "rotationPeriod": "2592000s",
        "destroyScheduledDuration": "604800s",
        "versionTemplate": {"algorithm": "GOOGLE_SYMMETRIC_ENCRYPTION", "protectionLevel": "HSM"},
        "labels": {"stack": "lab"},
    }
    assert found.all(VERSION) == []


@pytest.mark.parametrize("guard", [True, False])
def test_keys_are_protected_exactly_while_the_stack_is_guarded(guard, declared):
    found = declared(deletion_guard=guard)
    assert [key.options.get("protect", False) for key in found.all(KEY)] == [guard, guard]
    assert "protect" not in found.only(RING).options, "a ring cannot be deleted anyway"


def test_whatever_uses_a_key_waits_for_every_grant_of_that_key_and_no_other(declared):
    found = declared(buckets=[{"name": "data", "tier": "hot"}], filestores=[{"name": "homes", "tier": "ZONAL", "capacity_gib": 1024}])
    grants = {grant.urn: grant.inputs["cryptoKeyId"] for grant in found.all(GRANT)}
    for user in found.all(ACCOUNT):
        used = user.inputs["description"]
        assert used == f"{RING_URI}/cryptoKeys/{user.name.removeprefix('user-of-')}", "a preview knows the full name of the key"
        waited = {urn for urn in user.dependencies if urn in grants}
        assert waited == {urn for urn, key in grants.items() if key == used}
        assert waited


def test_agents_are_granted_one_by_one_and_only_what_they_need(declared):
    found = declared(buckets=[{"name": "data", "tier": "hot"}])
    assert {(grant.inputs["cryptoKeyId"].rpartition("/")[2], grant.inputs["member"]) for grant in found.all(GRANT)} == {
        ("etcd", "serviceAccount:service-123456789012@container-engine-robot.iam.gserviceaccount.com"),
        ("disks", "serviceAccount:service-123456789012@compute-system.iam.gserviceaccount.com"),
        ("disks", "serviceAccount:service-123456789012@container-engine-robot.iam.gserviceaccount.com"),
        ("buckets", "serviceAccount:service-123456789012@gs-project-accounts.iam.gserviceaccount.com"),
    }
    assert {grant.inputs["role"] for grant in found.all(GRANT)} == {"roles/cloudkms.cryptoKeyEncrypterDecrypter"}


def test_a_grant_waits_for_the_agents_that_are_asked_for(declared):
    found = declared(filestores=[{"name": "homes", "tier": "ZONAL", "capacity_gib": 1024}])
    identities = {identity.urn for identity in found.all(IDENTITY)}
    assert [identity.inputs["service"] for identity in found.all(IDENTITY)] == ["container.googleapis.com", "file.googleapis.com"]
    assert all(identities <= set(grant.dependencies) for grant in found.all(GRANT))


def test_an_existing_key_is_granted_and_not_made(declared):
    found = declared(keys={"existing": {"disks": DISKS}})
    assert [key.name for key in found.all(KEY)] == ["etcd-key"]
    assert found.named("user-of-disks").inputs["description"] == DISKS
    assert {grant.inputs["member"].partition("@")[2] for grant in found.all(GRANT) if grant.inputs["cryptoKeyId"] == DISKS} == {
        "compute-system.iam.gserviceaccount.com",
        "container-engine-robot.iam.gserviceaccount.com",
    }
    grants = {grant.urn for grant in found.all(GRANT) if grant.inputs["cryptoKeyId"] == DISKS}
    assert grants <= set(found.named("user-of-disks").dependencies)


def test_with_existing_keys_alone_there_is_no_ring(declared):
    found = declared(keys={"existing": {"disks": DISKS, "etcd": DISKS.replace("cryptoKeys/disks", "cryptoKeys/etcd")}})
    assert found.all(RING) == []
    assert found.all(KEY) == []


def test_an_external_key_points_at_its_material_before_anything_uses_it(declared):
    uris = {"etcd": "https://ekm.example.com/etcd", "disks": "https://ekm.example.com/disks"}
    found = declared(keys={"protection": "EXTERNAL", "external_key_uris": uris})
    key, version = found.named("disks-key").inputs, found.named("disks-key-version")
    assert key["versionTemplate"] == {"algorithm": "EXTERNAL_SYMMETRIC_ENCRYPTION", "protectionLevel": "EXTERNAL"}
    assert key["skipInitialVersionCreation"] is True
    assert "rotationPeriod" not in key, "its manager rotates it"
    assert version.inputs == {
        "cryptoKey": f"{RING_URI}/cryptoKeys/disks",
        "externalProtectionLevelOptions": {"externalKeyUri": "https://ekm.example.com/disks"},
    }
    assert version.urn in found.named("user-of-disks").dependencies


def test_a_second_location_has_a_ring_of_its_own(declared):
    found = declared(buckets=[{"name": "pair", "tier": "hot", "dual_region": ["us-central1", "us-east4"]}])
    assert {ring.name: ring.inputs["location"] for ring in found.all(RING)} == {"ring": "us-central1", "ring-us": "us"}
    assert found.named("buckets-us-key").inputs["keyRing"] == "projects/acme-lab/locations/us/keyRings/lab-us-v1"
    assert found.named("buckets-us-key").inputs["name"] == "buckets"


def test_google_managed_keys_declare_nothing(declared):
    found = declared(keys={"managed_by": "google"})
    assert [resource.type for resource in found.resources if resource.custom and "providers" not in resource.type] == []
