"""The looks of a page: headings, label columns, tables, colours. Decides nothing about content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

LABEL_WIDTH = 18
INDENT = 2
Justify = Literal["left", "right"]


def section(title: str, *parts: RenderableType) -> Group:
    """Return a titled block: a blank line, the title, the parts."""
    return Group(Text(""), Text(title, style="bold cyan"), *parts)


def facts(rows: Iterable[tuple[str, RenderableType]]) -> Table:
    """Return labels on the left and what they stand for on the right; long values wrap under themselves."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=INDENT)
    grid.add_column(min_width=LABEL_WIDTH, style="dim", no_wrap=True)
    grid.add_column(ratio=1)
    for label, value in rows:
        grid.add_row("", label, value)
    return grid


def table(columns: Sequence[tuple[str, Justify]]) -> Table:
    """Return an empty table without lines, its columns headed as given. Cells are never cut: what does not fit is folded."""
    made = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim")
    made.add_column("", width=INDENT - 1)
    for heading, justify in columns:
        made.add_column(heading, justify=justify, overflow="fold")
    return made


def share_style(share: float) -> str:
    """Return the colour of a share in use: calm, close, nearly full."""
    return "red" if share > 0.9 else "yellow" if share > 0.7 else "green"
