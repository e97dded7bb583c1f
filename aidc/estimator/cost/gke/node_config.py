"""The node configuration of a pool: one reader whether or not it is stated, and the machine type in it."""

from __future__ import annotations

from dataclasses import replace

from aidc.estimator.cost.reader import Reader

DEFAULT_MACHINE_TYPE = "e2-medium"
"""Machine type of nodes where nobody states one. Source: provider documentation, nodeConfig.machineType."""


def node_config(pool: Reader) -> Reader:
    """Return a reader inside nodeConfig; of a pool without one nothing is stated there. Raises Unreadable where it is not known."""
    return pool.at("nodeConfig") or replace(pool, inside={}, prefix=f"{pool.prefix}nodeConfig.")


def machine_type_of(pool: Reader) -> str:
    """Return the machine type of the nodes, stated as a name or a URL, else GKE's default. Raises Unreadable."""
    return node_config(pool).tail("machineType") or DEFAULT_MACHINE_TYPE
