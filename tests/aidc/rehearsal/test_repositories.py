"""Repositories that Artifact Registry refuses though the provider lets them through."""

from __future__ import annotations

import pytest

from aidc.rehearsal.cloud import Cloud
from aidc.rehearsal.errors import CloudError
from aidc.rehearsal.repositories import REPOSITORY, refuse_repository

HERE = {"project": "acme-lab", "region": "us-central1", "zone": "", "location": "us-central1"}
OWN = {"repositoryId": "own", "format": "DOCKER", "mode": "STANDARD_REPOSITORY"}
HUB = {
    "repositoryId": "hub",
    "format": "DOCKER",
    "mode": "REMOTE_REPOSITORY",
    "remoteRepositoryConfig": {"dockerRepository": {"publicRepository": "DOCKER_HUB"}},
}


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        ({**HUB, "remoteRepositoryConfig": None}, "A REMOTE_REPOSITORY needs remoteRepositoryConfig.", HUB),
        ({**HUB, "mode": "STANDARD_REPOSITORY"}, "A STANDARD_REPOSITORY takes no remoteRepositoryConfig.", OWN),
        ({**OWN, "mode": "VIRTUAL_REPOSITORY"}, "A VIRTUAL_REPOSITORY needs virtualRepositoryConfig.", OWN),
        (
            {**HUB, "format": "PYTHON"},
            "A remote repository of the format PYTHON needs remoteRepositoryConfig.pythonRepository.",
            HUB,
        ),
        (
            {**OWN, "format": "PYTHON", "dockerConfig": {"immutableTags": True}},
            "dockerConfig is for the format DOCKER, not for PYTHON.",
            {**OWN, "dockerConfig": {"immutableTags": True}},
        ),
    ],
)
def test_blocks_belong_to_their_mode_and_format(wrong, message, right):
    with pytest.raises(CloudError) as refused:
        refuse_repository(REPOSITORY, wrong, HERE, {})
    assert refused.value.message == f"googleapi: Error 400: {message}, invalidArgument"
    refuse_repository(REPOSITORY, right, HERE, {})


def test_a_virtual_repository_is_made_of_what_stands_and_fits():
    cloud = Cloud(project="acme-lab", region="us-central1", enforce_apis=False)
    folder = "projects/acme-lab/locations/us-central1/repositories"

    def virtual(member):
        policies = [{"id": member, "repository": f"{folder}/{member}", "priority": 1.0}]
        return {
            "repositoryId": "all",
            "format": "DOCKER",
            "mode": "VIRTUAL_REPOSITORY",
            "virtualRepositoryConfig": {"upstreamPolicies": policies},
        }

    cloud.create(REPOSITORY, {**OWN, "repositoryId": "wheels", "format": "PYTHON"})
    with pytest.raises(CloudError, match="wheels is no standard or remote repository of the format DOCKER"):
        cloud.create(REPOSITORY, virtual("wheels"))
    with pytest.raises(CloudError, match="own not found"):
        cloud.create(REPOSITORY, virtual("own"))
    own, outputs = cloud.create(REPOSITORY, OWN)
    assert outputs["registryUri"] == "us-central1-docker.pkg.dev/acme-lab/own"
    cloud.create(REPOSITORY, virtual("own"))
    with pytest.raises(CloudError, match="already being used by"):
        cloud.delete(REPOSITORY, own)


def test_a_repository_is_addressed_by_its_format():
    cloud = Cloud(project="acme-lab", region="us-central1", enforce_apis=False)
    _, outputs = cloud.create(REPOSITORY, {**OWN, "format": "PYTHON"})
    assert outputs["registryUri"] == "us-central1-python.pkg.dev/acme-lab/own"
