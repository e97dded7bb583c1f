"""A program's failure is told in one line, with the place in its own code where it began."""

import asyncio
import gc
from pathlib import Path

import pytest

from aidc.inventory.failure import Places


def raised(error):
    try:
        raise error
    except BaseException as caught:
        return caught


def test_a_failure_is_told_with_the_last_line_of_the_programs_own_code():
    line = raised.__code__.co_firstlineno + 2
    assert Places(Path(__file__).parent).told(raised(ValueError("no"))) == f"test_failure.py:{line}: ValueError: no"


def test_a_failure_outside_of_the_programs_code_is_told_without_a_place(tmp_path):
    assert Places(tmp_path).told(raised(ValueError("no"))) == "ValueError: no"


def test_a_failure_that_many_tasks_wait_for_keeps_its_place():
    async def fail():
        raise ValueError("no")

    async def wait(task):
        await task

    async def main(places):
        places.watch(asyncio.get_running_loop())
        task = asyncio.ensure_future(fail())
        await asyncio.gather(*(wait(task) for _ in range(3)), return_exceptions=True)
        await task

    places = Places(Path(__file__).parent)
    with pytest.raises(ValueError) as failure:
        asyncio.run(main(places))
    line = fail.__code__.co_firstlineno + 1
    assert places.told(failure.value) == f"test_failure.py:{line}: ValueError: no"


def test_a_task_that_is_cancelled_before_it_starts_leaves_no_warning(tmp_path):
    async def never():
        """Never started."""

    async def main():
        Places(tmp_path).watch(asyncio.get_running_loop())
        task = asyncio.ensure_future(never())
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return task.get_coro().__name__

    assert asyncio.run(main()) == "never", "the SDK looks for its tasks by the names of their coroutines"
    gc.collect()


def test_a_syntax_error_is_told_with_its_own_place(tmp_path):
    with pytest.raises(SyntaxError) as caught:
        compile("\n(", str(tmp_path / "net.py"), "exec")
    assert Places(tmp_path).told(caught.value) == "net.py:2: SyntaxError: '(' was never closed"
