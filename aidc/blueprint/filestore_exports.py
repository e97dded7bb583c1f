"""Exports of a Filestore share: which addresses may mount it, whether they may write, and whether their root stays root.

The folder of a new share belongs to root, and nobody else may write there (Filestore documentation, access control, read 2026-11-24): an address
whose root stays root has to make the folders of the others. Ranges never overlap (Filestore API, NfsExportOptions), so nodes leave out what
another entry names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Literal

from aidc.blueprint.file_clients import ADMIN_HOST, NODES, ClientRange, FileClients, without
from aidc.blueprint.spec import Field, Rule, Spec, listed_twice, sets

MOST_EXPORTS = 10
MOST_RANGES = 64
"""Of one share (Filestore API, NfsExportOptions; provider documentation of filestore.Instance)."""
Placed = tuple[str, str]
"""A range and where it stands."""


class ExportSpec(Spec):
    """Addresses that may mount the share in one way."""

    ranges: list[ClientRange] = Field(
        default_factory=lambda: [NODES],
        min_length=1,
        max_length=MOST_RANGES,
        description="Ranges; nodes: those of the stack's nodes that no other entry names; "
        "admin-host: an address among the nodes' that the stack keeps free for the host that makes directories",
        **sets("filestore.Instance.fileShares.nfsExportOptions.ipRanges"),
    )
    access: Literal["read-write", "read-only"] = Field(
        default="read-write", description="What they may do", **sets("filestore.Instance.fileShares.nfsExportOptions.accessMode")
    )
    root: Literal["squash", "keep"] = Field(
        default="squash",
        description="squash: root of these addresses is nobody on the share; keep: it stays root",
        **sets("filestore.Instance.fileShares.nfsExportOptions.squashMode"),
    )
    anon_uid: int | None = Field(
        default=None,
        ge=1,
        le=4294967294,
        description="squash: user that root becomes, default 65534",
        **sets("filestore.Instance.fileShares.nfsExportOptions.anonUid"),
    )
    anon_gid: int | None = Field(
        default=None,
        ge=1,
        le=4294967294,
        description="squash: group that root becomes, default 65534",
        **sets("filestore.Instance.fileShares.nfsExportOptions.anonGid"),
    )

    def rules(self) -> Iterator[Rule]:
        """Yield ranges that stand twice, and a user of nobody."""
        yield from listed_twice("ranges", list(self.ranges))
        if self.root == "keep":
            for field in ("anon_uid", "anon_gid"):
                if getattr(self, field) is not None:
                    yield field, "goes with root: squash; root that stays root becomes nobody else. Remove it"


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """One export, decided. `clients` are its ranges as the stack file has them, `ranges` as Filestore takes them."""

    clients: tuple[str, ...]
    ranges: tuple[str, ...]
    read_only: bool
    squash: bool
    anon_uid: int | None
    anon_gid: int | None


DEFAULT_EXPORTS = (ExportSpec(ranges=[NODES]), ExportSpec(ranges=[ADMIN_HOST], root="keep"))


def export_rules(exports: Sequence[ExportSpec] | None) -> Iterator[Rule]:
    """Yield ranges that lie in one another, and words that stand in two entries."""
    seen: list[Placed] = []
    for index, export in enumerate(exports or ()):
        for place, one in enumerate(export.ranges):
            here = f"exports[{index}].ranges[{place}]"
            if one not in export.ranges[:place] and (other := next((other for other in seen if _overlap(one, other[0])), None)):
                yield here, f"{one} overlaps {other[0]} of {other[1]}; Filestore takes no address twice. Shrink one of the two"
            seen.append((one, here))


def _overlap(one: str, other: str) -> bool:
    if NODES in (one, other) or ADMIN_HOST in (one, other):
        return one == other
    return IPv4Network(one).overlaps(IPv4Network(other))


def plan_exports(exports: Sequence[ExportSpec] | None, clients: FileClients) -> tuple[ExportPlan, ...]:
    """Decide the exports. Without any, nodes squash root and the admin host keeps it; on a network whose ranges nobody knows, none are set."""
    if exports is None and not clients.nodes:
        return ()
    chosen = DEFAULT_EXPORTS if exports is None else exports
    named = [known for export in chosen for one in export.ranges if one != NODES and (known := clients.address(one))]
    return tuple(
        ExportPlan(
            clients=tuple(export.ranges),
            ranges=tuple(_as_filestore_has_it(known) for one in export.ranges for known in _resolved(one, named, clients)),
            read_only=export.access == "read-only",
            squash=export.root == "squash",
            anon_uid=export.anon_uid,
            anon_gid=export.anon_gid,
        )
        for export in chosen
    )


def _resolved(one: str, named: list[str], clients: FileClients) -> tuple[str, ...]:
    if one == NODES:
        return without(clients.nodes, named) if clients.nodes else ()
    known = clients.address(one)
    return (known,) if known else ()


def _as_filestore_has_it(cidr: str) -> str:
    """Return a range, a single address without its prefix."""
    return cidr.removesuffix("/32")


def export_problems(exports: Sequence[ExportSpec] | None, clients: FileClients) -> Iterator[Rule]:
    """Yield what only the addresses of the network show: words that stand for nothing, an address in two entries, too many ranges."""
    places = [
        (one, f"exports[{index}].ranges[{place}]") for index, export in enumerate(exports or ()) for place, one in enumerate(export.ranges)
    ]
    if not clients.nodes:
        yield from ((here, unknown_word(one)) for one, here in places if one in (NODES, ADMIN_HOST))
        return
    named = [(one, here) for one, here in places if one not in (NODES, ADMIN_HOST)]
    for one, here in places:
        if one == ADMIN_HOST and (other := next((other for other in named if _overlap(f"{clients.admin_host}/32", other[0])), None)):
            yield here, f"{ADMIN_HOST}, {clients.admin_host}, lies in {other[0]} of {other[1]}; Filestore takes no address twice. Shrink it"
    planned = plan_exports(exports, clients)
    for one, here in places:
        if one == NODES and not without(clients.nodes, [clients.address(other) for other, _ in places if other != NODES]):
            yield here, f"{NODES} are {clients.nodes}, and other entries name all of it. Remove it or shrink them"
    if (ranges := sum(len(export.ranges) for export in planned)) > MOST_RANGES:
        text = f"come to {ranges} ranges, for {NODES} leave out what others name; a share takes {MOST_RANGES}. Name fewer or wider ranges"
        yield "exports", text


def unknown_word(word: str) -> str:
    """Return why a word stands for nothing on a network that exists already."""
    whose = "addresses of its nodes are not known" if word == NODES else "no address of it can be kept free here"
    return f"{word}: the network is somebody else's, and {whose}. Write the range, such as 10.0.0.0/16"
