"""Sites: every region with its power, and the accelerators that any list has there."""

from __future__ import annotations

from aidc.catalog.regions import region_names, regions
from aidc.report.machines.filters import Filters
from aidc.report.machines.need import Need
from aidc.report.machines.sites import sites
from aidc.report.machines.sites_page import sites_page
from aidc.report.machines.words import accelerators_of


def test_every_region_is_a_site_by_name():
    assert [site.region for site in sites(Filters())] == sorted(region_names())


def test_a_site_says_its_power_and_marks_the_mean_of_the_fleet(printed):
    lines = printed(sites_page(sites(Filters())))
    [iowa] = [line for line in lines if line.strip().startswith("us-central1 ")]
    assert iowa.split()[:9] == ["us-central1", "Council", "Bluffs,", "Iowa", "88", "%", "████▍", "432", "1.11"]
    [mumbai] = [line for line in lines if line.strip().startswith("asia-south1 ")]
    assert "~1.09" in mumbai
    assert regions()["asia-south1"].pue_basis == "fleet average"
    assert max(map(len, lines)) <= 120


def test_a_place_that_only_an_api_names_is_marked(printed):
    text = " ".join(printed(sites_page(sites(Filters(region="us-central1")))))
    assert " a4-highgpu° " in text
    assert " v5p " in text
    assert " tpu7x@ai1a " in text, "an AI zone is said"


def test_one_region_shows_every_zone_with_its_list(printed):
    lines = [line.strip() for line in printed(sites_page(sites(Filters(region="us-central1"))))]
    assert "us-central1-ai1a (AI zone) tpu7x (official)" in lines


def test_filters_leave_the_sites_that_have_what_is_asked():
    found = sites(Filters(accelerator="b200", accelerators=accelerators_of("b200")))
    assert {family for site in found for family in site.families} == {"a4-highgpu"}
    assert "us-central1" in [site.region for site in found]
    assert [site.region for site in sites(Filters(need=Need(1000), arch="arm64"))] == ["us-central1"]


def test_of_several_lists_the_best_is_named():
    [site] = sites(Filters(region="us-east5"))
    assert site.best("v6e").listed_in == "official"
