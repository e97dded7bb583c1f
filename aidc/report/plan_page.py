"""The page of `aidc plan`: everything that will exist, section by section. Holds the order of the sections, nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from aidc.blueprint import Loaded
from aidc.estimator.cost.gate import Verdict
from aidc.estimator.cost.priced_record import PricedRecord
from aidc.inventory.recording import Recording
from aidc.report.resource_counts import counts_by_type
from aidc.report.sections.addresses import addresses_section
from aidc.report.sections.budget import budget_section
from aidc.report.sections.cluster import cluster_section
from aidc.report.sections.compute import compute_section
from aidc.report.sections.fabric import fabric_section
from aidc.report.sections.keys_and_access import keys_and_access_section
from aidc.report.sections.registry import registry_section
from aidc.report.sections.reservations import reservations_section
from aidc.report.sections.resources import resources_section
from aidc.report.sections.site import site_section, title
from aidc.report.sections.storage import storage_section
from aidc.report.sections.tpu_vms import tpu_vms_section
from aidc.report.sections.verdicts import verdicts_section
from aidc.report.shareable import shareable
from aidc.report.totals import compute_entries, compute_totals, storage_totals


def plan_page(
    stack: str, loaded: Loaded, recording: Recording, priced: PricedRecord, limits: Sequence[Verdict], allowed: Mapping[str, Any]
) -> RenderableType:
    """Return the whole page of a stack."""
    plan = shareable(loaded.plan) if loaded.warnings else loaded.plan
    entries = compute_entries(plan)
    return Group(
        title(stack, plan),
        site_section(stack, plan),
        fabric_section(plan),
        cluster_section(plan, recording.resources),
        compute_section(entries, compute_totals(entries)),
        *([tpu_vms_section(plan.tpu_vms)] if plan.tpu_vms else []),
        *([reservations_section(plan.reservations)] if plan.reservations else []),
        storage_section(plan, storage_totals(plan)),
        *([registry_section(plan)] if plan.registry.repositories else []),
        *([budget_section(plan.budget)] if plan.budget.limits_anything else []),
        keys_and_access_section(plan),
        addresses_section(loaded.blueprint, plan),
        resources_section(counts_by_type(recording.resources)),
        verdicts_section(stack, priced, limits, allowed),
        Text(""),
        Text.assemble("Next: ", (f"aidc rehearse {stack}", "bold")),
    )
