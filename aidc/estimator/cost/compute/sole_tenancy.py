"""Sole-tenant nodes: the whole node is billed while it exists, the machines on it are not billed again.

The node price holds the premium of 10 %. Sustained-use discounts hold for nodes as for machines of their series. Source: Compute Engine
documentation of sole tenancy and of sustained use discounts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from aidc.estimator.cost.charge import Charge, Gap, Note, Pricer
from aidc.estimator.cost.compute.buying import commitment_of
from aidc.estimator.cost.compute.machine import LOCAL_SSD_GIB, Running, local_ssds
from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.usage_key import COMMITMENT, Keys, UsageKey

NODE_GROUP = "gcp:compute/nodeGroup:NodeGroup"
NODE_TEMPLATE = "gcp:compute/nodeTemplate:NodeTemplate"


def on_own_nodes(reader: Reader) -> bool:
    """Say whether a machine asks for sole-tenant nodes: no machine has node affinities for anything else."""
    return any((entry.text("operator") or "IN").upper() == "IN" for entry in reader.items("scheduling.nodeAffinities"))


def node_group(reader: Reader) -> Iterator[Charge | Gap | Note]:
    """Price gcp:compute/nodeGroup:NodeGroup."""
    template = reader.whole.referred(reader.resource, reader.resource.inputs.get("nodeTemplate"), (NODE_TEMPLATE,))
    if template is None:
        raise Unreadable("nodeTemplate names a node template that is not in the record")
    inside = replace(reader, inside=template.inputs, prefix=f"{template.name}.")
    node_type = inside.text("nodeType")
    if node_type is None:
        raise Unreadable(f"{template.name}.nodeType is not stated: with nodeTypeFlexibility, Google picks the node type")
    count, least, most = _nodes(reader)
    hours = reader.usage.hours_per_month
    running = Running(reader.region, count, hours, "on-demand", commitment_of(reader), least, most, hours_per_month=hours)
    yield running.of(f"Sole-tenant node ({node_type})", f"{node_type.split('-')[0]}.sole_tenant_node.{node_type}", "node-hour")
    yield from _inside(inside, running)


def _nodes(reader: Reader) -> tuple[Decimal, Decimal | None, Decimal | None]:
    """Return expected, least and most nodes."""
    said, first = reader.usage.number("nodes"), reader.number("initialSize")
    scaling = reader.at("autoscalingPolicy")
    if scaling is None or (scaling.text("mode") or "OFF") == "OFF":
        return (said if said is not None else first if first is not None else Decimal(0)), None, None
    least, most = scaling.number("minNodes") or Decimal(0), scaling.number("maxNodes")
    expected = said if said is not None else first if first is not None else least
    return expected, least, most


def _inside(template: Reader, running: Running) -> Iterator[Charge | Gap]:
    for entry in template.items("disks"):
        if count := entry.number("diskCount"):
            yield from local_ssds("Local SSD of the nodes", count, running, entry.number("diskSizeGb") or LOCAL_SSD_GIB)
    for entry in template.items("accelerators"):
        if gpu := entry.tail("acceleratorType"):
            yield Gap("GPUs of the nodes", f"no price of {gpu} in sole-tenant nodes is known")
    if (template.text("cpuOvercommitType") or "NONE") == "ENABLED":
        yield Gap("CPU overcommit", "its premium is not known here")


PRICERS: dict[str, Pricer] = {NODE_GROUP: node_group}
KEYS: dict[str, Keys] = {NODE_GROUP: (UsageKey("nodes", "nodes", "Nodes that the group has on average, where it scales"), *COMMITMENT)}
