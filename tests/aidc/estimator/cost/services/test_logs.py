"""Cloud Logging: 0.50 a GiB stored beyond 50 in a project, 0.01 a GiB-month beyond 30 days."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.estimator.cost.services.logs import PRICERS
from aidc.inventory.resource import Resource

BUCKET, SINK = "gcp:logging/projectBucketConfig:ProjectBucketConfig", "gcp:logging/projectSink:ProjectSink"


@pytest.mark.parametrize("kind", sorted(kind for kind in PRICERS if "logging" in kind))
def test_logs_of_every_scope_are_billed_once_as_they_are_stored(lines_of, kind):
    assert lines_of(kind, {}, {"monthly_logging_data_gb": 100}) == {"Logs stored": Decimal("0.50") * 100}


def test_60_gib_come_to_5_dollars_after_the_free_50(bill_of):
    """The bill of a public platform budget of 2026-09-16."""
    assert bill_of(BUCKET, {"bucketId": "_Default"}, {"monthly_logging_data_gb": 60}).usd_per_month == 5


def test_each_project_has_its_own_50_gib(bill_of):
    other = Resource(BUCKET, "other", {"project": "q", "bucketId": "b"})
    bill = bill_of(BUCKET, {"project": "p", "bucketId": "b"}, {"monthly_logging_data_gb": 60}, other)
    assert bill.usd_per_month == 5


def test_logs_kept_for_90_days_pay_for_the_60_beyond(lines_of):
    lines = lines_of(BUCKET, {"bucketId": "b", "retentionDays": 90.0}, {"monthly_logging_data_gb": 100})
    assert lines == {"Logs stored": Decimal(50), "Retention beyond 30 days": Decimal("0.01") * 100 * 2}


@pytest.mark.parametrize("days", [1, 30])
def test_30_days_are_included(lines_of, days):
    assert list(lines_of(BUCKET, {"retentionDays": float(days)}, {"monthly_logging_data_gb": 10})) == ["Logs stored"]


def test_the_bucket_of_required_logs_is_free(bill_of):
    bill = bill_of(BUCKET, {"bucketId": "_Required"}, {"monthly_logging_data_gb": 100})
    assert (bill.lines, bill.notes) == ((), (("it", "logs in the bucket _Required are free, and kept for 400 days"),))


def test_a_sink_without_usage_waits_for_it(bill_of):
    assert [named.resource for named in bill_of(SINK, {"destination": "storage.googleapis.com/b"}).needs_usage] == ["it"]


def test_flow_logs_pay_for_being_generated_and_for_being_stored(lines_of):
    used = {"monthly_flow_logs_gb": 100}
    assert lines_of("gcp:networkmanagement/vpcFlowLogsConfig:VpcFlowLogsConfig", {}, used) == {
        "Flow logs generated": 25,
        "Flow logs stored": 25,
    }
