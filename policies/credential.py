"""Credentials told by their names and shapes. A value is never part of a message."""

from __future__ import annotations

import re
from functools import lru_cache
from math import log2
from typing import Any

from policies.bag import SECRET

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_LAST = frozenset(
    {
        "password",
        "passwords",
        "passwd",
        "pwd",
        "passphrase",
        "passcode",
        "secret",
        "token",
        "credential",
        "credentials",
        "apikey",
        "privatekey",
    }
    | {"secretkey", "accesskey", "authtoken", "apitoken", "dockerconfigjson", "htpasswd"}
)
_BEFORE_KEY = frozenset(
    {"api", "access", "private", "secret", "account", "encryption", "signing", "ssh", "auth", "service", "license", "master"}
)
_BEFORE_KEY |= {"rsa", "tls", "ssl", "ssh", "client", "server"}
_OF_VOCABULARIES = frozenset({"pad", "eos", "bos", "unk", "mask", "cls", "sep", "stop", "special", "next", "image", "end", "start"})
"""What comes before `token` in the names of language models' own tokens."""
_SHAPES = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bAIza[\w-]{35}|\bya29\.[\w-]{20,}|\bhf_[A-Za-z0-9]{20,}|\bgh[pousr]_[A-Za-z0-9]{30,}"
    r"|\bgithub_pat_\w{30,}|\bglpat-[\w-]{20,}|\bxox[abprs]-[\w-]{10,}|\bsk-[\w-]{20,}|\bnvapi-[\w-]{20,}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\."
    r"|[a-z][a-z0-9+.-]*://[^\s/:@]+:[^\s/:@$][^\s/@]*@"
)
"""Keys and tokens as Amazon, Google, Hugging Face, GitHub, GitLab, Slack, OpenAI and NVIDIA make them; JSON web tokens; passwords in addresses."""
_ASSIGNED = re.compile(r"(?im)^[ \t]*(?:export[ \t]+)?[\"']?([\w.-]+)[\"']?[ \t]*[:=][ \t]*[\"']?([^\s\"'#,]+)")
_RANDOM = re.compile(r"[A-Za-z0-9+/=_-]{24,}\Z")
_NO_SECRET = re.compile(
    r"(?i)(true|false|yes|no|none|null|\d+(\.\d+)?|\$[({].*|<.*>|/.*|\./.*|~/.*|projects/[^/]+/secrets/.*|sm://.*|secret://.*|vault:.*)\Z"
)


@lru_cache(4096)
def is_credentials_name(name: str) -> bool:
    """Say whether a name ends as credentials' names do: HF_TOKEN, db.password, dbPassword, api-key; not TOKENIZERS_PARALLELISM or TOKEN_URL."""
    words = [word.lower() for word in _WORDS.findall(name)]
    while words and words[-1].isdigit():
        words.pop()
    if not words:
        return False
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if last in ("key", "keys"):
        return before in _BEFORE_KEY
    if last == "token":
        return before not in _OF_VOCABULARIES
    return last in _LAST or (last == "pass" and bool(before)) or (before, last) == ("id", "rsa") or (before, last) == ("private", "pem")


def is_literal(value: Any) -> bool:
    """Say whether a value could itself be a credential: no switch, number, path, reference to a secret or placeholder."""
    if value is SECRET:
        return True
    return isinstance(value, str) and bool(value.strip()) and not _NO_SECRET.match(value.strip())


def has_credentials_shape(text: str) -> bool:
    """Say whether a text contains a key or token of a known form, a private key, or a password in an address."""
    return bool(_SHAPES.search(text))


def looks_random(text: str) -> bool:
    """Say whether a text is one long word of upper, lower and digits mixed as by chance: above 4 bits a character. No digest, whose letters are few."""
    if not _RANDOM.match(text) or text.count("/") > 2:
        return False
    if not (any(sign.isupper() for sign in text) and any(sign.islower() for sign in text) and sum(sign.isdigit() for sign in text) > 2):
        return False
    return -sum(share * log2(share) for share in (text.count(sign) / len(text) for sign in set(text))) > 4.0


def assigns_credentials(text: str) -> bool:
    """Say whether a file's text has a line that gives a credential's name a literal value."""
    return any(is_credentials_name(name) and is_literal(value) for name, value in _ASSIGNED.findall(text))
