"""Cloud Monitoring and Managed Prometheus, worked by hand."""

from __future__ import annotations

from decimal import Decimal

from aidc.estimator.cost.rating import Billed, rate
from aidc.estimator.cost.services.monitoring import prometheus_charges

METRIC, ALERT = "gcp:monitoring/metricDescriptor:MetricDescriptor", "gcp:monitoring/alertPolicy:AlertPolicy"
UPTIME, LOG_METRIC = "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig", "gcp:logging/metric:Metric"


def test_6150_mib_come_to_1548_dollars_after_the_free_150(bill_of):
    """The result of the price calculator."""
    assert bill_of(METRIC, {}, {"monthly_monitoring_data_mb": 6150}).usd_per_month == 1548


def test_metric_data_has_three_tiers(lines_of):
    lines = lines_of(METRIC, {}, {"monthly_monitoring_data_mb": 500_000, "monthly_api_calls": 1_000_000})
    assert lines == {
        "Metric data": Decimal("0.258") * 100_000 + Decimal("0.151") * 150_000 + Decimal("0.061") * 250_000,
        "API calls": Decimal("0.01") * 1000,
    }


def test_a_log_based_metric_bills_as_metric_data(lines_of):
    assert lines_of(LOG_METRIC, {}, {"monthly_monitoring_data_mb": 10}) == {"Metric data": Decimal("2.58")}


def test_uptime_checks_are_billed_beyond_a_million_executions(bill_of):
    assert bill_of(UPTIME, {}, {"monthly_executions": 3_000_000}).usd_per_month == Decimal("0.30") * 2000


def test_alerting_has_no_confirmed_rate(bill_of):
    assert [gap.reason for gap in bill_of(ALERT, {}, {"monthly_time_series_returned": 1}).unpriced] == [
        "Time series read by conditions: monitoring.alert-time-series has no confirmed rate: "
        "billing of alerting is announced and has been put off"
    ]


def test_5000_series_every_30_seconds_are_432_million_samples_in_30_days():
    """The bill of a public platform budget of 2026-09-16."""
    samples = Decimal(5000) * 30 * 24 * 3600 / 30
    lines = rate([Billed("c", "", "", charge) for charge in prometheus_charges(samples)], Decimal(720))
    assert (samples, [line.usd_per_month for line in lines]) == (432_000_000, [Decimal("25.92")])
