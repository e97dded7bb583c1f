"""VPC firewall rules: how much each admits, to whom, and whether it is logged."""

from __future__ import annotations

from policies.addresses import is_everyone
from policies.bag import Bag, NotApplicable
from policies.defaults import effective
from policies.opening import FIREWALL, HIERARCHICAL_RULE, NETWORK_POLICY_RULE, lets_in
from policies.ports import protocol_of, spans
from policies.rule import rule


@rule("firewall-no-wide-port-range", FIREWALL, ports=100)
def no_wide_port_range(firewall: Bag, ports: int) -> str | None:
    if firewall.on("disabled"):
        return None
    for entry in firewall.bags("allows"):
        for first, last in spans(entry, protocol_of(entry, "protocol")) if entry.has("ports") else ():
            if last - first + 1 > ports:
                return f"the range {first}-{last} holds {last - first + 1} ports, more than {ports}"
    return None


@rule("firewall-no-open-egress", FIREWALL)
def no_open_egress(firewall: Bag) -> str | None:
    if firewall.on("disabled") or str(effective(firewall, "direction")).upper() != "EGRESS" or not firewall.has("allows"):
        return None
    ranges = firewall.get("destinationRanges")
    return "traffic may leave to every address" if ranges in (None, []) or is_everyone(ranges, "destinationRanges") else None


@rule("firewall-no-default-allow-rules", FIREWALL)
def no_default_allow_rules(firewall: Bag) -> str | None:
    name = firewall.text("name") or firewall.name
    return f"{name} is named like a rule of the default network" if name.startswith("default-allow-") else None


@rule("firewall-rule-logging", FIREWALL, NETWORK_POLICY_RULE, HIERARCHICAL_RULE)
def rule_logging(bag: Bag) -> str | None:
    if bag.text("action").lower() == "goto_next":
        raise NotApplicable("a rule that hands over to the next policy cannot log")
    return None if bag.has("logConfig") or bag.on("enableLogging") else "connections that the rule decides are not logged"


@rule("firewall-targets-scoped", FIREWALL)
def targets_scoped(firewall: Bag) -> str | None:
    if not lets_in(firewall) or firewall.has("targetTags") or firewall.has("targetServiceAccounts"):
        return None
    return "it opens every machine of the network"
