"""GKE versions: how they compare, and the oldest that can have a machine.

The floors stand with the machines (gpu_families.py, tpus.py). Where GKE has a floor for each minor version, the one of the newest line is given.
"""

from __future__ import annotations

import re

from aidc.catalog.gpu_families import GpuFamily
from aidc.catalog.tpus import TpuGeneration

MANAGED_NETWORKS_MIN_GKE_VERSION = "1.34.1-gke.1829001"
"""Oldest control plane of the managed accelerator networks (GKE documentation, allocate network resources by DRA; cluster-toolkit@1047080)."""

LUSTRE_MIN_GKE_VERSION = "1.33.2-gke.4780000"
"""Oldest control plane whose Managed Lustre driver needs no legacy port (AI-Hypercomputer/xpk@367c838 docs/usage/storage.md)."""


def gke_version(text: str) -> tuple[int, ...] | None:
    """Return 1.35.8-gke.1036000 as (1, 35, 8, 1036000), which sorts as versions do; None for what is no version."""
    found = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)-gke\.(\d+)", text)
    return tuple(map(int, found.groups())) if found else None


def is_older(version: str, floor: str) -> bool:
    """Tell whether a version is older than a floor. Raises ValueError for what is no version."""
    one, other = gke_version(version), gke_version(floor)
    if one is None or other is None:
        raise ValueError(f"{version} and {floor} are not both GKE versions")
    return one < other


def min_gke_version(machine: GpuFamily | TpuGeneration, mode: str) -> str | None:
    """Return the oldest control plane that can have a family or generation in a capacity mode; None where every supported one can."""
    floors = [machine.min_gke_version, machine.min_gke_version_flex_start if mode in {"flex-start", "queued"} else None]
    return max((floor for floor in floors if floor), key=lambda floor: gke_version(floor) or (), default=None)
