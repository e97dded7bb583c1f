"""The document of `aidc plan --json`: the page's numbers under stable keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from aidc.blueprint import Loaded, Plan, Problem
from aidc.blueprint.collective_plugin import what_jobs_carry
from aidc.estimator.cost.gate import Verdict
from aidc.estimator.cost.priced_record import PricedRecord
from aidc.inventory.recording import Recording
from aidc.report.address_use import address_uses
from aidc.report.cost.money import money
from aidc.report.resource_counts import counts_by_type
from aidc.report.sections.budget import budget_document
from aidc.report.shareable import shareable
from aidc.report.totals import compute_entries, compute_totals, storage_totals

VERDICTS = ("allowed", "cost", "speed", "comes_up")


def plan_document(
    stack: str, loaded: Loaded, recording: Recording, priced: PricedRecord, limits: Sequence[Verdict], allowed: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the document of a stack. A verdict of None is a question that this version does not answer here."""
    plan = shareable(loaded.plan) if loaded.warnings else loaded.plan
    entries = compute_entries(plan)
    by_type = counts_by_type(recording.resources)
    return {
        "stack": stack,
        "name": plan.name,
        "environment": plan.environment,
        "labels": plan.labels,
        "site": _site(plan),
        "network": asdict(plan.network),
        "accelerator_networks": [asdict(network) for network in plan.accelerator_networks],
        "collective_plugins": [
            {"fabric": plugin.fabric, "managed": plugin.managed, **what_jobs_carry(plugin)} for plugin in plan.collective_plugins
        ],
        "local_ssd_raid": _local_ssd_raid(plan),
        "cluster": asdict(plan.cluster),
        "image_policy": asdict(plan.image_policy) if plan.image_policy else None,
        "tpu_vms": [asdict(entry) for entry in plan.tpu_vms],
        "reservations": [asdict(reservation) for reservation in plan.reservations],
        "compute": [asdict(entry) for entry in entries],
        "storage": {
            "buckets": [asdict(bucket) for bucket in plan.buckets],
            "filestores": [asdict(filestore) for filestore in plan.filestores],
            "lustres": [asdict(lustre) for lustre in plan.lustres],
            "disks": [asdict(disk) for disk in plan.disks],
            "storage_pools": [asdict(pool) for pool in plan.storage_pools],
            "volumes": [asdict(volume) for volume in plan.volumes],
            "bucket_volumes": [asdict(volume) for volume in plan.bucket_volumes],
            "profile_role": asdict(plan.profile_role) if plan.profile_role else None,
        },
        "registry": asdict(plan.registry),
        "budget": budget_document(plan.budget),
        "usage": {**plan.usage.document(), "assumptions": plan.usage.assumptions},
        "policies": plan.policies,
        "keys": asdict(plan.keys),
        "access": asdict(plan.access),
        "addresses": _addresses(loaded),
        "resources": {"total": sum(by_type.values()), "by_type": by_type},
        "totals": {"compute": asdict(compute_totals(entries)), "storage": asdict(storage_totals(plan))},
        "verdicts": {**dict.fromkeys(VERDICTS), "allowed": _allowed(allowed), "cost": _cost(priced, limits)},
        "warnings": warning_list(loaded.warnings),
    }


def _allowed(judgement: Mapping[str, Any]) -> dict[str, Any]:
    return {"blocked": judgement["blocked"], "rules": judgement["rules"], **judgement["summary"]}


def _cost(priced: PricedRecord, limits: Sequence[Verdict]) -> dict[str, Any]:
    bill = priced.bill
    return {
        "usd_per_month": money(bill.usd_per_month),
        "usd_per_month_minimum": money(bill.minimum_usd_per_month),
        "usd_per_month_maximum": money(bill.maximum_usd_per_month),
        "is_lower_bound": bill.is_lower_bound,
        "unpriced": len(bill.unpriced),
        "over_budget": any(verdict.is_over for verdict in limits),
        "budget": [verdict.sentence for verdict in limits],
    }


def warning_list(warnings: Sequence[Problem]) -> list[dict[str, Any]]:
    """Return warnings as records: line (0 where unknown), path, text."""
    return [asdict(warning) for warning in warnings]


def _site(plan: Plan) -> dict[str, Any]:
    site = asdict(plan.site)
    return {**site, "cluster_zones": list(plan.site.cluster_zones), "services": list(plan.services.names)}


def _local_ssd_raid(plan: Plan) -> dict[str, Any] | None:
    raid = plan.local_ssd_raid
    if raid is None:
        return None
    images = [image.reference for image in raid.daemon_set.fact.images] if raid.daemon_set else []
    return {
        "pools": list(raid.pools),
        "mount_path": raid.mount_path,
        "managed": raid.daemon_set is not None,
        "images": images,
        "prerequisites": list(raid.prerequisites),
    }


def _addresses(loaded: Loaded) -> dict[str, Any]:
    uses = address_uses(loaded.plan.addresses)
    return {
        "cidr": loaded.blueprint.network.cidr,
        "growth": loaded.blueprint.network.growth,
        "ranges": [{**asdict(use), "share_needed": None if use.share is None else round(use.share, 6)} for use in uses],
    }
