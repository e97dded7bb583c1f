"""Encryption at rest: keys of our own, and their rotation."""

from __future__ import annotations

import re

from policies.rule import Props, rule

BUCKET = "gcp:storage/bucket:Bucket"
CLUSTER = "gcp:container/cluster:Cluster"
CRYPTO_KEY = "gcp:kms/cryptoKey:CryptoKey"
NODE_POOL = "gcp:container/nodePool:NodePool"
LONGEST_ROTATION_SECONDS = 90 * 86400


@rule(
    on=NODE_POOL,
    severity="medium",
    fix="Leave keys.managed_by: customer in the stack file; set nodeConfig.bootDiskKmsKey",
    references=("CIS GKE 5.9.2", "NIST 800-53 SC-28", "ISO 27001 A.8.24"),
)
def node_boot_disk_cmek(pool: Props) -> str | None:
    """Node boot disks use CMEK."""
    return None if pool.has("nodeConfig.bootDiskKmsKey") else "boot disks use a Google-managed key"


@rule(
    on=BUCKET,
    severity="medium",
    fix="Leave keys.managed_by: customer in the stack file; set encryption.defaultKmsKeyName",
    references=("NIST 800-53 SC-28", "ISO 27001 A.8.24"),
)
def bucket_cmek(bucket: Props) -> str | None:
    """Buckets use CMEK."""
    return None if bucket.has("encryption.defaultKmsKeyName") else "objects use a Google-managed key"


@rule(
    on=CLUSTER,
    severity="high",
    fix="Leave keys.managed_by: customer in the stack file; set databaseEncryption.state to ENCRYPTED and keyName",
    references=("CIS GKE 5.3.1", "NIST 800-53 SC-28", "ISO 27001 A.8.24"),
)
def cluster_secrets_encryption(cluster: Props) -> str | None:
    """Kubernetes Secrets are encrypted with a Cloud KMS key."""
    if cluster.get("databaseEncryption.state") not in ("ENCRYPTED", "ALL_OBJECTS_ENCRYPTION_ENABLED"):
        return "Secrets in etcd have no encryption of their own"
    return None if cluster.has("databaseEncryption.keyName") else "databaseEncryption names no key"


@rule(
    on=CRYPTO_KEY,
    severity="high",
    fix="Set keys.rotation_days to at most 90; set rotationPeriod to at most 7776000s",
    references=("CIS GCP 1.10", "NIST 800-53 SC-12", "ISO 27001 A.8.24"),
)
def kms_key_rotation(key: Props) -> str | None:
    """Symmetric keys rotate within 90 days."""
    if key.get("purpose") not in (None, "ENCRYPT_DECRYPT") or str(key.get("versionTemplate.protectionLevel")).startswith("EXTERNAL"):
        return None
    period = str(key.get("rotationPeriod") or "")
    if not re.fullmatch(r"\d+(\.\d+)?s", period):
        return "the key never rotates by itself"
    seconds = float(period[:-1])
    return None if seconds <= LONGEST_ROTATION_SECONDS else f"the key rotates every {seconds / 86400:g} days"
