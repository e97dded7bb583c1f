"""The firewall of the primary network: closed both ways where that is asked for, and open only to who is named."""

from __future__ import annotations

NODES, PODS, SERVICES, CONTROL_PLANE, PEERED = "10.8.0.0/15", "10.0.0.0/13", "10.10.0.0/16", "10.11.128.0/28", "10.11.0.0/17"


def test_nothing_comes_in_from_the_world(plan_of):
    rules = plan_of().network.firewall
    opened = [rule for rule in rules if rule.direction == "INGRESS" and rule.allow]
    assert all("0.0.0.0/0" not in rule.ranges for rule in opened)
    [closed] = [rule for rule in rules if rule.direction == "INGRESS" and not rule.allow]
    assert (closed.ranges, closed.priority, closed.target_tags) == (("0.0.0.0/0",), 65000, ()), "the last word, on every machine"
    assert all(rule.priority < closed.priority and rule.target_tags == ("lab-node",) for rule in opened)


def test_who_comes_in_and_through_which_ports(plan_of):
    opened = {rule.resource_name: (rule.ranges, rule.protocols) for rule in plan_of().network.firewall if rule.allow}
    assert opened == {
        "allow-nodes-and-pods": ((NODES, PODS), (("tcp", ()), ("udp", ()), ("icmp", ()))),
        "allow-health-checks": (("35.191.0.0/16", "130.211.0.0/22"), (("tcp", ()),)),
        "allow-control-plane": ((CONTROL_PLANE,), (("tcp", ("443", "8443", "9443", "10250")),)),
    }


def test_every_rule_says_why_and_is_named_after_the_stack(plan_of):
    for rule in plan_of(network={"egress": "restricted"}).network.firewall:
        assert len(rule.reason) > 15
        assert rule.name == f"lab-{rule.resource_name}"


def test_restricted_egress_has_no_nat_and_one_way_to_google(plan_of):
    nat, restricted = plan_of().network, plan_of(network={"egress": "restricted"}).network
    assert nat.nat
    assert not restricted.nat
    assert not [rule for rule in nat.firewall if rule.direction == "EGRESS"]
    allowed, denied = [rule for rule in restricted.firewall if rule.direction == "EGRESS"]
    assert (allowed.allow, denied.allow, denied.ranges) == (True, False, ("0.0.0.0/0",))
    assert allowed.priority < denied.priority
    assert allowed.ranges == (NODES, PODS, SERVICES, CONTROL_PLANE, PEERED, "199.36.153.4/30"), "the last is restricted.googleapis.com"
