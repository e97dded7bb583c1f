"""The project's policy of Binary Authorization: what the stack runs itself is admitted, and what its file names."""

from __future__ import annotations

import pytest

from aidc.catalog.daemon_sets import PAUSE
from aidc.catalog.local_ssd_raid import NODE_TOOLS

OWN = "us-central1-docker.pkg.dev/acme-lab/images/**"


def admitting(*images: str) -> dict[str, object]:
    return {"binary_authorization": True, "admitted_images": list(images)}


def test_the_project_keeps_its_policy_unless_images_are_named(plan_of):
    assert plan_of().image_policy is None
    assert plan_of(cluster={"binary_authorization": True}).image_policy is None


def test_a_policy_without_names_admits_what_the_stack_itself_runs(plan_of, gpu_pool):
    assert plan_of(cluster=admitting()).image_policy.admitted == ()
    pool = gpu_pool(machine_type="a3-megagpu-8g", local_ssd="raid0")
    plan = plan_of(cluster=admitting(OWN), gpu_pools=[pool])
    installed = [image.repository for one in plan.collective_plugins[0].daemon_sets for image in one.fact.images]
    installed += [image.repository for image in plan.local_ssd_raid.daemon_set.fact.images]
    installed += [plan.collective_plugins[0].plugin.sidecar.image.repository]
    *own, last = plan.image_policy.admitted
    assert ([one.partition(":")[0] for one in own], last) == (sorted(set(installed)), OWN)
    assert [one for one in own if not one.endswith(":*")] == [NODE_TOOLS.reference, PAUSE.reference], "no wildcard right below a registry"
    assert plan.local_ssd_raid.prerequisites == (), "nobody has to admit what the stack admits"
    assert not any("Binary Authorization" in text for text in plan.collective_plugins[0].prerequisites)


def test_repositories_of_images_are_admitted_but_none_that_stands_for_a_public_registry(plan_of):
    repositories = [
        {"name": "images", "format": "docker"},
        {"name": "hub", "format": "docker", "mode": "remote", "upstream": "DOCKER_HUB"},
        {"name": "all", "format": "docker", "mode": "virtual", "members": ["images", "hub"]},
        {"name": "wheels", "format": "python"},
    ]
    plan = plan_of(cluster=admitting(), registry={"repositories": repositories})
    assert plan.image_policy.admitted == (f"{plan.registry.repositories[0].address}/**",)


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        ("*", "'*' names no image: write registry/path/image:tag, or registry/path/** for all below", "quay.io/acme/*"),
        (
            "nginx",
            "'nginx' names no image: write registry/path/image:tag, or registry/path/** for all below",
            "docker.io/library/nginx:1.27",
        ),
        (
            "https://quay.io/acme/a",
            "'https://quay.io/acme/a' names no image: write registry/path/image:tag, or registry/path/** for all below",
            "quay.io/acme/a",
        ),
        (
            "quay.io/*/a",
            "'quay.io/*/a' names no image: write registry/path/image:tag, or registry/path/** for all below",
            "quay.io/acme/a*",
        ),
        (
            "docker.io/**",
            "'docker.io/**' lets in images of anybody with a place on docker.io. Name a folder below it",
            "docker.io/library/**",
        ),
    ],
)
def test_a_pattern_names_an_image_or_a_folder_of_somebody(wrong, message, right, problems):
    assert problems(cluster=admitting(wrong)) == [f"cluster.admitted_images[0]: {message}"]
    assert problems(cluster=admitting(right)) == []


def test_a_pattern_stands_once(problems):
    assert problems(cluster=admitting(OWN, OWN)) == [f"cluster.admitted_images[1]: '{OWN}' is listed twice"]


def test_images_are_admitted_only_where_somebody_asks(problems):
    assert problems(cluster={"admitted_images": [OWN]}) == [
        "cluster.admitted_images: goes with binary_authorization: true; without it nobody asks the policy. Set it, or remove this"
    ]
    assert problems(cluster={"existing": {"name": "theirs"}, "admitted_images": [OWN]}) == [
        "cluster.admitted_images: belongs to a cluster that the stack makes; an existing cluster keeps its own. Remove it or remove cluster.existing"
    ]
