"""BigQuery on demand, worked by hand."""

from __future__ import annotations

from decimal import Decimal

from aidc.estimator.cost.services.bigquery import DATASET, JOB, TABLE
from aidc.inventory.resource import UNKNOWN, Resource

STORED = {
    "monthly_active_storage_gb": 1000,
    "monthly_long_term_storage_gb": 1000,
    "monthly_streaming_inserts_mb": 1000,
    "monthly_storage_write_api_gb": 1000,
    "monthly_storage_read_api_tb": 1000,
}


def test_queries_are_billed_by_what_they_read_and_the_first_tib_is_free(bill_of, lines_of):
    assert lines_of(DATASET, {"location": "us-central1"}, {"monthly_queries_tb": 100}) == {"Queries (on demand)": Decimal("6.25") * 100}
    assert bill_of(DATASET, {"location": "US"}, {"monthly_queries_tb": 100}).usd_per_month == Decimal("6.25") * 99
    assert lines_of(JOB, {"location": "EU"}, {"monthly_queries_tb": 2}) == {"Queries (on demand)": Decimal("12.5")}


def test_a_table_is_billed_in_the_location_of_its_data_set(lines_of):
    iowa = Resource(DATASET, "d", {"datasetId": "d", "location": "us-central1"})
    assert lines_of(TABLE, {"datasetId": "d", "tableId": "t"}, STORED, iowa) == {
        "Active storage": Decimal("0.023") * 1000,
        "Long-term storage": Decimal("0.016") * 1000,
        "Streaming inserts": Decimal("0.00005") * 1000,
        "Storage Write API": Decimal("0.025") * 1000,
        "Storage Read API": Decimal("1.1") * 1000,
    }
    europe = Resource(DATASET, "d", {"datasetId": "d", "location": "EU"})
    assert lines_of(TABLE, {"datasetId": "d", "tableId": "t"}, STORED, europe)["Active storage"] == Decimal("0.02") * 1000


def test_a_data_set_without_a_location_is_in_the_us_multi_region(lines_of):
    assert lines_of(TABLE, {"datasetId": "elsewhere"}, STORED) == {
        "Active storage": Decimal("0.02") * 1000,
        "Long-term storage": Decimal("0.01") * 1000,
        "Streaming inserts": Decimal("0.00005") * 1000,
        "Storage Write API": Decimal("0.025") * 1000,
        "Storage Read API": Decimal("1.1") * 1000,
    }


def test_the_names_of_logical_and_physical_storage_are_understood(lines_of):
    iowa = Resource(DATASET, "d", {"datasetId": "d", "location": "us-central1"})
    used = {
        "monthly_active_logical_storage_gb": 10,
        "monthly_long_term_logical_storage_gb": 10,
        "monthly_active_physical_storage_gb": 10,
    }
    assert lines_of(TABLE, {"datasetId": "d"}, used, iowa) == {
        "Active storage": Decimal("0.23"),
        "Long-term storage": Decimal("0.16"),
        "Active storage, physical": Decimal("0.40"),
    }


def test_a_location_without_a_rate_or_not_yet_known_is_named(bill_of):
    assert [gap.reason for gap in bill_of(DATASET, {"location": "me-west1"}, {"monthly_queries_tb": 1}).unpriced] == [
        "Queries (on demand): no on-demand price of bigquery.queries in me-west1 is known; there is one for europe-multi, us-central1, us-multi"
    ]
    assert [gap.reason for gap in bill_of(DATASET, {"location": UNKNOWN}, {"monthly_queries_tb": 1}).unpriced] == [
        "location is not known before the resources it depends on exist"
    ]
