"""Names of things: the full id, the forms people write, and what stands for an absent project or region."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.rehearsal import facts, identities
from aidc.rehearsal.errors import CloudError

SETTINGS = {"project": "p", "region": "us-central1", "zone": "us-central1-a"}
NETWORK = "gcp:compute/network:Network"
WORD = st.from_regex(r"[a-z][a-z0-9-]{0,20}[a-z0-9]", fullmatch=True)


@pytest.mark.parametrize(
    ("type_", "inputs", "identity"),
    [
        (NETWORK, {"name": "n"}, "projects/p/global/networks/n"),
        (NETWORK, {"name": "n", "project": "q"}, "projects/q/global/networks/n"),
        ("gcp:compute/disk:Disk", {"name": "d"}, "projects/p/zones/us-central1-a/disks/d"),
        ("gcp:container/nodePool:NodePool", {"name": "n", "location": "us-east1", "cluster": "projects/p/locations/us-east1/clusters/c"},
         "projects/p/locations/us-east1/clusters/c/nodePools/n"),
        ("gcp:kms/cryptoKey:CryptoKey", {"name": "k", "keyRing": "projects/p/locations/us/keyRings/r"}, "projects/p/locations/us/keyRings/r/cryptoKeys/k"),
        ("gcp:storage/bucket:Bucket", {"name": "b"}, "b"),
        ("gcp:projects/iAMMember:IAMMember", {"project": "p", "role": "roles/viewer", "member": "user:a@b.c"}, "p/roles/viewer/user:a@b.c"),
        ("gcp:storage/folder:Folder", {"bucket": "b", "name": "a/b/"}, "b/folders/a/b/"),
    ],
)  # fmt: skip
def test_an_id_is_made_from_inputs_and_the_providers_settings(type_, inputs, identity):
    assert identities.id_of(type_, inputs, SETTINGS) == identity


def test_an_id_without_its_location_is_refused_in_the_providers_words():
    with pytest.raises(CloudError) as refused:
        identities.id_of("gcp:compute/disk:Disk", {"name": "d"}, {"project": "p", "region": "", "zone": ""})
    assert refused.value.message == "Cannot determine zone: set zone in this resource, or set the provider's zone."


@pytest.mark.parametrize(
    ("type_", "written", "identity"),
    [
        (NETWORK, "https://www.googleapis.com/compute/v1/projects/q/global/networks/n", "projects/q/global/networks/n"),
        (NETWORK, "//compute.googleapis.com/projects/q/global/networks/n", "projects/q/global/networks/n"),
        (NETWORK, "q/n", "projects/q/global/networks/n"),
        (NETWORK, "n", "projects/p/global/networks/n"),
        ("gcp:container/cluster:Cluster", "us-east1/c", "projects/p/locations/us-east1/clusters/c"),
        ("gcp:container/nodePool:NodePool", "q/us-east1/c/n", "projects/q/locations/us-east1/clusters/c/nodePools/n"),
        ("gcp:serviceaccount/account:Account", "a@p.iam.gserviceaccount.com", "projects/p/serviceAccounts/a@p.iam.gserviceaccount.com"),
        ("gcp:projects/iAMMember:IAMMember", "p roles/viewer user:a@b.c", "p/roles/viewer/user:a@b.c"),
        (NETWORK, "projects/p/regions/us-central1/subnetworks/s", None),
    ],
)
def test_every_form_that_people_write_means_the_full_id(type_, written, identity):
    assert identities.canonical(type_, written, SETTINGS) == identity


@given(project=WORD, name=WORD)
def test_the_full_id_of_a_network_means_itself(project, name):
    identity = identities.id_of(NETWORK, {"name": name, "project": project}, SETTINGS)
    assert identities.canonical(NETWORK, identity, SETTINGS) == identity
    assert identities.canonical(NETWORK, identities.COMPUTE + identity, SETTINGS) == identity


def test_every_type_of_the_property_table_has_an_id_made_of_its_own_inputs():
    for type_, rows in facts.by_type("properties").items():
        names = {row["path"] for row in rows}
        assert identities.templates(type_), type_
        assert identities.properties_of_id(type_) <= names, type_


def test_a_grant_may_be_said_twice_and_a_network_not():
    assert identities.is_shared("gcp:projects/iAMMember:IAMMember")
    assert not identities.is_shared(NETWORK)


def test_a_project_number_has_twelve_digits_and_belongs_to_its_project():
    assert len(identities.project_number("p")) == 12
    assert identities.project_number("p") == identities.project_number("p") != identities.project_number("q")
    assert identities.project_number("123456789012") == "123456789012"


@given(st.text())
def test_digests_have_the_length_they_promise(text):
    assert len(identities.digest(text, 7)) == 7
    assert len(str(identities.digest_number(text, 19))) == 19
    assert [len(part) for part in identities.digest_uuid(text).split("-")] == [8, 4, 4, 4, 12]
