"""Sensitive Data Protection, Dataplex and Dataproc batches."""

from __future__ import annotations

from decimal import Decimal

import pytest

TRIGGER, DISCOVERY = (
    "gcp:dataloss/preventionJobTrigger:PreventionJobTrigger",
    "gcp:dataloss/preventionDiscoveryConfig:PreventionDiscoveryConfig",
)


def test_the_first_gb_inspected_is_free(bill_of):
    assert bill_of(TRIGGER, {}, {"monthly_inspected_gb": 11}).usd_per_month == 10


def test_discovery_is_billed_by_what_it_profiles(lines_of):
    assert lines_of(DISCOVERY, {}, {"monthly_profiled_gb": 1000}) == {"Data profiled": Decimal("0.03") * 1000}


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("gcp:dataplex/datascan:Datascan", "Dataplex compute units: dataplex.dcu has no public rate"),
        ("gcp:dataproc/batch:Batch", "Compute units of the batch: dataproc-serverless.dcu has no confirmed rate"),
    ],
)
def test_compute_units_have_no_public_price(bill_of, kind, reason):
    assert [gap.reason for gap in bill_of(kind, {}, {"monthly_dcu_hrs": 5}).unpriced] == [reason]
    assert [named.reason for named in bill_of(kind, {}).needs_usage] == ["nothing is used as far as anybody has said; say monthly_dcu_hrs"]
