"""A program runs in our process and leaves no trace; what `test_record.py` shows of whole runs is not repeated here."""

import gc
from pathlib import Path

import pytest

from aidc.inventory.isolation import program_surroundings, rare_garbage_collection


def test_the_collector_is_left_frozen_where_somebody_else_had_frozen_it():
    gc.freeze()
    try:
        with rare_garbage_collection():
            assert gc.get_threshold() == (50_000, 20, 20)
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


def test_surroundings_come_back_when_the_program_fails(tmp_path):
    def run():
        with program_surroundings(tmp_path / "__main__.py"):
            raise ZeroDivisionError(Path.cwd())

    before = Path.cwd()
    with pytest.raises(ZeroDivisionError) as failure:
        run()
    assert failure.value.args == (tmp_path,)
    assert Path.cwd() == before


def test_a_module_of_the_standard_library_is_not_taken_from_the_project(tmp_path):
    (tmp_path / "json.py").write_text("raise RuntimeError\n")
    import json

    with program_surroundings(tmp_path / "__main__.py"):
        import json as inside
    assert inside is json
