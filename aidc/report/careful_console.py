"""The console of every page: what a cell says is only said, never obeyed."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.text import Text

from aidc.report.visible import visible


class CarefulConsole(Console):
    """A console that prints plain texts without control characters and commands; line ends stay, pages have some of their own."""

    def render_str(self, text: str, **options: Any) -> Text:
        """Return a plain text as rich text."""
        return super().render_str("\n".join(map(visible, text.split("\n"))), **options)
