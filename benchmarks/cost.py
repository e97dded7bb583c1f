"""How fast a bill is made: 5,000 and 100,000 resources priced after loading, and the command on a file of 500.

The record mixes what programs have: node pools, instances, disks, buckets, addresses, keys, secrets, networks and IAM. Seconds of wall time, the
median of five; the exit code is 1 when a budget is missed. Run it with `python benchmarks/cost.py`.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from aidc.estimator.cost import estimate  # noqa: E402 - the folder above is not installed
from aidc.inventory.resource import Resource, to_json_lines  # noqa: E402

AIDC = [sys.executable, "-c", "from aidc.cli.main import run; run()"]
RUNS = 5
KINDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("gcp:container/nodePool:NodePool", {"location": "us-central1-a", "nodeCount": 3.0, "nodeConfig": {"machineType": "n2-standard-8"}}),
    ("gcp:compute/instance:Instance", {"zone": "us-central1-a", "machineType": "n1-standard-4"}),
    ("gcp:compute/disk:Disk", {"zone": "europe-west4-a", "type": "pd-ssd", "size": 500.0}),
    ("gcp:storage/bucket:Bucket", {"location": "US", "name": "b"}),
    ("gcp:compute/address:Address", {"region": "us-central1"}),
    ("gcp:kms/cryptoKey:CryptoKey", {"keyRing": "k"}),
    ("gcp:secretmanager/secret:Secret", {"secretId": "s"}),
    ("gcp:compute/network:Network", {}),
    ("gcp:compute/subnetwork:Subnetwork", {"region": "us-central1"}),
    ("gcp:projects/iAMMember:IAMMember", {"role": "roles/viewer"}),
)


def record(size: int) -> list[Resource]:
    """Return a record of a size, every kind in turn."""
    made = []
    for number in range(size):
        kind, inputs = KINDS[number % len(KINDS)]
        made.append(Resource(kind, f"r{number}", inputs, f"urn:pulumi:bench::bench::{kind}::r{number}"))
    return made


def median(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median seconds of some work after one run that does not count."""
    taken = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[1:])


def command_seconds(size: int) -> float:
    """Return the seconds of `aidc cost --inventory` on a file of a size, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.jsonl"
        path.write_text(to_json_lines(record(size)), encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": f"{folder}/bytecode"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # the bytecode is there after the first run, as after an installation
        command = [*AIDC, "cost", "--inventory", str(path), "--json"]
        return median(lambda: subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL))


def main() -> int:
    """Print a row for each measurement; return 1 when a budget is missed."""
    some, many = record(5000), record(100_000)
    rows = [
        ("5,000 resources priced, tables loaded", median(lambda: estimate(some)), 1.0),
        ("100,000 resources priced, tables loaded", median(lambda: estimate(many), 1), None),
        ("aidc cost --inventory, 500 resources", command_seconds(500), 1.0),
        ("aidc cost --inventory, 5,000 resources", command_seconds(5000), None),
    ]
    print("| what | seconds | budget |\n| --- | ---: | ---: |")
    for what, seconds, budget in rows:
        print(f"| {what} | {seconds:.2f} | {'' if budget is None else f'{budget:.2f}'} |")
    return int(any(budget is not None and seconds > budget for _, seconds, budget in rows))


if __name__ == "__main__":
    sys.exit(main())
