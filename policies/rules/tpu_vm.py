"""TPU VMs of the Cloud TPU API: how they are reached, who they are, what they boot, and how they are obtained."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from policies.bag import SECRET, UNKNOWN, Bag, Unknown
from policies.labels import CHECKPOINTS, says
from policies.machines import switch
from policies.node_pools import is_default_account
from policies.plain_text_secrets import named_secret, secret_in
from policies.rule import rule
from policies.rules.node_identity import missing_labels

TPU_VM = "gcp:tpu/v2Vm:V2Vm"
QUEUED = "gcp:tpu/v2QueuedResource:V2QueuedResource"
_GENERATION = re.compile(r"(?:tpu-?v?|v)(\d+)")
_LAST_GENERATION = 6
"""The Cloud TPU API serves no TPU7x and later (Cloud TPU documentation, configure networking and access)."""


def _nodes(bag: Bag) -> Iterator[Bag]:
    """Yield the TPU nodes that a TPU VM or a queued resource asks for. Raises Unknown."""
    if bag.type != QUEUED:
        yield bag
        return
    for spec in bag.bags("tpu.nodeSpecs"):
        yield from spec.bags("node")


def _networks(node: Bag) -> list[Bag]:
    """Return the network configurations of a node, in the single and in the list form. Raises Unknown."""
    return [*node.bags("networkConfig"), *node.bags("networkConfigs")]


@rule("tpu-vm-no-external-ip", TPU_VM, QUEUED)
def no_external_ip(bag: Bag) -> str | None:
    for node in _nodes(bag):
        networks = _networks(node)
        if not networks or any(network.get("enableExternalIps") is None for network in networks):
            return "nothing says that its hosts have no external addresses"
        if any(network.on("enableExternalIps") for network in networks):
            return "its hosts have external addresses"
    return None


@rule("tpu-vm-named-network", TPU_VM, QUEUED)
def named_network(bag: Bag) -> str | None:
    needed = ("subnetwork",) if bag.type == QUEUED else ("network", "subnetwork")
    for node in _nodes(bag):
        networks = _networks(node)
        for network in networks:
            missing = next((path for path in needed if not network.has(path)), None)
            if missing:
                return f"no {missing} is named, so Google takes the default one"
            if _is_default(network):
                return "it lies in the default network"
        if not networks:
            return "no network is named, so Google takes the default one"
    return None


def _is_default(network: Bag) -> bool:
    """Tell whether a network is known to be the default one; one that is made in the same stack is not."""
    values = (network.values.get(path) for path in ("network", "subnetwork"))
    return any(isinstance(value, str) and value.rstrip("/").rsplit("/", 1)[-1] == "default" for value in values)


@rule("tpu-vm-no-ip-forwarding", TPU_VM, QUEUED)
def no_ip_forwarding(bag: Bag) -> str | None:
    forwards = any(network.on("canIpForward") for node in _nodes(bag) for network in _networks(node))
    return "its hosts may send packets in the name of others" if forwards else None


@rule("tpu-vm-dedicated-service-account", TPU_VM)
def dedicated_service_account(vm: Bag) -> str | None:
    return "its hosts run as the default account of the project" if is_default_account(vm, "serviceAccount.email") else None


@rule("tpu-vm-secure-boot", TPU_VM)
def secure_boot(vm: Bag) -> str | None:
    return None if vm.on("shieldedInstanceConfig.enableSecureBoot") else "its hosts boot software that nobody signed"


@rule("tpu-vm-os-login", TPU_VM)
def os_login(vm: Bag) -> str | None:
    if not switch(vm, "enable-oslogin"):
        return "people log in with keys of their own, not as themselves: enable-oslogin is not TRUE"
    return None if switch(vm, "block-project-ssh-keys") else "keys of the whole project log in: block-project-ssh-keys is not TRUE"


@rule("tpu-vm-metadata-no-secrets", TPU_VM)
def metadata_no_secrets(vm: Bag) -> str | None:
    metadata, unknown = vm.get("metadata"), ""
    for key, value in metadata.items() if isinstance(metadata, Mapping) else ():
        if value is UNKNOWN:
            unknown = unknown or f"metadata.{key}"
            continue
        kind = "a secret" if value is SECRET else named_secret(str(key), str(value)) or secret_in(str(value))
        if kind:
            return f"metadata {key} holds {kind}, which every process on the hosts can read"
    if unknown:
        raise Unknown(unknown)
    return None


@rule("tpu-vm-capacity-mode-explicit", TPU_VM)
def capacity_mode(vm: Bag) -> str | None:
    modes = ("reserved", "spot", "preemptible")
    if not any(vm.has(f"schedulingConfig.{mode}") for mode in modes):
        return "nothing says how its hosts are obtained"
    chosen = [mode for mode in modes if vm.on(f"schedulingConfig.{mode}")]
    if "reserved" in chosen and len(chosen) > 1:
        return f"{' and '.join(chosen)} are chosen together"
    if "spot" in chosen and not says(vm, CHECKPOINTS, "labels"):
        return "its hosts may be taken away at any time, and no label says that their work is checkpointed"
    return None


@rule("tpu-labels", TPU_VM, keys=())
def labels(vm: Bag, keys: tuple[str, ...]) -> str | None:
    own = vm.get("labels")
    if not keys:
        return None if isinstance(own, Mapping) and any(not str(key).startswith("goog-") for key in own) else "it has no label"
    return missing_labels(vm, "labels", keys)


@rule("tpu-generation-supported-api", TPU_VM, QUEUED)
def generation(bag: Bag) -> str | None:
    for node in _nodes(bag):
        for path in ("acceleratorType", "acceleratorConfig.type", "runtimeVersion"):
            named = node.text(path)
            numbers = [int(number) for number in _GENERATION.findall(named.lower()) if len(number) < 3]
            if named and path == "runtimeVersion":
                numbers = numbers[1:] if named.lower().startswith("v2-") else numbers
            if any(number > _LAST_GENERATION for number in numbers):
                return f"the Cloud TPU API does not serve {named}"
    return None
