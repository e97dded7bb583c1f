from decimal import Decimal

import pytest

from aidc.estimator.cost.compute.licence import licence_of
from aidc.inventory.resource import UNKNOWN, Resource


@pytest.mark.parametrize(
    ("image", "licence"),
    [
        ("windows-cloud/windows-2022", "windows"),
        ("projects/windows-cloud/global/images/family/windows-2019-core", "windows"),
        ("rhel-cloud/rhel-9", "rhel"),
        ("rhel-sap-cloud/rhel-8-6-sap-ha", "rhel-sap"),
        ("suse-cloud/sles-15", "sles"),
        ("suse-sap-cloud/sles-15-sp4-sap", "sles-sap"),
        ("rhel-cloud/rhel-9-byos", None),
        ("suse-byos-cloud/sles-15-byos", None),
        ("debian-cloud/debian-12", None),
        ("ubuntu-os-cloud/ubuntu-2204-lts", None),
        ("cos-cloud/cos-stable", None),
        ("rocky-linux-cloud/rocky-linux-9", None),
        ("my-project/my-image", None),
    ],
)
def test_the_image_says_which_licence_it_carries(image, licence):
    assert licence_of(image) == licence


def machine(image, machine_type="n2-standard-4", **inputs):
    boot = {"initializeParams": {"image": image, "type": "pd-standard", "size": 50}}
    return Resource(
        "gcp:compute/instance:Instance", "vm", {"machineType": machine_type, "zone": "us-central1-a", "bootDisk": boot, **inputs}
    )


@pytest.mark.parametrize(
    ("image", "machine_type", "usd_per_hour"),
    [
        ("windows-cloud/windows-2022", "n2-standard-4", Decimal("0.046") * 4),
        ("windows-cloud/windows-2022", "n2-custom-6-20480", Decimal("0.046") * 6),
        ("windows-cloud/windows-2022", "e2-micro", Decimal("0.0115")),
        ("windows-cloud/windows-2022", "g1-small", Decimal("0.023")),
        ("windows-cloud/windows-2022", "f1-micro", Decimal("0.023")),
        ("rhel-cloud/rhel-9", "n2-standard-8", Decimal("0.0144") * 8),
        ("rhel-cloud/rhel-9", "n2-standard-16", Decimal("0.0108") * 16),
        ("rhel-cloud/rhel-9", "n2-standard-128", Decimal("0.0096") * 128),
        ("rhel-sap-cloud/rhel-8-sap", "n2-standard-16", Decimal("0.01625") * 16),
        ("suse-cloud/sles-15", "n2-standard-16", Decimal("0.11")),
        ("suse-cloud/sles-15", "f1-micro", Decimal("0.02")),
        ("suse-sap-cloud/sles-15-sap", "n2-standard-2", Decimal("0.17")),
        ("suse-sap-cloud/sles-15-sap", "n2-standard-4", Decimal("0.34")),
        ("suse-sap-cloud/sles-15-sap", "n2-standard-32", Decimal("0.41")),
    ],
)
def test_a_licence_costs_by_vcpu_or_by_machine(bill_of, image, machine_type, usd_per_hour):
    (line,) = [line for line in bill_of(machine(image, machine_type)).lines if "licence" in line.component]
    assert line.usd_per_month == usd_per_hour * 730


def test_a_spot_machine_pays_its_licence_in_full(bill_of):
    lines = bill_of(machine("windows-cloud/windows-2022", scheduling={"preemptible": True})).lines
    assert [line.usd_per_month for line in lines if "licence" in line.component] == [Decimal("0.046") * 4 * 730]


def test_a_licence_has_no_sustained_use_discount(bill_of):
    lines = bill_of(machine("windows-cloud/windows-2022")).lines
    assert [line.component for line in lines if line.kind == "discount"] == ["Instance (n2-standard-4): sustained use discount"]


def test_sql_server_is_named_and_windows_below_it_is_billed(bill_of, shown):
    bill = bill_of(machine("windows-sql-cloud/sql-std-2019-win-2022"))
    assert shown(bill)["Instance licence (windows)"] == Decimal("0.046") * 4 * 730
    assert [gap.reason for gap in bill.unpriced] == ["Instance licence: no price of SQL Server is known here"]


def test_an_image_that_is_not_known_yet_is_the_records_own(bill_of):
    bill = bill_of(machine(UNKNOWN))
    assert not [line for line in bill.lines if "licence" in line.component]
    assert bill.unpriced == ()
