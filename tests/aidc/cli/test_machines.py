"""`aidc machines`: pages, documents and exit codes."""

from __future__ import annotations

import json

import pytest


def test_the_whole_list_is_one_page(aidc):
    result = aidc("machines")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("59 lines of the catalogue\n")
    assert max(map(len, result.stdout.splitlines())) <= 120
    assert result.stdout == aidc("machines").stdout


def test_filters_combine_and_are_said(aidc):
    result = aidc("machines", "--region", "us-central1", "--arch", "arm64", "--hbm-gib", 1000)
    assert result.exit_code == 0
    assert result.stdout.startswith("2 lines of the catalogue with --arch arm64 --region us-central1 --hbm-gib 1000\n")


def test_nothing_found_is_a_gate_that_says_no(aidc):
    result = aidc("machines", "--arch", "arm64", "--mode", "spot")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "error: no machine is left after --mode spot; the last before it: a4x-highgpu-4g, a4x-maxgpu-4g-metal. Nearest: --mode reservation\n"
    )


def test_nothing_found_is_still_one_document(aidc):
    result = aidc("machines", "--arch", "arm64", "--mode", "spot", "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert found["machines"] == []
    assert found["nothing"] == {
        "removed_by": "--mode spot",
        "candidates": ["a4x-highgpu-4g", "a4x-maxgpu-4g-metal"],
        "nearest": ["--mode reservation"],
    }


def test_wrong_words_are_bad_input_all_at_once(aidc):
    result = aidc("machines", "--kind", "gpus", "--region", "us-centrl1")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "error: --kind gpus: is not one of gpu, tpu, cpu. Did you mean gpu?\n"
        "error: --region us-centrl1: is not a region of the catalogue. Did you mean us-central1?\n2 problems\n"
    )


def test_several_wrong_names_are_bad_input_all_at_once(aidc):
    result = aidc("machines", "a3-megagpu8g", "v2", "h100")
    assert result.exit_code == 2
    assert result.stderr == (
        "error: a3-megagpu8g: no machine, accelerator or family of the catalogue is called so. Did you mean a3-megagpu-8g?\n"
        "error: v2: is not on GKE; use v5e\n2 problems\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["h100", "--region", "us-central1"],
            "a name is shown whole; filters and --sites are for the list. Use the one or the other: --accelerator h100 --region us-central1",
        ),
        (["--markdown", "--json"], "--markdown writes the whole catalogue; it goes with --out alone"),
        (["--out", "x"], "--out x: goes with --markdown; send anything else on with > x"),
        (
            ["a100", "h100", "v5p", "v6e"],
            "6 things do not fit side by side; at most 5: A100 40GB, A100 80GB, H100 80GB, H100 80GB (Mega), TPU v5p, TPU v6e",
        ),
    ],
)
def test_what_does_not_go_together_is_refused(aidc, words, said):
    result = aidc("machines", *words)
    assert (result.exit_code, result.stderr) == (2, f"error: {said}\n")


def test_a_machine_as_a_document_has_every_fact_with_source_and_date(aidc):
    found = json.loads(aidc("machines", "a3-megagpu-8g", "--json").stdout)
    [machine] = found["subjects"]
    assert machine["facts"]["network_gbits_per_s"]["value"] == 1800
    assert machine["facts"]["network_gbits_per_s"]["source"]["read_on"] == "2026-11-22"
    assert machine["facts"]["zones.api-catalogue"]["source"]["status"] == "unverified"
    assert found["lists"]["api-catalogue"]["means"].startswith("an API lists the offer, which is not capacity")


def test_the_list_as_a_document_has_stable_keys(aidc):
    found = json.loads(aidc("machines", "--accelerator", "b200", "--hbm-gib", 3000, "--json").stdout)
    [machine] = found["machines"]
    assert list(found) == ["filters", "machines", "nothing", "lists"]
    assert (machine["name"], machine["takes"]) == ("a4-highgpu-8g", {"machines": 3, "topology": None, "chips": None})
    assert {offer["list"] for offer in machine["offers"]} == {"api-catalogue"}
    assert found["filters"]["hbm_gib"] == 3000


def test_a_comparison_is_a_page_or_a_document(aidc):
    assert "≠  vCPU " in aidc("machines", "a3-megagpu-8g", "a4-highgpu-8g").stdout
    found = json.loads(aidc("machines", "a3-megagpu-8g", "a4-highgpu-8g", "--json").stdout)
    assert {"fact": "vcpu", "differs": True, "values": {"a3-megagpu-8g": 208, "a4-highgpu-8g": 224}} in found["facts"]


def test_sites_are_a_page_or_a_document(aidc):
    assert "us-central1  Council Bluffs, Iowa" in aidc("machines", "--sites", "--region", "us-central1").stdout
    [site] = json.loads(aidc("machines", "--sites", "--region", "us-central1", "--kind", "tpu", "--json").stdout)["sites"]
    assert (site["pue"], site["pue_basis"], site["cfe_fraction"]) == (1.11, "site", 0.88)
    assert [one["family"] for one in site["accelerators"] if one["ai_zone"]] == ["tpu7x"]


def test_the_page_of_the_catalogue_goes_to_a_file(aidc, tmp_path):
    out = tmp_path / "catalog.md"
    result = aidc("machines", "--markdown", "--out", out)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"Wrote {out}.\n")
    assert out.read_text(encoding="utf-8") == aidc("machines", "--markdown").stdout


def test_the_way_memory_is_counted_is_in_the_help(aidc):
    text = " ".join(aidc("machines", "--help").stdout.replace("│", " ").split())
    assert "one machine, else so many over their fabric" in text
    assert "of TPU hosts the smallest slice" in text
