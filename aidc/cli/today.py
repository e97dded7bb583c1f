"""The day on which prices and dates are judged: today, or the one that SOURCE_DATE_EPOCH fixes for output that must not change."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from aidc.cli.errors import Refused

FIXED = "SOURCE_DATE_EPOCH"


def today() -> date:
    """Return the day. Raises Refused when SOURCE_DATE_EPOCH is no number of seconds."""
    fixed = os.environ.get(FIXED)
    if not fixed:
        return date.today()
    try:
        return datetime.fromtimestamp(int(fixed), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise Refused(("", f"{FIXED} is {fixed!r:.40}; seconds since 1970 are needed, such as 1795478400")) from None
