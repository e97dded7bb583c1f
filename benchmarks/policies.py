"""How fast the gate is: all rules over 5,000 resources offline, and what the pack adds to a preview of 300 resources on the real engine.

Offline: the record of a reference stack, and a stack that breaks half of all rules, each repeated to 5,000 resources, after loading. The engine: a
stack of the blueprint with more buckets and node pools on the simulated cloud, without a pack, with an empty one and with ours in turn, the
differences of the medians. Whole commands: `aidc check` on a file of 5,000, and beside it Checkov (`--checkov PATH`, where it is installed) on a
Terraform plan of 5,000 resources of the same kinds.
The exit code is 1 when a budget is missed. Run it with `python benchmarks/policies.py`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from aidc.inventory.project import find_project  # noqa: E402 - the folder above is not installed
from aidc.inventory.record import record  # noqa: E402
from aidc.rehearsal.engine import Engine  # noqa: E402
from aidc.rehearsal.toolchain import NoToolchain, find_toolchain  # noqa: E402
from aidc.rehearsal.workspace import prepare  # noqa: E402
from policies.judge import judge  # noqa: E402
from policies.rule import RULES, STACK_RULES  # noqa: E402
from policies.settings import Settings  # noqa: E402
from tests.policies.bad_stack import BAD_STACK  # noqa: E402

RESOURCES = 5_000
STACK = "research"
OFFLINE_BUDGET_SECONDS = 2.0
SMALL_STACK = "dev"
MORE_POOLS, MORE_BUCKETS = 30, 86
"""With these the small stack has 300 resources."""
ENGINE_BUDGET_SECONDS = 1.5
RUNS = 3

EMPTY_PACK = """
from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy

PolicyPack("empty", [ResourceValidationPolicy("nothing", "Nothing", lambda args, report: None)], EnforcementLevel.ADVISORY)
"""


def repeated(resources: Sequence[dict[str, Any]], size: int) -> list[dict[str, Any]]:
    """Return a record of a size: the resources again and again, each time under other names."""
    made = []
    for number in range(size):
        one, copy = resources[number % len(resources)], f"-{number // len(resources)}"
        needed = [urn + copy for urn in one.get("dependencies") or ()]
        made.append({**one, "name": one["name"] + copy, "urn": one["urn"] + copy, "dependencies": needed})
    return made


def median(work: Callable[[], object]) -> float:
    """Return the median seconds of some work after one run that does not count."""
    taken = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[1:])


def engine_seconds(folder: Path) -> tuple[int, list[float]] | str:
    """Return how many resources there are, and the seconds of a preview without a pack, with an empty one and with ours; or why there are none."""
    cli = find_toolchain(ROOT)
    if isinstance(cli, NoToolchain):
        return cli.reason
    # Bytecode is written before, as after an installation: the first run of each does not count.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    workspace = prepare(find_project(ROOT), SMALL_STACK, folder / "rehearsal", cli)
    enlarge(workspace.stack_file(SMALL_STACK))
    packs: tuple[tuple[Path, ...], ...] = ((), (empty_pack(folder),), (ROOT / "policies",))
    taken: list[list[float]] = [[] for _ in packs]
    resources = 0
    for run in range(RUNS + 1):
        for pack, seconds in zip(packs, taken, strict=True):
            step = Engine(workspace).preview(policy_packs=pack)
            assert step.ok, step.message
            resources = sum(step.changes.values())
            seconds += [step.seconds] if run else []
    return resources, [statistics.median(seconds) for seconds in taken]


def enlarge(stack_file: Path) -> None:
    """Add buckets and node pools to a small stack until it has the resources that are asked for."""
    document = yaml.safe_load(stack_file.read_text(encoding="utf-8"))
    blueprint = document["config"]["aidc:blueprint"]
    pool, bucket = blueprint["cpu_pools"][0], blueprint["buckets"][0]
    blueprint["network"] = {"cidr": "10.0.0.0/10"}
    blueprint["cpu_pools"] += [{**pool, "name": f"pool-{number:02}"} for number in range(MORE_POOLS)]
    blueprint["buckets"] += [{**bucket, "name": f"data-{number:03}"} for number in range(MORE_BUCKETS)]
    stack_file.write_text(yaml.safe_dump(document), encoding="utf-8")


def empty_pack(folder: Path) -> Path:
    """Write a pack of Pulumi's SDK that has nothing to say."""
    pack = folder / "empty"
    pack.mkdir()
    (pack / "PulumiPolicy.yaml").write_text(f"runtime: {{name: python, options: {{virtualenv: {ROOT / '.venv'}}}}}\n")
    (pack / "__main__.py").write_text(EMPTY_PACK)
    return pack


TERRAFORM: tuple[tuple[str, dict[str, Any]], ...] = (
    ("google_compute_network", {"name": "n", "auto_create_subnetworks": False}),
    ("google_compute_subnetwork", {"name": "s", "ip_cidr_range": "10.0.0.0/20", "region": "us-central1", "network": "n"}),
    ("google_storage_bucket", {"name": "b", "location": "US", "uniform_bucket_level_access": True, "public_access_prevention": "enforced"}),
    (
        "google_container_node_pool",
        {"name": "p", "cluster": "main", "location": "us-central1-a", "node_config": [{"machine_type": "n2-standard-8"}]},
    ),
    ("google_compute_firewall", {"name": "f", "network": "n", "source_ranges": ["10.0.0.0/8"], "allow": [{"protocol": "tcp"}]}),
    ("google_kms_crypto_key", {"name": "k", "key_ring": "r", "rotation_period": "7776000s"}),
    ("google_project_iam_member", {"project": "p", "role": "roles/viewer", "member": "group:ml@example.com"}),
)


