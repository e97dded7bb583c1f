"""Several ways to meet a requirement: one that holds is enough, whatever is not known of the others."""

from __future__ import annotations

from collections.abc import Callable

from policies.bag import Unknown


def either(*conditions: Callable[[], bool]) -> bool:
    """Tell whether one of the conditions holds, asked in order. Raises the first Unknown when none holds and one of them might."""
    unknown: Unknown | None = None
    for condition in conditions:
        try:
            if condition():
                return True
        except Unknown as error:
            unknown = unknown or error
    if unknown:
        raise unknown
    return False
