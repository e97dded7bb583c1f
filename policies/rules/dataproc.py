"""Dataproc clusters: what their machines are, who they act as, and what runs on them."""

from __future__ import annotations

from collections.abc import Sequence

from policies.bag import Bag, NotApplicable, Unknown
from policies.defaults import effective
from policies.labels import name_of, says
from policies.reading import keyed
from policies.rule import rule

CLUSTER = "gcp:dataproc/cluster:Cluster"
_MACHINES = "clusterConfig.gceClusterConfig"
_OF_ONE = frozenset({"single", "singleuser", "singletenant", "dedicated", "exclusive", "ephemeral"})
_SHIELD = ("enableSecureBoot", "enableVtpm", "enableIntegrityMonitoring")


def _on_machines(cluster: Bag) -> None:
    """Leave clusters whose nodes are those of a GKE cluster to the rules about GKE. Raises NotApplicable."""
    if cluster.has("virtualClusterConfig") and not cluster.has("clusterConfig"):
        raise NotApplicable("the cluster runs on GKE and has no machines of its own")


@rule("dataproc-cmek", CLUSTER)
def encrypted_with_own_key(cluster: Bag) -> str | None:
    _on_machines(cluster)
    return None if cluster.has("clusterConfig.encryptionConfig.kmsKeyName") else "the disks are encrypted with Google's key alone"


@rule("dataproc-internal-ip-only", CLUSTER)
def internal_addresses(cluster: Bag) -> str | None:
    _on_machines(cluster)
    return None if effective(cluster, f"{_MACHINES}.internalIpOnly") is True else "every machine has an address on the internet"


@rule("dataproc-dedicated-service-account", CLUSTER)
def own_service_account(cluster: Bag) -> str | None:
    _on_machines(cluster)
    path = f"{_MACHINES}.serviceAccount"
    if not cluster.has(path):
        return "the machines act as the default account of Compute Engine"
    try:
        account = cluster.text(path)
    except Unknown:  # an account still to be made is none that Google made
        return None
    return f"the machines act as {account}, the default account" if account.endswith("-compute@developer.gserviceaccount.com") else None


@rule("dataproc-shielded-vms", CLUSTER)
def shielded(cluster: Bag) -> str | None:
    _on_machines(cluster)
    off = [name for name in _SHIELD if effective(cluster, f"{_MACHINES}.shieldedInstanceConfig.{name}") is not True]
    return f"{', '.join(off)} not on" if off else None


@rule("dataproc-component-gateway-off", CLUSTER)
def component_gateway(cluster: Bag) -> str | None:
    _on_machines(cluster)
    return (
        "web interfaces are reachable from outside"
        if effective(cluster, "clusterConfig.endpointConfig.enableHttpPortAccess") is True
        else None
    )


@rule("dataproc-kerberos", CLUSTER)
def who_is_who(cluster: Bag) -> str | None:
    _on_machines(cluster)
    if cluster.has("clusterConfig.securityConfig.identityConfig.userServiceAccountMapping"):
        return None
    if effective(cluster, "clusterConfig.securityConfig.kerberosConfig.enableKerberos") is True:
        return None
    if _is_unshared(cluster):
        raise NotApplicable("its labels say that nobody shares it")
    return "neither Kerberos nor a mapping of users to service accounts tells users apart"


def _is_unshared(cluster: Bag) -> bool:
    """Say whether a label says that a cluster serves one user or one job. Raises Unknown."""
    return name_of(keyed(cluster, "labels", "shared") or "") in ("false", "no") or says(cluster, _OF_ONE, "labels")


@rule("dataproc-allowed-region", CLUSTER, regions=())
def allowed_region(cluster: Bag, regions: Sequence[str]) -> str | None:
    region = effective(cluster, "region")
    if region == "global":
        return "the region is global, so Google chooses where data lies"
    return f"the region {region} is none of {', '.join(regions)}" if regions and region not in regions else None


@rule("dataproc-idle-stop", CLUSTER)
def idle_stop(cluster: Bag) -> str | None:
    _on_machines(cluster)
    stops = any(cluster.has(f"clusterConfig.lifecycleConfig.{name}") for name in ("idleDeleteTtl", "idleStopTtl"))
    return None if stops else "it runs on, and is billed, when nothing is left to do"


@rule("dataproc-image-pinned", CLUSTER, versions=("2.1", "2.2", "2.3", "3.0"))
def image_pinned(cluster: Bag, versions: Sequence[str]) -> str | None:
    """An image of one's own is pinned by its name. The supported versions are an analyst's list of November 2026, unverified against Google's."""
    _on_machines(cluster)
    stated = cluster.text("clusterConfig.softwareConfig.imageVersion")
    if not stated and cluster.has("clusterConfig.masterConfig.imageUri"):
        return None
    if not stated:
        return "no image version is stated, so each new cluster may have other software"
    minor = ".".join(stated.partition("-")[0].split(".")[:2])
    return None if minor in versions else f"image {stated} is none of the supported versions {', '.join(versions)}"


@rule("dataproc-trusted-init-actions", CLUSTER, buckets=())
def trusted_scripts(cluster: Bag, buckets: Sequence[str]) -> str | None:
    """Without a list of buckets every bucket is trusted, and only scripts from elsewhere are not."""
    _on_machines(cluster)
    for action in cluster.bags("clusterConfig.initializationActions"):
        script = action.text("script")
        bucket = script.removeprefix("gs://").partition("/")[0]
        if not script.startswith("gs://"):
            return f"{script or 'a script without a place'} runs as root and lies in no bucket"
        if buckets and bucket not in buckets:
            return f"{script} runs as root and lies in none of the trusted buckets {', '.join(buckets)}"
    return None


@rule("dataproc-batch-cmek-private-subnet", "gcp:dataproc/batch:Batch")
def batch(workload: Bag) -> str | None:
    needed = {"kmsKey": "key of its own", "subnetworkUri": "subnet", "serviceAccount": "service account"}
    missing = [meaning for name, meaning in needed.items() if not workload.has(f"environmentConfig.executionConfig.{name}")]
    return f"the batch states no {', no '.join(missing)}" if missing else None
