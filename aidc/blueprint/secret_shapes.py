"""What credentials look like, and how they are kept out of messages.

Shapes: the token formats that each vendor publishes for secret scanners. A shape covers the whole credential, so that nothing of it is left.
"""

from __future__ import annotations

import re

_SHAPES = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL),
    "a Google API key": re.compile(r"\bAIza[0-9A-Za-z_-]{35,}"),
    "a Google access token": re.compile(r"\bya29\.[0-9A-Za-z_.-]{20,}"),
    "a Google OAuth client secret": re.compile(r"\bGOCSPX-[0-9A-Za-z_-]{20,}"),
    "a GitHub token": re.compile(r"\b(?:gh[pousr]_[0-9A-Za-z]{36,}|github_pat_[0-9A-Za-z_]{40,})"),
    "a Hugging Face token": re.compile(r"\bhf_[0-9A-Za-z]{30,}"),
    "an AWS access key": re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    "a JSON web token": re.compile(r"\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]*"),
    "a Pulumi token": re.compile(r"\bpul-[0-9a-f]{40}\b"),
    "a password in an address": re.compile(r"://[^/\s:@]+:[^/\s:@]+@"),
}


def secrets_in(text: str) -> list[str]:
    """Return what kinds of credential a text seems to hold."""
    return [kind for kind, shape in _SHAPES.items() if shape.search(text)]


def without_secrets(text: str) -> str:
    """Return the text with every credential replaced by what kind it is."""
    for kind, shape in _SHAPES.items():
        text = shape.sub(f"({kind})", text)
    return text
