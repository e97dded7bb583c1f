"""Subnets: what flows is logged, and Google's services are reached from within."""

from __future__ import annotations

from math import inf

from policies.bag import Bag, NotApplicable, Unknown
from policies.defaults import effective
from policies.fabric import carries_fabric
from policies.rule import rule

SUBNET = "gcp:compute/subnetwork:Subnetwork"
SECONDS = {
    "INTERVAL_5_SEC": 5,
    "INTERVAL_30_SEC": 30,
    "INTERVAL_1_MIN": 60,
    "INTERVAL_5_MIN": 300,
    "INTERVAL_10_MIN": 600,
    "INTERVAL_15_MIN": 900,
}
CANNOT_LOG = ("REGIONAL_MANAGED_PROXY", "GLOBAL_MANAGED_PROXY", "INTERNAL_HTTPS_LOAD_BALANCER")
NO_MACHINES = (*CANNOT_LOG, "PRIVATE_SERVICE_CONNECT", "PRIVATE_NAT", "PEER_MIGRATION")


@rule("subnet-flow-logs", SUBNET)
def flow_logs(subnet: Bag) -> str | None:
    _not_of(subnet, CANNOT_LOG, "cannot log its flows")
    return None if _logs(subnet) else "flows are not logged"


@rule("subnet-flow-logs-complete", SUBNET, seconds=5, sampling=1.0)
def flow_logs_complete(subnet: Bag, seconds: float, sampling: float) -> str | None:
    _not_of(subnet, CANNOT_LOG, "cannot log its flows")
    if not _logs(subnet):
        return "flows are not logged"
    if SECONDS.get(taken := str(effective(subnet, "logConfig.aggregationInterval")), inf) > seconds:
        return f"flows are put together for {taken}, longer than {seconds:g} seconds"
    stated = effective(subnet, "logConfig.flowSampling")
    share = stated if isinstance(stated, int | float) else subnet.number("logConfig.flowSampling") or 0.0
    if share < sampling:
        return f"{share:.0%} of flows are logged, not {sampling:.0%}"
    if (metadata := effective(subnet, "logConfig.metadata")) != "INCLUDE_ALL_METADATA":
        return f"logs have {metadata}"
    kept = effective(subnet, "logConfig.filterExpr")
    return None if kept in ("true", "") else "a filter drops some flows"


@rule("subnet-private-google-access", SUBNET)
def private_google_access(subnet: Bag) -> str | None:
    _not_of(subnet, NO_MACHINES, "holds no machines")
    if effective(subnet, "stackType") == "IPV6_ONLY":
        raise NotApplicable("a subnet without IPv4 has no private IPv4 access")
    if carries_fabric(subnet):
        raise NotApplicable("machines reach Google's services by an interface outside the accelerator fabric")
    return None if subnet.on("privateIpGoogleAccess") else "machines without a public address cannot reach Google's services"


@rule("subnet-ipv6-private-google-access", SUBNET)
def ipv6_private_google_access(subnet: Bag) -> str | None:
    _not_of(subnet, NO_MACHINES, "holds no machines")
    if effective(subnet, "stackType") not in ("IPV4_IPV6", "IPV6_ONLY"):
        raise NotApplicable("the subnet has no IPv6")
    access = effective(subnet, "privateIpv6GoogleAccess")
    return None if str(access).startswith("ENABLE_") else "machines cannot reach Google's services over IPv6 without a public address"


def _logs(subnet: Bag) -> bool:
    """Say whether there is a logConfig: one without any field logs with the defaults."""
    try:
        return subnet.get("logConfig") not in (None, [])
    except Unknown:
        return True


def _not_of(subnet: Bag, purposes: tuple[str, ...], why: str) -> None:
    purpose = str(effective(subnet, "purpose"))
    if purpose in purposes:
        raise NotApplicable(f"a subnet of purpose {purpose} {why}")
