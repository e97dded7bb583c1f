from decimal import Decimal

from aidc.inventory.resource import Resource


def test_a_disk_that_an_instance_keeps_is_billed_as_itself(bill_of):
    disk = Resource("gcp:compute/disk:Disk", "data", {"name": "data", "type": "pd-ssd", "size": 10, "zone": "us-central1-a"})
    kept = {"disks": [{"deviceName": "data", "source": "data"}]}
    config = Resource("gcp:compute/perInstanceConfig:PerInstanceConfig", "db", {"instanceGroupManager": "web", "preservedState": kept})
    bill = bill_of(disk, config)
    assert bill.usd_per_month == Decimal("1.7")
    assert [named.resource for named in bill.free] == ["db"]


def test_a_kept_disk_that_is_not_in_the_record_is_named(bill_of):
    kept = {"disks": [{"deviceName": "data", "source": "elsewhere"}]}
    config = Resource("gcp:compute/perInstanceConfig:PerInstanceConfig", "db", {"instanceGroupManager": "web", "preservedState": kept})
    assert [gap.reason for gap in bill_of(config).unpriced] == [
        "Kept disk data: it is not in the record, so its size and type are not known"
    ]
