"""No property holds a secret in plain text: state, previews and metadata servers show it to whoever may read them."""

from __future__ import annotations

from typing import Any

from policies.bag import SECRETS_ARE_PLAIN, Bag, NotApplicable
from policies.plain_text_secrets import SHORTEST, named_secret, secret_in
from policies.rule import ANY, rule

MEANT_FOR_IT = {
    "gcp:secretmanager/secretVersion:SecretVersion": ("secretData", "secretDataWo"),
    "gcp:secretmanager/regionalSecretVersion:RegionalSecretVersion": ("secretData", "secretDataWo"),
    "kubernetes:core/v1:Secret": ("data", "stringData"),
}
"""Properties that the provider itself keeps secret."""
OPEN = frozenset(
    {"ssh-keys", "sshKeys", "publicKey", "publicKeys", "certificate", "caCertificate", "clusterCaCertificate", "digest", "sha256"}
)
"""Keys whose values are long and random, and no secret."""
_MOST_TEXT = 100_000


@rule("no-plain-secrets", ANY)
def no_plain_secrets(bag: Bag) -> str | None:
    if bag.option(SECRETS_ARE_PLAIN) is True:
        raise NotApplicable("the engine hands over secrets as plain text, so that they cannot be told apart")
    held = MEANT_FOR_IT.get(bag.type, ())
    for key, value in bag.values.items():
        if key not in held and key not in OPEN and (found := _found(value, str(key))):
            return f"{key}{found[0]:.120} holds {found[1]}"
    return None


def _found(value: Any, name: str) -> tuple[str, str] | None:
    """Return where a secret stands under a value and what it is, or None. An environment variable is called what its `name` says."""
    if isinstance(value, str):
        kind = named_secret(name, value) or secret_in(value[:_MOST_TEXT]) if len(value) >= SHORTEST else None
        return ("", kind) if kind else None
    if isinstance(value, list):
        for index, item in enumerate(value):
            if found := _found(item, ""):
                return _below(f"[{index}]", found)
    if isinstance(value, dict):
        said = value.get("name")
        for key, item in value.items():
            if item is None or item is True or item is False or key in OPEN:
                continue
            called = said if key == "value" and isinstance(said, str) else key
            if found := _found(item, called):
                return _below(f".{key}", found)
    return None


def _below(step: str, found: tuple[str, str]) -> tuple[str, str]:
    return f"{step}{found[0]}", found[1]