def terraform_plan(size: int) -> dict[str, Any]:
    """Return a plan as `terraform show -json` writes it."""
    planned, changes = [], []
    for number in range(size):
        kind, values = TERRAFORM[number % len(TERRAFORM)]
        name = f"r{number}"
        one = {
            "address": f"{kind}.{name}",
            "mode": "managed",
            "type": kind,
            "name": name,
            "provider_name": "registry.terraform.io/hashicorp/google",
        }
        planned.append({**one, "schema_version": 0, "values": values})
        changes.append({**one, "change": {"actions": ["create"], "before": None, "after": values, "after_unknown": {}}})
    root = {"root_module": {"resources": planned}}
    return {"format_version": "1.2", "terraform_version": "1.9.0", "planned_values": root, "resource_changes": changes}


def check_seconds(reference: Sequence[dict[str, Any]], folder: Path) -> tuple[float, str]:
    """Return the seconds of `aidc check` on a file of the repeated stack."""
    record_file = folder / "record.jsonl"
    record_file.write_text("".join(json.dumps(one) + "\n" for one in repeated(reference, RESOURCES)))
    command = [sys.executable, "-c", "from aidc.cli.main import run; run()", "check", "--inventory", str(record_file), "--json"]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    return time.perf_counter() - start, f"exit code {done.returncode}"


def checkov_seconds(checkov: str, folder: Path) -> tuple[float, str]:
    """Return the seconds of its command, and what it counted."""
    plan = folder / "tfplan.json"
    plan.write_text(json.dumps(terraform_plan(RESOURCES)))
    command = [
        checkov,
        "-f",
        str(plan),
        "--framework",
        "terraform_plan",
        "--quiet",
        "--compact",
        "--skip-download",
        "-o",
        "json",
        "--soft-fail",
    ]
    environment = {**os.environ, "CKV_SKIP_PACKAGE_UPDATE_CHECK": "true", "LOG_LEVEL": "ERROR"}
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    seconds = time.perf_counter() - start
    summary = json.loads(done.stdout)["summary"]
    return (
        seconds,
        f"{summary['resource_count']:,} resources, {summary['passed'] + summary['failed']:,} checks, version {summary['checkov_version']}",
    )


def row(what: str, seconds: str, budget: str, note: str = "") -> None:
    """Print one row of the table."""
    print(f"| {what} | {seconds} | {budget} | {note} |")


def engine_row(folder: Path) -> bool:
    """Print what the pack adds to a preview, and say whether the budget holds."""
    taken = engine_seconds(folder)
    if isinstance(taken, str):
        row("what the pack adds to a preview on the engine", "", f"{ENGINE_BUDGET_SECONDS:.2f}", taken)
        return True
    resources, (bare, empty, ours) = taken
    row(f"a preview of {resources} resources on the engine", f"{bare:.2f}", "")
    row("what an empty pack of Pulumi's SDK adds", f"{empty - bare:.2f}", "", "processes that start, two calls for each resource")
    row("what this pack adds", f"{ours - bare:.2f}", f"{ENGINE_BUDGET_SECONDS:.2f}")
    return ours - bare <= ENGINE_BUDGET_SECONDS


def offline_rows(reference: Sequence[dict[str, Any]]) -> bool:
    """Print how long all rules take after loading, and say whether the budget holds."""
    slowest = 0.0
    for what, resources in ((f"resources of {STACK}", reference), ("bad resources", BAD_STACK)):
        many = repeated(resources, RESOURCES)
        seconds = median(lambda many=many: judge(many, Settings()))
        slowest = max(slowest, seconds)
        findings = len(judge(many, Settings()).findings)
        row(f"all rules × {RESOURCES:,} {what}", f"{seconds:.2f}", f"{OFFLINE_BUDGET_SECONDS:.2f}", f"{findings:,} findings")
    return slowest <= OFFLINE_BUDGET_SECONDS


def command_rows(reference: Sequence[dict[str, Any]], checkov: str, folder: Path) -> None:
    """Print how long whole commands take: ours, and Checkov's where it is installed."""
    seconds, note = check_seconds(reference, folder)
    row(f"aidc check on a file of {RESOURCES:,}, the whole command", f"{seconds:.2f}", "", note)
    seconds, note = checkov_seconds(checkov, folder) if checkov else (None, "not installed")
    row(f"Checkov on a plan of {RESOURCES:,}, the whole command", "" if seconds is None else f"{seconds:.2f}", "", note)


def main() -> int:
    """Print the table and say whether the budgets hold. The engine comes first, while this process is small."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkov", default=shutil.which("checkov") or "", help="its executable; without it that row says so")
    checkov = parser.parse_args().checkov
    print(f"| what ({len(RULES) + len(STACK_RULES)} rules) | seconds | budget | what came of it |\n| --- | ---: | ---: | --- |")
    with tempfile.TemporaryDirectory() as folder:
        holds = engine_row(Path(folder))
        reference = [resource.to_json() for resource in record(ROOT, STACK).resources]
        holds &= offline_rows(reference)
        command_rows(reference, checkov, Path(folder))
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
