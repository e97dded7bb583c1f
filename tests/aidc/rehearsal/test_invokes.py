"""Data sources: the same answer every time, or a plain refusal."""

from __future__ import annotations

import json

import pytest

from aidc.rehearsal import identities
from aidc.rehearsal.cloud import Cloud, CloudError

NUMBER = identities.project_number("p")


@pytest.fixture
def cloud():
    return Cloud(project="p", region="us-central1", zone="us-central1-a")


def test_a_project_has_a_number_that_belongs_to_it(cloud):
    token = "gcp:organizations/getProject:getProject"
    assert cloud.invoke(token, {}) == cloud.invoke(token, {})
    assert (cloud.invoke(token, {})["projectId"], cloud.invoke(token, {})["number"]) == ("p", NUMBER)
    assert cloud.invoke(token, {"projectId": "q"})["number"] == identities.project_number("q")


def test_projects_are_listed(cloud):
    assert [each["number"] for each in cloud.invoke("gcp:projects/getProject:getProject", {"filter": "id:p"})["projects"]] == [NUMBER]


def test_the_client_knows_its_place(cloud):
    answer = cloud.invoke("gcp:organizations/getClientConfig:getClientConfig", {})
    assert (answer["project"], answer["region"], answer["zone"]) == ("p", "us-central1", "us-central1-a")


def test_zones_are_those_of_the_region(cloud):
    token = "gcp:compute/getZones:getZones"
    assert cloud.invoke(token, {})["names"] == ["us-central1-a", "us-central1-b", "us-central1-c", "us-central1-f"]
    assert cloud.invoke(token, {"region": "europe-west4"})["names"] == ["europe-west4-a", "europe-west4-b", "europe-west4-c"]


def test_engine_versions_answer_a_prefix(cloud):
    token = "gcp:container/getEngineVersions:getEngineVersions"
    answer = cloud.invoke(token, {"location": "us-central1", "versionPrefix": "1.35."})
    assert answer["latestMasterVersion"].startswith("1.35.")
    assert answer["validMasterVersions"] == [answer["latestMasterVersion"]]
    assert cloud.invoke(token, {"location": "us-central1", "versionPrefix": "1.20."})["validMasterVersions"] == []


def test_service_accounts_of_services_carry_the_projects_number(cloud):
    storage = cloud.invoke("gcp:storage/getProjectServiceAccount:getProjectServiceAccount", {})
    assert storage["emailAddress"] == f"service-{NUMBER}@gs-project-accounts.iam.gserviceaccount.com"
    compute = cloud.invoke("gcp:compute/getDefaultServiceAccount:getDefaultServiceAccount", {})
    assert compute["email"] == f"{NUMBER}-compute@developer.gserviceaccount.com"
    bigquery = cloud.invoke("gcp:bigquery/getDefaultServiceAccount:getDefaultServiceAccount", {})
    assert bigquery["email"] == f"bq-{NUMBER}@bigquery-encryption.iam.gserviceaccount.com"


def test_a_policy_document_is_json_in_a_fixed_order(cloud):
    bindings = [{"role": "roles/b", "members": ["user:z@a.b", "user:a@a.b"]}, {"role": "roles/a", "members": []}]
    answer = cloud.invoke("gcp:organizations/getIAMPolicy:getIAMPolicy", {"bindings": bindings})
    assert json.loads(answer["policyData"]) == {
        "bindings": [{"members": [], "role": "roles/a"}, {"members": ["user:a@a.b", "user:z@a.b"], "role": "roles/b"}]
    }


def test_what_exists_can_be_looked_up_and_what_does_not_is_not_found(cloud):
    token = "gcp:compute/getNetwork:getNetwork"
    with pytest.raises(CloudError) as refused:
        cloud.invoke(token, {"name": "n"})
    assert refused.value.message == "googleapi: Error 404: Network projects/p/global/networks/n not found, notFound"
    identity, outputs = cloud.create("gcp:compute/network:Network", {"name": "n"})
    assert cloud.invoke(token, {"name": "n"})["selfLink"] == outputs["selfLink"]
    assert cloud.invoke(token, {"name": "n"})["id"] == identity


def test_keys_are_looked_up_under_the_names_of_their_data_sources(cloud):
    ring, _ = cloud.create("gcp:kms/keyRing:KeyRing", {"name": "r", "location": "us"})
    assert cloud.invoke("gcp:kms/getKMSKeyRing:getKMSKeyRing", {"name": "r", "location": "us"})["id"] == ring


@pytest.mark.parametrize(
    "token", ["gcp:nothing/getAnything:getAnything", "kubernetes:yaml:decode", "gcp:compute/listNetworks:listNetworks"]
)
def test_an_unknown_data_source_is_said_to_be_unknown(cloud, token):
    with pytest.raises(CloudError) as refused:
        cloud.invoke(token, {})
    assert (refused.value.status, refused.value.message) == ("UNIMPLEMENTED", f"The simulated cloud does not answer {token}.")
