"""Warns of credentials pasted into plain fields. A stack file is committed and shown; it never holds a secret."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aidc.blueprint.errors import Problem
from aidc.blueprint.secret_shapes import secrets_in


def pasted_secrets(data: Any, path: str = "") -> Iterator[Problem]:
    """Yield a warning for every text, key or value, that looks like a credential. The text itself is never repeated."""
    if isinstance(data, dict):
        for key, value in data.items():
            here = f"{path}.{key}" if path else str(key)
            yield from _looks_like(str(key), here)
            yield from pasted_secrets(value, here)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from pasted_secrets(value, f"{path}[{index}]")
    elif isinstance(data, str):
        yield from _looks_like(data, path)


def _looks_like(text: str, path: str) -> Iterator[Problem]:
    for kind in secrets_in(text):
        yield Problem(0, path, f"looks like {kind}. A stack file is plain text: take it out, revoke it, and use Secret Manager")
