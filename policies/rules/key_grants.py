"""Keys: what encrypts with a key of the stack waits until its service may use the key.

Without the grant the first creation fails; without the wait it fails on some days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from policies.bag import Bag, NotApplicable, Unknown
from policies.rule import State, each, stack_rule
from policies.stack import Stack

KEY = "gcp:kms/cryptoKey:CryptoKey"
_OF_KEY = tuple(f"gcp:kms/cryptoKeyIAM{kind}:CryptoKeyIAM{kind}" for kind in ("Member", "Binding", "Policy"))
_OF_RING = tuple(f"gcp:kms/keyRingIAM{kind}:KeyRingIAM{kind}" for kind in ("Member", "Binding", "Policy"))
_OF_PROJECT = tuple(f"gcp:projects/iAM{kind}:IAM{kind}" for kind in ("Member", "Binding"))
PATHS: dict[str, tuple[str, ...]] = {
    "gcp:artifactregistry/repository:Repository": ("kmsKeyName",),
    "gcp:bigquery/dataset:Dataset": ("defaultEncryptionConfiguration.kmsKeyName",),
    "gcp:bigquery/table:Table": ("encryptionConfiguration.kmsKeyName",),
    "gcp:compute/disk:Disk": ("diskEncryptionKey.kmsKeySelfLink",),
    "gcp:compute/instance:Instance": ("bootDisk.kmsKeySelfLink",),
    "gcp:compute/regionDisk:RegionDisk": ("diskEncryptionKey.kmsKeyName",),
    "gcp:container/cluster:Cluster": ("databaseEncryption.keyName", "nodeConfig.bootDiskKmsKey"),
    "gcp:container/nodePool:NodePool": ("nodeConfig.bootDiskKmsKey",),
    "gcp:dataproc/cluster:Cluster": ("clusterConfig.encryptionConfig.kmsKeyName",),
    "gcp:filestore/instance:Instance": ("kmsKeyName",),
    "gcp:gkebackup/backupPlan:BackupPlan": ("backupConfig.encryptionKey.gcpKmsEncryptionKey",),
    "gcp:logging/projectBucketConfig:ProjectBucketConfig": ("cmekSettings.kmsKeyName",),
    "gcp:lustre/instance:Instance": ("kmsKey",),
    "gcp:pubsub/topic:Topic": ("kmsKeyName",),
    "gcp:storage/bucket:Bucket": ("encryption.defaultKmsKeyName",),
}
"""Where resources name the key that encrypts them (pulumi_gcp 10.2.0)."""


@stack_rule("key-grant-before-use", KEY)
def key_grant_before_use(stack: Stack) -> Iterator[tuple[Bag, State]]:
    users = [bag for bag in stack.of(*PATHS) if any(bag.has(path) for path in PATHS[bag.type])]
    if not users:
        raise NotApplicable("nothing is encrypted with the keys of the stack")
    grants = _Grants(stack)
    yield from each(users, grants.problem)


class _Grants:
    """The keys of a stack, and what grants their use."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._keys = {key.urn: key for key in stack.of(KEY)}
        self._by_id = {name: key for key in stack.of(KEY) if (name := _id(key))}
        self._of = defaultdict[str, set[str]](set)
        for grant in stack.of(*_OF_KEY):
            self._note(grant, self._granted(grant))
        for grant in stack.of(*_OF_RING):
            ring = grant.values.get("keyRingId")
            self._note(grant, [key for key in self._keys.values() if not isinstance(ring, str) or ring == key.values.get("keyRing")])
        for grant in stack.of(*_OF_PROJECT):
            if str(grant.values.get("role")).startswith("roles/cloudkms.cryptoKey"):
                self._note(grant, list(self._keys.values()))
        # A record without any dependency says nothing of what waits for what.
        self._waits_are_known = any(stack.dependencies.values())

    def problem(self, user: Bag) -> str | None:
        """Return what is wrong with the first key of a resource. Raises Unknown where it cannot be told which key it is."""
        for path in PATHS[user.type]:
            problems = [self._problem(user, key) for key in self._named(user, path)]
            if problems and all(problems):
                return problems[0]
            if any(problems):
                raise Unknown(path)
        return None

    def _problem(self, user: Bag, key: Bag) -> str | None:
        grants = self._of[key.urn]
        if not grants:
            return f"nothing grants its service the use of the key {key.name}"
        if self._waits_are_known and not grants & self._needed(user):
            return f"it does not wait until its service may use the key {key.name}"
        return None

    def _note(self, grant: Bag, keys: list[Bag]) -> None:
        for key in keys:
            self._of[key.urn].add(grant.urn)

    def _granted(self, grant: Bag) -> list[Bag]:
        """Return the keys that a grant on a key is about, none where it cannot be told."""
        try:
            return self._named(grant, "cryptoKeyId")
        except Unknown:
            return []

    def _named(self, bag: Bag, path: str) -> list[Bag]:
        """Return the key that a property names; where it is not known yet, every key that the resource waits for."""
        try:
            value = bag.text(path)
        except Unknown:
            waited_for = [self._keys[urn] for urn in self._stack.dependencies.get(bag.urn, ()) if urn in self._keys]
            if not waited_for:
                raise
            return waited_for
        key = self._by_id.get(value.split("/cryptoKeyVersions/")[0].removeprefix("//cloudkms.googleapis.com/"))
        return [key] if key else []

    def _needed(self, user: Bag) -> set[str]:
        """Return everything that must stand before a resource does."""
        seen: set[str] = set()
        ahead = [user.urn]
        while ahead:
            for urn in self._stack.dependencies.get(ahead.pop(), ()):
                if urn not in seen:
                    seen.add(urn)
                    ahead.append(urn)
        return seen


def _id(key: Bag) -> str | None:
    ring, name = key.values.get("keyRing"), key.values.get("name") or key.name
    return f"{ring}/cryptoKeys/{name}" if isinstance(ring, str) and isinstance(name, str) else None
