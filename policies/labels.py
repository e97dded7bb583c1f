"""What the labels of a resource say it is for: serving, sensitive data, production. Values are people's own words, so words are looked for.

Labels that name who pays or who made a thing say nothing of what it is: a team may be called serving.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from policies.bag import UNKNOWN, Bag, Unknown

SERVING = frozenset({"serving", "serve", "inference", "online", "stateful", "database", "db"})
SENSITIVE = frozenset({"regulated", "restricted", "confidential", "sensitive", "pii", "phi", "hipaa", "pci", "gdpr"})
UNTRUSTED = frozenset({"untrusted", "sandbox", "sandboxed", "gvisor"})
PRODUCTION = frozenset({"production", "prod", "prd", "live"})
NOT_PRODUCTION = frozenset(
    {"dev", "development", "test", "testing", "staging", "stage", "sandbox", "research", "lab", "experiment", "qa", "nonprod", "preprod"}
)
SCRATCH = frozenset({"scratch", "tmp", "temp", "temporary", "cache", "ephemeral"})
CHECKPOINTS = frozenset({"checkpoint", "checkpoints", "checkpointing", "ckpt", "ckpts"})
PAYERS = frozenset({"team", "owner", "costcenter", "costcentre", "department", "businessunit", "billing", "chargeback"})
"""Keys that say who answers for the cost, without their separators."""
_NO_STATEMENT = frozenset({*PAYERS, "stack", "project", "managedby", "createdby", "organization"})
_DENIALS = frozenset({"false", "no", "non", "not", "none", "off", "0", "without", "batch", "offline"})


def words_of(text: object) -> frozenset[str]:
    """Return the words of a name or a value, lower case."""
    return frozenset(word for word in re.split(r"[^a-z0-9]+", str(text).lower()) if word)


def says(bag: Bag, sought: frozenset[str], *paths: str) -> bool:
    """Tell whether a label under the paths says one of the words. Raises Unknown when none does and a label is not known yet."""
    unknown = ""
    for path in paths:
        for key, value in _pairs(bag, path):
            name = str(key).rsplit("/", 1)[-1]
            if name_of(name) in _NO_STATEMENT:
                continue
            if value is UNKNOWN:
                unknown = unknown or f"{bag.path}{path}.{key}"
            elif not words_of(value) & _DENIALS and (words_of(name) | words_of(value)) & sought:
                return True
    if unknown:
        raise Unknown(unknown)
    return False


def payer_is_named(bag: Bag, path: str) -> bool:
    """Tell whether a label says who answers for the cost. Raises Unknown when the labels are not known yet."""
    return any(name_of(key) in PAYERS and value not in (None, "") for key, value in _pairs(bag, path))


def name_of(key: object) -> str:
    """Return a key without its separators: cost-center and cost_center are one."""
    return re.sub(r"[^a-z0-9]", "", str(key).rsplit("/", 1)[-1].lower())


def _pairs(bag: Bag, path: str) -> Iterator[tuple[object, object]]:
    """Yield keys and values of a mapping, or of a list of taints."""
    value = bag.get(path)
    if isinstance(value, Mapping):
        yield from value.items()
        return
    for item in bag.list(path):
        if isinstance(item, Mapping):
            yield item.get("key", ""), item.get("value", "")
