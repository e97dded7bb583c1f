"""What protects a cluster's data and code: keys of one's own, verified boots, checked images, and no deletion by mistake."""

from __future__ import annotations

from policies.bag import Bag
from policies.clusters import CLUSTER, is_autopilot, not_for_autopilot, switched_on
from policies.defaults import effective
from policies.either import either
from policies.purpose import only_for_strict_data, only_in_production
from policies.rule import rule

ENFORCING = ("PROJECT_SINGLETON_POLICY_ENFORCE", "POLICY_BINDINGS", "POLICY_BINDINGS_AND_PROJECT_SINGLETON_POLICY_ENFORCE")
ENCRYPTED = ("ENCRYPTED", "ALL_OBJECTS_ENCRYPTION_ENABLED")
KEYS = ("controlPlaneDiskEncryptionKey", "gkeopsEtcdBackupEncryptionKey")


@rule("cluster-shielded-nodes", CLUSTER)
def shielded_nodes(cluster: Bag) -> str | None:
    if switched_on(cluster, "enableShieldedNodes"):
        return None
    not_for_autopilot(cluster, "nodes are always shielded")
    return "nodes join the cluster without proving what they booted"


@rule("cluster-binary-authorization", CLUSTER)
def binary_authorization(cluster: Bag) -> str | None:
    mode = effective(cluster, "binaryAuthorization.evaluationMode")
    return None if mode in ENFORCING else f"any image runs, for Binary Authorization is {mode}"


@rule("cluster-secrets-encryption", CLUSTER)
def secrets_encryption(cluster: Bag) -> str | None:
    state = effective(cluster, "databaseEncryption.state")
    if state not in ENCRYPTED:
        return f"Kubernetes Secrets are encrypted with no key of one's own (state {state})"
    return None if cluster.has("databaseEncryption.keyName") else "encryption of Secrets is asked for and no key is named"


@rule("cluster-user-managed-control-plane-keys", CLUSTER)
def user_managed_control_plane_keys(cluster: Bag) -> str | None:
    missing = [key for key in KEYS if not cluster.has(f"userManagedKeysConfig.{key}")]
    if not missing:
        return None
    only_for_strict_data(cluster)
    return f"the control plane is encrypted with keys of Google's ({', '.join(missing)} not set)"


@rule("cluster-deletion-protection", CLUSTER)
def deletion_protection(cluster: Bag) -> str | None:
    if cluster.option("protect") is True:
        return None
    if either(lambda: cluster.text("deletionPolicy") in ("PREVENT", "ABANDON"), lambda: switched_on(cluster, "deletionProtection")):
        return None
    only_in_production(cluster)
    return "nothing keeps the cluster from being deleted"


@rule("cluster-security-posture", CLUSTER)
def security_posture(cluster: Bag) -> str | None:
    # What absence means depends on the version that a cluster was made with, which no property tells.
    mode = cluster.text("securityPostureConfig.mode")
    return None if mode in ("BASIC", "ENTERPRISE") else f"workloads are not scanned for weak settings (mode {mode or 'not stated'})"


@rule("cluster-no-alpha-features", CLUSTER)
def no_alpha_features(cluster: Bag) -> str | None:
    is_alpha = switched_on(cluster, "enableKubernetesAlpha")
    return "an alpha cluster is never upgraded and is deleted after 30 days" if is_alpha else None


@rule("cluster-prefer-autopilot", CLUSTER)
def prefer_autopilot(cluster: Bag) -> str | None:
    return None if is_autopilot(cluster) else "the nodes of a Standard cluster are one's own to harden"
