"""Storage Intelligence and inventory reports: by the object."""

from __future__ import annotations

from decimal import Decimal

INTELLIGENCE = "gcp:storage/controlProjectIntelligenceConfig:ControlProjectIntelligenceConfig"
REPORT = "gcp:storage/insightsReportConfig:InsightsReportConfig"


def test_storage_intelligence_bills_objects_unless_it_is_off(month_of):
    usage = {"objects": 4_000_000}
    assert month_of(INTELLIGENCE, {"editionConfig": "STANDARD"}, usage).usd_per_month == Decimal("2.5") * 4
    assert not month_of(INTELLIGENCE, {"editionConfig": "DISABLED"}, usage).lines


def test_inventory_reports_bill_the_objects_that_they_list(month_of):
    usage = {"monthly_objects_listed": 30_000_000}
    assert month_of(REPORT, {"location": "us-central1"}, usage).usd_per_month == Decimal("0.0025") * 30
    assert month_of(REPORT, {"location": "US"}, usage).usd_per_month == Decimal("0.0028") * 30
