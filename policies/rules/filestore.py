"""Filestore: who holds the key, how it is reached, and what is left when it is lost. Who may mount it is in filestore_exports.py."""

from __future__ import annotations

from collections.abc import Iterator

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
_PRODUCTION_TIERS = ("REGIONAL", "ZONAL", "ENTERPRISE")
"""HIGH_SCALE_SSD is the older name of a zonal tier, which new instances take by its new one."""
_PRIVATE = frozenset({"PRIVATE_SERVICE_ACCESS", "PRIVATE_SERVICE_CONNECT"})


@rule("filestore-cmek", FILESTORE)
def customer_key(instance: Bag) -> str | None:
    if instance.has("kmsKeyName"):
        return None
    tier = instance.text("tier")
    if tier in _BASIC_TIERS:
        raise NotApplicable(f"the tier {tier} takes no key of ours")
    return "the data is encrypted with a key of Google's alone"


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


def _holds_share(instance: Bag, backup: Bag) -> bool:
    """Say whether the share that a backup names is one of the instance's. What is not known, or not named, is taken to be."""
    try:
        share, shares = backup.text("sourceFileShare"), {one.text("name") for one in instance.bags("fileShares")}
    except Unknown:
        return True
    return not share or not shares or share in shares


@stack_rule("filestore-backups", FILESTORE)
def backups(stack: Stack) -> Iterator[tuple[Bag, State]]:
    saved: list[Bag | None] = []
    unknown = False
    for kind, path in ((BACKUP, "sourceInstance"), (BACKUP_PLAN_ASSOCIATION, "resource")):
        for backup in stack.of(kind):
            try:
                instance = stack.referred(backup, path, FILESTORE)
                saved.append(instance if instance and _holds_share(instance, backup) else None)
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
    if tier in _PRODUCTION_TIERS:
        return None
    if is_not_production(instance, "labels"):
        raise NotApplicable("its labels say that it is not for production")
    those = ", ".join(_PRODUCTION_TIERS)
    return f"the tier {tier} is none of {those}" if tier else f"no tier is stated: production is served by {those}"
