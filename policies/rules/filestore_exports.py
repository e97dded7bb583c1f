"""Filestore: who may mount a share, and whose root stays root there.

Root may stay at single hosts, which make the directories of the others: their addresses are reserved by the stack, so that no node can have one,
and another export of the share squashes root. A host alone is no exemption: nothing shows whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from policies.addresses import is_everyone, network_of
from policies.bag import SECRET, UNKNOWN, Bag, Unknown
from policies.reading import first_of, first_problem
from policies.rule import State, each, stack_rule
from policies.rules.filestore import FILESTORE
from policies.stack import Stack

ADDRESS = "gcp:compute/address:Address"
_SQUASHES = "ROOT_SQUASH"
_UNSTATED = "NO_ROOT_SQUASH"
"""Squash mode of an export that states none (provider documentation of filestore.Instance)."""


@dataclass(frozen=True, slots=True)
class Reserved:
    """Hosts whose addresses the stack reserves inside its networks."""

    hosts: frozenset[str]
    perhaps: frozenset[str]
    """Hosts of which nobody knows yet whether their addresses are internal."""
    some_unknown: bool
    """Whether an address is not known yet: it may be any host."""


@stack_rule("filestore-limited-exports", FILESTORE)
def limited_exports(stack: Stack) -> Iterator[tuple[Bag, State]]:
    reserved = _reserved(stack)
    yield from each(stack.of(FILESTORE), lambda instance: _open_instance(instance, reserved))


def _open_instance(instance: Bag, reserved: Reserved) -> str | None:
    shares = [list(share.bags("nfsExportOptions")) for share in instance.bags("fileShares")]
    exports = [export for share in shares for export in share]
    if not exports:
        return "every client of the network may mount it, and root stays root"
    with_others = [(export, [other for other in share if other is not export]) for share in shares for export in share]
    return first_of(lambda: _everywhere(exports), lambda: first_problem(with_others, lambda pair: _open_export(*pair, reserved)))


def _everywhere(exports: list[Bag]) -> str | None:
    """Say whether the ranges of all exports together are the whole internet. Raises Unknown where one of them is not known."""
    ranges = [one for export in exports for one in export.list("ipRanges")]
    return "an export is open to every address" if is_everyone(ranges, "fileShares.nfsExportOptions.ipRanges") else None


def _open_export(export: Bag, others: list[Bag], reserved: Reserved) -> str | None:
    if not export.has("ipRanges"):
        return "an export names no ranges: every client of the network may mount it"
    squash = export.text("squashMode") or _UNSTATED
    if squash == _SQUASHES:
        # The number of root again: nothing is taken from it.
        return "root is squashed to uid 0, which is root" if export.number("anonUid") == 0 else None
    ranges = _ranges(export)
    why = first_of(lambda: first_problem(ranges, lambda one: _not_reserved(one, reserved)), lambda: _nobody_squashes(others))
    shown = ", ".join(one for one in ranges[:3] if isinstance(one, str)) or "ranges to come"
    return f"root of the clients in {shown} stays root: squashMode is {squash}, and {why}" if why else None


def _ranges(export: Bag) -> list[Any]:
    """Return the ranges with those in between that are not known yet."""
    try:
        given = export.get("ipRanges")
    except Unknown:
        return [UNKNOWN]
    return given if isinstance(given, list) else [given]


def _not_reserved(one: Any, reserved: Reserved) -> str | None:
    """Say why a range is no host whose address is reserved. Raises Unknown where it may be one."""
    if one is UNKNOWN or one is SECRET:
        raise Unknown("fileShares.nfsExportOptions.ipRanges")
    host = _host(one)
    if host is None:
        return f"{one} is not a single host"
    if host in reserved.hosts:
        return None
    if host in reserved.perhaps or reserved.some_unknown:
        raise Unknown(f"whether the stack reserves the internal address {one}")
    return f"the stack reserves no internal address {one}"


def _nobody_squashes(others: list[Bag]) -> str | None:
    """Say that no other export squashes root. Raises Unknown where one may."""
    modes = [UNKNOWN if other.values.get("squashMode") in (UNKNOWN, SECRET) else other.text("squashMode") for other in others]
    if _SQUASHES in modes:
        return None
    if UNKNOWN in modes:
        raise Unknown("squashMode of the other exports")
    return "no other export squashes it"


def _reserved(stack: Stack) -> Reserved:
    hosts, perhaps, some_unknown = set[str](), set[str](), False
    for address in stack.of(ADDRESS):
        kind, given = address.values.get("addressType"), address.values.get("address")
        if kind != "INTERNAL" and kind is not UNKNOWN and kind is not SECRET:
            continue
        if given is UNKNOWN or given is SECRET:
            some_unknown = True
        elif host := _host(given):
            (hosts if kind == "INTERNAL" else perhaps).add(host)
    return Reserved(frozenset(hosts), frozenset(perhaps), some_unknown)


def _host(given: Any) -> str | None:
    """Return a single host, spelled one way, or None for what is none."""
    found = network_of(given) if isinstance(given, str) else None
    return str(found) if found is not None and found.prefixlen == found.max_prefixlen else None
