"""Repositories as they are sent: blocks of their mode and format, the key, and the nodes that read."""

from __future__ import annotations

import pytest

REPOSITORY, GRANT = "gcp:artifactregistry/repository:Repository", "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember"
LABELS = {"stack": "lab", "environment": "dev", "managed-by": "aidc"}
BASE = {"project": "acme-lab", "location": "us-central1", "kmsKeyName": "k", "labels": LABELS}
OWN = {"name": "own", "format": "docker"}


@pytest.fixture
def declared(declare, plan_of):
    """Declare a registry and return all that it asks for."""

    def run(*repositories, key="k", **fields):
        plan = plan_of(registry={"repositories": list(repositories), **fields}).registry

        def program():
            from components.registry import Registry

            Registry(plan, project="acme-lab", key=key, node_account="lab-nodes@acme-lab.iam.gserviceaccount.com")

        return declare(program)

    return run


def test_a_plain_repository_is_encrypted_scanned_and_nothing_else(declared):
    found = declared(OWN).only(REPOSITORY)
    assert found.inputs == {
        **BASE,
        "repositoryId": "lab-own",
        "format": "DOCKER",
        "mode": "STANDARD_REPOSITORY",
        "vulnerabilityScanningConfig": {"enablementConfig": "INHERITED"},
    }
    assert found.options["protect"] is True
    assert "kmsKeyName" not in declared(OWN, key=None).only(REPOSITORY).inputs


@pytest.mark.parametrize(
    ("fields", "inputs"),
    [
        ({"immutable_tags": True}, {"dockerConfig": {"immutableTags": True}}),
        ({"scanning": False}, {"vulnerabilityScanningConfig": {"enablementConfig": "DISABLED"}}),
        (
            {"cleanup": [{"delete_older_than_days": 2, "tags": "untagged"}, {"keep_newest": 5}], "cleanup_dry_run": True},
            {
                "cleanupPolicies": [
                    {"id": "delete-untagged", "action": "DELETE", "condition": {"olderThan": "172800s", "tagState": "UNTAGGED"}},
                    {"id": "keep-newest", "action": "KEEP", "mostRecentVersions": {"keepCount": 5.0}},
                ],
                "cleanupPolicyDryRun": True,
            },
        ),
        (
            {"mode": "remote", "upstream": "DOCKER_HUB"},
            {"mode": "REMOTE_REPOSITORY", "remoteRepositoryConfig": {"dockerRepository": {"publicRepository": "DOCKER_HUB"}}},
        ),
        (
            {"mode": "remote", "upstream": "https://ghcr.io"},
            {"remoteRepositoryConfig": {"dockerRepository": {"customRepository": {"uri": "https://ghcr.io"}}}},
        ),
        (
            {"format": "python", "mode": "remote", "upstream": "PYPI"},
            {"format": "PYTHON", "remoteRepositoryConfig": {"pythonRepository": {"publicRepository": "PYPI"}}},
        ),
        (
            {"format": "apt", "mode": "remote", "upstream": "DEBIAN", "upstream_path": "debian/dists/bookworm"},
            {
                "remoteRepositoryConfig": {
                    "aptRepository": {"publicRepository": {"repositoryBase": "DEBIAN", "repositoryPath": "debian/dists/bookworm"}}
                }
            },
        ),
    ],
)
def test_what_is_asked_for_is_sent(fields, inputs, declared):
    assert inputs.items() <= declared({**OWN, **fields}).only(REPOSITORY).inputs.items()


def test_a_virtual_repository_stands_behind_its_members(declared):
    hub = {"name": "hub", "format": "docker", "mode": "remote", "upstream": "DOCKER_HUB"}
    found = declared({"name": "all", "format": "docker", "mode": "virtual", "members": ["own", "hub"]}, OWN, hub)
    virtual = found.named("all")
    folder = "projects/acme-lab/locations/us-central1/repositories"
    assert virtual.inputs["virtualRepositoryConfig"] == {
        "upstreamPolicies": [
            {"id": "own", "repository": f"{folder}/lab-own", "priority": 100.0},
            {"id": "hub", "repository": f"{folder}/lab-hub", "priority": 90.0},
        ]
    }
    assert {found.named("own").urn, found.named("hub").urn} <= set(virtual.dependencies)
    assert "vulnerabilityScanningConfig" not in virtual.inputs


def test_nodes_read_each_repository_by_itself_and_write_none(declared):
    grants = declared(OWN, {"name": "wheels", "format": "python"}).all(GRANT)
    assert [grant.inputs for grant in grants] == [
        {
            "project": "acme-lab",
            "location": "us-central1",
            "repository": repository,
            "role": "roles/artifactregistry.reader",
            "member": "serviceAccount:lab-nodes@acme-lab.iam.gserviceaccount.com",
        }
        for repository in ("lab-own", "lab-wheels")
    ]
    assert declared(OWN, nodes_read="project").all(GRANT) == []
