"""Fabric: the primary network and the extra networks that carry collectives."""

from __future__ import annotations

from rich.console import RenderableType

from aidc.blueprint import Plan
from aidc.blueprint.accelerator_network import AcceleratorNetworkPlan
from aidc.blueprint.collective_plugin import DEVICE_CLASS, CollectivePluginPlan
from aidc.blueprint.network import NetworkPlan
from aidc.blueprint.site import SitePlan
from aidc.report.layout import facts, section, table
from aidc.report.units import count, plural


def fabric_section(plan: Plan) -> RenderableType:
    """Return the network's facts and one row for each accelerator network."""
    network = plan.network
    parts: list[RenderableType] = [facts(_existing(network, plan.site) if network.existing else _own(network, plan.name))]
    if plan.accelerator_networks:
        parts.append(_accelerators(plan.accelerator_networks))
    else:
        parts.append(facts([("accelerators", "no networks of their own: no machine here needs one")]))
    if plan.collective_plugins:
        parts.append(facts([row for plugin in plan.collective_plugins for row in _plugin(plugin)]))
    return section("fabric", *parts)


def _plugin(plan: CollectivePluginPlan) -> list[tuple[str, RenderableType]]:
    sets = ", ".join(one.fact.name for one in plan.daemon_sets) or "a DaemonSet above"
    by = f"{sets} on {', '.join(plan.machine_types)}" if plan.managed else "not installed here: whoever runs the cluster does"
    rows: list[tuple[str, RenderableType]] = [("plug-in", f"{plan.plugin.name} {plan.plugin.version} · {by}")]
    return [*rows, ("its jobs carry", _job(plan)), *(("to do first", text) for text in plan.prerequisites)]


def _job(plan: CollectivePluginPlan) -> str:
    plugin = plan.plugin
    parts = [f"sidecar {plugin.sidecar.name} {plugin.sidecar.image.tag}"] if plugin.sidecar else []
    parts += [f"image {plugin.job_image.repository.rpartition('/')[2]} {plugin.job_image.tag}"] if plugin.job_image else []
    annotations = {key for network in plan.job_networks for key in network.annotations}
    parts.append(plural(len(annotations), "annotation") if annotations else f"a claim of {plugin.rdma_devices} {DEVICE_CLASS}")
    parts.append(f"ConfigMap {plan.settings_name}" if plan.settings_name else f"NCCL_NET={plugin.network}")
    parts += [plugin.profile.rpartition("/")[2]] if plugin.profile else []
    return " · ".join(parts)


def _existing(network: NetworkPlan, site: SitePlan) -> list[tuple[str, RenderableType]]:
    said: list[tuple[str, RenderableType]] = [
        ("network", f"{network.name} of {network.project}, existing: nothing of it is created or changed"),
        ("subnet", f"{network.subnet}; ranges {network.pods_range} for pods, {network.services_range} for services"),
    ]
    return said + [("its owner grants", grant) for grant in _host_grants(network, site)]


def _host_grants(network: NetworkPlan, site: SitePlan) -> list[str]:
    """Return what a host project must have granted before (GKE documentation, clusters with Shared VPC, read 2026-11-24)."""
    if network.project == site.project:
        return []
    gke = f"service-{site.project_number}@container-engine-robot.iam.gserviceaccount.com"
    return [
        f"compute.networkUser on {network.subnet} to {gke} and {site.project_number}@cloudservices.gserviceaccount.com",
        f"container.hostServiceAgentUser in {network.project} to the first",
    ]


def _own(network: NetworkPlan, stack_name: str) -> list[tuple[str, RenderableType]]:
    out = f"Cloud NAT on {network.router}" if network.nat else "restricted: Google APIs behind VPC Service Controls only, all else denied"
    logs = "flow logs on" if network.flow_logs else "no flow logs"
    return [
        ("network", f"{network.name} · MTU {count(network.mtu_bytes)} bytes · {network.routing} routing · {logs}"),
        ("subnet", f"{network.subnet} · nodes {network.nodes_cidr} · pods {network.pods_cidr} · services {network.services_cidr}"),
        ("way out", out),
        (
            "firewall",
            f"{plural(len(network.firewall), 'rule')}: {', '.join(rule.name.removeprefix(f'{stack_name}-') for rule in network.firewall)}",
        ),
        ("private access", f"{', '.join(zone.domain.rstrip('.') for zone in network.dns)} resolve to private addresses"),
    ]


def _accelerators(networks: tuple[AcceleratorNetworkPlan, ...]) -> RenderableType:
    made = table(
        [
            ("accelerator network", "left"),
            ("transport", "left"),
            ("zone", "left"),
            ("VPCs", "right"),
            ("subnets", "right"),
            ("MTU bytes", "right"),
            ("nodes up to", "right"),
        ]
    )
    for network in networks:
        made.add_row(
            "",
            network.key,
            network.transport,
            network.zone,
            count(len(network.vpcs)),
            count(len(network.subnets)),
            ", ".join(count(mtu) for mtu in sorted({vpc.mtu_bytes for vpc in network.vpcs})),
            count(network.largest_pool_nodes),
        )
    return made
