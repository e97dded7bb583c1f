"""Filestore: who holds the key, who may mount and as whom, how it is reached, and what is left when it is lost."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network

from policies.bag import Bag, NotApplicable, Unknown
from policies.defaults import effective
from policies.deletion_guard import is_guarded
from policies.labels import BACKUPS, SCRATCH, has_open_data, is_not_production, says, words_of
from policies.rule import State, each, rule, stack_rule
from policies.stack import Stack

FILESTORE = "gcp:filestore/instance:Instance"
BACKUP = "gcp:filestore/backup:Backup"
BACKUP_PLAN_ASSOCIATION = "gcp:backupdisasterrecovery/backupPlanAssociation:BackupPlanAssociation"
_BASIC_TIERS = frozenset({"BASIC_HDD", "BASIC_SSD", "STANDARD", "PREMIUM"})
"""Tiers that take no key of ours and lie on one machine; STANDARD and PREMIUM are older names of them (Filestore documentation)."""
_PRIVATE = frozenset({"PRIVATE_SERVICE_ACCESS", "PRIVATE_SERVICE_CONNECT"})


@rule("filestore-cmek", FILESTORE)
def customer_key(instance: Bag) -> str | None:
    if instance.has("kmsKeyName"):
        return None
    tier = instance.text("tier")
    if tier in _BASIC_TIERS:
        raise NotApplicable(f"the tier {tier} takes no key of ours")
    return "the data is encrypted with a key of Google's alone"


@rule("filestore-limited-exports", FILESTORE)
def limited_exports(instance: Bag) -> str | None:
    shares = list(instance.bags("fileShares"))
    exports = [export for share in shares for export in share.bags("nfsExportOptions")]
    if not exports:
        return "every client of the network may mount it, and root stays root"
    squashed = any(export.text("squashMode") == "ROOT_SQUASH" for export in exports)
    return next((problem for export in exports if (problem := _open_export(export, squashed))), None)


def _open_export(export: Bag, squashed_for_others: bool) -> str | None:
    ranges = export.list("ipRanges")
    if not ranges:
        return "an export names no ranges: every client of the network may mount it"
    if any(_is_everywhere(one) for one in ranges):
        return "an export is open to every address"
    squash = export.text("squashMode") or "NO_ROOT_SQUASH"
    # Somebody has to hand out directories: single hosts may stay root beside an export that squashes everyone else.
    if squash == "ROOT_SQUASH" or (squashed_for_others and all(_is_one_host(one) for one in ranges)):
        return None
    return f"root of the clients in {', '.join(map(str, ranges[:3]))} stays root: squashMode is {squash}"


def _is_everywhere(text: object) -> bool:
    try:
        return ip_network(str(text), strict=False).prefixlen == 0
    except ValueError:
        return False


def _is_one_host(text: object) -> bool:
    try:
        return ip_network(str(text), strict=False).num_addresses == 1
    except ValueError:
        return False


@rule("filestore-private-connection", FILESTORE)
def private_connection(instance: Bag) -> str | None:
    networks = list(instance.bags("networks"))
    if not networks:
        return "no network is named"
    return next((problem for problem in map(_shared_connection, networks) if problem), None)


def _shared_connection(network: Bag) -> str | None:
    mode = network.text("connectMode") or "DIRECT_PEERING"
    if mode not in _PRIVATE:
        return f"it is reached through a peering of its own: connectMode is {mode}"
    if not network.has("network"):
        return "no network is named"
    return "it lies in the default network" if network.text("network").rsplit("/", 1)[-1] == "default" else None


@rule("filestore-deletion-protection", FILESTORE)
def deletion_protection(instance: Bag) -> str | None:
    return None if is_guarded(instance, "deletionProtectionEnabled") else "nothing keeps it from being deleted with its data"


@rule("filestore-nfsv4-for-sensitive", FILESTORE)
def nfsv4_for_sensitive(instance: Bag) -> str | None:
    protocol = effective(instance, "protocol")
    if protocol == "NFS_V4_1":
        return None
    if has_open_data(instance, "labels"):
        raise NotApplicable("its labels say that the data is not sensitive")
    return f"data that no label calls open is served over {protocol}, which knows clients by their address alone"


@stack_rule("filestore-backups", FILESTORE)
def backups(stack: Stack) -> Iterator[tuple[Bag, State]]:
    saved: list[Bag | None] = []
    unknown = False
    for kind, path in ((BACKUP, "sourceInstance"), (BACKUP_PLAN_ASSOCIATION, "resource")):
        for backup in stack.of(kind):
            try:
                saved.append(stack.referred(backup, path, FILESTORE))
            except Unknown:
                unknown = True

    def problem(instance: Bag) -> str | None:
        if any(one is instance for one in saved) or says(instance, BACKUPS, "labels"):
            return None
        if says(instance, SCRATCH, "labels") or words_of(instance.name) & SCRATCH:
            return None
        if unknown:
            raise Unknown("sourceInstance of a backup")
        return "no backup is made of it"

    yield from each(stack.of(FILESTORE), problem)


@rule("filestore-production-tier", FILESTORE)
def production_tier(instance: Bag) -> str | None:
    tier = instance.text("tier")
    if tier not in _BASIC_TIERS:
        return None
    if is_not_production(instance, "labels"):
        raise NotApplicable("its labels say that it is not for production")
    return f"the tier {tier} lies on one machine and has no service for production"
