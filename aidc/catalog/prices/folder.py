"""The price tables of a folder, read whole and written whole: what invariants are held against and what a refresh works on.

Looking one price up is tables.py; here every row stays the text it is in its file.
"""

from __future__ import annotations

import csv
import os
import tempfile
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path

Row = dict[str, str]

COLUMNS: dict[str, tuple[str, ...]] = {
    f"{table}.csv": tuple(columns.split())
    for table, columns in {
        "machines": "machine_type region sold on_demand spot cud_1y cud_3y flex_start calendar as_of confidence source note",
        "rates": "item region sold unit on_demand spot cud_1y cud_3y flex_start calendar as_of confidence source note",
        "services": "item region unit per from_quantity usd as_of confidence source note",
        "sources": "source text",
        "allowances": "allowance items regions quantity unit scope as_of source note",
        "no_public_price": "item reason as_of source",
        "spot_history": "machine_type region first_seen on_demand spot",
    }.items()
}
"""Every table of the folder and its columns, in the order in which they are written."""

RATE_COLUMNS = ("on_demand", "spot", "cud_1y", "cud_3y", "flex_start", "calendar")


class BadTable(Exception):
    """A folder that does not hold the price tables; the text names the file and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Every table of a folder."""

    machines: tuple[Row, ...]
    rates: tuple[Row, ...]
    services: tuple[Row, ...]
    sources: tuple[Row, ...]
    allowances: tuple[Row, ...]
    no_public_price: tuple[Row, ...]
    spot_history: tuple[Row, ...]


def delivered_folder() -> Path:
    """Return the folder of the tables that this package delivers."""
    return Path(__file__).parent


@cache
def delivered() -> Tables:
    """Return the tables that this package delivers."""
    return read_tables(delivered_folder())


def read_tables(folder: Path) -> Tables:
    """Read every table of a folder. Raises BadTable for a missing file, other columns, or a row with too many or too few cells."""
    return Tables(**{name.removesuffix(".csv"): _read(folder / name, columns) for name, columns in COLUMNS.items()})


def write_tables(tables: Tables, folder: Path) -> None:
    """Write every table into a folder. Nothing is replaced before all are on the disk, and each is replaced in one step."""
    folder.mkdir(parents=True, exist_ok=True)
    staged: list[tuple[Path, Path]] = []
    try:
        for name, columns in COLUMNS.items():
            text = _text(getattr(tables, name.removesuffix(".csv")), columns)
            staged.append((_stage(folder / name, text), folder / name))
        for new, place in staged:
            new.replace(place)
    finally:
        for new, _ in staged:
            new.unlink(missing_ok=True)


def _read(path: Path, columns: tuple[str, ...]) -> tuple[Row, ...]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadTable(f"{path}: cannot be read ({error})") from None
    lines = csv.reader(StringIO(text, newline=""))
    if tuple(next(lines, ())) != columns:
        raise BadTable(f"{path}: the first line must be {','.join(columns)}")
    rows: list[Row] = []
    for cells in lines:
        if len(cells) != len(columns):
            raise BadTable(f"{path}: line {lines.line_num} has {len(cells)} cells, not {len(columns)}")
        rows.append(dict(zip(columns, cells, strict=True)))
    return tuple(rows)


def _text(rows: tuple[Row, ...], columns: tuple[str, ...]) -> str:
    out = StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _stage(path: Path, text: str) -> Path:
    """Write a file beside the one it is to replace."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    staged = Path(name)
    staged.chmod(0o644)
    return staged
