"""Node pools: what a node boots, and what it lets run in its kernel."""

from __future__ import annotations

import re

from policies.accelerator_machines import accelerator, machine_type
from policies.bag import Bag, NotApplicable
from policies.labels import SENSITIVE, UNTRUSTED, has_open_data, says
from policies.node_pools import CLUSTER, NODE_POOL, in_pools, is_on, setting
from policies.rule import rule

_LABELS = ("nodeConfig.labels", "nodeConfig.resourceLabels", "nodeConfig.taints")
_WITH_LOCAL_SSD = ("a2-ultragpu-", "a3-", "a4-", "a4x-", "z3-")
"""Machines that come with Local SSD whether or not the pool says so (Compute Engine documentation, about Local SSD)."""
_MODULES_SINCE = (1, 34, 1, 2364000)
"""GKE 1.34.1-gke.2364000 is the first with enforcement of signed kernel modules (GKE documentation)."""


@rule("node-container-optimized-os", NODE_POOL)
def container_optimized_os(pool: Bag) -> str | None:
    image = setting(pool, "nodeConfig.imageType")
    return None if str(image).upper() == "COS_CONTAINERD" else f"the nodes boot {image}"


@rule("node-secure-boot", NODE_POOL, CLUSTER)
def secure_boot(bag: Bag) -> str | None:
    def problem(pool: Bag) -> str | None:
        if is_on(pool, "nodeConfig.shieldedInstanceConfig.enableSecureBoot"):
            return None
        if accelerator(pool) == "gpu":
            raise NotApplicable("on GPU nodes it depends on the driver: one that Google did not sign would not load")
        return "the nodes boot software that nobody signed"

    return in_pools(bag, problem)


@rule("node-integrity-monitoring", NODE_POOL, CLUSTER)
def integrity_monitoring(bag: Bag) -> str | None:
    def problem(pool: Bag) -> str | None:
        watched = is_on(pool, "nodeConfig.shieldedInstanceConfig.enableIntegrityMonitoring")
        return None if watched else "nobody notices when what the nodes boot has changed"

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
    limit = "nodeConfig.kubeletConfig.podPidsLimit"
    if not pool.has(limit) or (pool.number(limit) or 0) <= 0:  # 0 is what the API takes for no limit
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
    machine = machine_type(pool)
    return machine.endswith("-lssd") or machine.startswith(_WITH_LOCAL_SSD)
