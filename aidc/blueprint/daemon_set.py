"""A DaemonSet of the stack, decided: what it runs, and on which nodes. Facts: catalog/daemon_sets.py and catalog/local_ssd_raid.py."""

from __future__ import annotations

from dataclasses import dataclass

from aidc.catalog.daemon_sets import DaemonSet

SYSTEM_NAMESPACE = "kube-system"
"""Of the namespaces of a GKE cluster this one admits pods of priority system-node-critical without a quota."""


@dataclass(frozen=True, slots=True)
class DaemonSetPlan:
    """One DaemonSet, on nodes that have everything that is named, and on no others: A3 High has shapes with the same GPU and without the fabric."""

    fact: DaemonSet
    accelerators: tuple[str, ...] = ()
    """Values of the node label cloud.google.com/gke-accelerator; empty for any."""
    machine_types: tuple[str, ...] = ()
    """Values of the node label node.kubernetes.io/instance-type; empty for any."""
    node_labels: tuple[tuple[str, str], ...] = ()
    """Labels that pools of the stack give their nodes."""
