"""Shapes that programs and states of other people have: each resource on the right part of the bill, once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from aidc.estimator.cost import estimate
from aidc.estimator.cost.bill import Bill
from aidc.estimator.cost.usage import usage_of
from aidc.inventory.resource import UNKNOWN, Resource

ZONE = "us-central1-a"
DISK, INSTANCE = "gcp:compute/disk:Disk", "gcp:compute/instance:Instance"
TEMPLATE, GROUP = "gcp:compute/instanceTemplate:InstanceTemplate", "gcp:compute/instanceGroupManager:InstanceGroupManager"
PROVIDER = "pulumi:providers:gcp"


def made(kind: str, name: str, inputs: dict[str, Any], *needs: Resource, **more: Any) -> Resource:
    """Return a resource with a URN that depends on others."""
    urns = tuple(needed.urn for needed in needs)
    return Resource(kind, name, inputs, f"urn:pulumi:dev::shop::{kind}::{name}", dependencies=urns, **more)


def components(bill: Bill, name: str) -> dict[str, Decimal]:
    """Return the lines of a resource by component."""
    return {line.component: line.usd_per_month for line in bill.lines if line.resource.endswith(f"::{name}")}


def test_a_boot_disk_that_is_a_resource_is_billed_once_before_anybody_knows_its_link():
    disk = made(DISK, "boot", {"zone": ZONE, "size": 30.0, "type": "pd-balanced", "image": "debian-cloud/debian-12"})
    machine = {"zone": ZONE, "machineType": "e2-medium", "bootDisk": {"source": UNKNOWN}, "networkInterfaces": [{"network": "default"}]}
    bill = estimate([disk, made(INSTANCE, "vm", machine, disk)])
    assert bill.unpriced == ()
    assert list(components(bill, "vm")) == ["Instance (e2-medium)"]
    assert components(bill, "boot") == {"Disk (pd-balanced)": Decimal("0.1") * 30}


def test_a_licence_is_that_of_the_image_of_a_boot_disk_of_its_own():
    disk = made(DISK, "boot", {"zone": ZONE, "size": 50.0, "image": "windows-cloud/windows-2022"})
    machine = {"zone": ZONE, "machineType": "e2-standard-4", "bootDisk": {"source": UNKNOWN}}
    bill = estimate([disk, made(INSTANCE, "vm", machine, disk)])
    assert components(bill, "vm")["Instance licence (windows)"] == Decimal("0.046") * 4 * 730


def test_a_template_disk_of_an_unknown_source_is_billed_where_it_is_declared():
    disk = made(DISK, "data", {"zone": ZONE, "size": 10.0})
    template = made(TEMPLATE, "t", {"machineType": "e2-medium", "disks": [{"source": UNKNOWN, "boot": True}]}, disk)
    group = made(GROUP, "g", {"zone": ZONE, "targetSize": 1.0, "versions": [{"instanceTemplate": UNKNOWN}]}, template)
    bill = estimate([disk, template, group])
    assert bill.unpriced == ()
    assert list(components(bill, "g")) == ["Instances (e2-medium)"]


def test_a_group_finds_its_template_by_its_unique_link():
    link = "https://www.googleapis.com/compute/v1/projects/p/global/instanceTemplates/t-1?uniqueId=77"
    template = made(TEMPLATE, "t", {"machineType": "e2-medium"}, outputs={"selfLinkUnique": link})
    group = made(GROUP, "g", {"zone": ZONE, "targetSize": 1.0, "versions": [{"instanceTemplate": link}]})
    assert "Instances (e2-medium)" in components(estimate([template, group]), "g")


def test_a_google_cloud_type_is_on_the_bill_though_its_record_calls_it_a_component():
    bill = estimate([made(DISK, "d", {"zone": ZONE, "size": 100.0, "type": "pd-ssd"}, custom=False)])
    assert components(bill, "d") == {"Disk (pd-ssd)": Decimal("0.17") * 100}


def test_components_are_no_part_of_the_bill():
    bill = estimate([made("acme:index:Platform", "p", {}, custom=False)])
    assert bill == estimate([])


def test_a_zone_that_is_not_known_yet_is_not_that_of_the_provider():
    provider = made(PROVIDER, "default", {"region": "us-central1", "zone": ZONE})
    disk = made(DISK, "d", {"zone": UNKNOWN, "size": 100.0}, options={"provider": f"{provider.urn}::id"})
    bill = estimate([provider, disk])
    assert [gap.reason for gap in bill.unpriced] == ["zone is not known before the resources it depends on exist; --region may say it"]


def test_a_zone_that_is_not_known_yet_is_in_the_region_that_the_user_says():
    bill = estimate([made(DISK, "d", {"zone": UNKNOWN, "size": 100.0, "type": "pd-ssd"})], region="us-central1")
    assert components(bill, "d") == {"Disk (pd-ssd)": Decimal("0.17") * 100}


@pytest.mark.parametrize(
    ("kind", "is_lower_bound"),
    [
        ("gcp:spanner/instance:Instance", True),
        ("google-native:compute/v1:Instance", True),
        ("kubernetes:networking.k8s.io/v1:Ingress", True),
        ("aws:s3/bucket:Bucket", False),
        ("random:index/randomId:RandomId", False),
    ],
)
def test_what_google_may_bill_and_nobody_has_assessed_makes_the_total_a_lower_bound(kind: str, is_lower_bound: bool):
    assert estimate([made(kind, "it", {})]).is_lower_bound is is_lower_bound


def test_old_spellings_of_free_types_are_free():
    bill = estimate([made("gcp:serviceAccount/account:Account", "robot", {})])
    assert [named.reason for named in bill.free] == ["service accounts and their keys are free of charge"]


def test_a_urn_that_a_record_has_twice_is_counted_once_as_it_is_last():
    small, large = (made(DISK, "d", {"zone": ZONE, "size": size, "type": "pd-ssd"}) for size in (100.0, 200.0))
    bill = estimate([small, large])
    assert components(bill, "d") == {"Disk (pd-ssd)": Decimal("0.17") * 200}
    assert bill.notes == ((small.urn, "the record has this URN more than once; the last one is counted"),)


def test_resources_without_a_urn_may_share_a_name():
    disk = Resource(DISK, "data", {"zone": ZONE, "size": 100.0, "type": "pd-ssd"})
    assert estimate([disk, disk]).usd_per_month == Decimal("0.17") * 200


def test_a_usage_of_nothing_is_a_line_of_nothing_and_not_a_resource_less(month_of):
    bill = month_of("gcp:storage/bucket:Bucket", {"location": "US"}, {"monthly_egress_data_transfer_gb": {"worldwide": 0}})
    assert [(line.quantity, line.usd_per_month) for line in bill.lines] == [(0, 0)]


def test_a_usage_of_nothing_after_much_of_the_same_is_nothing_too():
    buckets = [made("gcp:storage/bucket:Bucket", name, {"location": "US"}) for name in ("a", "b")]
    said = {buckets[0].urn: 20_000, buckets[1].urn: 0}
    given = {urn: {"monthly_egress_data_transfer_gb": {"worldwide": gib}} for urn, gib in said.items()}
    bill = estimate(buckets, usage_of({"resources": given, "free_tiers": False}, "usage"))
    assert [line.quantity for line in bill.lines if line.resource == buckets[1].urn] == [0]
