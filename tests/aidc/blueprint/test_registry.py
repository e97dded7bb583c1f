"""Repositories: what each mode and format must say, what goes with age, and who reads."""

from __future__ import annotations

import pytest

HUB = {"name": "hub", "format": "docker", "mode": "remote", "upstream": "DOCKER_HUB"}
OWN = {"name": "own", "format": "docker"}
DELETE = {"delete_older_than_days": 30}
STEP = "a step either deletes (delete_older_than_days: 30) or keeps (keep_newest: 10)"


@pytest.fixture(scope="module")
def found(problems):
    """Return the problems of a registry, below its section."""

    def run(*repositories, **sections):
        said = problems(registry={"repositories": list(repositories)}, **sections)
        return [text.removeprefix("registry.repositories[0].") for text in said]

    return run


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        ({**OWN, "format": "podman"}, "format: 'podman' is not one of docker, python, apt, yum, npm, maven, go, kfp, generic.", OWN),
        ({**HUB, "upstream": None}, "upstream: is missing: DOCKER_HUB or an https address", HUB),
        (
            {**HUB, "upstream": "DOCKERHUB"},
            "upstream: 'DOCKERHUB' is not an upstream for docker; allowed: DOCKER_HUB. Did you mean DOCKER_HUB?",
            {**HUB, "upstream": "https://ghcr.io"},
        ),
        (
            {**HUB, "upstream": "https://ghcr.io?team=x"},
            "upstream: 'https://ghcr.io?team=x' is not an https address: a host and a path, without a user and a query",
            {**HUB, "upstream": "https://registry.example.com:5000/team"},
        ),
        (
            {**HUB, "upstream": "http://ghcr.io"},
            "upstream: 'http://ghcr.io' is not an https address: a host and a path, without a user and a query",
            {**HUB, "upstream": "https://ghcr.io"},
        ),
        (
            {**HUB, "format": "go", "upstream": None},
            "format: go repositories cannot be remote; those of docker, python, apt, yum, npm, maven can",
            {"name": "go", "format": "go"},
        ),
        (
            {**HUB, "format": "apt", "upstream": "DEBIAN"},
            "upstream_path: is missing: the repository below DEBIAN, such as debian/dists/bookworm",
            {**HUB, "format": "apt", "upstream": "DEBIAN", "upstream_path": "debian/dists/bookworm"},
        ),
        (
            {**HUB, "format": "yum", "upstream": "https://mirror.example.com", "upstream_path": "x"},
            "upstream: yum takes no address of its own: CENTOS, CENTOS_DEBUG, CENTOS_VAULT, CENTOS_STREAM, ROCKY, EPEL",
            {**HUB, "format": "yum", "upstream": "ROCKY", "upstream_path": "pub/rocky/9"},
        ),
        (
            {**HUB, "format": "apt", "upstream": "DEBIAN", "upstream_path": "/debian/"},
            "upstream_path: '/debian/' is not a path: words and slashes, none at either end",
            {**HUB, "format": "apt", "upstream": "DEBIAN", "upstream_path": "debian"},
        ),
        ({**HUB, "upstream_path": "x"}, "upstream_path: goes with apt and yum, not with docker. Remove it", HUB),
        ({**OWN, "upstream": "DOCKER_HUB"}, "upstream: goes with mode: remote, not with standard. Set mode: remote or remove it", HUB),
        ({**OWN, "members": ["hub"]}, "members: goes with mode: virtual, not with standard. Set mode: virtual or remove it", OWN),
        ({**OWN, "mode": "virtual"}, "members: is missing: the repositories that it puts together, [own, hub]", OWN),
        (
            {"name": "all", "format": "apt", "mode": "virtual", "members": ["own"]},
            "format: apt repositories cannot be virtual; those of docker, python, npm, maven can",
            {"name": "all", "format": "docker", "mode": "virtual", "members": ["own"]},
        ),
        (
            {**HUB, "immutable_tags": True},
            "immutable_tags: is for standard docker repositories, not for remote docker. Remove it",
            {**OWN, "immutable_tags": True},
        ),
        (
            {"name": "wheels", "format": "python", "scanning": True},
            "scanning: is for docker repositories that hold images, not for standard python. Remove it",
            {**OWN, "scanning": False},
        ),
        ({**OWN, "cleanup": [{}]}, f"cleanup[0]: {STEP}", {**OWN, "cleanup": [DELETE]}),
        ({**OWN, "cleanup": [{**DELETE, "keep_newest": 2}]}, f"cleanup[0]: {STEP}", {**OWN, "cleanup": [DELETE, {"keep_newest": 2}]}),
        (
            {**OWN, "cleanup": [{"keep_newest": 2}]},
            "cleanup: keeps what nothing deletes. Add a step such as {delete_older_than_days: 90}",
            {**OWN, "cleanup": [{"keep_newest": 2}, DELETE]},
        ),
        (
            {**OWN, "cleanup": [DELETE, {"keep_newest": 2, "tags": "tagged"}]},
            "cleanup[1].tags: goes with delete_older_than_days; keep_newest counts all versions. Remove it",
            {**OWN, "cleanup": [{**DELETE, "tags": "untagged"}, {"keep_newest": 2}]},
        ),
        (
            {"name": "wheels", "format": "python", "cleanup": [{**DELETE, "tags": "tagged"}]},
            "cleanup[0].tags: is for docker, not for python. Remove it",
            {"name": "wheels", "format": "python", "cleanup": [DELETE]},
        ),
        (
            {**OWN, "cleanup": [DELETE, {"delete_older_than_days": 90}]},
            "cleanup[1]: says the same as cleanup[0] with another number. Keep one of the two",
            {**OWN, "cleanup": [{**DELETE, "tags": "untagged"}, {"delete_older_than_days": 90, "tags": "tagged"}]},
        ),
        ({**OWN, "cleanup_dry_run": True}, "cleanup_dry_run: has nothing to try. Add cleanup or remove it", OWN),
    ],
)
def test_a_repository_is_refused_with_the_reason_and_its_neighbour_accepted(wrong, message, right, found):
    others = [OWN] if right["name"] == "all" else []
    assert found({key: value for key, value in wrong.items() if value is not None}) == [message]
    assert found(right, *others) == []


