"""Cloud Monitoring: metric data by the MiB in tiers, API calls, Managed Prometheus by the sample. Costs nothing until used.

150 MiB of metric data and a million API calls are free each month for a billing account. Source: Google Cloud Observability price page.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aidc.estimator.cost.charge import Charge, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey

_USED = {
    "monthly_monitoring_data_mb": ("Metric data", "monitoring.metric-data", "MiB"),
    "monthly_api_calls": ("API calls", "monitoring.api", "call"),
    "monthly_executions": ("Executions", "monitoring.uptime-executions", "execution"),
    "monthly_time_series_returned": ("Time series read by conditions", "monitoring.alert-time-series", "time-series"),
}
_DATA = UsageKey("monthly_monitoring_data_mb", "MiB a month", "Metric data written")


def used(reader: Reader) -> Iterator[Charge]:
    """Price whatever of Cloud Monitoring usage states for a resource."""
    for key, (component, item, unit) in _USED.items():
        quantity = reader.usage.number(key)
        if quantity:
            yield Charge(component, item, "global", quantity, unit, by_usage=True)


def prometheus_charges(samples_per_month: Decimal) -> Iterator[Charge]:
    """Yield the samples that Managed Service for Prometheus takes in; whoever scrapes (a cluster) says how many."""
    yield Charge("Managed Prometheus samples", "prometheus.samples", "global", samples_per_month, "sample", by_usage=True)


_METRIC = "gcp:monitoring/metricDescriptor:MetricDescriptor"
KEYS: dict[str, Keys] = {
    "gcp:logging/metric:Metric": (_DATA,),
    "gcp:monitoring/alertPolicy:AlertPolicy": (
        UsageKey("monthly_time_series_returned", "time series a month", "Time series that its conditions read"),
    ),
    _METRIC: (_DATA, UsageKey("monthly_api_calls", "calls a month", "Calls of the Monitoring API that read")),
    "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig": (
        UsageKey("monthly_executions", "executions a month", "Executions from all locations together"),
    ),
}
PRICERS: dict[str, Pricer] = dict.fromkeys(KEYS, used)
