"""Node pools: who a node is to Google Cloud, what pods can take of that, and who holds the key of its disk."""

from __future__ import annotations

from policies.bag import Bag
from policies.labels import name_of, payer_is_named
from policies.node_pools import CLUSTER, NODE_POOL, in_pools, is_default_account, is_on
from policies.rule import rule

_CLOUD_PLATFORM = "cloud-platform"
_ACCOUNT = "nodeConfig.serviceAccount"


@rule("node-gke-metadata-server", NODE_POOL, CLUSTER)
def gke_metadata_server(bag: Bag) -> str | None:
    def problem(pool: Bag) -> str | None:
        mode = pool.text("nodeConfig.workloadMetadataConfig.mode")
        if mode == "GKE_METADATA":
            return None
        return f"pods can take the identity of their node: the metadata mode is {mode}" if mode else "no metadata mode is stated"

    return in_pools(bag, problem)


@rule("node-no-legacy-metadata-endpoints", NODE_POOL)
def no_legacy_metadata_endpoints(pool: Bag) -> str | None:
    value = pool.get("nodeConfig.metadata.disable-legacy-endpoints")
    return "the old metadata endpoints answer requests that were tricked out of a pod" if str(value).lower() == "false" else None


@rule("node-dedicated-service-account", NODE_POOL, CLUSTER)
def dedicated_service_account(bag: Bag) -> str | None:
    def problem(pool: Bag) -> str | None:
        return "the nodes run as the default account of the project" if is_default_account(pool, _ACCOUNT) else None

    return in_pools(bag, problem)


@rule("node-oauth-scopes-with-dedicated-account", NODE_POOL)
def oauth_scopes(pool: Bag) -> str | None:
    if not is_default_account(pool, _ACCOUNT):
        return None
    wide = any(str(scope).rsplit("/", 1)[-1] == _CLOUD_PLATFORM for scope in pool.list("nodeConfig.oauthScopes"))
    return "the default account of the project may do everything that its roles allow, on every API" if wide else None


@rule("node-boot-disk-cmek", NODE_POOL, CLUSTER)
def boot_disk_key(bag: Bag) -> str | None:
    def problem(pool: Bag) -> str | None:
        return None if pool.has("nodeConfig.bootDiskKmsKey") else "boot disks are encrypted with a key of Google's alone"

    return in_pools(bag, problem)


@rule("node-cost-labels", NODE_POOL, keys=())
def cost_labels(pool: Bag, keys: tuple[str, ...]) -> str | None:
    path = "nodeConfig.resourceLabels"
    if keys:
        return missing_labels(pool, path, keys)
    return None if payer_is_named(pool, path) else "no label says who pays: team, owner or cost-center"


def missing_labels(bag: Bag, path: str, keys: tuple[str, ...]) -> str | None:
    """Return which labels that the stack asks for are missing, or None. Raises Unknown."""
    labels = bag.get(path)
    have = {name_of(key) for key in labels} if isinstance(labels, dict) else set()
    missing = [key for key in keys if name_of(key) not in have]
    return f"labels are missing: {', '.join(missing)}" if missing else None


@rule("node-auto-repair", NODE_POOL)
def auto_repair(pool: Bag) -> str | None:
    if is_on(pool, "management.autoRepair") or pool.on("nodeConfig.flexStart"):
        return None
    return "broken nodes stay broken"


@rule("node-auto-upgrade", NODE_POOL)
def auto_upgrade(pool: Bag) -> str | None:
    return None if is_on(pool, "management.autoUpgrade") else "the nodes miss security fixes"
