from decimal import Decimal

import pytest

from aidc.inventory.resource import UNKNOWN, Resource

DISK = "gcp:compute/disk:Disk"


def disk(name="data", kind=DISK, **inputs):
    place = {"zone": "us-central1-a"} if kind == DISK else {"region": "us-central1"}
    return Resource(kind, name, {"name": name, **place, **inputs}, urn=f"urn:{name}")


def regional(**inputs):
    return disk("data", "gcp:compute/regionDisk:RegionDisk", **inputs)


@pytest.mark.parametrize(("kind", "usd"), [("pd-standard", "0.04"), ("pd-balanced", "0.1"), ("pd-ssd", "0.17")])
def test_a_disk_costs_its_capacity(bill_of, kind, usd):
    assert bill_of(disk(type=kind, size=200)).usd_per_month == Decimal(usd) * 200


@pytest.mark.parametrize("kind", ["pd-standard", "pd-balanced", "pd-ssd"])
def test_a_regional_disk_costs_twice_a_zonal_one(bill_of, kind):
    assert bill_of(regional(type=kind, size=100)).usd_per_month == 2 * bill_of(disk(type=kind, size=100)).usd_per_month


def test_hyperdisk_balanced_includes_iops_and_throughput_and_bills_what_is_beyond(bill_of, shown):
    bill = bill_of(disk(type="hyperdisk-balanced", size=100, provisionedIops=5000, provisionedThroughput=200))
    assert shown(bill) == {
        "Disk (hyperdisk-balanced)": Decimal("0.08") * 100,
        "Disk (hyperdisk-balanced): provisioned IOPS": Decimal("0.005") * 2000,
        "Disk (hyperdisk-balanced): provisioned throughput": Decimal("0.04") * 60,
    }


def test_hyperdisk_extreme_without_stated_iops_is_a_gap_and_never_its_maximum(bill_of, shown):
    bill = bill_of(disk(type="hyperdisk-extreme", size=1000))
    assert shown(bill) == {"Disk (hyperdisk-extreme)": Decimal("0.125") * 1000}
    assert [gap.reason for gap in bill.unpriced] == ["Disk (hyperdisk-extreme): its provisioned IOPS is not stated"]


def test_hyperdisk_ml_is_never_priced_as_pd_standard(bill_of):
    """Other tools price every type they do not know as pd-standard."""
    bill = bill_of(disk(type="hyperdisk-ml", size=1000, provisionedThroughput=2400))
    assert [gap.reason for gap in bill.unpriced] == [
        "Disk (hyperdisk-ml): disk.hyperdisk-ml.capacity has no public rate that two sources agree on"
    ]


def test_hyperdisk_of_high_availability_has_no_public_rate(bill_of):
    bill = bill_of(regional(type="hyperdisk-balanced-high-availability", size=100))
    assert [gap.reason for gap in bill.unpriced] == [
        "Regional disk (hyperdisk-balanced-high-availability): disk.hyperdisk-balanced-high-availability.capacity has no public rate collected"
    ]


@pytest.mark.parametrize(("kind", "size"), [(None, 500), ("pd-standard", 500), ("pd-balanced", 100), ("pd-ssd", 100)])
def test_an_empty_disk_without_a_size_has_that_of_its_type_and_says_so(bill_of, kind, size):
    bill = bill_of(disk(type=kind))
    (line,) = bill.lines
    assert line.quantity == size
    assert ("urn:data", f"no size is stated; {size} GiB is assumed, by what it is made from or by its type") in bill.notes


def test_a_hyperdisk_without_a_size_is_a_gap(bill_of):
    bill = bill_of(disk(type="hyperdisk-balanced"))
    assert [gap.reason for gap in bill.unpriced] == ["Disk (hyperdisk-balanced): its size is not stated"]


def test_a_disk_takes_the_size_of_the_image_or_snapshot_or_disk_it_is_made_from(bill_of):
    image = Resource("gcp:compute/image:Image", "golden", {"name": "golden", "diskSizeGb": 30}, urn="urn:golden")
    first = disk("first", type="pd-ssd", size=70)
    snapshot = Resource("gcp:compute/snapshot:Snapshot", "copy", {"name": "copy", "sourceDisk": "first"}, urn="urn:copy")
    for made_from, size in (
        ({"image": "golden"}, 30),
        ({"snapshot": "copy"}, 70),
        ({"sourceDisk": "first"}, 70),
        ({"image": "windows-2022"}, 50),
    ):
        bill = bill_of(image, first, snapshot, disk(type="pd-ssd", **made_from))
        assert [line.quantity for line in bill.lines if line.resource == "urn:data"] == [size]


def test_a_disk_made_from_a_foreign_snapshot_has_no_size(bill_of):
    assert [gap.reason for gap in bill_of(disk(type="pd-ssd", snapshot="old")).unpriced] == ["Disk (pd-ssd): its size is not stated"]


def test_a_disk_in_a_storage_pool_is_not_billed_again(bill_of):
    bill = bill_of(disk(type="hyperdisk-balanced", size=1000, storagePool=UNKNOWN))
    assert bill.lines == ()
    assert [named.reason for named in bill.free] == ["Disk (hyperdisk-balanced): it is in a storage pool, which is billed instead"]


@pytest.mark.parametrize(
    ("size", "reason"),
    [
        (UNKNOWN, "size is not known before the resources it depends on exist"),
        (-5, "size is -5; a number from 0 to 10^15 is needed"),
        ("large", "size is 'large'; a number is needed"),
        (float("nan"), "size is nan; a number from 0 to 10^15 is needed"),
        (True, "size is True; a number is needed"),
    ],
)
def test_a_size_that_cannot_be_read_is_told(bill_of, size, reason):
    assert [gap.reason for gap in bill_of(disk(size=size)).unpriced] == [reason]


def test_a_storage_pool_names_what_has_no_public_rate(bill_of):
    pool = Resource(
        "gcp:compute/storagePool:StoragePool",
        "pool",
        {
            "zone": "us-central1-a",
            "storagePoolType": "projects/p/zones/us-central1-a/storagePoolTypes/hyperdisk-balanced",
            "poolProvisionedCapacityGb": "10240",
            "poolProvisionedIops": "10000",
            "poolProvisionedThroughput": 1024,
        },
    )
    bill = bill_of(pool)
    assert [gap.reason.split(": no")[0] for gap in bill.unpriced] == [
        "Storage pool (hyperdisk-balanced): advanced capacity",
        "Storage pool (hyperdisk-balanced): advanced provisioned IOPS",
        "Storage pool (hyperdisk-balanced): advanced provisioned throughput",
    ]


def test_snapshots_that_a_schedule_keeps_are_usage_of_the_disk(bill_of, shown):
    bill = bill_of(disk(type="pd-ssd", size=10), usage={"data": {"snapshot_gb": 40}})
    assert shown(bill)["Scheduled snapshots"] == Decimal("0.05") * 40
