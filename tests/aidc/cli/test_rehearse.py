"""`aidc rehearse`: what the command does with what a rehearsal came to. The rehearsal itself is tested where it lives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aidc.rehearsal import scenarios, toolchain
from aidc.rehearsal.engine import Step
from aidc.rehearsal.scenarios import Rehearsal, Scenario
from aidc.rehearsal.toolchain import NoToolchain, Toolchain


@pytest.fixture
def rehearsing(monkeypatch):
    """Return a function that lets every rehearsal come to the scenarios given."""
    monkeypatch.setattr(toolchain, "find_toolchain", lambda project: Toolchain(Path("pulumi"), "3.272.0", True))

    def came_to(*found):
        def lifecycle(project, stack, engine, *, progress):
            progress("created gcp:compute/network:Network vpc")
            return Rehearsal(stack, engine.version, (Step("up", "up", {"create": 3}, 1.0, True, ""),), found, ())

        monkeypatch.setattr(scenarios, "lifecycle", lifecycle)

    return came_to


def test_what_held_is_a_page_and_progress_is_talk(aidc, rehearsing):
    rehearsing(Scenario("the first update succeeds", True))
    result = aidc("rehearse", "dev")
    assert result.exit_code == 0
    assert result.stderr == "created gcp:compute/network:Network vpc\n"
    assert "   the first update succeeds  ok" in result.stdout.splitlines()


def test_what_did_not_hold_is_exit_code_1(aidc, rehearsing):
    rehearsing(Scenario("a second update changes nothing", False, "changes where none is due: update vpc"))
    result = aidc("rehearse", "dev")
    assert result.exit_code == 1
    assert "a second update changes nothing  FAILED  changes where none is due: update vpc" in result.stdout


def test_the_document_is_the_contract(aidc, rehearsing):
    rehearsing(Scenario("the first update succeeds", False, "no"))
    result = aidc("rehearse", "dev", "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert list(found) == ["stack", "engine", "steps", "scenarios", "faults", "left_over", "ok"]
    assert (found["stack"], found["ok"]) == ("dev", False)


def test_without_an_engine_one_line_says_how_to_get_one(aidc, monkeypatch):
    reason = "no pulumi in .tools/bin or on PATH: Pulumi 3.200 or newer (below 4) is needed. Run `make tools`, or set AIDC_PULUMI to an executable."
    monkeypatch.setattr(toolchain, "find_toolchain", lambda project: NoToolchain(reason))
    result = aidc("rehearse", "dev")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"error: {reason}\n")


def test_a_stack_that_is_none_is_told_before_an_engine_is_looked_for(aidc, monkeypatch):
    monkeypatch.setattr(toolchain, "find_toolchain", lambda project: pytest.fail("too early"))
    assert aidc("rehearse", "nope").stderr.startswith("error: there is no stack nope; ")
