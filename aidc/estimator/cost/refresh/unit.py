"""Units of the catalogue turned into units of the tables. A month is 730 hours, as in every price of Google's pages."""

from __future__ import annotations

from decimal import Decimal

from aidc.catalog.prices.assembly import HOURS_PER_MONTH
from aidc.estimator.cost.refresh.sku import Unusable

_SAME = {
    "h": ("vCPU-hour", "GPU-hour", "chip-hour", "machine-hour"),
    "GiBy.h": ("GiB-hour",),
    "GiBy.mo": ("GiB-month",),
    "mo": ("IOPS-month", "MiBps-month"),
    "count.mo": ("IOPS-month", "MiBps-month"),
    "MiBy/s.mo": ("MiBps-month",),
}
_BY_THE_HOUR = {"GiBy.h": ("GiB-month",), "h": ("IOPS-month", "MiBps-month"), "count.h": ("IOPS-month", "MiBps-month")}


_NANO = Decimal("1e-9")


def text(amount: Decimal) -> str:
    """Return an amount as the tables write it: to a billionth, without trailing zeros."""
    written = f"{amount.quantize(_NANO):f}"
    return written.rstrip("0").rstrip(".")


def in_unit(usd: Decimal, usage_unit: str, unit: str) -> Decimal:
    """Return a rate for one unit of the tables. Raises Unusable for a unit that cannot be turned into it."""
    if unit in _SAME.get(usage_unit, ()):
        return usd
    if unit in _BY_THE_HOUR.get(usage_unit, ()):
        return usd * HOURS_PER_MONTH
    if usage_unit == "GiBy.mo" and unit == "GiB-hour":
        return usd / HOURS_PER_MONTH
    raise Unusable(f"its unit {usage_unit} cannot be turned into {unit}")
