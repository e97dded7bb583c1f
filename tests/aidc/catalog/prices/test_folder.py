"""The tables of a folder are read whole, written as they were, and refused when they are not what they should be."""

from __future__ import annotations

import pytest

from aidc.catalog.prices.folder import COLUMNS, BadTable, delivered, delivered_folder, read_tables, write_tables


def test_what_is_read_is_written_byte_by_byte(tmp_path):
    write_tables(delivered(), tmp_path)
    assert all((tmp_path / name).read_bytes() == (delivered_folder() / name).read_bytes() for name in COLUMNS)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(COLUMNS)


def test_a_folder_without_a_table_is_refused(tmp_path):
    with pytest.raises(BadTable, match=r"machines\.csv: cannot be read"):
        read_tables(tmp_path)


def test_other_columns_and_ragged_rows_are_refused(tmp_path):
    write_tables(delivered(), tmp_path)
    (tmp_path / "sources.csv").write_text("source,words\n")
    with pytest.raises(BadTable, match=r"sources\.csv: the first line must be source,text"):
        read_tables(tmp_path)
    (tmp_path / "sources.csv").write_text("source,text\none\n")
    with pytest.raises(BadTable, match=r"sources\.csv: line 2 has 1 cells, not 2"):
        read_tables(tmp_path)


def test_a_table_that_cannot_be_written_leaves_the_old_one_and_nothing_else(tmp_path, monkeypatch):
    write_tables(delivered(), tmp_path)
    before = (tmp_path / "machines.csv").read_bytes()

    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OSError, match="no space left"):
        write_tables(delivered(), tmp_path)
    assert (tmp_path / "machines.csv").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(COLUMNS)
