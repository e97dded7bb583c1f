"""Buckets: bytes at rest by class and place, operations, retrieval, replication, Autoclass; nothing without usage."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.inventory.resource import UNKNOWN

BUCKET = "gcp:storage/bucket:Bucket"


def components(bill) -> dict[str, Decimal]:
    return {line.component: line.usd_per_month for line in bill.lines}


def test_the_published_bucket_of_50_gib_in_the_netherlands_costs_one_dollar(month_of):
    bill = month_of(BUCKET, {"location": "EUROPE-WEST4", "storageClass": "STANDARD"}, {"storage_gb": 50}, free_tiers=True)
    assert bill.usd_per_month == Decimal("0.020") * 50


def test_a_bucket_of_which_nobody_says_anything_needs_usage(month_of):
    bill = month_of(BUCKET, {"location": "US"})
    [waiting] = bill.needs_usage
    assert not bill.lines
    assert not bill.unpriced
    assert waiting.reason.startswith("nothing is used as far as anybody has said; say storage_gb, monthly_class_a_operations,")


def test_a_cold_bucket_in_a_multi_region_pays_more_for_operations_and_for_reading(month_of):
    usage = {
        "storage_gb": 150,
        "monthly_class_a_operations": 40_000,
        "monthly_class_b_operations": 20_000,
        "monthly_data_retrieval_gb": 250,
        "monthly_egress_data_transfer_gb": {"same_continent": 550, "worldwide": 12_500, "asia": 1_500, "china": 50, "australia": 250},
    }
    bill = month_of(BUCKET, {"location": "ASIA", "storageClass": "COLDLINE"}, usage)
    assert not bill.unpriced
    assert bill.usd_per_month == (
        Decimal("0.00875") * 150  # Coldline at rest in Asia
        + Decimal("0.04") * 40  # class A, by the thousand
        + Decimal("0.01") * 20  # class B, by the thousand
        + Decimal("0.02") * 250  # retrieval
        + Decimal("0.08") * 550  # within Asia
        + Decimal("0.12") * 10_240  # worldwide: 10 TiB, not 1 TiB, at the first rate
        + Decimal("0.11") * (12_500 - 10_240)
        + Decimal("0.12") * 1_500
        + Decimal("0.23") * 50
        + Decimal("0.19") * 250
    )


@pytest.mark.parametrize(
    ("location", "storage_class", "usd_per_gib"),
    [
        ("us-central1", None, "0.02"),
        ("US-CENTRAL1", "REGIONAL", "0.02"),
        ("us-central1", "nearline", "0.01"),
        ("us-central1", "ARCHIVE", "0.0012"),
        ("US", "MULTI_REGIONAL", "0.026"),
        ("EU", "STANDARD", "0.026"),
        ("NAM4", "STANDARD", "0.044"),
        ("eur4", "COLDLINE", "0.0088"),
        ("ASIA1", "STANDARD", "0.0506"),
    ],
)
def test_bytes_at_rest_cost_what_their_class_and_place_cost(month_of, location: str, storage_class: str | None, usd_per_gib: str):
    bill = month_of(BUCKET, {"location": location, "storageClass": storage_class}, {"storage_gb": 1_000})
    assert bill.usd_per_month == Decimal(usd_per_gib) * 1_000


def test_a_pair_of_regions_pays_the_dual_region_rate_of_both(month_of):
    inputs = {"location": "US", "customPlacementConfig": {"dataLocations": ["US-CENTRAL1", "US-WEST1"]}}
    bill = month_of(BUCKET, inputs, {"storage_gb": 100})
    assert [(line.region, line.usd_per_month) for line in bill.lines] == [
        ("us-central1", Decimal("2.2")),
        ("us-west1", Decimal("2.2")),
    ]


def test_naming_the_regions_of_a_predefined_pair_costs_what_its_code_costs(month_of):
    named = {"location": "US", "customPlacementConfig": {"dataLocations": ["us-east1", "us-central1"]}}
    assert (
        month_of(BUCKET, named, {"storage_gb": 7}).usd_per_month == month_of(BUCKET, {"location": "NAM4"}, {"storage_gb": 7}).usd_per_month
    )


def test_a_pair_without_a_rate_is_unpriced_and_says_what_is_known(month_of):
    inputs = {"location": "US", "customPlacementConfig": {"dataLocations": ["us-central1", "us-east4"]}}
    bill = month_of(BUCKET, inputs, {"storage_gb": 100})
    assert [gap.reason for gap in bill.unpriced] == [
        "Storage (standard): no on-demand price of storage.standard.dual-region-part in us-east4 is known; there is one for "
        "asia-northeast1, asia-northeast2, europe-north1, europe-west4, us-central1, us-east1, …"
    ]


def test_a_zonal_bucket_bills_rapid_storage_by_the_hour(month_of):
    inputs = {"location": "US-CENTRAL1", "storageClass": "RAPID", "customPlacementConfig": {"dataLocations": ["US-CENTRAL1-B"]}}
    assert month_of(BUCKET, inputs, {"storage_gb": 1_000}).usd_per_month == Decimal("0.000150685") * 1_000 * 730


def test_rapid_storage_bills_four_letters_of_operations_and_what_is_read_and_written(month_of):
    usage = {
        "monthly_class_a_operations": 1_000_000,
        "monthly_class_b_operations": 1_000_000,
        "monthly_class_c_operations": 1_000_000,
        "monthly_class_d_operations": 1_000_000,
        "monthly_data_retrieval_gb": 10_000,
        "monthly_written_gib": 1_000,
    }
    bill = month_of(BUCKET, {"location": "us-central1-b", "storageClass": "RAPID", "hierarchicalNamespace": {"enabled": True}}, usage)
    assert bill.usd_per_month == (
        Decimal("0.00113") * 1_000
        + Decimal("0.0002") * 1_000
        + Decimal("0.000625") * 1_000
        + Decimal("0.00002") * 1_000
        + Decimal("0.0006") * 10_000
        + Decimal("0.0032") * 1_000
    )


@pytest.mark.parametrize(
    ("location", "hierarchical", "class_a", "class_b"),
    [
        ("us-central1", False, "0.005", "0.0004"),
        ("us-central1", True, "0.0065", "0.0005"),
        ("US", False, "0.01", "0.0004"),
        ("US", True, "0.013", "0.0005"),
    ],
)
def test_operations_cost_more_in_a_multi_region_and_with_folders(month_of, location, hierarchical, class_a, class_b):
    inputs = {"location": location, "hierarchicalNamespace": {"enabled": hierarchical}}
    bill = month_of(BUCKET, inputs, {"monthly_class_a_operations": 10_000, "monthly_class_b_operations": 1_000_000})
    assert bill.usd_per_month == Decimal(class_a) * 10 + Decimal(class_b) * 1_000


@pytest.mark.parametrize(
    ("storage_class", "class_a", "class_b"), [("NEARLINE", "0.01", "0.001"), ("COLDLINE", "0.02", "0.01"), ("ARCHIVE", "0.05", "0.05")]
)
def test_operations_of_colder_classes_cost_more(month_of, storage_class, class_a, class_b):
    bill = month_of(
        BUCKET,
        {"location": "us-east4", "storageClass": storage_class},
        {"monthly_class_a_operations": 1_000, "monthly_class_b_operations": 1_000},
    )
    assert bill.usd_per_month == Decimal(class_a) + Decimal(class_b)


def test_autoclass_pays_for_objects_and_not_for_colder_operations_or_reading(month_of):
    inputs = {"location": "us-east4", "storageClass": "NEARLINE", "autoclass": {"enabled": True}}
    usage = {
        "storage_gib_by_class": {"standard": 100, "nearline": 200},
        "objects": 3_000_000,
        "monthly_class_a_operations": 1_000,
        "monthly_data_retrieval_gb": 500,
    }
    assert components(month_of(BUCKET, inputs, usage)) == {
        "Storage (standard)": Decimal("0.023") * 100,
        "Storage (nearline)": Decimal("0.013") * 200,
        "Autoclass management": Decimal("0.0025") * 3_000,
        "Class A operations (writes and lists)": Decimal("0.005"),
    }


def test_bytes_that_a_lifecycle_rule_moves_are_priced_where_usage_says_they_are(month_of):
    inputs = {"location": "us-central1", "lifecycleRules": [{"action": {"type": "SetStorageClass", "storageClass": "ARCHIVE"}}]}
    bill = month_of(BUCKET, inputs, {"storage_gb": 100, "storage_gib_by_class": {"archive": 900}})
    assert (bill.usd_per_month, bill.notes) == (Decimal("0.02") * 100 + Decimal("0.0012") * 900, ())
    bill = month_of(BUCKET, inputs, {"storage_gb": 1_000})
    assert bill.notes == (
        ("it", "all of storage_gb is priced as standard; lifecycle rules move objects to archive: say storage_gib_by_class"),
    )


def test_reading_and_deleting_colder_objects_early_is_paid_by_their_class(month_of):
    usage = {"monthly_data_retrieval_gib_by_class": {"archive": 10}, "early_deleted_gib_months": {"coldline": 300}}
    bill = month_of(BUCKET, {"location": "us-central1"}, usage)
    assert bill.usd_per_month == Decimal("0.05") * 10 + Decimal("0.004") * 300


def test_every_byte_written_to_a_multi_region_is_paid_for_a_second_time(month_of):
    assert month_of(BUCKET, {"location": "US"}, {"monthly_written_gib": 50}).usd_per_month == Decimal("0.02") * 50
    assert not month_of(BUCKET, {"location": "us-central1"}, {"monthly_written_gib": 50}).lines


def test_turbo_replication_costs_more_and_only_dual_regions_have_it(month_of):
    inputs = {"location": "NAM4", "rpo": "ASYNC_TURBO"}
    assert month_of(BUCKET, inputs, {"monthly_written_gib": 50}).usd_per_month == Decimal("0.04") * 50
    assert month_of(BUCKET, {"location": "ASIA"}, {"monthly_written_gib": 50}).usd_per_month == Decimal("0.08") * 50


def test_data_that_goes_to_another_continent_of_google_cloud_costs_what_the_way_costs(month_of):
    usage = {"monthly_transfer_gib": {"north_america": 100, "latin_america": 10}}
    assert month_of(BUCKET, {"location": "europe-west4"}, usage).usd_per_month == Decimal("0.05") * 100 + Decimal("0.14") * 10
    assert month_of(BUCKET, {"location": "asia-southeast2"}, usage).usd_per_month == Decimal("0.10") * 100 + Decimal("0.14") * 10


def test_china_has_bands_of_its_own(month_of):
    bill = month_of(BUCKET, {"location": "EU"}, {"monthly_egress_data_transfer_gb": {"china": 12_000}})
    assert bill.usd_per_month == Decimal("0.23") * 1_024 + Decimal("0.22") * 9_216 + Decimal("0.20") * (12_000 - 10_240)


def test_the_free_tier_covers_three_regions_of_the_us_once_for_the_account(month_of):
    usage = {"storage_gb": 6, "monthly_class_a_operations": 6_000, "monthly_class_b_operations": 60_000}
    bill = month_of(BUCKET, {"location": "us-central1"}, usage, free_tiers=True)
    assert bill.usd_per_month == Decimal("0.02") * 1 + Decimal("0.005") * 1 + Decimal("0.0004") * 10
    elsewhere = month_of(BUCKET, {"location": "us-west4"}, usage, free_tiers=True)
    assert elsewhere.usd_per_month == elsewhere.list_usd_per_month


def test_the_first_100_gib_that_leave_north_america_are_free(month_of):
    usage = {"monthly_egress_data_transfer_gb": {"worldwide": 150}}
    assert month_of(BUCKET, {"location": "US"}, usage, free_tiers=True).usd_per_month == Decimal("0.12") * 50
    assert month_of(BUCKET, {"location": "EU"}, usage, free_tiers=True).usd_per_month == Decimal("0.12") * 150


def test_an_old_class_costs_what_standard_costs_at_rest_and_what_nearline_costs_in_operations(month_of):
    usage = {"storage_gb": 100, "monthly_class_a_operations": 1_000}
    bill = month_of(BUCKET, {"location": "us-central1", "storageClass": "DURABLE_REDUCED_AVAILABILITY"}, usage)
    assert bill.usd_per_month == Decimal("0.02") * 100 + Decimal("0.01")


def test_an_unknown_class_is_unpriced(month_of):
    bill = month_of(BUCKET, {"location": "US", "storageClass": "GLACIER"}, {"storage_gb": 1})
    assert [gap.reason for gap in bill.unpriced] == ["Storage: no price of the storage class GLACIER is known"]


def test_operations_of_cold_folders_cost_more(month_of):
    inputs = {"location": "US", "storageClass": "ARCHIVE", "hierarchicalNamespace": {"enabled": True}}
    bill = month_of(BUCKET, inputs, {"monthly_class_a_operations": 1_000, "monthly_class_b_operations": 1_000})
    assert bill.usd_per_month == Decimal("0.13") + Decimal("0.065")


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"location": UNKNOWN}, "location is not known before the resources it depends on exist"),
        ({"location": "US", "storageClass": UNKNOWN}, "storageClass is not known before the resources it depends on exist"),
        ({"location": ["US"]}, "location is ['US']; a text is needed"),
        (
            {"location": "US", "customPlacementConfig": {"dataLocations": [1.0]}},
            "customPlacementConfig.dataLocations is 1.0; a list of texts is needed",
        ),
    ],
)
def test_what_cannot_be_read_is_unpriced_with_its_path(month_of, inputs, reason):
    bill = month_of(BUCKET, inputs, {"storage_gb": 1})
    assert ([gap.reason for gap in bill.unpriced], bill.lines) == ([reason], ())


def test_a_bucket_without_a_location_is_in_the_us(month_of):
    bill = month_of(BUCKET, {}, {"storage_gb": 10})
    assert (bill.usd_per_month, bill.notes) == (Decimal("0.26"), (("it", "names no location: Cloud Storage puts it into US"),))
