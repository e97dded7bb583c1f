"""Backups of clusters: made on a schedule, complete, kept, and not to be deleted early."""

from __future__ import annotations

from policies.bag import Bag, NotApplicable, Unknown
from policies.defaults import effective
from policies.labels import SENSITIVE, says
from policies.rule import rule

PLAN = "gcp:gkebackup/backupPlan:BackupPlan"


@rule("backup-includes-volumes", PLAN)
def includes_volumes(plan: Bag) -> str | None:
    return None if effective(plan, "backupConfig.includeVolumeData") is True else "the data of volumes is not in the backups"


@rule("backup-schedule-active", PLAN)
def schedule_active(plan: Bag) -> str | None:
    if effective(plan, "deactivated") is True:
        return "the plan is deactivated for good and makes no backups"
    if effective(plan, "backupSchedule.paused") is True:
        return "the schedule is paused"
    scheduled = plan.has("backupSchedule.cronSchedule") or _has_target(plan)
    return None if scheduled else "there is no schedule, so backups are made by hand alone"


def _has_target(plan: Bag) -> bool:
    """Say whether minutes are set, or about to be; no minutes are no target."""
    try:
        return bool(plan.number("backupSchedule.rpoConfig.targetRpoMinutes"))
    except Unknown:
        return True


@rule("backup-retention-and-lock", PLAN, days=7)
def retention_and_lock(plan: Bag, days: int) -> str | None:
    """Kept for ever when no days are stated, but then nothing is ever deleted either: a number is a choice."""
    kept = plan.number("retentionPolicy.backupRetainDays")
    if not kept or kept < days:
        return f"backups are kept for {f'{kept:g} days' if kept else 'a time nobody stated'}, and at least {days} days are to be stated"
    if not plan.number("retentionPolicy.backupDeleteLockDays"):
        return "a backup can be deleted as soon as it is made"
    if effective(plan, "retentionPolicy.locked") is not True and says(plan, SENSITIVE, "labels"):
        return "the retention of protected data can be shortened, for it is not locked"
    return None


@rule("backup-secrets-only-with-cmek", PLAN)
def secrets_only_with_key(plan: Bag) -> str | None:
    if plan.has("backupConfig.encryptionKey.gcpKmsEncryptionKey") or effective(plan, "backupConfig.includeSecrets") is not True:
        return None
    return "Secrets of the cluster are in the backups, and no key of ours encrypts them"


@rule("backup-no-permissive-mode", PLAN)
def permissive_mode(plan: Bag) -> str | None:
    return "a backup succeeds though it cannot be restored whole" if effective(plan, "backupConfig.permissiveMode") is True else None


def is_active(plan: Bag) -> None:
    """Raise NotApplicable for a plan that makes no backups any more. Raises Unknown."""
    if effective(plan, "deactivated") is True:
        raise NotApplicable("the plan is deactivated")
