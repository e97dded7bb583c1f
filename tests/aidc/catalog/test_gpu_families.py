"""GPU machine families: fabric, disks, placement and capacity modes, each held to what is published."""

from __future__ import annotations

import pytest

from aidc.catalog.attached_gpus import ATTACHED_FAMILIES
from aidc.catalog.capacity_modes import CLASSIC_MODES, EVERY_MODE, WITHOUT_CALENDAR
from aidc.catalog.fabrics import FAST_SOCKET, HOST_SECOND_NIC, PRIMARY_ONLY, ROCE_4, ROCE_8, ROCE_8_METAL, TCPX, TCPXO
from aidc.catalog.gke_versions import gke_version
from aidc.catalog.gpu_families import GpuFamily
from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.zones import offers_of

FAMILIES = {machine.family.name: machine.family for machine in GPU_MACHINES.values()}
EVERY_FAMILY = [*FAMILIES.values(), *ATTACHED_FAMILIES.values()]
EACH = pytest.mark.parametrize("family", EVERY_FAMILY, ids=lambda family: family.name)
# Compute Engine GPU page of 2026-04-14; cluster-toolkit@1047080; GKE autoscaler source: fabric, nodes placed compactly, capacity modes.
PUBLISHED = {
    "G2": (PRIMARY_ONLY, None, WITHOUT_CALENDAR),
    "A2 High": (FAST_SOCKET, 150, WITHOUT_CALENDAR),
    "A2 Ultra": (FAST_SOCKET, 150, WITHOUT_CALENDAR),
    "A2 Mega": (FAST_SOCKET, 150, WITHOUT_CALENDAR),
    "A3 High": (TCPX, 96, EVERY_MODE),
    "A3 High, part of a host": (PRIMARY_ONLY, None, ("spot", "flex-start", "queued")),
    "A3 Edge": (TCPX, 96, ("on-demand", "reservation")),
    "A3 Mega": (TCPXO, 96, EVERY_MODE),
    "A3 Ultra": (ROCE_8, 96, EVERY_MODE),
    "A4": (ROCE_8, 1500, EVERY_MODE),
    "A4X": (ROCE_4, None, ("reservation",)),
    "A4X Max": (ROCE_8_METAL, None, ("reservation",)),
    "G4, part of a GPU": (PRIMARY_ONLY, None, WITHOUT_CALENDAR),
    "G4": (PRIMARY_ONLY, 1500, WITHOUT_CALENDAR),
    "G4, whole host": (HOST_SECOND_NIC, 1500, WITHOUT_CALENDAR),
}


def test_every_family_is_compared_with_what_is_published():
    assert set(FAMILIES) == set(PUBLISHED)


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_family_has_its_fabric_its_placement_and_its_ways_to_be_had(name: str):
    family = FAMILIES[name]
    assert (family.fabric, family.max_compact_nodes, family.capacity_modes) == PUBLISHED[name]


@EACH
def test_every_family_is_in_the_table_of_zones(family: GpuFamily):
    assert offers_of(family.zones_key), f"{family.zones_key} would be refused everywhere"


@EACH
def test_the_newest_families_boot_from_hyperdisk_only(family: GpuFamily):
    newest = family.name in {"A3 Ultra", "A4", "A4X", "A4X Max", "G4", "G4, whole host", "G4, part of a GPU"}
    assert (family.boot_disks == ("hyperdisk-balanced",)) == newest, "rule NP22"
    assert len(set(family.boot_disks)) == len(family.boot_disks) > 0


@EACH
def test_every_floor_of_gke_is_a_version(family: GpuFamily):
    for floor in (family.min_gke_version, family.min_gke_version_flex_start):
        assert floor is None or gke_version(floor), floor


def test_only_a3_ultra_and_a4_combine_flex_start_with_compact_placement():
    assert {name for name, family in FAMILIES.items() if family.flex_start_compact} == {"A3 Ultra", "A4"}, "rule NP05"


def test_local_ssd_comes_with_the_machine_or_is_a_choice():
    bundled = {name for name, family in FAMILIES.items() if family.local_ssd_bundled}
    assert bundled == {"A2 Ultra", "A3 High", "A3 High, part of a host", "A3 Edge", "A3 Mega", "A3 Ultra", "A4", "A4X", "A4X Max"}
    assert {name for name, family in FAMILIES.items() if not family.local_ssd_declared} == {"A4X", "A4X Max"}


def test_only_the_grace_hosts_are_arm_and_one_nvlink_domain_to_a_pool():
    grace = {name for name, family in FAMILIES.items() if family.architecture == "arm64"}
    assert grace == {"A4X", "A4X Max"}
    for name, family in FAMILIES.items():
        assert (family.nvlink_domain_topology, family.max_pool_nodes) == (("1x72", 18) if name in grace else ("", None)), "rule NP17"


def test_bare_metal_is_neither_shielded_nor_on_a_gvnic():
    odd = {name for name, family in FAMILIES.items() if not family.shielded or not family.gvnic or family.huge_pages_2mib}
    assert odd == {"A4X Max"}, "rule NP18"


def test_gpus_of_n1_are_had_the_classic_ways_only():
    assert {family.capacity_modes for family in ATTACHED_FAMILIES.values()} == {CLASSIC_MODES}
