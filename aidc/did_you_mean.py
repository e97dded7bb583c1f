"""The word that somebody meant: for every layer, and without the schema that `aidc.blueprint` brings along."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

MIN_BEGINNING = 3
"""Characters that must be right for a word to count as begun."""


def did_you_mean(given: str, allowed: Iterable[str]) -> str:
    """Return ` Did you mean x?` for the shortest allowed word that begins so, else the closest; nothing when none is close."""
    words = sorted(allowed, key=lambda word: (len(word), word))
    begun = [word for word in words if len(given) >= MIN_BEGINNING and word.startswith(given)]
    close = begun or difflib.get_close_matches(given, words, n=1, cutoff=0.6)
    return f" Did you mean {close[0]}?" if close else ""
