"""The APIs that a stack enables: what it calls, and no more."""

from __future__ import annotations

import pytest

from aidc.blueprint.services import ALWAYS

EXISTING = {"network": "shared", "subnet": "gke", "pods_range": "pods", "services_range": "services"}


@pytest.mark.parametrize(
    ("sections", "more"),
    [
        ({}, {"cloudkms", "dns", "servicenetworking"}),
        ({"keys": {"managed_by": "google"}}, {"dns", "servicenetworking"}),
        ({"network": {"existing": EXISTING}}, {"cloudkms"}),
        ({"buckets": [{"name": "data", "tier": "hot"}]}, {"cloudkms", "dns", "servicenetworking", "storage"}),
        (
            {"filestores": [{"name": "homes", "tier": "ZONAL", "capacity_gib": 1024}]},
            {"cloudkms", "dns", "servicenetworking", "file"},
        ),
        ({"lustres": [{"name": "scratch", "tier": 500, "capacity_gib": 18000}]}, {"cloudkms", "dns", "servicenetworking", "lustre"}),
        ({"cluster": {"binary_authorization": True}}, {"cloudkms", "dns", "servicenetworking", "binaryauthorization"}),
        ({"cluster": {"add_ons": {"backup": True}}}, {"cloudkms", "dns", "servicenetworking", "gkebackup"}),
    ],
)
def test_what_a_stack_builds_decides_what_it_enables(sections, more, plan_of):
    names = plan_of(**sections).services.names
    assert set(names) == {*ALWAYS, *(f"{name}.googleapis.com" for name in more)}
    assert list(names) == sorted(names)


def test_image_streaming_has_its_api():
    assert "containerfilesystem.googleapis.com" in ALWAYS, "without it every node pulls whole images"
