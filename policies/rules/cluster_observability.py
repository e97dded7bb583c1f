"""What is seen of a cluster: logs, metrics, notices of upgrades, costs and labels."""

from __future__ import annotations

from collections.abc import Sequence

from policies.bag import Bag
from policies.clusters import CLUSTER, switched_on
from policies.defaults import effective
from policies.rule import rule

CONTROL_PLANE = ("SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER")


@rule("cluster-logging", CLUSTER)
def logging(cluster: Bag) -> str | None:
    return "nothing is sent to Cloud Logging" if _is_off(cluster, "logging") else None


@rule("cluster-monitoring", CLUSTER)
def monitoring(cluster: Bag) -> str | None:
    return "nothing is sent to Cloud Monitoring" if _is_off(cluster, "monitoring") else None


def _is_off(cluster: Bag, kind: str) -> bool:
    """Tell whether a service is none, or its block is there and names nothing; without the block Google sends what it always sends."""
    if effective(cluster, f"{kind}Service") == "none":
        return True
    return cluster.get(f"{kind}Config") is not None and not cluster.has(f"{kind}Config.enableComponents")


@rule("cluster-logging-components", CLUSTER)
def logging_components(cluster: Bag) -> str | None:
    if effective(cluster, "loggingService") == "none":
        return "nothing is sent to Cloud Logging"
    collected = cluster.list("loggingConfig.enableComponents")
    if cluster.get("loggingConfig") is None:
        collected = effective(cluster, "loggingConfig.enableComponents")
    missing = [component for component in CONTROL_PLANE if component not in collected]
    return f"logs of {', '.join(missing)} are not collected" if missing else None


@rule("cluster-labels", CLUSTER, required=())
def labels(cluster: Bag, *, required: Sequence[str]) -> str | None:
    path = "resourceLabels"
    if not cluster.has(path):
        return "the cluster has no labels"
    missing = [key for key in required if not cluster.has(f"{path}.{key}")]
    return f"the labels {', '.join(missing)} are missing" if missing else None


@rule("cluster-upgrade-notifications", CLUSTER)
def upgrade_notifications(cluster: Bag) -> str | None:
    is_sent = switched_on(cluster, "notificationConfig.pubsub.enabled")
    return None if is_sent else "nobody is told of new versions, upgrades and security bulletins"


@rule("cluster-cost-allocation", CLUSTER)
def cost_allocation(cluster: Bag) -> str | None:
    return None if switched_on(cluster, "costManagementConfig.enabled") else "the bill does not say which namespace costs what"
