"""Every name in the cloud, with its length and character rule. Too long is an error, never truncated.

Owns how names are put together. Limits: the reference pages of each Google Cloud API (Compute RFC 1035 names 63, GKE clusters and node pools 40,
service account ids 6 to 30, buckets 3 to 63 and without the name of Google, key rings and keys 63, Filestore and Lustre instances 63), read
2026-11-22; Kubernetes documentation, object names (persistent volumes 253). Display names of budgets 60 (pulumi_gcp 10.2.0, billing.Budget).
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field, is_dataclass
from typing import Any

from aidc.blueprint.errors import Problem

DIGEST_LENGTH = 6
STACK_PATH = "name"
"""The YAML path of names that come from the stack's own name alone."""


@dataclass(frozen=True, slots=True)
class NameRule:
    """What a kind of name may look like."""

    kind: str
    max_length: int
    pattern: str
    min_length: int = 1


_RFC_1035 = r"[a-z]([a-z0-9-]*[a-z0-9])?"
COMPUTE = NameRule("Compute Engine", 63, _RFC_1035)
DISK = NameRule("disk", 63, _RFC_1035)
STORAGE_POOL = NameRule("storage pool", 63, _RFC_1035)
CLUSTER = NameRule("GKE cluster", 40, _RFC_1035)
NODE_POOL = NameRule("GKE node pool", 40, _RFC_1035)
SERVICE_ACCOUNT = NameRule("service account", 30, _RFC_1035, min_length=6)
BUCKET = NameRule("bucket", 63, r"(?!goog)(?!.*google)[a-z0-9]([a-z0-9_-]*[a-z0-9])?", min_length=3)
REPOSITORY = NameRule("repository", 63, _RFC_1035)
EXISTING_BUCKET = NameRule("bucket", 222, r"[a-z0-9._-]+", min_length=3)
"""Somebody else's bucket: names with dots are longer."""
CUSTOM_ROLE = NameRule("custom role", 64, r"[a-zA-Z0-9_.]+", min_length=3)
KMS = NameRule("KMS", 63, r"[a-zA-Z0-9_-]+")
FILESTORE = NameRule("Filestore instance", 63, _RFC_1035)
FILESTORE_BACKUP = NameRule("Filestore backup", 63, _RFC_1035)
LUSTRE = NameRule("Lustre instance", 63, _RFC_1035)
TPU_NODE = NameRule("Cloud TPU node", 63, _RFC_1035)
DNS_ZONE = NameRule("DNS managed zone", 63, _RFC_1035)
BUDGET = NameRule("budget", 60, _RFC_1035)
KUBERNETES = NameRule("Kubernetes object", 63, r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
PERSISTENT_VOLUME = NameRule("persistent volume", 253, r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")


@dataclass(slots=True)
class Names:
    """Puts names together for one stack and remembers every one that breaks its rule (`problems`) or is used twice (`collisions`)."""

    prefix: str
    problems: list[Problem] = field(default_factory=list)
    collisions: list[Problem] = field(default_factory=list)
    taken: dict[tuple[str, str], str] = field(default_factory=dict)

    def name(self, rule: NameRule, *parts: str, path: str, prefix: str | None = None) -> str:
        """Return prefix-part-part; the stack's name is the prefix unless another is given. `path` is the YAML path to blame."""
        given = "-".join(part for part in (self.prefix if prefix is None else prefix, *parts) if part)
        self._hold_to(rule, given, path)
        return given

    def _hold_to(self, rule: NameRule, given: str, path: str) -> None:
        if len(given) > rule.max_length:
            too_many = len(given) - rule.max_length
            self._blame(
                path, f"makes the {rule.kind} name {given!r}, {len(given)} characters; at most {rule.max_length}. Shorten it by {too_many}"
            )
        elif len(given) < rule.min_length:
            self._blame(path, f"makes the {rule.kind} name {given!r}, {len(given)} characters; at least {rule.min_length}")
        elif not re.fullmatch(rule.pattern, given):
            self._blame(path, f"makes {given!r}, which is not a {rule.kind} name ({rule.pattern})")
        other = self.taken.setdefault((rule.kind, given), path)
        if other != path:
            owner = "the stack itself" if other == STACK_PATH else other
            self.collisions.append(
                Problem(0, path, f"makes the {rule.kind} name {given!r}, which {owner} has already. Rename one of the two")
            )

    def _blame(self, path: str, text: str) -> None:
        self.problems.append(Problem(0, path, text))


def content_digest(*content: Any) -> str:
    """Return a short digest of values: same content, same digest, on every machine. For names that must change when replacement is forced."""
    plain = [asdict(part) if is_dataclass(part) and not isinstance(part, type) else part for part in content]
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]
