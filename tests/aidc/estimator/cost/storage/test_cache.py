"""Rapid Cache."""

from __future__ import annotations

from decimal import Decimal

CACHE = "gcp:storage/anywhereCache:AnywhereCache"


def test_a_cache_bills_what_it_holds_takes_in_answers_and_sends(month_of):
    usage = {"storage_gb": 1_000, "monthly_ingest_gb": 5_000, "monthly_operations": 2_000_000, "monthly_data_transfer_gb": 20_000}
    bill = month_of(CACHE, {"bucket": "b", "zone": "us-central1-a"}, usage)
    assert bill.usd_per_month == (
        Decimal("0.0001233") * 1_000 * 730 + Decimal("0.0032") * 5_000 + Decimal("0.0002") * 2_000 + Decimal("0.0006") * 20_000
    )


def test_a_cache_that_exists_for_100_hours_holds_bytes_for_100_hours(month_of):
    bill = month_of(CACHE, {"bucket": "b", "zone": "us-central1-a"}, {"storage_gb": 1_000, "monthly_hrs": 100})
    assert bill.usd_per_month == Decimal("0.0001233") * 1_000 * 100
