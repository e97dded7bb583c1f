"""Warns of credentials pasted into plain fields. A stack file is committed and shown; it never holds a secret."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from aidc.blueprint.errors import Problem

_KINDS = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY"),
    "a Google API key": re.compile(r"\bAIza[0-9A-Za-z_-]{35}"),
    "a Google access token": re.compile(r"\bya29\.[0-9A-Za-z_-]{20,}"),
    "a Google OAuth client secret": re.compile(r"\bGOCSPX-[0-9A-Za-z_-]{20,}"),
    "a GitHub token": re.compile(r"\b(gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{40,})"),
    "a Hugging Face token": re.compile(r"\bhf_[0-9A-Za-z]{30,}"),
    "an AWS access key": re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    "a JSON web token": re.compile(r"\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\."),
    "a Pulumi token": re.compile(r"\bpul-[0-9a-f]{40}\b"),
    "a password in an address": re.compile(r"://[^/\s:@]+:[^/\s:@]+@"),
}


def pasted_secrets(data: Any, path: str = "") -> Iterator[Problem]:
    """Yield a warning for every text that looks like a credential. The text itself is never repeated."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from pasted_secrets(value, f"{path}.{key}" if path else str(key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from pasted_secrets(value, f"{path}[{index}]")
    elif isinstance(data, str):
        for kind, pattern in _KINDS.items():
            if pattern.search(data):
                yield Problem(0, path, f"looks like {kind}. A stack file is plain text: take it out, revoke it, and use Secret Manager")
