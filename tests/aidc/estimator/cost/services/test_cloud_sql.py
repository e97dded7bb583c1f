"""Cloud SQL, worked by hand at the rates of us-central1: 0.0413 a vCPU-hour, 0.007 a GiB-hour, 0.17 a GiB-month of SSD."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.inventory.resource import UNKNOWN

SQL = "gcp:sql/databaseInstance:DatabaseInstance"
SSD = Decimal("0.17")


def instance(tier="db-custom-2-7680", version="POSTGRES_15", region="us-central1", **settings):
    return {"region": region, "databaseVersion": version, "settings": {"tier": tier, "diskSize": 100.0, **settings}}


def test_a_custom_tier_pays_for_its_vcpus_its_memory_and_its_disk(lines_of):
    assert lines_of(SQL, instance()) == {
        "Storage (PD_SSD, zonal)": SSD * 100,
        "vCPUs of db-custom-2-7680 (zonal)": Decimal("0.0413") * 2 * 730,
        "Memory of db-custom-2-7680 (zonal)": Decimal("0.007") * Decimal("7.5") * 730,
    }


def test_high_availability_costs_twice(lines_of):
    zonal, regional = sum(lines_of(SQL, instance()).values()), sum(lines_of(SQL, instance(availabilityType="REGIONAL")).values())
    assert regional == 2 * zonal


def test_the_address_of_a_running_instance_is_free_and_that_of_a_stopped_one_is_not(lines_of):
    public = {"ipConfiguration": {"ipv4Enabled": True}}
    assert "IP address while stopped" not in lines_of(SQL, instance(**public))
    assert lines_of(SQL, instance(activationPolicy="NEVER", **public)) == {
        "Storage (PD_SSD, zonal)": SSD * 100,
        "IP address while stopped": Decimal("0.01") * 730,
        "vCPUs of db-custom-2-7680 (zonal)": 0,
        "Memory of db-custom-2-7680 (zonal)": 0,
    }
    private = {"ipConfiguration": {"ipv4Enabled": False, "privateNetwork": "n"}}
    assert "IP address while stopped" not in lines_of(SQL, instance(activationPolicy="NEVER", **private))


def test_hours_of_usage_are_billed_and_the_address_for_the_rest(lines_of):
    lines = lines_of(SQL, instance(), {"monthly_hrs": 200})
    assert lines["vCPUs of db-custom-2-7680 (zonal)"] == Decimal("0.0413") * 2 * 200
    assert lines["IP address while stopped"] == Decimal("0.01") * 530


def test_backups_are_billed_as_far_as_usage_says(lines_of):
    assert lines_of(SQL, instance(), {"backup_storage_gb": 50})["Backups"] == Decimal("0.08") * 50


def test_a_replica_is_billed_as_what_it_is_and_not_twice(lines_of):
    replica = {**instance(), "masterInstanceName": "primary", "replicaConfiguration": {"username": "replica"}}
    assert lines_of(SQL, replica) == lines_of(SQL, instance())


@pytest.mark.parametrize(
    ("tier", "usd_per_hour"),
    [
        ("db-n1-standard-4", Decimal("0.0413") * 4 + Decimal("0.007") * 15),
        ("db-n1-highmem-8", Decimal("0.0413") * 8 + Decimal("0.007") * 52),
        ("db-lightweight-1", Decimal("0.0413") + Decimal("0.007") * Decimal("3.75")),
        ("db-lightweight-4", Decimal("0.0413") * 4 + Decimal("0.007") * Decimal("3.75")),
        ("db-custom-16-61440", Decimal("0.0413") * 16 + Decimal("0.007") * 60),
        ("db-f1-micro", Decimal("0.0105")),
        ("db-g1-small", Decimal("0.035")),
    ],
)
@pytest.mark.parametrize(("availability", "times"), [("ZONAL", 1), ("REGIONAL", 2)])
def test_every_tier_is_read_from_its_name(lines_of, tier, usd_per_hour, availability, times):
    lines = lines_of(SQL, instance(tier, availabilityType=availability))
    assert sum(amount for name, amount in lines.items() if tier in name) == usd_per_hour * 730 * times


@pytest.mark.parametrize(("availability", "usd"), [("ZONAL", "0.09"), ("REGIONAL", "0.18")])
def test_hard_disks_cost_less(lines_of, availability, usd):
    lines = lines_of(SQL, instance(diskType="PD_HDD", availabilityType=availability))
    assert lines[f"Storage (PD_HDD, {availability.lower()})"] == Decimal(usd) * 100


@pytest.mark.parametrize(
    ("version", "usd"), [("SQLSERVER_2019_WEB", "0.01134"), ("SQLSERVER_2022_STANDARD", "0.13"), ("SQLSERVER_2019_ENTERPRISE", "0.47")]
)
def test_sql_server_pays_a_licence_for_at_least_four_vcpus(lines_of, version, usd):
    edition = version.split("_")[-1].lower()
    assert lines_of(SQL, instance(version=version))[f"SQL Server licence ({edition})"] == Decimal(usd) * 4 * 730
    eight = instance("db-custom-8-30720", version)
    assert lines_of(SQL, eight)[f"SQL Server licence ({edition})"] == Decimal(usd) * 8 * 730


def test_express_has_no_licence_to_pay(lines_of):
    assert lines_of(SQL, instance(version="SQLSERVER_2019_EXPRESS")) == lines_of(SQL, instance())


def test_without_a_disk_size_ten_gib_are_counted_and_said(bill_of):
    inputs = instance()
    del inputs["settings"]["diskSize"]
    bill = bill_of(SQL, inputs)
    assert bill.lines[0].usd_per_month == SSD * 10
    assert bill.notes == (("it", "no disk size is stated: 10 GiB, where Cloud SQL begins, are counted"),)


@pytest.mark.parametrize(
    ("region", "vcpu", "memory", "ssd"),
    [
        ("northamerica-northeast1", "0.0454", "0.0077", "0.187"),
        ("europe-west1", "0.0413", "0.007", "0.17"),
        ("us-east4", "0.044191", "0.00749", "0.187"),
        ("asia-south1", "0.04956", "0.0084", "0.204"),
    ],
)
def test_another_region_has_its_own_rates(lines_of, region, vcpu, memory, ssd):
    assert lines_of(SQL, instance(region=region), {"backup_storage_gb": 0}) == {
        "Storage (PD_SSD, zonal)": Decimal(ssd) * 100,
        "vCPUs of db-custom-2-7680 (zonal)": Decimal(vcpu) * 2 * 730,
        "Memory of db-custom-2-7680 (zonal)": Decimal(memory) * Decimal("7.5") * 730,
    }


def test_hard_disks_of_another_region_have_no_rate(bill_of):
    assert [gap.reason for gap in bill_of(SQL, instance(region="europe-west6", diskType="PD_HDD")).unpriced] == [
        "Storage (PD_HDD, zonal): no on-demand price of sql.storage.hdd in europe-west6 is known; there is one for us-central1, us-east1, us-west1"
    ]


def test_enterprise_plus_has_no_rate_here_and_is_never_given_that_of_enterprise(bill_of):
    bill = bill_of(SQL, instance("db-perf-optimized-N-2", edition="ENTERPRISE_PLUS"))
    assert [line.component for line in bill.lines] == ["Storage (PD_SSD, zonal)"]
    assert [gap.reason for gap in bill.unpriced] == [
        "vCPUs of db-perf-optimized-N-2 (zonal): no on-demand price of sql.enterprise-plus.vcpu is known",
        "Memory of db-perf-optimized-N-2 (zonal): no on-demand price of sql.enterprise-plus.memory is known",
    ]


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"tier": "db-quantum-1"}, "Instance: what tier db-quantum-1 holds is not known"),
        ({"tier": None}, "Instance: its tier is not stated"),
        ({"tier": UNKNOWN}, "settings[0].tier is not known before the resources it depends on exist"),
        ({"diskSize": -1}, "settings[0].diskSize is -1; a number from 1 to 10^15 is needed"),
        ({"diskType": "PD_GOLD"}, "Storage: disk type PD_GOLD is not known"),
    ],
)
def test_what_cannot_be_read_is_named(bill_of, settings, reason):
    assert reason in [gap.reason for gap in bill_of(SQL, instance() | {"settings": instance()["settings"] | settings}).unpriced]


def test_a_clone_states_no_settings(bill_of):
    assert [gap.reason for gap in bill_of(SQL, {"region": "us-central1", "databaseVersion": "POSTGRES_15"}).unpriced] == [
        "Instance: its settings are not stated, as of one that is cloned or restored"
    ]
