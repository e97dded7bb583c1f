"""Node pools: what a node boots, and what it lets run in its kernel."""

from __future__ import annotations

import re

from policies.accelerator_machines import accelerator, machine_type
from policies.bag import Bag, NotApplicable
from policies.labels import SENSITIVE, UNTRUSTED, has_open_data, says
from policies.node_pools import CLUSTER, NODE_POOL, in_pools, setting
from policies.rule import rule

_LABELS = ("nodeConfig.labels", "nodeConfig.resourceLabels", "nodeConfig.taints")
_MODULES_SINCE = (1, 34, 1, 2364000)
"""GKE 1.34.1-gke.2364000 is the first with enforcement of signed kernel modules (GKE documentation)."""


@rule("node-container-optimized-os", NODE_POOL)
def container_optimized_os(pool: Bag) -> str | None:
    image = setting(pool, "nodeConfig.imageType")
    return None if str(image).upper() == "COS_CONTAINERD" else f"the nodes boot {image}"


@rule("node-secure-boot", NODE_POOL, CLUSTER)
def secure_boot(bag: Bag) -> str | None:
    def problem(pool: Bag) -> str | None:
        if setting(pool, "nodeConfig.shieldedInstanceConfig.enableSecureBoot") is True:
            return None
        if accelerator(pool) == "gpu":
            raise NotApplicable("on GPU nodes it depends on the driver: one that Google did not sign would not load")
        return "the nodes boot software that nobody signed"

    return in_pools(bag, problem)


@rule("node-integrity-monitoring", NODE_POOL, CLUSTER)
def integrity_monitoring(bag: Bag) -> str | None:
    def problem(pool: Bag) -> str | None:
        watched = setting(pool, "nodeConfig.shieldedInstanceConfig.enableIntegrityMonitoring")
        return "nobody notices when what the nodes boot has changed" if watched is False else None

    return in_pools(bag, problem)


@rule("node-signed-kernel-modules", NODE_POOL)
def signed_kernel_modules(pool: Bag) -> str | None:
    policy = pool.text("nodeConfig.linuxNodeConfig.nodeKernelModuleLoading.policy")
    if policy == "ENFORCE_SIGNED_MODULES":
        return None
    version = pool.text("version")
    numbers = _numbers(version)
    if numbers and numbers < _MODULES_SINCE[: len(numbers)]:
        raise NotApplicable(f"GKE {version} does not have it")
    if pool.text("nodeConfig.linuxNodeConfig.cgroupMode") == "CGROUP_MODE_V1":
        raise NotApplicable("it needs cgroup v2")
    return "kernel modules load that nobody signed"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:4])


@rule("node-kubelet-limits", NODE_POOL)
def kubelet_limits(pool: Bag) -> str | None:
    unsafe = pool.list("nodeConfig.kubeletConfig.allowedUnsafeSysctls")
    if unsafe:
        return f"pods may set {', '.join(map(str, unsafe[:3]))} for the whole node"
    if not pool.has("nodeConfig.kubeletConfig.podPidsLimit"):
        return "a pod may take every process id of its node"
    return None


@rule("node-sandbox-for-untrusted", NODE_POOL)
def sandbox_for_untrusted(pool: Bag) -> str | None:
    kinds = {pool.text(f"nodeConfig.sandboxConfig.{path}").upper() for path in ("type", "sandboxType")}
    if "GVISOR" in kinds:
        return None
    if not says(pool, UNTRUSTED, *_LABELS):
        raise NotApplicable("no label says that untrusted code runs here")
    return "untrusted code shares the kernel of its node"


@rule("node-local-ssd-ephemeral-key", NODE_POOL)
def local_ssd_ephemeral_key(pool: Bag) -> str | None:
    mode = setting(pool, "nodeConfig.localSsdEncryptionMode")
    if mode == "EPHEMERAL_KEY_ENCRYPTION":
        return None
    if not _has_local_ssd(pool):
        raise NotApplicable("the nodes have no Local SSD")
    stated = pool.has("nodeConfig.localSsdEncryptionMode") and not has_open_data(pool, *_LABELS)
    if not stated and not says(pool, SENSITIVE, *_LABELS):
        raise NotApplicable("no label says that the data is sensitive")
    return f"data on Local SSD is encrypted with a key that outlives its node: the mode is {mode}"


def _has_local_ssd(pool: Bag) -> bool:
    counts = ("ephemeralStorageLocalSsdConfig", "localNvmeSsdBlockConfig", "ephemeralStorageConfig")
    if pool.number("nodeConfig.localSsdCount") or any(pool.number(f"nodeConfig.{one}.localSsdCount") for one in counts):
        return True
    return machine_type(pool).endswith("-lssd")
