"""What a SKU prices and on which term, told by its whole description and by nothing less.

usageType does not tell the terms apart: SKUs of DWS (flex-start) and of calendar mode say OnDemand, and so do some of spot. A description that is
not one of these forms from its first to its last letter prices nothing here: Reserved, Capacity Optimized, sole tenancy, premiums, 5 years.
"""

from __future__ import annotations

import re
from typing import Literal

from aidc.estimator.cost.refresh.sku import Sku, Unusable
from aidc.estimator.cost.refresh.subjects import BUCKETS, BY_THE_HOUR, BY_THE_MONTH, COMMITTED, SCHEDULED, Item

Column = Literal["on_demand", "spot", "flex_start", "calendar", "cud_1y", "cud_3y"]

_PLACE = r"[A-Z][\w.'-]*(?: [A-Z][\w.'-]*)*"
"""Names of places begin every word with a capital: Americas, Hong Kong, Salt Lake City."""
_FORMS: tuple[tuple[Column, dict[str, Item], str], ...] = (
    ("on_demand", BY_THE_HOUR, r"(?P<subject>.+) running in PLACE"),
    ("spot", BY_THE_HOUR, r"(?:Spot )?Preemptible (?P<subject>.+) running in PLACE"),
    ("spot", BY_THE_HOUR, r"(?P<subject>.+) attached to (?:Spot )?Preemptible VMs(?: running)?(?: in PLACE)?"),
    ("flex_start", SCHEDULED, r"DWS Defined Duration (?P<subject>.+) running in PLACE"),
    ("flex_start", SCHEDULED, r"(?P<subject>.+) attached to DWS Defined Duration VMs running in PLACE"),
    ("calendar", SCHEDULED, r"DWS Calendar Mode (?P<subject>.+) running in PLACE"),
    ("calendar", SCHEDULED, r"(?P<subject>.+) attached to DWS Calendar Mode VMs running in PLACE"),
    ("calendar", SCHEDULED, r"Reserved (?P<subject>.+) in PLACE in Calendar Mode"),
    ("cud_1y", COMMITTED, r"Commitment(?: v1)?: (?P<subject>.+?)(?: running)? in PLACE for 1 Years?"),
    ("cud_3y", COMMITTED, r"Commitment(?: v1)?: (?P<subject>.+?)(?: running)? in PLACE for 3 Years?"),
    ("on_demand", BY_THE_MONTH, r"(?P<subject>.+?)(?: in PLACE)?"),
    ("on_demand", {"SSD backed Local Storage": BY_THE_HOUR["SSD backed Local Storage"]}, r"(?P<subject>.+?)(?: in PLACE)?"),
    ("on_demand", BUCKETS, r"(?P<subject>\w+ Storage) (?!.*(?:Dual-region|Multi-region|Early Delete))PLACE"),
)
_COMPILED: tuple[tuple[Column, dict[str, Item], re.Pattern[str]], ...] = tuple(
    (column, words, re.compile(form.replace("PLACE", _PLACE))) for column, words, form in _FORMS
)
_USAGE_TYPES: dict[Column, tuple[str, ...]] = {
    "on_demand": ("OnDemand",),
    "spot": ("Preemptible", "OnDemand"),
    "flex_start": ("OnDemand",),
    "calendar": ("OnDemand",),
    "cud_1y": ("Commit1Yr",),
    "cud_3y": ("Commit3Yr",),
}


def priced_by(sku: Sku) -> tuple[Item, Column] | None:
    """Return what a SKU prices and on which term; None where no table has such an item.

    Raises Unusable where description and usage type contradict each other, or where two forms fit.
    """
    found: set[tuple[Item, Column]] = {
        (words[match["subject"]], column)
        for column, words, form in _COMPILED
        if (match := form.fullmatch(sku.description)) and match["subject"] in words
    }
    if not found:
        return None
    if len(found) > 1:
        raise Unusable(f"its description can be read in {len(found)} ways")
    item, column = found.pop()
    if sku.usage_type not in _USAGE_TYPES[column]:
        raise Unusable(f"its description says {column}, its usage type {sku.usage_type or 'nothing'}")
    if item.name.startswith("storage.") and len(sku.regions) != 1:
        return None  # a bucket of several regions has an item of its own
    return item, column
