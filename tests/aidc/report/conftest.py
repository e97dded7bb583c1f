"""The reference stacks, loaded once, and how a page reads as plain text."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from rich.console import Console, RenderableType

from aidc.blueprint import Loaded, load_object, load_stack_file

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def reference() -> Callable[[str], Loaded]:
    """Return a reference stack by its name."""
    return cache(lambda stack: load_stack_file(ROOT / "stacks" / f"Pulumi.{stack}.yaml"))


@pytest.fixture(scope="session")
def blueprint() -> Callable[..., Loaded]:
    """Return a small blueprint, loaded, with whole sections put in."""

    def load(**sections: object) -> Loaded:
        site = {"project": "acme-lab", "project_number": 123456789012, "region": "us-central1", "zones": ["us-central1-a"]}
        system = {"name": "system", "machine_type": "n2-standard-4", "nodes": 2}
        return load_object({"name": "lab", "environment": "dev", "site": site, "cpu_pools": [system], **sections})

    return load


@pytest.fixture(scope="session")
def printed() -> Callable[[RenderableType], list[str]]:
    """Return a page as lines, 120 columns wide, blanks at the ends of lines removed."""

    def lines(page: RenderableType) -> list[str]:
        console = Console(width=120, highlight=False, markup=False, emoji=False, color_system=None)
        with console.capture() as captured:
            console.print(page)
        return [line.rstrip() for line in captured.get().splitlines()]

    return lines
