"""Looking a price up cuts only the lines of its item apart: no line may be lost or read otherwise than the file says."""

from __future__ import annotations

import csv

import pytest

from aidc.catalog.prices.folder import delivered_folder
from aidc.catalog.prices.tables import price, priced_items


def _rows(table):
    with (delivered_folder() / table).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@pytest.mark.parametrize("table", ["machines.csv", "rates.csv", "services.csv"])
def test_a_row_of_a_price_table_is_one_line_that_begins_with_a_plain_name(table):
    lines = (delivered_folder() / table).read_text(encoding="utf-8").split("\n")
    named = [line.partition(",")[0] for line in lines[1:] if line]
    assert named == [row.get("item") or row["machine_type"] for row in _rows(table)]


def test_every_on_demand_machine_price_is_found_in_its_region():
    priced = [row for row in _rows("machines.csv") if row["on_demand"]]
    names = [(row["machine_type"] if row["machine_type"].startswith("tpu.") else f"machine.{row['machine_type']}", row) for row in priced]
    assert [name for name, row in names if price(name, row["region"]) is None] == []


def test_items_are_sorted_and_each_is_named_once():
    items = priced_items()
    assert list(items) == sorted(set(items))