def test_a_virtual_repository_holds_nothing_that_could_be_cleaned_up(found):
    virtual = {"name": "all", "format": "docker", "mode": "virtual", "members": ["own"], "cleanup": [DELETE]}
    assert found(virtual, OWN) == [
        "cleanup: is for repositories that hold something; a virtual one only points at others. Move it to its members"
    ]


@pytest.mark.parametrize(
    ("members", "message"),
    [
        (
            ["on"],
            "members[0]: 'on' is not a repository of this registry; docker from standard and remote ones: own, hub. Did you mean own?",
        ),
        (["wheels"], "members[0]: 'wheels' is standard python; docker from standard and remote ones: own, hub."),
        (["all"], "members[0]: 'all' is virtual docker; docker from standard and remote ones: own, hub."),
        (["own", "own"], "members[1]: 'own' is listed twice"),
        (["hub", "own"], "members[1]: own comes after hub: a public package of the same name would win. Put own first"),
    ],
)
def test_a_virtual_repository_asks_what_fits_and_what_is_our_own_first(members, message, found):
    virtual = {"name": "all", "format": "docker", "mode": "virtual", "members": members}
    wheels = {"name": "wheels", "format": "python"}
    assert found(virtual, OWN, HUB, wheels) == [message]
    assert found({**virtual, "members": ["own", "hub"]}, OWN, HUB, wheels) == []


def test_two_repositories_have_two_names(problems):
    assert problems(registry={"repositories": [OWN, {**OWN, "format": "python"}]}) == [
        "registry.repositories[1].name: own is the name of repositories[0] already; a repository needs a name of its own"
    ]


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ({"format": "docker"}, "us-central1-docker.pkg.dev/acme-lab/lab-own"),
        ({"format": "python"}, "us-central1-python.pkg.dev/acme-lab/lab-own"),
        ({"format": "yum"}, "us-central1-yum.pkg.dev/projects/acme-lab/lab-own"),
        ({"format": "apt"}, "us-central1-apt.pkg.dev/projects/acme-lab lab-own"),
        ({"format": "generic"}, "projects/acme-lab/locations/us-central1/repositories/lab-own"),
    ],
)
def test_a_repository_lies_in_the_region_and_has_the_address_of_its_format(fields, address, plan_of):
    [planned] = plan_of(registry={"repositories": [{"name": "own", **fields}]}).registry.repositories
    assert (planned.address, planned.name, planned.location) == (address, "lab-own", "us-central1")


def test_a_virtual_repository_asks_in_the_order_of_the_file(plan_of):
    virtual = {"name": "all", "format": "docker", "mode": "virtual", "members": ["own", "hub"]}
    planned = plan_of(registry={"repositories": [virtual, OWN, HUB]}).registry.repositories
    assert [one.resource_name for one in planned] == ["all", "own", "hub"], "as the file has them"
    folder = "projects/acme-lab/locations/us-central1/repositories"
    assert [(one.repository, one.uri, one.priority) for one in planned[0].members] == [
        ("own", f"{folder}/lab-own", 100),
        ("hub", f"{folder}/lab-hub", 90),
    ]


