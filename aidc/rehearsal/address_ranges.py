"""Address ranges of the simulated networks: subnetworks of one network never overlap, and clusters use ranges that their subnetwork has.

Source: Google Cloud VPC documentation, subnets; GKE documentation, VPC-native clusters.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Any

from aidc.rehearsal import identities, values
from aidc.rehearsal.books import Entries, key_of
from aidc.rehearsal.errors import CloudError

NETWORK = "gcp:compute/network:Network"
SUBNETWORK = "gcp:compute/subnetwork:Subnetwork"
CLUSTER = "gcp:container/cluster:Cluster"
_CLUSTER_RANGES = ("ipAllocationPolicy.clusterSecondaryRangeName", "ipAllocationPolicy.servicesSecondaryRangeName")


def refuse_wrong_ranges(type_: str, identity: str, inputs: Mapping[str, Any], settings: Mapping[str, str], entries: Entries) -> None:
    """Raise the error of an overlapping subnetwork or of a cluster whose secondary range does not exist."""
    if type_ == SUBNETWORK:
        _refuse_overlap(identity, inputs, settings, entries)
    elif type_ == CLUSTER:
        _refuse_missing_range(inputs, settings, entries)


def _ranges(inputs: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (path, range) of a subnetwork's primary and secondary ranges."""
    for path in ("ipCidrRange", "secondaryIpRanges.ipCidrRange"):
        yield from ((where, str(cidr)) for where, cidr in values.all_at(inputs, path) if not values.is_unknown(cidr))


def _network(inputs: Mapping[str, Any], settings: Mapping[str, str]) -> str:
    written = str(inputs.get("network") or "")
    return identities.canonical(NETWORK, written, settings) or written


def _refuse_overlap(identity: str, inputs: Mapping[str, Any], settings: Mapping[str, str], entries: Entries) -> None:
    network = _network(inputs, settings)
    own = [(path, cidr, _parsed(cidr)) for path, cidr in _ranges(inputs)]
    for entry in entries.values():
        if entry.type != SUBNETWORK or entry.id == identity or _network(entry.inputs, {**settings, "project": entry.project}) != network:
            continue
        for _, taken in _ranges(entry.inputs):
            for path, cidr, parsed in own:
                if _overlap(parsed, _parsed(taken)):
                    raise CloudError(
                        400,
                        "INVALID_ARGUMENT",
                        f"googleapi: Error 400: Invalid value for field 'resource.{path}': '{cidr}'. Invalid IPCidrRange: {cidr} conflicts with "
                        f"existing subnetwork '{entry.id.rpartition('/')[2]}' ({taken}) of the same network., invalid",
                    )


def is_address_range(text: str) -> bool:
    """Return whether a text is an address or a range of addresses, not the name of something."""
    return _parsed(text) is not None


def _parsed(cidr: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(cidr, strict=False)
    except ValueError:
        return None


def _overlap(one: Any, other: Any) -> bool:
    return one is not None and other is not None and one.version == other.version and one.overlaps(other)


def _refuse_missing_range(inputs: Mapping[str, Any], settings: Mapping[str, str], entries: Entries) -> None:
    written = inputs.get("subnetwork")
    identity = identities.canonical(SUBNETWORK, str(written), settings) if written else None
    subnetwork = entries.get(key_of(SUBNETWORK, identity)) if identity else None
    if subnetwork is None:
        return
    names = sorted(str(name) for _, name in values.all_at(subnetwork.inputs, "secondaryIpRanges.rangeName"))
    for path in _CLUSTER_RANGES:
        wanted = values.at(inputs, path)
        if wanted and not values.is_unknown(wanted) and wanted not in names:
            raise CloudError(
                400,
                "INVALID_ARGUMENT",
                f'googleapi: Error 400: Secondary range "{wanted}" does not exist in subnetwork "{subnetwork.id.rpartition("/")[2]}", which has '
                f"{', '.join(names) or 'none'}., badRequest ({path})",
            )
