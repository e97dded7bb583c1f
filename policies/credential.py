"""Names that credentials have in pods and configuration. What they look like by themselves stands in plain_text_secrets.

A value is never part of a message.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from policies.bag import SECRET

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_PASSWORDS = frozenset({"password", "passwords", "passwd", "pwd", "passphrase", "passcode", "pass"})
_LAST = frozenset({"secret", "token", "credential", "credentials", "dockerconfigjson", "htpasswd"}) | _PASSWORDS
_LAST |= {"apikey", "privatekey", "secretkey", "accesskey", "authtoken", "apitoken"}
_BEFORE_KEY = frozenset({"api", "access", "private", "secret", "account", "encryption", "signing", "auth", "service", "license", "master"})
_BEFORE_KEY |= {"rsa", "tls", "ssl", "ssh", "client", "server"}
_OF_VOCABULARIES = frozenset({"pad", "eos", "bos", "unk", "mask", "cls", "sep", "stop", "special", "next", "image", "end", "start"})
"""What comes before `token` in the names of language models' own tokens."""
_ASSIGNED = re.compile(r"(?im)^[ \t]*(?:export[ \t]+)?[\"']?([\w.-]+)[\"']?[ \t]*[:=][ \t]*[\"']?([^\s\"'#,]+)")
_NO_SECRET = re.compile(
    r"(?i)(true|false|yes|no|none|null|\$[({].*|<.*>|\.?/.*|~/.*|projects/[^/]+/secrets/.*|sm://.*|secret://.*|vault:.*)\Z", re.DOTALL
)
_NUMBER = re.compile(r"\d+(\.\d+)?\Z")


@lru_cache(4096)
def _words(name: str) -> tuple[str, ...]:
    words = [word.lower() for word in _WORDS.findall(name)]
    while words and words[-1].isdigit():
        words.pop()
    return tuple(words)


def is_credentials_name(name: str) -> bool:
    """Say whether a name ends as credentials' names do: HF_TOKEN, db.password, dbPassword, api-key; not TOKENIZERS_PARALLELISM or TOKEN_URL."""
    before, last = ("", "", *_words(name))[-2:]
    if last in ("key", "keys"):
        return before in _BEFORE_KEY
    if last == "token":
        return before not in _OF_VOCABULARIES
    return (last in _LAST and (last != "pass" or bool(before))) or (before, last) in (("id", "rsa"), ("private", "pem"))


def is_literal(name: str, value: Any) -> bool:
    """Say whether a value could itself be a credential: no switch, path, reference to a secret or placeholder; a number only as a password."""
    if value is SECRET:
        return True
    if not isinstance(value, str) or not value.strip() or _NO_SECRET.match(value.strip()):
        return False
    return not _NUMBER.match(value.strip()) or _words(name)[-1:] in {(word,) for word in _PASSWORDS}


def assigns_credentials(text: str) -> bool:
    """Say whether a file's text has a line that gives a credential's name a literal value."""
    return any(is_credentials_name(name) and is_literal(name, value) for name, value in _ASSIGNED.findall(text))
