"""Node auto-provisioning: pools that GKE makes itself take their settings from the cluster, where rules about pools do not look."""

from __future__ import annotations

import re
from collections.abc import Callable

from policies.bag import Bag, NotApplicable, Unknown
from policies.clusters import CLUSTER, not_for_autopilot, switched_on
from policies.defaults import effective
from policies.rule import rule

AUTOSCALING = "clusterAutoscaling"
DEFAULTS = f"{AUTOSCALING}.autoProvisioningDefaults"
SHIELDED = f"{DEFAULTS}.shieldedInstanceConfig"
_DEFAULT_ACCOUNT = re.compile(r"(?:default|\d+-compute@developer\.gserviceaccount\.com)?")

WEAKNESSES: dict[str, Callable[[Bag], bool]] = {
    "run as the project's default account": lambda cluster: (
        _DEFAULT_ACCOUNT.fullmatch(cluster.text(f"{DEFAULTS}.serviceAccount")) is not None
    ),
    "boot without Secure Boot": lambda cluster: not switched_on(cluster, f"{SHIELDED}.enableSecureBoot"),
    "boot without integrity monitoring": lambda cluster: not switched_on(cluster, f"{SHIELDED}.enableIntegrityMonitoring"),
    "run another image than COS_CONTAINERD": lambda cluster: str(effective(cluster, f"{DEFAULTS}.imageType")).upper() != "COS_CONTAINERD",
    "have boot disks without a key of one's own": lambda cluster: not cluster.has(f"{DEFAULTS}.bootDiskKmsKey"),
    "are not repaired": lambda cluster: not switched_on(cluster, f"{DEFAULTS}.management.autoRepair"),
    "are not upgraded": lambda cluster: not switched_on(cluster, f"{DEFAULTS}.management.autoUpgrade"),
}


@rule("cluster-autoprovisioning-hardened", CLUSTER)
def autoprovisioning_hardened(cluster: Bag) -> str | None:
    not_for_autopilot(cluster, "Google sets the nodes")
    if not cluster.on(f"{AUTOSCALING}.enabled", default=cluster.has(DEFAULTS)):
        raise NotApplicable("node auto-provisioning is off")
    found, unknown = [], None
    for weakness, is_weak in WEAKNESSES.items():
        try:
            found += [weakness] if is_weak(cluster) else []
        except Unknown as error:
            # An account to come is one's own: a default account is never made.
            unknown = unknown if str(error).endswith("serviceAccount") else error
    if unknown and not found:
        raise unknown
    return f"nodes that GKE adds {', '.join(found)}" if found else None
