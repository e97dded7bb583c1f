"""How long the commands take: seconds of wall time and of processor time, each run in a process of its own, the median of several.

The bytecode of every module is written before anything is measured, as it is after an installation. The import floor is what the interpreter
needs to load the provider modules that the stack uses: no command that records a program can be faster. Run it with
`python benchmarks/cli.py [--stack gpt3-a100] [--runs 5]`; the exit code is 1 when a budget is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
AIDC = [sys.executable, "-c", "from aidc.cli.main import run; run()"]
QUICK_SECONDS, WARM_SECONDS, OVER_THE_FLOOR_SECONDS = 0.5, 1.0, 2.0


class Seconds(NamedTuple):
    """What a command took: `wall` on the clock, `processor` on all processors, which other work on the machine changes less."""

    wall: float
    processor: float


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Bench:
    """A fresh project in a temporary folder, and processes that keep their bytecode there."""

    def __init__(self, folder: Path, stack: str, runs: int) -> None:
        self.folder, self.stack, self.runs = folder, stack, runs
        self.project = folder / "lab"
        self.environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.run([*AIDC, "new", "lab", "--dir", str(self.project)])

    def run(self, command: Sequence[str]) -> str:
        """Run a command in the project and return what it printed; a failure ends the benchmark."""
        where = self.project if self.project.is_dir() else self.folder
        return subprocess.run(command, cwd=where, env=self.environment, check=True, stdout=subprocess.PIPE, text=True).stdout

    def median(self, command: Sequence[str], before: Callable[[], None] = lambda: None) -> Seconds:
        """Return the median seconds of a command after one run that does not count."""
        taken = []
        for _ in range(self.runs + 1):
            before()
            start, used = time.perf_counter(), _processor_seconds()
            self.run(command)
            taken.append(Seconds(time.perf_counter() - start, _processor_seconds() - used))
        return Seconds(*(statistics.median(kind) for kind in zip(*taken[1:], strict=True)))

    def forget(self) -> None:
        """Throw the kept recordings away."""
        shutil.rmtree(self.project / ".cache", ignore_errors=True)

    def floor(self) -> list[str]:
        """Return the command that imports the SDK and the modules that the stack uses, and does nothing else."""
        types = {json.loads(line)["type"] for line in self.run([*AIDC, "resources", self.stack]).splitlines()}
        classes = sorted(
            f"gcp.{module.partition('/')[0]}.{name}" for package, module, name in (one.split(":") for one in types) if package == "gcp"
        )
        kubernetes = "; import pulumi_kubernetes" if any(one.startswith("kubernetes:") for one in types) else ""
        return [sys.executable, "-c", f"import pulumi, pulumi_gcp as gcp; {'; '.join(classes)}{kubernetes}"]


def measured(bench: Bench) -> list[tuple[str, Seconds, float | None]]:
    """Return (what, seconds, budget of wall time) for every command."""
    stack, quick = bench.stack, QUICK_SECONDS
    floor = bench.median(bench.floor())
    place = bench.folder / "new"
    return [
        ("import floor", floor, None),
        ("aidc plan, cold", bench.median([*AIDC, "plan", stack], bench.forget), floor.wall + OVER_THE_FLOOR_SECONDS),
        ("aidc plan, unchanged", bench.median([*AIDC, "plan", stack]), WARM_SECONDS),
        ("aidc explain", bench.median([*AIDC, "explain", stack, "cpu_pools[0].machine_type"]), quick),
        ("aidc machines", bench.median([*AIDC, "machines"]), quick),
        ("aidc machines NAME", bench.median([*AIDC, "machines", "a3-megagpu-8g"]), quick),
        ("aidc machines --hbm-gib", bench.median([*AIDC, "machines", "--hbm-gib", "1000"]), quick),
        ("aidc schema", bench.median([*AIDC, "schema"]), quick),
        ("aidc new", bench.median([*AIDC, "new", "x", "--dir", str(place)], lambda: shutil.rmtree(place, ignore_errors=True)), quick),
    ]


def main() -> int:
    """Print the table; the exit code is 1 when a budget is missed."""
    from rich.console import Console
    from rich.table import Table

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stack", default="gpt3-a100")
    parser.add_argument("--runs", type=int, default=5, help="processes per figure; the median is printed")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measured(Bench(Path(folder), arguments.stack, arguments.runs))
    table = Table("command", "wall seconds", "budget", "processor seconds", title=f"The command line on {arguments.stack}")
    for what, seconds, budget in figures:
        table.add_row(what, f"{seconds.wall:.2f}", "" if budget is None else f"{budget:.2f}", f"{seconds.processor:.2f}")
    Console().print(table)
    return int(any(budget is not None and seconds.wall > budget for _, seconds, budget in figures))


if __name__ == "__main__":
    sys.exit(main())
