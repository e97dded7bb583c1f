"""No property holds a secret in plain text: state, previews and metadata servers show it to whoever may read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policies.bag import SECRETS_ARE_PLAIN, Bag, NotApplicable
from policies.plain_text_secrets import named_secret, secret_in
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
    for path, name, text in _texts(bag.values, "", ""):
        if path.split(".", 1)[0] in MEANT_FOR_IT.get(bag.type, ()):
            continue
        if kind := named_secret(name, text) or secret_in(text[:_MOST_TEXT]):
            return f"{path:.120} holds {kind}"
    return None


def _texts(value: Any, path: str, name: str) -> Iterator[tuple[str, str, str]]:
    """Yield path, name and text of everything that is text. An environment variable is called what its `name` says."""
    if isinstance(value, Mapping):
        said = value.get("name")
        for key, item in value.items():
            if key not in OPEN:
                called = said if key == "value" and isinstance(said, str) else str(key)
                yield from _texts(item, f"{path}.{key}" if path else str(key), called)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, f"{path}[{index}]", "")
    elif isinstance(value, str) and len(value) >= 6:
        yield path, name, value
