"""Names of images are taken apart as container runtimes do."""

from __future__ import annotations

import pytest

from policies.image import Image, image

DIGEST = "sha256:880e63f94b145e46f1b1082bb71b85e21f16b99b180b9996407d61240ceb9830"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("nginx", Image("docker.io", "nginx", "", "")),
        ("library/nginx:1.27", Image("docker.io", "library/nginx", "1.27", "")),
        ("localhost/app", Image("localhost", "app", "", "")),
        ("localhost:5000/app", Image("localhost:5000", "app", "", "")),
        ("Europe-docker.pkg.dev/p/r/app:v1", Image("europe-docker.pkg.dev", "p/r/app", "v1", "")),
        (f"gcr.io/p/app:v1@{DIGEST}", Image("gcr.io", "p/app", "v1", DIGEST)),
        (f"app@{DIGEST}", Image("docker.io", "app", "", DIGEST)),
        ("", Image("docker.io", "", "", "")),
    ],
)
def test_a_name_has_registry_path_tag_and_digest(name, expected):
    assert image(name) == expected


@pytest.mark.parametrize(
    "host", ["gcr.io", "eu.gcr.io", "gke.gcr.io", "us-docker.pkg.dev", "europe-west4-docker.pkg.dev", "registry.k8s.io"]
)
def test_registries_of_google_and_kubernetes_are_trusted(host):
    assert image(f"{host}/p/app:1").is_from(())


@pytest.mark.parametrize("host", ["docker.io", "ghcr.io", "evilgcr.io", "gcr.io.example.com", "xdocker.pkg.dev", "mirror.gcr.io"])
def test_what_looks_alike_and_what_hands_on_docker_hub_is_not(host):
    assert not image(f"{host}/p/app:1").is_from(())


def test_a_prefix_is_trusted_up_to_a_slash():
    assert image("r.example.com/ml/app:1").is_from(["r.example.com/ml"])
    assert not image("r.example.com/mlx/app:1").is_from(["r.example.com/ml"])
    assert not image("r.example.com/ml/app:1").is_from([" "])
