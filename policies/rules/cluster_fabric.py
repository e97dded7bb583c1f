"""Additional networks of accelerator pools: the cluster must be made for them, and they lead nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policies.bag import Bag, NotApplicable, Unknown
from policies.clusters import CLUSTER, is_autopilot, pools, switched_on
from policies.defaults import effective
from policies.node_pools import NODE_POOL
from policies.rule import State, each, stack_rule
from policies.stack import Stack

NETWORK = "gcp:compute/network:Network"
ROUTE = "gcp:compute/route:Route"
ADDITIONAL = "networkConfig.additionalNodeNetworkConfigs"


@stack_rule("cluster-rdma-networks-consistent", CLUSTER, NODE_POOL)
def rdma_networks_consistent(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    owners = {id(pool): owner for pool, owner in pools(stack)}
    networks = {_tail(network.values.get("name")) or network.name: network for network in stack.of(NETWORK)}
    routed = frozenset(_routed(stack.of(ROUTE)))

    def check(pool: Bag) -> str | None:
        if not pool.has(ADDITIONAL):
            raise NotApplicable("the pool has no additional networks")
        cluster = owners[id(pool)]
        return (_cluster_is_not_made_for_it(cluster) if cluster else None) or _way_out(_networks_of(pool, stack, networks), routed)

    yield from each(stack.of(NODE_POOL), check)
    extended = {id(owner) for pool in stack.of(NODE_POOL) if (owner := owners[id(pool)]) and pool.has(ADDITIONAL)}
    yield from each(stack.of(CLUSTER), lambda cluster: _cluster_alone(cluster, is_extended=id(cluster) in extended))


def _cluster_alone(cluster: Bag, *, is_extended: bool) -> str | None:
    """Return what a cluster lacks for additional networks: of its pools, of those inside it, or that it is said to be made for."""
    if is_extended or any(pool.has(ADDITIONAL) for pool in cluster.bags("nodePools")):
        return _cluster_is_not_made_for_it(cluster)
    if is_autopilot(cluster) or not switched_on(cluster, "enableMultiNetworking"):
        raise NotApplicable("no pool of the stack adds networks")
    return _cluster_is_not_made_for_it(cluster)


def _cluster_is_not_made_for_it(cluster: Bag) -> str | None:
    if not switched_on(cluster, "enableMultiNetworking"):
        return "pools have additional networks and their cluster has no multi-networking"
    datapath = effective(cluster, "datapathProvider")
    return (
        None if datapath == "ADVANCED_DATAPATH" else f"additional networks of pools need Dataplane V2, and the cluster runs on {datapath}"
    )


def _networks_of(pool: Bag, stack: Stack, networks: dict[str, Bag]) -> list[Bag]:
    """Return the networks of the stack that a pool adds to its nodes; where names are not known yet, those that it depends on."""
    try:
        names = [_tail(one.text("network")) for one in pool.bags(ADDITIONAL)]
    except Unknown:
        return list(stack.depends_on(pool, NETWORK))
    return [networks[name] for name in dict.fromkeys(names) if name in networks]


def _way_out(networks: Iterable[Bag], routed: frozenset[str]) -> str | None:
    for network in networks:
        name = _tail(network.values.get("name")) or network.name
        # Networks of a profile are made for RDMA and have no default route.
        keeps_default = not network.has("networkProfile") and not network.on("deleteDefaultRoutesOnCreate")
        if keeps_default or name in routed:
            return f"the network {name:.60} between accelerators has a route to the internet"
    return None


def _routed(routes: Iterable[Bag]) -> Iterator[str]:
    """Yield the names of networks that have a route to the internet of their own."""
    for route in routes:
        gateway, network = route.values.get("nextHopGateway"), route.values.get("network")
        if isinstance(gateway, str) and gateway.endswith("default-internet-gateway") and isinstance(network, str):
            yield _tail(network)


def _tail(name: object) -> str:
    return name.rstrip("/").rsplit("/", 1)[-1] if isinstance(name, str) else ""
