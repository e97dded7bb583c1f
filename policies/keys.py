"""Keys and what is encrypted with them: which property of which resource names a key, where that resource is, and which agent of Google uses the key.

Agents: "Service agents", IAM documentation, and the CMEK page of each service. A key and what it protects must be in one location, except that
Compute Engine also takes keys of a wider location ("Protect resources by using Cloud KMS keys", Compute Engine documentation).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from policies.bag import Bag, Unknown
from policies.stack import Stack

KEY = "gcp:kms/cryptoKey:CryptoKey"
RING = "gcp:kms/keyRing:KeyRing"


@dataclass(frozen=True, slots=True)
class Use:
    """A property that names a key. `each` is a list around it; `takes_wider` says that a key of a wider location will do."""

    key: str
    place: str
    agent: str
    each: str = ""
    takes_wider: bool = False


USES: dict[str, tuple[Use, ...]] = {
    "gcp:storage/bucket:Bucket": (Use("encryption.defaultKmsKeyName", "location", "gs-project-accounts"),),
    "gcp:container/cluster:Cluster": (
        Use("databaseEncryption.keyName", "location", "container-engine-robot"),
        Use("nodeConfig.bootDiskKmsKey", "location", "compute-system"),
        Use("clusterAutoscaling.autoProvisioningDefaults.bootDiskKmsKey", "location", "compute-system"),
    ),
    "gcp:container/nodePool:NodePool": (Use("nodeConfig.bootDiskKmsKey", "location", "compute-system"),),
    "gcp:compute/disk:Disk": (Use("diskEncryptionKey.kmsKeySelfLink", "zone", "compute-system", takes_wider=True),),
    "gcp:compute/regionDisk:RegionDisk": (Use("diskEncryptionKey.kmsKeyName", "region", "compute-system", takes_wider=True),),
    "gcp:compute/instance:Instance": (Use("bootDisk.kmsKeySelfLink", "zone", "compute-system", takes_wider=True),),
    "gcp:filestore/instance:Instance": (Use("kmsKeyName", "location", "cloud-filer"),),
    "gcp:lustre/instance:Instance": (Use("kmsKey", "location", "gcp-sa-lustre"),),
    "gcp:artifactregistry/repository:Repository": (Use("kmsKeyName", "location", "gcp-sa-artifactregistry"),),
    "gcp:gkebackup/backupPlan:BackupPlan": (Use("backupConfig.encryptionKey.gcpKmsEncryptionKey", "location", "gcp-sa-gkebackup"),),
    "gcp:secretmanager/secret:Secret": (
        Use("customerManagedEncryption.kmsKeyName", "location", "gcp-sa-secretmanager", "replication.userManaged.replicas"),
        Use("replication.auto.customerManagedEncryption.kmsKeyName", "", "gcp-sa-secretmanager"),
    ),
    "gcp:secretmanager/regionalSecret:RegionalSecret": (Use("customerManagedEncryption.kmsKeyName", "location", "gcp-sa-secretmanager"),),
    "gcp:bigquery/dataset:Dataset": (Use("defaultEncryptionConfiguration.kmsKeyName", "location", "bigquery-encryption"),),
    "gcp:bigquery/table:Table": (Use("encryptionConfiguration.kmsKeyName", "", "bigquery-encryption"),),
    "gcp:pubsub/topic:Topic": (Use("kmsKeyName", "", "gcp-sa-pubsub"),),
    "gcp:logging/projectBucketConfig:ProjectBucketConfig": (Use("cmekSettings.kmsKeyName", "location", "gcp-sa-logging"),),
    "gcp:dataproc/cluster:Cluster": (Use("clusterConfig.encryptionConfig.kmsKeyName", "region", "compute-system"),),
}


def uses(stack: Stack) -> Iterator[tuple[Bag, Bag, Use]]:
    """Yield each resource that names a key, with the bag in which it does. Raises nothing: what is unknown is found when it is read."""
    for bag in stack.of(*USES):
        for use in USES[bag.type]:
            for holder in _holders(bag, use):
                if holder.has(use.key):
                    yield bag, holder, use


def _holders(bag: Bag, use: Use) -> list[Bag]:
    if not use.each:
        return [bag]
    try:
        return list(bag.bags(use.each))
    except Unknown:
        return []


def key_of(stack: Stack, bag: Bag, holder: Bag, path: str) -> Bag | str:
    """Return the key that a property names: that of the stack, else its full name. Raises Unknown when it cannot be told."""
    try:
        named = holder.text(path)
    except Unknown:
        needed = stack.depends_on(bag, KEY)
        if len(needed) == 1:
            return needed[0]
        raise
    of_stack = _keys(stack).get(parts_of(named, 3)) if "/" in named else stack.referred(holder, path, KEY)
    return of_stack or named


def ring_of(stack: Stack, key: Bag) -> tuple[str, ...]:
    """Return location and name of the ring of a key. Raises Unknown."""
    ring = stack.referred(key, "keyRing", RING)
    try:
        named = parts_of(key.text("keyRing"), 2)
    except Unknown:
        named = ("", "")
    return named if named[0] or ring is None else (ring.text("location").lower(), ring.text("name"))


def location_of(stack: Stack, key: Bag | str) -> str:
    """Return the location of a key, empty when its name has none. Raises Unknown."""
    return (parts_of(key, 3) if isinstance(key, str) else ring_of(stack, key) or ("",))[0]


def parts_of(name: str, many: int) -> tuple[str, ...]:
    """Return location, ring and (of three) key of a name in any of its forms: projects/P/locations/L/keyRings/R/cryptoKeys/K, P/L/R/K, L/R/K."""
    parts = name.split("/cryptoKeyVersions/")[0].strip("/").split("/")
    if "locations" in parts:
        parts = parts[parts.index("locations") + 1 :: 2]
    found = parts[-many:] if len(parts) >= many else []
    return (found[0].lower(), *found[1:]) if found else ("",) * many


@lru_cache(maxsize=2)
def _keys(stack: Stack) -> dict[tuple[str, ...], Bag]:
    """Return the keys of a stack whose full name is known, by location, ring and name."""
    found = {}
    for key in stack.of(KEY):
        try:
            found[(*ring_of(stack, key), key.text("name"))] = key
        except Unknown:
            continue
    return found
