"""Counting a record, and type names that people read."""

from __future__ import annotations

import pytest

from aidc.inventory.resource import Resource
from aidc.report.resource_counts import counts_by_type, short_type


def test_components_come_first_each_in_alphabetical_order():
    record = [
        Resource("gcp:storage/bucket:Bucket", "a", {}),
        Resource("gcp:compute/network:Network", "b", {}),
        Resource("gcp:storage/bucket:Bucket", "c", {}),
        Resource("aidc:storage:Bucket", "d", {}, custom=False),
        Resource("aidc:compute:Cluster", "e", {}, custom=False),
    ]
    assert list(counts_by_type(record).items()) == [
        ("aidc:compute:Cluster", 1),
        ("aidc:storage:Bucket", 1),
        ("gcp:compute/network:Network", 1),
        ("gcp:storage/bucket:Bucket", 2),
    ]


@pytest.mark.parametrize(
    ("token", "module", "name"),
    [
        ("gcp:container/nodePool:NodePool", "container", "NodePool"),
        ("aidc:compute:GpuPool", "aidc compute", "GpuPool"),
        ("kubernetes:networking.gke.io/v1:Network", "networking.gke.io/v1", "Network"),
        ("pulumi:providers:gcp", "pulumi providers", "gcp"),
        ("acme:Thing", "acme Thing", ""),
    ],
)
def test_a_type_is_its_module_and_its_name(token, module, name):
    assert short_type(token) == (module, name)
