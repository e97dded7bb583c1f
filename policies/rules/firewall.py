"""VPC firewall rules: what everyone can reach, port by port and altogether."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from policies.bag import Bag
from policies.opening import FIREWALL, NETWORK_POLICY_RULE, Entry, from_everyone, lets_in, open_entries, open_port, opens_everything
from policies.opening import policy_rule_from_everyone as policy_from_everyone
from policies.rule import rule

AI_PORTS = ("8888", "8265", "10001", "6379", "5000", "6006", "8000-8002", "2049", "988", "10250", "10255", "2379", "8471", "8476", "9400")
"""Jupyter, Ray (dashboard, clients, head), MLflow, TensorBoard, Triton and vLLM, NFS, Lustre, kubelet (both), etcd, libtpu, JAX's coordinator, DCGM
exporter: the ports that each listens on by default, as its documentation says. NFS also answers over UDP."""


def port_rule(id: str, *ports: int) -> None:  # noqa: A002 - the field's own word
    """Register the rule that everyone reaches none of some TCP ports."""

    @rule(id, FIREWALL)
    def check(firewall: Bag) -> str | None:
        if not lets_in(firewall):
            return None
        return _said(open_port(_entries(firewall), ("tcp",), ports), from_everyone, firewall)


port_rule("firewall-no-public-ssh", 22)
port_rule("firewall-no-public-rdp", 3389)
port_rule("firewall-no-public-ftp", 20, 21)
port_rule("firewall-no-public-http", 80)
port_rule("firewall-no-public-mysql", 3306)


@rule("firewall-no-public-ai-ports", FIREWALL, NETWORK_POLICY_RULE, ports=AI_PORTS)
def no_public_ai_ports(bag: Bag, ports: tuple[str, ...]) -> str | None:
    numbers = tuple(_numbers(ports))
    if bag.type == NETWORK_POLICY_RULE:
        found = open_entries(bag, "match.layer4Configs", "ipProtocol")
        return _said(open_port(found, ("tcp", "udp"), numbers), policy_from_everyone, bag)
    return _said(open_port(_entries(bag), ("tcp", "udp"), numbers), from_everyone, bag) if lets_in(bag) else None


@rule("firewall-no-public-all-ports", FIREWALL)
def no_public_all_ports(firewall: Bag) -> str | None:
    if not lets_in(firewall) or (entry := opens_everything(_entries(firewall))) is None or not from_everyone(firewall):
        return None
    return "every protocol is open to every address" if entry.protocol == "all" else f"every {entry.protocol} port is open to every address"


@rule("firewall-no-public-ingress", FIREWALL)
def no_public_ingress(firewall: Bag) -> str | None:
    return "it admits every address of the internet" if lets_in(firewall) and from_everyone(firewall) else None


def _entries(firewall: Bag) -> Iterator[Entry]:
    return open_entries(firewall, "allows", "protocol")


def _said(port: int | None, is_public: Callable[[Bag], bool], bag: Bag) -> str | None:
    return f"port {port} is open to every address" if port is not None and is_public(bag) else None


def _numbers(ports: tuple[str, ...]) -> Iterator[int]:
    for port in ports:
        first, _, last = port.partition("-")
        yield from range(int(first), int(last or first) + 1)
