"""Backup for GKE: 9.00 a month for each protected namespace, 0.045 for each GiB kept (since 2026-03-02)."""

from __future__ import annotations

from decimal import Decimal

from aidc.inventory.resource import Resource


def _plan(**config):
    return Resource("gcp:gkebackup/backupPlan:BackupPlan", "p", {"location": "us-central1", "backupConfig": config})


def test_a_plan_that_names_its_namespaces_says_how_many_it_protects(lines_of):
    plan = _plan(selectedNamespaces={"namespaces": ["a", "b"]})
    assert lines_of(plan) == {"Protected namespaces": Decimal(9) * 2}
    applications = _plan(selectedApplications={"namespacedNames": [{"name": "x", "namespace": "a"}, {"name": "y", "namespace": "a"}]})
    assert lines_of(applications) == {"Protected namespaces": Decimal(9)}


def test_a_plan_for_all_namespaces_waits_for_usage(bill_of, lines_of):
    plan = _plan(allNamespaces=True)
    assert [need.resource for need in bill_of(plan).needs_usage] == ["p"]
    assert lines_of(plan, p={"protected_namespaces": 3, "storage_gb": 500}) == {
        "Protected namespaces": Decimal(9) * 3,
        "Backup storage": Decimal("0.045") * 500,
    }


def test_backups_of_regions_without_a_rate_are_unpriced(bill_of):
    plan = Resource("gcp:gkebackup/backupPlan:BackupPlan", "p", {"location": "asia-east1"})
    assert bill_of(plan, p={"storage_gb": 1}).is_lower_bound
