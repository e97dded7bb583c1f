"""How numbers, shares and durations read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.report.units import EMPTY, FULL, bar, count, duration, percent, pflops, plural, short_zones, span, tib


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (1360, "1,360"), (0.5, "0.5"), (10880.0, "10,880"), (1234567, "1,234,567")])
def test_a_count_has_thousands_separators_and_no_needless_decimals(number, text):
    assert count(number) == text


def test_a_column_of_peaks_lines_up_at_the_point():
    assert [pflops(number) for number in (0.242, 19.968, 470.016)] == ["0.24", "19.97", "470.02"]


def test_tib_are_whole_where_they_are_whole():
    assert [tib(number) for number in (150, 2.5, 1024)] == ["150", "2.5", "1,024"]


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0 %"), (0.0009, "<1 %"), (0.015, "2 %"), (0.5, "50 %"), (0.994, "99 %"), (0.9999, "99 %"), (1, "100 %")]
)
def test_a_share_is_never_rounded_to_nothing_or_to_everything(share, text):
    assert percent(share) == text


@given(st.floats(0, 1), st.integers(1, 100))
def test_a_bar_has_its_width_and_shows_what_is_there_and_what_is_left(share, cells):
    drawn = bar(share, cells)
    assert len(drawn) == cells
    assert (drawn == EMPTY * cells) == (share == 0), "the smallest share shows"
    assert (drawn == FULL * cells) == (share == 1), "only all of it fills the bar"


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_larger_share_never_has_a_shorter_bar(one, other):
    small, large = sorted((one, other))
    assert bar(small, 20).count(FULL) <= bar(large, 20).count(FULL)


def test_a_bar_is_true_to_an_eighth_of_a_cell():
    assert bar(0.625, 10) == "██████▎░░░", "6 cells and a quarter"


def test_a_fixed_number_is_no_range():
    assert [span(8, 8), span(0, 1200)] == ["8", "0–1,200"]


@pytest.mark.parametrize(
    ("seconds", "text"), [(86400, "1 day"), (90 * 86400, "90 days"), (3600, "1 hour"), (72 * 3600, "3 days"), (5400, "1.5 hours")]
)
def test_a_duration_is_in_days_where_it_is_whole_days(seconds, text):
    assert duration(seconds) == text


def test_nouns_agree_with_their_number():
    assert [plural(1, "host"), plural(64, "host"), plural(2, "entry"), plural(0, "GPU")] == ["1 host", "64 hosts", "2 entries", "0 GPUs"]


def test_zones_lose_the_region_that_they_share():
    assert short_zones(("us-central1-a", "us-central1-ai1a")) == "a, ai1a"
