"""The history of a spot price, as blocks and as a picture."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from aidc.catalog.prices import SpotChange
from aidc.report.prices.spot_plot import WIDTH, price_on, spot_plot
from aidc.report.prices.spot_svg import spot_svg

CHANGES = (
    SpotChange(date(2026, 1, 1), Decimal(10), Decimal(4)),
    SpotChange(date(2026, 2, 1), Decimal(10), Decimal(2)),
    SpotChange(date(2026, 3, 1), Decimal(10), Decimal(8)),
)
UNTIL = date(2026, 3, 31)


def test_a_price_holds_until_the_next_change():
    days = (date(2025, 1, 1), date(2026, 1, 31), date(2026, 2, 1), date(2027, 1, 1))
    assert [price_on(CHANGES, day) for day in days] == [4, 4, 2, 8]


def test_the_plot_has_a_floor_of_nothing_and_its_highest_price_on_top():
    lines = spot_plot(CHANGES, UNTIL)
    assert lines[0].startswith("8.00 ")
    assert lines[5].startswith("   0 ")
    assert lines[0].endswith("█")
    assert lines[5].count("█") == WIDTH
    assert lines[6].strip().startswith("2026-01-01")
    assert lines[6].endswith("2026-03-31")


def test_no_history_is_no_plot_and_no_picture():
    assert spot_plot((), UNTIL) == []
    with pytest.raises(ValueError, match="a history without a change cannot be drawn"):
        spot_svg("a machine", (), UNTIL)


def test_one_change_is_a_level_line():
    assert spot_plot(CHANGES[:1], date(2026, 1, 1))[0] == "4.00 " + "█" * WIDTH


def test_the_picture_is_the_same_every_time_and_whole():
    made = spot_svg("a3 & co", CHANGES, UNTIL)
    assert made == spot_svg("a3 & co", CHANGES, UNTIL)
    root = ElementTree.fromstring(made)
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "a3 & co: spot, USD a machine-hour, 2.00 to 8.00"
    path = root.find("{http://www.w3.org/2000/svg}path")
    assert path is not None
    assert path.get("d") == "M64.0 162.0 H286.9 V223.0 H488.3 V40.0 H704.0"
