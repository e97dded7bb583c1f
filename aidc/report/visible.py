"""Texts of strangers on a page: names and values of a record may hold colours, line ends and commands for whatever reads our output.

A build runner takes `::error::` at the start of a line, and `##[error]` anywhere, for its own (GitHub Actions documentation, workflow commands;
actions/runner, ActionCommand.cs). JSON needs none of this: it escapes control characters and has no line of its own for a value.
"""

from __future__ import annotations

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_COMMAND = re.compile(
    "::(?=(?:error|warning|notice|debug|group|endgroup|echo|add-mask|add-path|add-matcher|remove-matcher|stop-commands|set-env|set-output"
    "|save-state)\\b)|#(?=#\\[)",
    re.IGNORECASE,
)


def visible(text: str) -> str:
    """Return a text in one line that no terminal and no build runner obeys."""
    if not text.isprintable():
        text = "".join(map(_seen, text))
    return _COMMAND.sub(lambda found: f"{found[0][0]} {found[0][1:]}", text)


def _seen(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else REPLACEMENT
