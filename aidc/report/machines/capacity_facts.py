"""Facts about capacity that GPU families and TPU generations share: the modes with their rules, and the oldest GKE for each."""

from __future__ import annotations

from collections.abc import Iterator

from aidc.catalog.capacity_modes import EVERY_MODE, MODE_RULES, CapacityMode
from aidc.catalog.gke_versions import min_gke_version
from aidc.catalog.gpu_families import GpuFamily
from aidc.catalog.tpus import TpuGeneration
from aidc.report.machines.fact import Fact, Group


def capacity_group(family: GpuFamily | TpuGeneration, allow_listed: tuple[CapacityMode, ...] = ()) -> Group:
    """Return every capacity mode: sold with its rule and oldest GKE, opened on request, or not sold."""
    return Group("capacity modes", tuple(_mode(mode, family, allow_listed) for mode in EVERY_MODE))


def _mode(mode: CapacityMode, family: GpuFamily | TpuGeneration, allow_listed: tuple[CapacityMode, ...]) -> Fact:
    if mode not in family.capacity_modes:
        return Fact(f"capacity.{mode}", mode, {"sold": False}, "not sold", family.capacity_source)
    floor = min_gke_version(family, mode)
    opened = "on request: Google opens it to single projects; " if mode in allow_listed else ""
    newer = f" · GKE {floor} or newer" if floor else ""
    value = {"sold": True, "allow_listed": mode in allow_listed, "rule": MODE_RULES[mode], "min_gke_version": floor}
    brief = ("on request" if opened else "sold") + newer
    return Fact(f"capacity.{mode}", mode, value, f"{opened}{MODE_RULES[mode]}{newer}", family.capacity_source, brief)


def version_facts(family: GpuFamily | TpuGeneration) -> Iterator[Fact]:
    """Yield the oldest GKE version and, where flex-start needs a newer one, that."""
    source = family.gke_version_source
    if family.min_gke_version is None:
        yield Fact("min_gke_version", "GKE", None, "none published: every version that GKE still supports")
    else:
        yield Fact("min_gke_version", "GKE", family.min_gke_version, f"{family.min_gke_version} or newer", source)
    if floor := family.min_gke_version_flex_start:
        yield Fact("min_gke_version_flex_start", "GKE, flex-start", floor, f"{floor} or newer, for flex-start and queued", source)