def test_only_what_is_nowhere_else_is_guarded(plan_of):
    virtual = {"name": "all", "format": "docker", "mode": "virtual", "members": ["own"]}
    plan = plan_of(registry={"repositories": [OWN, HUB, virtual]})
    assert {one.resource_name: one.guarded for one in plan.registry.repositories} == {"own": True, "hub": False, "all": False}
    assert not plan_of(deletion_guard=False, registry={"repositories": [OWN]}).registry.repositories[0].guarded


def test_images_are_scanned_unless_the_file_says_no(plan_of):
    wheels = {"name": "wheels", "format": "python"}
    plan = plan_of(registry={"repositories": [OWN, {**HUB, "scanning": False}, wheels]})
    assert [one.scanning for one in plan.registry.repositories] == ["INHERITED", "DISABLED", ""]
    assert {"artifactregistry.googleapis.com", "containerscanning.googleapis.com"} <= set(plan.services.names)
    silent = plan_of(registry={"repositories": [wheels]})
    assert "containerscanning.googleapis.com" not in silent.services.names, "the API scans every repository of the project"
    assert "artifactregistry.googleapis.com" not in plan_of().services.names


def test_days_become_seconds_and_policies_are_named_by_what_they_do(plan_of):
    cleanup = [{"delete_older_than_days": 2, "tags": "untagged"}, {"keep_newest": 5}]
    [planned] = plan_of(registry={"repositories": [{**OWN, "cleanup": cleanup}]}).registry.repositories
    assert [(one.id, one.older_than_seconds, one.tag_state, one.keep_newest) for one in planned.cleanup] == [
        ("delete-untagged", 172800, "UNTAGGED", None),
        ("keep-newest", None, "", 5),
    ]


def test_a_registry_has_a_key_and_an_agent_of_its_own(plan_of):
    keys = plan_of(registry={"repositories": [OWN]}).keys
    [key] = [key for key in keys.keys if key.use == "registry"]
    assert key.agents == ("serviceAccount:service-123456789012@gcp-sa-artifactregistry.iam.gserviceaccount.com",)
    assert (key.location, "artifactregistry.googleapis.com" in keys.identities) == ("us-central1", True)
    assert "registry" not in [key.use for key in plan_of().keys.keys]


READER = "roles/artifactregistry.reader"


@pytest.mark.parametrize(
    ("registry", "each"),
    [
        ({}, False),
        ({"repositories": [OWN]}, True),
        ({"repositories": [OWN], "nodes_read": "project"}, False),
        ({"nodes_read": "repositories"}, False),
    ],
)
def test_nodes_read_the_project_or_each_repository_and_never_both(registry, each, plan_of):
    plan = plan_of(registry=registry)
    assert plan.registry.nodes_read_each is each
    assert (READER in plan.access.node_roles) is not each


def test_a_workload_pulls_and_pushes_where_that_can_be_done(plan_of, problems, workload):
    registry = {"repositories": [OWN, HUB]}
    builder = workload(pulls=["hub"], pushes=["own"])
    [planned] = plan_of(registry=registry, access={"workloads": [builder]}).access.workloads
    assert [(one.repository, one.location, one.role) for one in planned.repository_grants] == [
        ("hub", "us-central1", READER),
        ("own", "us-central1", "roles/artifactregistry.writer"),
    ]
    wrong = workload(pulls=["own", "huh"], pushes=["own", "hub"])
    where = "access.workloads[0]"
    assert problems(registry=registry, access={"workloads": [workload(pulls=["own"], pushes=["own"])]}) == [
        f"{where}.pulls[0]: 'own' is in pushes as well, which includes reading. Remove it here"
    ]
    assert problems(registry=registry, access={"workloads": [{**wrong, "pulls": ["huh"]}]}) == [
        f"{where}.pulls[0]: 'huh' is not a repository of this stack; it has own, hub. Did you mean hub?",
        f"{where}.pushes[1]: hub is remote, and takes no pushes. Push to a standard repository, or put it in pulls",
    ]


def test_a_broken_repository_makes_no_complaint_about_who_pulls_from_it(problems, workload):
    said = problems(registry={"repositories": [{**OWN, "format": "podman"}]}, access={"workloads": [workload(pulls=["own"])]})
    assert [text.partition(":")[0] for text in said] == ["registry.repositories[0].format"]
