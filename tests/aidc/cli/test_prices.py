"""`aidc prices`: pages, documents and exit codes."""

from __future__ import annotations

import json


def test_a_machine_in_a_region_is_one_page(aidc):
    result = aidc("prices", "a3-highgpu-8g", "--region", "us-central1")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("a3-highgpu-8g · us-central1 · 8 accelerators · sold there · stale: a dated baseline, not a quote\n")
    assert "· 1y bills every hour of the term, used or not: it pays above 69 % of the hours" in result.stdout
    assert "in the year before 2026-07-30: 20.37 to 50.61; 24 changes seen" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 120


def test_a_machine_in_a_region_is_one_document(aidc):
    found = json.loads(aidc("prices", "a3-highgpu-8g", "--region", "us-central1", "--json").stdout)
    spot = next(term for term in found["terms"] if term["term"] == "spot")
    assert (found["name"], found["region"], found["accelerators"], found["sold"]) == ("a3-highgpu-8g", "us-central1", 8.0, True)
    assert (spot["usd_per_hour"], spot["as_of"], spot["stale"], spot["confidence"]) == ("50.609541", "2026-07-30", True, "verified")
    assert found["spot_range"] == {"least_usd_per_hour": "20.36549939726", "most_usd_per_hour": "50.609541"}


def test_without_a_region_every_region_is_shown_cheapest_first(aidc):
    found = json.loads(aidc("prices", "a3-highgpu-8g", "--json").stdout)
    assert found["regions"][0]["region"] == "us-central1"
    assert found["regions"][-1]["sold"] is False
    result = aidc("prices", "a3-highgpu-8g", "--regions")
    assert result.exit_code == 0
    assert "22 more have a price and do not sell it" in result.stdout.replace("\n", " ")


def test_without_a_name_everything_with_accelerators_is_listed(aidc):
    result = aidc("prices")
    assert result.exit_code == 0
    assert result.stdout.startswith("36 prices, each where it is cheapest on demand, USD a unit\n")
    assert aidc("prices", "show").stdout == result.stdout


def test_a_beginning_is_a_list(aidc):
    found = json.loads(aidc("prices", "a3-high", "--region", "us-central1", "--json").stdout)
    assert [one["name"] for one in found["prices"]] == ["a3-highgpu-1g", "a3-highgpu-2g", "a3-highgpu-4g", "a3-highgpu-8g"]
    assert found["prices"][3]["usd_per_unit"]["on-demand"] == "88.49"


def test_a_service_has_a_price_too(aidc):
    result = aidc("prices", "disk.pd-ssd.capacity", "--region", "us-central1", "--json")
    assert json.loads(result.stdout)["tiers"][0]["usd"] == "0.17"
    assert "0.17  GiB-month" in aidc("prices", "disk.pd-ssd.capacity", "--region", "us-central1").stdout


def test_wrong_words_are_bad_input(aidc):
    result = aidc("prices", "a3-higpu-8g", "--region", "us-central1")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == ("error: a3-higpu-8g: no machine and no item of the price tables is called so. Did you mean a3-highgpu-8g?\n")
    assert aidc("prices", "a3-highgpu-8g", "--region", "us-centrl1").stderr == (
        "error: --region us-centrl1: is not a region of the catalogue. Did you mean us-central1?\n"
    )


def test_no_price_in_a_region_is_a_gate_that_says_where_there_is_one(aidc):
    result = aidc("prices", "a4-highgpu-8g", "--region", "africa-south1")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(
        "error: a4-highgpu-8g has no price in africa-south1: no list says that it is sold there; priced and sold in asia-northeast1, "
    )


def test_what_is_sold_by_quote_says_so(aidc):
    result = aidc("prices", "a4x-highgpu-4g")
    assert result.exit_code == 1
    assert result.stderr == (
        "error: a4x-highgpu-4g has no price in any region: no public on-demand rate: sold by quote, by reservation or through DWS\n"
    )


def test_the_history_is_drawn_into_a_file(aidc, tmp_path):
    out = tmp_path / "spot.svg"
    result = aidc("prices", "a3-highgpu-8g", "--region", "us-central1", "--svg", out)
    assert result.exit_code == 0
    assert out.read_text().startswith("<svg ")
    refused = aidc("prices", "n1-standard-8", "--region", "us-central1", "--svg", out)
    assert refused.exit_code == 2
    assert "nobody has kept the spot prices of n1-standard-8 in us-central1" in refused.stderr


def test_an_item_without_a_public_price_says_why(aidc):
    result = aidc("prices", "disk.hyperdisk-ml.capacity", "--region", "us-central1")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no public rate that two sources agree on" in result.stderr


def test_a_price_of_all_regions_holds_in_each(aidc):
    assert "cluster-hour" in aidc("prices", "gke.cluster", "--region", "europe-west4", "--json").stdout
    assert json.loads(aidc("prices", "gke.cluster", "--json").stdout)["regions"][0]["region"] == "all"
    assert aidc("prices", "GKE.Cluster", "--region", "EUROPE-WEST4").exit_code == 0
