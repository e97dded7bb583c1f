from decimal import Decimal

import pytest

from aidc.inventory.resource import UNKNOWN, Resource

DISK = Resource("gcp:compute/disk:Disk", "data", {"name": "data", "type": "pd-ssd", "size": 100, "zone": "us-central1-a"}, urn="urn:data")
IMAGE, SNAPSHOT, MACHINE_IMAGE = "gcp:compute/image:Image", "gcp:compute/snapshot:Snapshot", "gcp:compute/machineImage:MachineImage"


def stored(kind, **inputs):
    return Resource(kind, "copy", {"name": "copy", **inputs}, urn="urn:copy")


def of_copy(bill):
    return sum((line.usd_per_month for line in bill.lines if line.resource == "urn:copy"), Decimal(0))


def test_an_image_costs_what_is_stored_as_the_usage_says(bill_of):
    bill = bill_of(DISK, stored(IMAGE, sourceDisk="data"), usage={"copy": {"storage_gb": 12}})
    (line,) = [line for line in bill.lines if line.resource == "urn:copy"]
    assert (line.usd_per_month, line.by_usage) == (Decimal("0.05") * 12, True)


def test_an_image_without_usage_is_at_most_as_large_as_its_disk(bill_of):
    bill = bill_of(DISK, stored(IMAGE, sourceDisk="data"))
    assert of_copy(bill) == Decimal("0.05") * 100
    assert (
        "urn:copy",
        "the whole disk of 100 GiB is taken as stored, which is the most it can be; usage storage_gb says what is",
    ) in bill.notes


def test_an_image_of_an_image_is_as_large_as_the_first(bill_of):
    first = Resource(IMAGE, "first", {"name": "first", "diskSizeGb": 40, "storageLocations": ["us-central1"]})
    copy = stored(IMAGE, sourceImage="first", storageLocations=["us-central1"])
    assert of_copy(bill_of(first, copy)) == Decimal("0.05") * 40


def test_images_that_are_made_of_each_other_end(bill_of):
    one, other = stored(IMAGE, sourceImage="other"), Resource(IMAGE, "other", {"name": "other", "sourceImage": "copy"})
    assert bill_of(one, other).lines == ()


def test_a_snapshot_is_priced_where_its_disk_is_at_todays_rate(bill_of):
    """Other tools still have the rate before 2026."""
    assert of_copy(
        bill_of(DISK, stored(SNAPSHOT, sourceDisk=UNKNOWN, zone="us-central1-a"), usage={"copy": {"storage_gb": 10}})
    ) == Decimal("0.5")


def test_a_snapshot_found_by_its_dependency_is_as_large_as_its_disk(bill_of):
    copy = Resource(SNAPSHOT, "copy", {"sourceDisk": UNKNOWN}, urn="urn:copy", dependencies=("urn:data",))
    assert of_copy(bill_of(DISK, copy)) == Decimal("0.05") * 100


def test_a_snapshot_that_is_archived_has_no_known_price(bill_of):
    bill = bill_of(DISK, stored(SNAPSHOT, sourceDisk="data", snapshotType="ARCHIVE"))
    assert [gap.reason for gap in bill.unpriced] == ["Snapshot: no price of ARCHIVE snapshots is known"]


def test_a_machine_image_waits_for_usage(bill_of):
    bill = bill_of(stored(MACHINE_IMAGE, sourceInstance="x"))
    assert [(named.resource, named.reason) for named in bill.needs_usage] == [
        ("urn:copy", "nothing is used as far as anybody has said; say storage_gb")
    ]


def test_a_machine_image_is_priced_where_its_machine_is(bill_of, machine):
    vm = machine("e2-medium", "origin")
    vm = Resource(vm.type, vm.name, {**vm.inputs, "name": "origin"})
    bill = bill_of(vm, stored(MACHINE_IMAGE, sourceInstance="origin"), usage={"copy": {"storage_gb": 5000}})
    assert of_copy(bill) == 250


@pytest.mark.parametrize("kind", [IMAGE, SNAPSHOT])
def test_a_copy_in_a_place_without_a_rate_is_named(bill_of, kind):
    bill = bill_of(DISK, stored(kind, sourceDisk="data", storageLocations=["mars"]))
    assert [gap.resource for gap in bill.unpriced] == ["urn:copy"]
