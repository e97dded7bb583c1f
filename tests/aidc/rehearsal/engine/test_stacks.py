"""Every reference stack of the project under the real engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from aidc.inventory.project import find_project
from aidc.rehearsal.engine import Engine
from aidc.rehearsal.scenarios import lifecycle
from aidc.rehearsal.workspace import prepare

pytestmark = [pytest.mark.engine, pytest.mark.slow]

PROJECT = find_project(Path(__file__).parent)


@pytest.mark.parametrize("stack", PROJECT.stacks())
def test_a_reference_stack_comes_up_stays_as_it_is_and_goes_without_a_trace(stack, cli, tmp_path):
    rehearsal = lifecycle(PROJECT.directory, stack, cli, directory=tmp_path / "rehearsal")
    assert [f"{scenario.name}: {scenario.message}" for scenario in rehearsal.scenarios if not scenario.ok] == []
    assert rehearsal.left_over == ()


@pytest.mark.parametrize("stack", PROJECT.stacks())
def test_the_record_of_a_reference_stack_is_what_the_engine_sees(stack, cli, tmp_path, assert_record_is_what_the_engine_sees):
    engine = Engine(prepare(PROJECT, stack, tmp_path / "rehearsal", cli))
    assert_record_is_what_the_engine_sees(PROJECT.directory, stack, engine.preview_json())
