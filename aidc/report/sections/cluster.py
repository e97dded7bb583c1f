"""Cluster: how the control plane is reached, upgraded and watched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from rich.console import RenderableType

from aidc.blueprint import Plan
from aidc.blueprint.cluster import ClusterPlan
from aidc.blueprint.local_ssd_raid import LocalSsdRaidPlan
from aidc.inventory.resource import Resource
from aidc.report.layout import facts, section
from aidc.report.units import short_zones

CLUSTER = "gcp:container/cluster:Cluster"


def cluster_section(plan: Plan, resources: Iterable[Resource]) -> RenderableType:
    """Return the facts of the cluster; how its network works is the component's doing, so that is read from the record."""
    if plan.cluster.existing:
        return section("cluster", facts([*_existing(plan.cluster), *_local_ssd(plan.local_ssd_raid)]))
    declared = next((resource.inputs for resource in resources if resource.type == CLUSTER), {})
    networking = _networking(declared)
    rows = [*_own(plan.cluster), *_images(plan), *([("networking", networking)] if networking else []), *_local_ssd(plan.local_ssd_raid)]
    return section("cluster", facts(rows))


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
    ]


def _images(plan: Plan) -> list[tuple[str, RenderableType]]:
    if not plan.cluster.binary_authorization:
        return [("images", "every image runs: Binary Authorization is off")]
    if plan.image_policy is None:
        return [("images", "what the project's policy admits; Google's own admits every image")]
    admitted = plan.image_policy.admitted
    return [("images", "Google's own and these, in every cluster that asks the project's policy"), *(("", pattern) for pattern in admitted)]


def _local_ssd(raid: LocalSsdRaidPlan | None) -> list[tuple[str, RenderableType]]:
    if raid is None:
        return []
    by = f"DaemonSet {raid.daemon_set.fact.name}" if raid.daemon_set else "not made here: whoever runs the cluster does"
    said = f"RAID 0 at {raid.mount_path} on nodes of {', '.join(raid.pools)} · {by}"
    return [("local SSD", said), *(("to do first", text) for text in raid.prerequisites)]


def _networking(inputs: Mapping[str, Any]) -> str:
    private = inputs.get("privateClusterConfig")
    said = {
        "Dataplane V2": inputs.get("datapathProvider") == "ADVANCED_DATAPATH",
        "private nodes": isinstance(private, Mapping) and private.get("enablePrivateNodes") is True,
        "multi-networking": inputs.get("enableMultiNetworking") is True,
    }
    return ", ".join(words for words, holds in said.items() if holds)


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
