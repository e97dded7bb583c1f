"""Networks themselves: no default one, no automatic subnets, routes and addresses on purpose."""

from __future__ import annotations

from policies.bag import Bag, NotApplicable
from policies.defaults import effective
from policies.fabric import fabric_of
from policies.rule import rule

NETWORK = "gcp:compute/network:Network"
NAT = "gcp:compute/routerNat:RouterNat"
PROJECT = "gcp:organizations/project:Project"


@rule("project-no-default-network", PROJECT)
def no_default_network(project: Bag) -> str | None:
    return (
        None
        if effective(project, "autoCreateNetwork") is False
        else "the project starts with a default network that is open to the internet"
    )


@rule("vpc-custom-mode", NETWORK)
def custom_mode(network: Bag) -> str | None:
    return None if effective(network, "autoCreateSubnetworks") is False else "it has a subnet in every region, made by Google"


@rule("vpc-accelerator-no-default-route", NETWORK)
def no_default_route(network: Bag) -> str | None:
    if (what := fabric_of(network)) is None:
        raise NotApplicable("the network is not one of an accelerator fabric or of storage")
    if network.on("deleteDefaultRoutesOnCreate"):
        return None
    return f"a network for {what} has a route to the internet"


@rule("nat-logging", NAT)
def nat_logging(nat: Bag) -> str | None:
    return None if nat.on("logConfig.enable") else "translations are not logged"


@rule("nat-named-subnets", NAT)
def nat_named_subnets(nat: Bag) -> str | None:
    which = nat.text("sourceSubnetworkIpRangesToNat")
    return f"{which} gives every subnet a way out, also those to come" if which.startswith("ALL_SUBNETWORKS") else None
