"""Secrets that stand in the open: key material and tokens by their shape, and values of names that can only be secrets.

A false alarm costs as much as a miss: references to a secret manager, variables and switches are none.
"""

from __future__ import annotations

import re

_SHAPES = (
    ("a private key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")),
    ("a key of Google's APIs", re.compile(r"\bAIza[0-9A-Za-z_-]{35}")),
    ("an OAuth token", re.compile(r"\bya29\.[0-9A-Za-z_-]{20,}")),
    ("a GitHub token", re.compile(r"\b(gh[pousr]_[0-9A-Za-z]{30,}|github_pat_[0-9A-Za-z_]{30,})")),
    ("a GitLab token", re.compile(r"\bglpat-[0-9A-Za-z_-]{20,}")),
    ("a Hugging Face token", re.compile(r"\bhf_[0-9A-Za-z]{20,}")),
    ("an AWS key", re.compile(r"\b(AKIA|ASIA)[0-9A-Z]{16}\b")),
    ("a Slack token", re.compile(r"\bxox[abeprs]-[0-9A-Za-z-]{10,}")),
    ("an API key", re.compile(r"\bsk-[0-9A-Za-z_-]{20,}")),
    ("a signed token", re.compile(r"\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.")),
)
_NAME = r"[A-Za-z0-9_-]*(?:password|passwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)"
_ASSIGNED = re.compile(rf"(?i)\b({_NAME})[\"']?\s*[=:]\s*[\"']?([^\s\"'$<{{(`][^\s\"';]{{7,}})")
_SECRET_NAME = re.compile(rf"(?i){_NAME}$")
_REFERENCE = re.compile(r"(?i)^(projects/|sm://|gs://|https?://|vault:|op://|\$|/|true$|false$|enabled$|disabled$)")


def secret_in(name: str, value: object) -> str | None:
    """Return what secret a named value holds, or None. The value itself is never part of the answer."""
    text = value if isinstance(value, str) else ""
    for kind, shape in _SHAPES:
        if shape.search(text):
            return kind
    if _SECRET_NAME.fullmatch(name) and text.strip() and not _REFERENCE.match(text.strip()):
        return "a secret by its name"
    found = next((one for one in _ASSIGNED.finditer(text) if not _REFERENCE.match(one[2])), None)
    return f"a value for {found[1]}" if found else None
