"""Encryption keys: one per use, in the location of what they encrypt, granted to the service agents of that use."""

from __future__ import annotations

import pytest

DISKS = "projects/acme-keys/locations/us-central1/keyRings/shared/cryptoKeys/disks"
IDS = "etcd, disks, buckets, filestores, lustres, registry, buckets-us, buckets-europe, buckets-asia, buckets-ca, buckets-nam4, buckets-eur4, "
IDS += "buckets-eur5, buckets-asia1"


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        (
            {"managed_by": "google", "rotation_days": 30},
            "managed_by: google keeps its own keys; the other fields of keys have no effect. Remove them or set managed_by: customer",
            {"managed_by": "google"},
        ),
        ({"protection": "VAULT"}, "protection: 'VAULT' is not one of SOFTWARE, HSM, EXTERNAL.", {"protection": "HSM"}),
        ({"rotation_days": 0}, "rotation_days: 0 is out of range: at least 1", {"rotation_days": 1}),
        ({"destroy_after_days": 121}, "destroy_after_days: 121 is out of range: at most 120", {"destroy_after_days": 120}),
        ({"generation": 0}, "generation: 0 is out of range: at least 1", {"generation": 2}),
        (
            {"existing": {"disk": DISKS}},
            f"existing.disk: 'disk' is not a use of a key; allowed: {IDS}. Did you mean disks?",
            {"existing": {"disks": DISKS}},
        ),
        (
            {"existing": {"disks": "shared/disks"}},
            "existing.disks: 'shared/disks' is not a key: write projects/P/locations/L/keyRings/R/cryptoKeys/K",
            {"existing": {"disks": DISKS}},
        ),
        (
            {"existing": {"disks": DISKS.replace("us-central1", "us-east1")}},
            "existing.disks: lies in us-east1; what it encrypts lies in us-central1, and so must the key",
            {"existing": {"disks": DISKS}},
        ),
        (
            {"external_key_uris": {"etcd": "https://ekm.example.com/k"}},
            "external_key_uris: goes with protection: EXTERNAL, not with SOFTWARE",
            {"protection": "EXTERNAL", "external_key_uris": {"etcd": "https://ekm.example.com/k", "disks": "https://ekm.example.com/d"}},
        ),
        (
            {"protection": "EXTERNAL", "external_key_uris": {"etcd": "https://ekm.example.com/k"}},
            "external_key_uris: lacks the key's URI for disks; protection: EXTERNAL needs one for every use that the stack has",
            {"protection": "EXTERNAL", "external_key_uris": {"etcd": "https://ekm.example.com/k"}, "existing": {"disks": DISKS}},
        ),
        (
            {
                "protection": "EXTERNAL",
                "rotation_days": 9,
                "external_key_uris": {"etcd": "https://a.example/k", "disks": "https://a.example/d"},
            },
            "rotation_days: an external key is rotated by its key manager, not by Cloud KMS. Remove it",
            {"protection": "EXTERNAL", "external_key_uris": {"etcd": "https://a.example/k", "disks": "https://a.example/d"}},
        ),
    ],
)
def test_keys_are_refused_with_the_reason_and_their_neighbour_accepted(wrong, message, right, problems):
    assert problems(keys=wrong) == [f"keys.{message}"]
    assert problems(keys=right) == []


def test_there_is_a_key_for_each_use_that_the_stack_has_and_no_other(plan_of, bucket, filestore):
    assert [key.id for key in plan_of().keys.keys] == ["etcd", "disks"]
    assert [key.id for key in plan_of(buckets=[bucket()], filestores=[filestore()]).keys.keys] == ["etcd", "disks", "buckets", "filestores"]
    assert [key.id for key in plan_of(filestores=[filestore(tier="BASIC_HDD")]).keys.keys] == ["etcd", "disks"], "this tier takes no key"
    assert [key.id for key in plan_of(cluster={"existing": {"name": "shared"}}).keys.keys] == ["disks"], "its etcd is somebody else's"


def test_google_managed_keys_leave_nothing_to_make(plan_of, bucket):
    plan = plan_of(keys={"managed_by": "google"}, buckets=[bucket()])
    assert (plan.keys.keys, plan.keys.rings, plan.keys.identities) == ((), (), ())
    assert "cloudkms.googleapis.com" not in plan.services.names


def test_each_key_is_granted_to_the_agents_that_encrypt_with_it(plan_of, bucket, filestore):
    keys = plan_of(buckets=[bucket()], filestores=[filestore()]).keys.keys
    assert {key.id: [agent.partition("@")[2].partition(".")[0] for agent in key.agents] for key in keys} == {
        "etcd": ["container-engine-robot"],
        "disks": ["compute-system", "container-engine-robot"],
        "buckets": ["gs-project-accounts"],
        "filestores": ["cloud-filer"],
    }
    assert keys[0].agents == ("serviceAccount:service-123456789012@container-engine-robot.iam.gserviceaccount.com",)


def test_agents_that_do_not_exist_by_themselves_are_asked_for(plan_of, filestore):
    assert plan_of().keys.identities == ("container.googleapis.com",)
    assert plan_of(filestores=[filestore()]).keys.identities == ("container.googleapis.com", "file.googleapis.com")


def test_rotation_and_restore_times_are_seconds(plan_of):
    keys = plan_of(keys={"rotation_days": 30, "destroy_after_days": 7, "protection": "HSM", "generation": 3}).keys
    assert (keys.rotation_seconds, keys.destroy_after_seconds, keys.protection) == (2_592_000, 604_800, "HSM")
    [ring] = keys.rings
    assert ring.name == "lab-us-central1-v3", "a destroyed ring keeps its name: the generation makes a fresh one (trap T079)"
    assert ring.uri == "projects/acme-lab/locations/us-central1/keyRings/lab-us-central1-v3"


def test_an_external_key_is_not_rotated_by_cloud_kms(plan_of):
    uris = {"etcd": "https://ekm.example.com/etcd", "disks": "https://ekm.example.com/disks"}
    keys = plan_of(keys={"protection": "EXTERNAL", "external_key_uris": uris}).keys
    assert keys.rotation_seconds is None
    assert [key.external_uri for key in keys.keys] == list(uris.values())


def test_only_existing_keys_need_no_ring(plan_of):
    existing = {"etcd": DISKS.replace("disks", "etcd"), "disks": DISKS}
    keys = plan_of(keys={"existing": existing}).keys
    assert keys.rings == ()
    assert [key.existing for key in keys.keys] == list(existing.values())
    assert all(key.agents for key in keys.keys), "the grants on them are still ours to make"


def test_a_bucket_in_two_regions_takes_a_key_from_the_location_that_holds_both(plan_of, bucket):
    pair = bucket(name="pair", dual_region=["us-central1", "us-east4"])
    plan = plan_of(buckets=[bucket(), pair])
    assert [(key.id, key.location) for key in plan.keys.keys if key.use == "buckets"] == [("buckets-us", "us"), ("buckets", "us-central1")]
    assert [ring.location for ring in plan.keys.rings] == ["us-central1", "us"]
    assert [planned.key for planned in plan.buckets] == ["buckets", "buckets-us"]


def test_a_pair_of_regions_without_a_location_of_cloud_kms_takes_googles_keys(problems, bucket):
    pair = bucket(dual_region=["australia-southeast1", "australia-southeast2"])
    assert problems(buckets=[pair]) == [
        "buckets[0].dual_region: australia-southeast1 and australia-southeast2: no Cloud KMS location is known that holds a key for both "
        "regions. Use one region, or keys.managed_by: google"
    ]
    assert problems(buckets=[pair], keys={"managed_by": "google"}) == []
