"""Regions and their energy facts: missing is None, never 0."""

from __future__ import annotations

import pytest

from aidc.catalog.regions import region_names, regions


def test_a_region_has_its_place_carbon_and_pue():
    iowa = regions()["us-central1"]
    assert (iowa.place, iowa.cfe_fraction, iowa.grid_gco2_per_kwh) == ("Council Bluffs, Iowa", 0.88, 431.95)
    assert (iowa.pue, iowa.pue_basis, iowa.carbon_year) == (1.11, "site", "2025")


def test_there_are_energy_facts_for_37_regions_and_names_for_all_that_sell_a_machine():
    assert len(regions()) == 37
    assert set(regions()) < region_names()
    assert "me-central1" in region_names() - set(regions()), "sold there, but Google publishes no carbon figure"


@pytest.mark.parametrize("region", regions().values(), ids=regions().keys())
def test_energy_facts_are_possible_and_sourced(region):
    assert region.cfe_fraction is None or 0 <= region.cfe_fraction <= 1
    assert region.grid_gco2_per_kwh is None or 0 <= region.grid_gco2_per_kwh < 1000
    assert region.pue is None or 1 <= region.pue < 2, "a PUE below 1 would make energy"
    assert region.pue_basis
    assert region.source
    assert region.name in region_names()
