"""How fast the gate is: all rules over 5,000 resources offline, and what the pack adds to a preview of 300 resources on the real engine.

Offline: the record of a reference stack, and a stack that breaks half of all rules, each repeated to 5,000 resources, after loading. The engine: a
program of networks, subnetworks, buckets and node pools on the simulated cloud, without a pack, with an empty one and with ours in turn, the
differences of the medians. Beside it Checkov (`--checkov PATH`, where it is installed) on a Terraform plan of 5,000 resources of the same kinds, its whole command.
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
ENGINE_RESOURCES = 300
ENGINE_BUDGET_SECONDS = 1.5
RUNS = 3

PROGRAM = f"""
import pulumi_gcp as gcp

for number in range({ENGINE_RESOURCES} // 4):
    network = gcp.compute.Network(f"network-{{number}}", name=f"network-{{number}}", auto_create_subnetworks=False)
    gcp.compute.Subnetwork(f"subnet-{{number}}", name=f"subnet-{{number}}", network=network.id, ip_cidr_range="10.0.0.0/20", region="us-central1")
    gcp.storage.Bucket(f"bucket-{{number}}", name=f"bench-bucket-{{number}}", location="US", uniform_bucket_level_access=True,
        public_access_prevention="enforced")
    gcp.container.NodePool(f"pool-{{number}}", name=f"pool-{{number}}", cluster="main", location="us-central1-a", node_count=1,
        node_config={{"machine_type": "n2-standard-8", "image_type": "COS_CONTAINERD", "service_account": "nodes@p.iam.gserviceaccount.com",
            "workload_metadata_config": {{"mode": "GKE_METADATA"}}, "boot_disk_kms_key": "projects/p/locations/l/keyRings/r/cryptoKeys/k",
            "shielded_instance_config": {{"enable_secure_boot": True, "enable_integrity_monitoring": True}}}},
        network_config={{"enable_private_nodes": True}}, management={{"auto_repair": True, "auto_upgrade": True}})
"""

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


def engine_seconds(folder: Path) -> tuple[float, float, float] | str:
    """Return the seconds of a preview without a pack, with an empty one of Pulumi's SDK and with ours, or why there are none."""
    cli = find_toolchain(ROOT)
    if isinstance(cli, NoToolchain):
        return cli.reason
    # Bytecode is written before, as after an installation: the first run of each does not count.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    _write_project(folder)
    engine = Engine(prepare(find_project(folder), "dev", folder / "rehearsal", cli))
    packs: tuple[tuple[Path, ...], ...] = ((), (folder / "empty",), (ROOT / "policies",))
    taken: list[list[float]] = [[] for _ in packs]
    for run in range(RUNS + 1):
        for pack, seconds in zip(packs, taken, strict=True):
            step = engine.preview(policy_packs=pack)
            assert step.ok, step.message
            seconds += [step.seconds] if run else []
    bare, empty, ours = (statistics.median(seconds) for seconds in taken)
    return bare, empty, ours


def _write_project(folder: Path) -> None:
    """Write the program, a stack under which every rule is advisory, so that each run comes to its end, and the empty pack."""
    (folder / "stacks").mkdir(parents=True)
    (folder / "empty").mkdir()
    levels = json.dumps(dict.fromkeys((*RULES, *STACK_RULES), "advisory"))
    settings = f"config:\n  gcp:project: bench-project\n  bench:blueprint: {{policies: {{levels: {levels}}}}}\n"
    virtualenv = f"runtime: {{name: python, options: {{virtualenv: {ROOT / '.venv'}}}}}\n"
    (folder / "Pulumi.yaml").write_text("name: bench\nruntime: python\nstackConfigDir: stacks\n")
    (folder / "stacks" / "Pulumi.dev.yaml").write_text(settings)
    (folder / "__main__.py").write_text(PROGRAM)
    (folder / "empty" / "PulumiPolicy.yaml").write_text(virtualenv)
    (folder / "empty" / "__main__.py").write_text(EMPTY_PACK)


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


def check_seconds(folder: Path) -> tuple[float, str]:
    """Return the seconds of `aidc check` on a file of the repeated stack."""
    record_file = folder / "record.jsonl"
    reference = [resource.to_json() for resource in record(ROOT, STACK).resources]
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


def main() -> int:
    """Print the table and say whether the budgets hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkov", default=shutil.which("checkov") or "", help="its executable; without it that row says so")
    checkov = parser.parse_args().checkov
    misses = 0
    print(f"| what ({len(RULES) + len(STACK_RULES)} rules) | seconds | budget | what came of it |\n| --- | ---: | ---: | --- |")
    reference = [resource.to_json() for resource in record(ROOT, STACK).resources]
    for what, resources in (
        (f"all rules × {RESOURCES:,} resources of {STACK}", reference),
        (f"all rules × {RESOURCES:,} bad resources", BAD_STACK),
    ):
        many = repeated(resources, RESOURCES)
        seconds = median(lambda many=many: judge(many, Settings()))
        misses += seconds > OFFLINE_BUDGET_SECONDS
        row(what, f"{seconds:.2f}", f"{OFFLINE_BUDGET_SECONDS:.2f}", f"{len(judge(many, Settings()).findings):,} findings")
    with tempfile.TemporaryDirectory() as folder:
        taken = engine_seconds(Path(folder) / "bench")
        if isinstance(taken, str):
            row(f"the pack in a preview of {ENGINE_RESOURCES} resources", "", f"{ENGINE_BUDGET_SECONDS:.2f}", taken)
        else:
            bare, empty, ours = taken
            misses += ours - bare > ENGINE_BUDGET_SECONDS
            row(f"a preview of {ENGINE_RESOURCES} resources on the engine", f"{bare:.2f}", "")
            row("what an empty pack of Pulumi's SDK adds", f"{empty - bare:.2f}", "", "processes that start, two calls for each resource")
            row("what this pack adds", f"{ours - bare:.2f}", f"{ENGINE_BUDGET_SECONDS:.2f}")
        seconds, note = check_seconds(Path(folder))
        row(f"aidc check on a file of {RESOURCES:,}, the whole command", f"{seconds:.2f}", "", note)
        what = f"Checkov on a plan of {RESOURCES:,}, the whole command"
        if checkov:
            seconds, note = checkov_seconds(checkov, Path(folder))
            row(what, f"{seconds:.2f}", "", note)
        else:
            row(what, "", "", "not installed")
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
