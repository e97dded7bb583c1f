"""Sensitive Data Protection by the GB it looks at; Dataplex and Dataproc Serverless by compute units that have no public price.

Costs nothing until used. Source: Sensitive Data Protection price page; Dataplex price page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from aidc.estimator.cost.charge import Charge, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey


def _by(key: str, component: str, item: str, unit: str) -> Callable[[Reader], Iterator[Charge]]:
    def pricer(reader: Reader) -> Iterator[Charge]:
        quantity = reader.usage.number(key)
        if quantity:
            yield Charge(component, item, "global", quantity, unit, by_usage=True)

    return pricer


_DATAPLEX = tuple(
    f"gcp:dataplex/{module}:{name}"
    for module, name in (("asset", "Asset"), ("datascan", "Datascan"), ("lake", "Lake"), ("task", "Task"), ("zone", "Zone"))
)
_BATCH = "gcp:dataproc/batch:Batch"
_DISCOVERY = "gcp:dataloss/preventionDiscoveryConfig:PreventionDiscoveryConfig"
_JOB_TRIGGER = "gcp:dataloss/preventionJobTrigger:PreventionJobTrigger"

PRICERS: dict[str, Pricer] = {
    _BATCH: _by("monthly_dcu_hrs", "Compute units of the batch", "dataproc-serverless.dcu", "DCU-hour"),
    _DISCOVERY: _by("monthly_profiled_gb", "Data profiled", "dlp.discovery", "GB"),
    _JOB_TRIGGER: _by("monthly_inspected_gb", "Storage inspected", "dlp.storage-inspection", "GB"),
    **dict.fromkeys(_DATAPLEX, _by("monthly_dcu_hrs", "Dataplex compute units", "dataplex.dcu", "DCU-hour")),
}
KEYS: dict[str, Keys] = {
    _DISCOVERY: (UsageKey("monthly_profiled_gb", "GB a month", "Data that discovery profiles"),),
    _JOB_TRIGGER: (UsageKey("monthly_inspected_gb", "GB a month", "Data in storage that is inspected"),),
    **dict.fromkeys((_BATCH, *_DATAPLEX), (UsageKey("monthly_dcu_hrs", "DCU-hours a month", "Compute units that its runs use"),)),
}
