"""Side by side: rows are facts, and a mark says which differ."""

from __future__ import annotations

import pytest

from aidc.report.machines.compare_page import compare_page, differs, grouped
from aidc.report.machines.find import find


@pytest.fixture
def pair():
    return [subject for name in ("a3-megagpu-8g", "a4-highgpu-8g") for subject in find(name).subjects]


def test_a_row_is_marked_exactly_when_its_cells_differ(pair):
    assert differs("network_gbits_per_s", pair)
    assert not differs("architecture", pair)
    assert differs("accelerators", pair), "eight of one GPU are not eight of another"
    assert differs("min_gke_version_flex_start", pair), "what one has not differs from what the other has"
    assert not any(differs(key, [pair[0], pair[0]]) for keys in grouped(pair).values() for key in keys)


def test_every_fact_of_both_is_a_row(pair):
    keys = [key for keys in grouped(pair).values() for key in keys]
    assert len(keys) == len(set(keys))
    assert set(keys) == {key for subject in pair for key in subject.facts}


def test_the_page_marks_aligns_and_draws(pair, printed):
    lines = printed(compare_page(pair))
    assert "   a3-megagpu-8g  █████████████▍░░░░░░░░░░░░░░░░      596" in lines
    assert "   a4-highgpu-8g  ██████████████████████████████  1,341.1" in lines
    [vcpu] = [line for line in lines if " vCPU " in line]
    [architecture] = [line for line in lines if " architecture " in line]
    assert vcpu.split() == ["≠", "vCPU", "208", "224"]
    assert architecture.split() == ["architecture", "amd64", "amd64"]
    assert vcpu.index("224") == architecture.rindex("amd64")
    assert max(map(len, lines)) <= 120


def test_a_gpu_and_a_tpu_have_rows_of_their_own(printed):
    subjects = [subject for name in ("b200", "v5p") for subject in find(name).subjects]
    [line] = [line for line in printed(compare_page(subjects)) if " NVLink " in line]
    assert line.split() == ["≠", "NVLink", "1,800", "GB/s", "—"]
