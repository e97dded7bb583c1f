"""Backup for GKE: a fee for each protected namespace, and what the backups store.

Type priced: gcp:gkebackup/backupPlan:BackupPlan. A plan that names its namespaces or applications says how many it protects; one for all
namespaces waits for usage. Source: GKE price page, Backup for GKE (since 2026-03-02 by namespace).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aidc.estimator.cost.charge import Charge, Note, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey

PLAN: Keys = (
    UsageKey("protected_namespaces", "namespaces", "Namespaces that have backups; those that the plan names by default"),
    UsageKey("storage_gb", "GiB", "Size of all backups kept"),
)


def backup_plan(reader: Reader) -> Iterator[Charge | Note]:
    """Price gcp:gkebackup/backupPlan:BackupPlan."""
    said = reader.usage.number("protected_namespaces")
    namespaces = _named(reader) if said is None else said
    if namespaces:
        yield Charge(
            "Protected namespaces", "gke-backup.namespace", reader.region, namespaces, "namespace-month", by_usage=said is not None
        )
    if stored := reader.usage.number("storage_gb"):
        yield Charge("Backup storage", "gke-backup.storage", reader.region, stored, "GiB-month", by_usage=True)
    elif namespaces:
        yield Note("the size of the backups is not known: say storage_gb in the usage")


def _named(reader: Reader) -> Decimal | None:
    """Return how many namespaces the plan names, or None where it takes all of them."""
    names = {*reader.texts("backupConfig.selectedNamespaces.namespaces")}
    names |= {one.text("namespace") or "" for one in reader.items("backupConfig.selectedApplications.namespacedNames")}
    return Decimal(len(names)) if names else None


PRICERS: dict[str, Pricer] = {"gcp:gkebackup/backupPlan:BackupPlan": backup_plan}
KEYS: dict[str, Keys] = {"gcp:gkebackup/backupPlan:BackupPlan": PLAN}
