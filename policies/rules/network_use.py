"""Who uses the default network: whatever names it, and whatever names none where the service then takes it."""

from __future__ import annotations

from collections.abc import Iterator

from policies.bag import Bag, Unknown
from policies.machines import INSTANCE, MACHINES, REGION_TEMPLATE, TEMPLATE
from policies.rule import rule

CLUSTER = "gcp:container/cluster:Cluster"
TPU_VM = "gcp:tpu/v2Vm:V2Vm"
DATAPROC = "gcp:dataproc/cluster:Cluster"
LUSTRE = "gcp:lustre/instance:Instance"
FILESTORE = "gcp:filestore/instance:Instance"


@rule("no-use-of-default-network", CLUSTER, TPU_VM, DATAPROC, INSTANCE, TEMPLATE, REGION_TEMPLATE, LUSTRE, FILESTORE)
def no_default_network(bag: Bag) -> str | None:
    unknown: Unknown | None = None
    for holder, prefix in _attachments(bag):
        try:
            if problem := _problem(holder, prefix):
                return problem
        except Unknown as error:
            unknown = error
    if unknown:
        raise unknown
    return None


def _attachments(bag: Bag) -> Iterator[tuple[Bag, str]]:
    """Yield where a resource says its network: the bag, and what stands before `network`. Raises Unknown."""
    if bag.type == DATAPROC:
        if not bag.has("virtualClusterConfig"):
            yield bag, "clusterConfig.gceClusterConfig."
    elif bag.type == TPU_VM:
        several = list(bag.bags("networkConfigs"))
        yield from ((one, "") for one in several) if several else [(bag, "networkConfig.")]
    elif bag.type in (*MACHINES, FILESTORE):
        several = list(bag.bags("networkInterfaces" if bag.type in MACHINES else "networks"))
        yield from ((one, "") for one in several) if several else [(bag, "")]
    else:
        yield bag, ""


def _problem(bag: Bag, prefix: str) -> str | None:
    if bag.has(f"{prefix}networkAttachment"):
        return None
    network, has_subnet = bag.text(f"{prefix}network"), bag.has(f"{prefix}subnetwork") or bag.has(f"{prefix}subnetworkUri")
    if network:
        return "it is in the default network" if _is_default(network) else None
    if not has_subnet or bag.type == CLUSTER:
        return "it names no network, so it comes into the default one"
    subnet = bag.text(f"{prefix}subnetwork")
    return "it is in a subnet of the default network" if _is_default(subnet) else None


def _is_default(reference: str) -> bool:
    return reference.rstrip("/").rsplit("/", 1)[-1] == "default"
