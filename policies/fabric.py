"""What tells the network of an accelerator fabric or of storage: its profile, or the words of its name and description."""

from __future__ import annotations

import re

from policies.bag import Bag, Unknown

_WORDS = re.compile(r"(?<![a-z])(rdma|roce|falcon|mrdma|tcpxo|tcpx|dcn|fabric|lustre|storage|filestore|nfs)(?![a-z])")
_FABRIC = re.compile(r"(?<![a-z])(rdma|roce|falcon|mrdma|tcpxo|tcpx|dcn)(?![a-z])")
_PROFILE = re.compile(r"roce|falcon|mrdma|rdma")


def fabric_of(network: Bag) -> str | None:
    """Return the word that says what such a network is for, or None for any other network."""
    if is_rdma(network):
        return "rdma"
    said = " ".join((_known(network, "name") or network.name, _known(network, "description"))).lower()
    found = _WORDS.search(said)
    return found.group() if found else None


def is_rdma(network: Bag) -> bool:
    """Say whether a network has a profile for RDMA: Google Cloud takes no VPC firewall rules there, RoCE networks only those of
    regional policies of type RDMA_ROCE_POLICY (Cloud NGFW documentation, firewall for RoCE)."""
    return _PROFILE.search(_known(network, "networkProfile").lower()) is not None


def carries_fabric(subnet: Bag) -> bool:
    """Say whether a subnet is one of an accelerator fabric, by its network's name or its own: machines have another interface for the rest."""
    return _FABRIC.search(f"{_known(subnet, 'network').rsplit('/', 1)[-1]} {_known(subnet, 'name') or subnet.name}".lower()) is not None


def _known(network: Bag, path: str) -> str:
    try:
        return network.text(path)
    except Unknown:
        return ""
