"""A day in every way that one reaches us: as a date, as text, and as Pulumi's CLI hands over one that stands unquoted in a stack file."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T00:00:00Z| 00:00:00 \+0000 UTC)?")


def day_of(value: Any) -> date:
    """Return a day. Raises ValueError for a moment within one, and for what is no day of the calendar."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"{value!r:.40} is no day")
    return date.fromisoformat(found[1])


def is_day(value: Any) -> bool:
    """Say whether a value is a day."""
    try:
        day_of(value)
    except ValueError:
        return False
    return True
