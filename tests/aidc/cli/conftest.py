"""The command line, run in this process, in the checkout or in a fresh project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from aidc.cli.app import app
from aidc.cli.new_project import write_project

ROOT = Path(__file__).resolve().parents[3]
Command = Callable[..., Any]


@pytest.fixture
def known_stacks() -> list[str]:
    """Return the names of the reference stacks, sorted."""
    return sorted(path.name.removeprefix("Pulumi.").removesuffix(".yaml") for path in (ROOT / "stacks").glob("Pulumi.*.yaml"))


@pytest.fixture
def aidc(monkeypatch) -> Command:
    """Return a function that runs a command in the checkout: result.stdout, .stderr and .exit_code."""
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "AIDC_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(ROOT)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words], prog_name="aidc")


@pytest.fixture
def project(tmp_path) -> Path:
    """Return a fresh project named acme, to be spoiled."""
    place = tmp_path / "acme"
    write_project("acme", "dev", place)
    return place


@pytest.fixture
def stack_text(project) -> Callable[[Callable[[str], str]], Path]:
    """Return a function that rewrites the file of the stack dev of the fresh project, and hands out its path."""

    def rewrite(change: Callable[[str], str]) -> Path:
        path = project / "stacks" / "Pulumi.dev.yaml"
        path.write_text(change(path.read_text()))
        return path

    return rewrite
