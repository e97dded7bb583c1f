"""Secret Manager: 0.06 for a version in a location, 0.03 for 10,000 accesses, 0.05 for a rotation notice."""

from __future__ import annotations

from decimal import Decimal

from aidc.estimator.cost.services.secret_manager import REGIONAL_SECRET, REGIONAL_VERSION, SECRET, VERSION
from aidc.inventory.resource import UNKNOWN, Resource

REPLICAS = {"userManaged": {"replicas": [{"location": "us-central1"}, {"location": "us-east1"}]}}


def a_secret(**inputs) -> Resource:
    return Resource(
        SECRET, "s", {"secretId": "s", **inputs}, urn="urn:s", outputs={"id": "projects/p/secrets/s", "name": "projects/1/secrets/s"}
    )


def test_twelve_versions_and_100000_accesses_come_to_63_cents(bill_of):
    """The bill of a public platform budget of 2026-09-16."""
    bill = bill_of(SECRET, {"secretId": "s"}, {"active_secret_versions": 12, "monthly_access_operations": 100_000})
    assert bill.usd_per_month == Decimal("0.63")


def test_the_other_name_of_accesses_and_rotation_notices_are_billed(lines_of):
    assert lines_of(SECRET, {"secretId": "s"}, {"access_operations": 20_000, "monthly_rotation_notifications": 100}) == {
        "Accesses": Decimal("0.03") * 2,
        "Rotation notices": Decimal("0.05") * 100,
    }


def test_a_user_managed_secret_pays_in_every_location(lines_of):
    inputs = {"secretId": "s", "replication": REPLICAS}
    assert lines_of(SECRET, inputs, {"active_secret_versions": 1500}) == {"Active versions": Decimal("0.06") * 3000}
    assert lines_of(VERSION, {"secret": "projects/p/secrets/s"}, None, a_secret(replication=REPLICAS)) == {
        "Active version": Decimal("0.12")
    }


def test_a_version_finds_its_secret_before_it_exists(bill_of):
    from aidc.estimator.cost import estimate

    record = [a_secret(replication=REPLICAS), Resource(VERSION, "it", {"secret": UNKNOWN}, urn="urn:v", dependencies=("urn:s",))]
    assert estimate(record).list_usd_per_month == Decimal("0.12")


def test_versions_of_the_record_are_among_those_that_usage_states(bill_of):
    versions = [Resource(VERSION, f"v{number}", {"secret": "projects/p/secrets/it"}) for number in range(2)]
    bill = bill_of(SECRET, {"secretId": "it", "name": "projects/p/secrets/it"}, {"active_secret_versions": 5}, *versions, free=False)
    assert sum(line.quantity for line in bill.lines) == 5


def test_a_version_without_its_secret_counts_one_location_and_says_so(bill_of):
    bill = bill_of(VERSION, {"secret": "projects/p/secrets/elsewhere"}, {"monthly_access_operations": 25_000}, free=False)
    assert bill.usd_per_month == Decimal("0.06") + Decimal("0.03") * Decimal("2.5")
    assert bill.notes == (("it", "the secret of this version is not in the record: one location is counted"),)


def test_regional_secrets_are_kept_in_one_location(lines_of):
    assert lines_of(REGIONAL_VERSION, {"secret": "s"}) == {"Active version": Decimal("0.06")}
    assert lines_of(REGIONAL_SECRET, {"location": "us-east1"}, {"active_secret_versions": 2}) == {"Active versions": Decimal("0.12")}


def test_six_versions_ten_thousand_accesses_and_three_notices_are_free(bill_of):
    used = {"active_secret_versions": 6, "monthly_access_operations": 10_000, "monthly_rotation_notifications": 3}
    bill = bill_of(SECRET, {"secretId": "s"}, used)
    assert (bill.usd_per_month, bill.list_usd_per_month) == (0, Decimal("0.36") + Decimal("0.03") + Decimal("0.15"))
