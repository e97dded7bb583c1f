"""Where accelerators are offered, and what kind of list says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.catalog.regions import region_names
from aidc.catalog.zones import is_ai_zone, is_zone_of, offer_in, offers_of, region_of

FAMILIES = ("g2", "a2-highgpu", "a2-ultragpu", "a3-megagpu", "a3-ultragpu", "a4-highgpu", "v5e", "v5p", "v6e")
KINDS = {
    "official",
    "official via third party",
    "single-tenant (older page)",
    "flex-start",
    "priced region",
    "test config",
    "third party",
    "api-catalogue",
}


@pytest.mark.parametrize("family", FAMILIES)
def test_every_offer_names_a_known_region_its_zone_and_its_source(family: str):
    for offer in offers_of(family):
        assert offer.region in region_names()
        assert not offer.zone or is_zone_of(offer.zone, offer.region), offer
        assert offer.listed_in in KINDS, "an offer says what kind of list it comes from (trap T094)"
        assert offer.source


def test_an_offer_is_found_by_zone():
    offer = offer_in("v6e", "us-east5-b")
    assert offer is not None
    assert offer.zone == "us-east5-b"
    assert offer_in("v6e", "europe-north1-a") is None, "not on any list: refused, not guessed"
    assert offer_in("tpu-of-the-future", "us-east5-b") is None


def test_a_row_that_knows_only_the_region_counts_for_each_of_its_zones():
    regional = [
        offer for offer in offers_of("a3-ultragpu") + offers_of("a4-highgpu") + offers_of("g2") + offers_of("v5p") if not offer.zone
    ]
    assert all(offer_in(offer.family, f"{offer.region}-x") for offer in regional)


def test_ai_zones_belong_to_the_region_before_their_last_dash():
    assert region_of("us-central1-ai1a") == "us-central1", "a suffix of one letter would be the wrong rule (trap T095)"
    assert is_ai_zone("us-south1-ai1b")
    assert not is_ai_zone("us-central1-a")


@pytest.mark.parametrize("zone", ["us-central1-a", "us-central1-f", "us-central1-ai1a", "us-central1-ai12b"])
def test_what_has_the_form_of_a_zone_is_one(zone: str):
    assert is_zone_of(zone, "us-central1")


@pytest.mark.parametrize(
    "zone", ["us-central1", "us-central1-", "us-central1-ab", "us-central1-1", "us-central1-A", "us-east1-a", "", "-a"]
)
def test_what_has_not_is_none(zone: str):
    assert not is_zone_of(zone, "us-central1")


@given(st.text())
def test_no_text_is_too_strange_to_judge(text: str):
    assert is_zone_of(text, "us-central1") <= text.startswith("us-central1-")
