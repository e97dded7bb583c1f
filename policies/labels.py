"""What the labels of a resource say it is for: serving, sensitive data, production. Values are people's own words, so words are looked for.

Labels that name who pays or who made a thing say nothing of what it is: a team may be called serving. Without a label a resource counts as
production and its data as sensitive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from policies.bag import UNKNOWN, Bag, Unknown

SERVING = frozenset({"serving", "serve", "inference", "online", "stateful", "database", "db"})
TRAINING = frozenset({"training", "train", "pretraining", "finetuning"})
UNTRUSTED = frozenset({"untrusted", "sandbox", "sandboxed", "gvisor"})
SENSITIVE = frozenset({"regulated", "restricted", "confidential", "sensitive", "pii", "phi", "hipaa", "pci", "gdpr"})
SCRATCH = frozenset({"scratch", "tmp", "temp", "temporary", "cache", "ephemeral"})
CHECKPOINTS = frozenset({"checkpoint", "checkpoints", "checkpointing", "ckpt", "ckpts"})
BACKUPS = frozenset({"backup", "backups"})
_OPEN = frozenset(
    {"public", "open", "internal", "general", "standard", "normal", "low", "none", "unclassified", "unregulated", "unrestricted"}
    | {"nonsensitive", "notsensitive", "synthetic", *SCRATCH}
)
_NOT_PRODUCTION = frozenset(
    {"dev", "development", "test", "testing", "staging", "stage", "sandbox", "research", "lab", "experiment", "demo", "qa", "ci"}
    | {"nonprod", "nonproduction", "preprod", "preproduction", "uat", "acceptance", "integration", "int", "preview", "poc"}
)
_PRODUCTION = frozenset({"prod", "production", "prd", "live"})
_PAYERS = frozenset(
    {"team", "owner", "costcenter", "costcentre", "department", "businessunit", "billing", "chargeback", "costcode", "budget"}
)
"""Keys that say who answers for the cost, without their separators."""
_NO_STATEMENT = frozenset({*_PAYERS, "stack", "project", "managedby", "createdby", "organization"})
_ENVIRONMENT = frozenset({"environment", "env", "stage", "tier", "environmenttype"})
_CLASS = re.compile(
    r"^(?!.*(?:database|storage|priority|machine|compute|runtime|ingress|network)).*(?:data|class|sensitiv|confidential|compliance)"
)
"""Keys that state a class of data, without their separators; a class of machines or of disks is another."""
_DENIALS = frozenset({"false", "no", "non", "not", "none", "off", "0", "without", "batch", "offline"})


def words_of(text: object) -> frozenset[str]:
    """Return the words of a name or a value, lower case."""
    return frozenset(word for word in re.split(r"[^a-z0-9]+", str(text).lower()) if word)


def says(bag: Bag, sought: frozenset[str], *paths: str) -> bool:
    """Tell whether a label under the paths says one of the words. Raises Unknown when none does and a label is not known yet."""
    unknown: Unknown | None = None
    for name, value, path in _labels(bag, paths):
        if value is UNKNOWN:
            unknown = unknown or Unknown(path)
        elif not words_of(value) & _DENIALS and (words_of(name) | words_of(value)) & sought:
            return True
    if unknown:
        raise unknown
    return False


def is_not_production(bag: Bag, *paths: str) -> bool:
    """Tell whether a label says that the environment is none of production. Raises Unknown."""
    return any(_is_no_production(_known(value, path)) for name, value, path in _labels(bag, paths) if name_of(name) in _ENVIRONMENT)


def _is_no_production(environment: object) -> bool:
    words = words_of(environment)
    return name_of(environment) in _NOT_PRODUCTION or bool(words & _NOT_PRODUCTION and not words & _PRODUCTION)


def has_open_data(bag: Bag, *paths: str) -> bool:
    """Tell whether a label says that the data may be seen, or that the environment is none of production. Raises Unknown."""
    return any(_is_open(name, value, path) for name, value, path in _labels(bag, paths)) or is_not_production(bag, *paths)


def _is_open(name: str, value: object, path: str) -> bool:
    """Tell whether a label says so: a class that is open, or a strict one that is denied (`regulated: false`, `class: non-regulated`)."""
    if _CLASS.search(name_of(name)):
        words = words_of(_known(value, path))
        return bool((words | {name_of(value)}) & _OPEN or (words & _DENIALS and words & SENSITIVE))
    return bool(words_of(name) & SENSITIVE and value is not UNKNOWN and words_of(value) & _DENIALS)


def payer_is_named(bag: Bag, path: str) -> bool:
    """Tell whether a label says who answers for the cost. Raises Unknown when the labels are not known yet."""
    return any(name_of(key) in _PAYERS and value not in (None, "") for key, value in _pairs(bag, path))


def name_of(text: object) -> str:
    """Return a key or a value without prefix and separators: cost-center and cost_center are one."""
    return re.sub(r"[^a-z0-9]", "", str(text).rsplit("/", 1)[-1].lower())


def _known(value: object, path: str) -> object:
    if value is UNKNOWN:
        raise Unknown(path)
    return value


def _labels(bag: Bag, paths: tuple[str, ...]) -> Iterator[tuple[str, object, str]]:
    """Yield name, value and path of every label that says what a thing is for."""
    for path in paths:
        for key, value in _pairs(bag, path):
            name = str(key).rsplit("/", 1)[-1]
            if name_of(name) not in _NO_STATEMENT:
                yield name, value, f"{bag.path}{path}.{key}"


def _pairs(bag: Bag, path: str) -> Iterator[tuple[object, object]]:
    """Yield keys and values of a mapping, or of a list of taints."""
    value = bag.get(path)
    if isinstance(value, Mapping):
        yield from value.items()
        return
    for item in bag.list(path):
        if isinstance(item, Mapping):
            yield item.get("key", ""), item.get("value", "")
