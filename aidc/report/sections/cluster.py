"""Cluster: how the control plane is reached, upgraded and watched."""

from __future__ import annotations

from dataclasses import asdict

from rich.console import RenderableType

from aidc.blueprint import Plan
from aidc.blueprint.cluster import ClusterPlan
from aidc.report.layout import facts, section
from aidc.report.units import short_zones


def cluster_section(plan: Plan) -> RenderableType:
    """Return the facts of the cluster."""
    return section("cluster", facts(_existing(plan.cluster) if plan.cluster.existing else _own(plan.cluster)))


def _existing(cluster: ClusterPlan) -> list[tuple[str, RenderableType]]:
    return [("cluster", f"{cluster.name} in {cluster.location}, existing: pools are added, nothing else is changed")]


def _own(cluster: ClusterPlan) -> list[tuple[str, RenderableType]]:
    add_ons = [name.replace("_", " ") for name, on in asdict(cluster.add_ons).items() if on]
    return [
        (
            "cluster",
            f"{cluster.name} · regional, zones {short_zones(cluster.zones)} · {cluster.release_channel} channel · {_guard(cluster)}",
        ),
        ("control plane", _endpoint(cluster)),
        ("maintenance", _maintenance(cluster)),
        ("add-ons", ", ".join(add_ons) or "none"),
        ("networking", f"Dataplane V2, private nodes{', multi-networking' if cluster.multi_networking else ''}"),
    ]


def _guard(cluster: ClusterPlan) -> str:
    return "guarded against deletion" if cluster.guarded else "no deletion guard"


def _endpoint(cluster: ClusterPlan) -> str:
    if cluster.dns_endpoint:
        return f"DNS endpoint, IAM decides who reaches it · {cluster.control_plane_cidr}"
    return f"private address in {cluster.control_plane_cidr}, reached from {', '.join(cluster.authorized_cidrs)}"


def _maintenance(cluster: ClusterPlan) -> str:
    plan = cluster.maintenance
    days = plan.recurrence.partition("BYDAY=")[2].replace(",", ", ")
    window = f"{days} {plan.start[11:16]} to {plan.end[11:16]} UTC"
    pauses = [f"{one.scope.lower().replace('_', ' ')} from {one.start[:10]} to {one.end[:10]} ({one.name})" for one in plan.exclusions]
    return "; ".join([window, *pauses])
