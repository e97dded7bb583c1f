"""What tells of the objects of a bucket: Storage Intelligence and inventory reports, both by the object. Source: Cloud Storage price page."""

from __future__ import annotations

from collections.abc import Iterator

from aidc.estimator.cost.charge import Charge, Free, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.storage.place import place_of
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.estimator.cost.used import used


def intelligence(reader: Reader) -> Iterator[Charge | Free]:
    """Price the Storage Intelligence configuration of a project, folder or organization."""
    edition = reader.text("editionConfig")
    if edition in ("DISABLED", "INHERIT"):
        yield Free(f"Storage Intelligence is {edition.lower()} here")
    else:
        yield from used(reader, "objects", "Storage Intelligence", "storage.intelligence", "global", "object-month")


def inventory_report(reader: Reader) -> Iterator[Charge]:
    """Price gcp:storage/insightsReportConfig:InsightsReportConfig by the objects that its reports list."""
    place = place_of(reader)
    item = "storage.inventory-report.multi-region" if place.is_replicated else "storage.inventory-report"
    yield from used(reader, "monthly_objects_listed", "Inventory reports", item, place.sends_from, "object")


_INTELLIGENCE = tuple(
    f"gcp:storage/control{at}IntelligenceConfig:Control{at}IntelligenceConfig" for at in ("Project", "Folder", "Organization")
)
_REPORT = "gcp:storage/insightsReportConfig:InsightsReportConfig"
PRICERS: dict[str, Pricer] = {**dict.fromkeys(_INTELLIGENCE, intelligence), _REPORT: inventory_report}
KEYS: dict[str, Keys] = {
    **dict.fromkeys(_INTELLIGENCE, (UsageKey("objects", "objects", "Objects that Storage Intelligence manages, on average"),)),
    _REPORT: (UsageKey("monthly_objects_listed", "objects a month", "Objects that the reports of a month list, all reports together"),),
}
