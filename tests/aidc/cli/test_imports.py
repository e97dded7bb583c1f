"""What a command imports is what it makes people wait for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = """
import sys
from aidc.cli.main import run
try:
    run()
except SystemExit as ended:
    code = ended.code or 0
heavy = sorted({name.partition(".")[0] for name in sys.modules} & {"pulumi", "pulumi_gcp", "pulumi_kubernetes", "grpc", "google"})
print("heavy", code, heavy, file=sys.stderr)
"""


def _imported(*words):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", SCRIPT, *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False).stderr.splitlines()[
        -1
    ]


@pytest.mark.parametrize(
    "words",
    [
        ["explain", "dev", "gpu_pools[0].machine_type"],
        ["schema"],
        ["machines"],
        ["machines", "v5p", "h100"],
        ["prices", "a3-highgpu-8g"],
        ["--help"],
        ["plan", "nope"],
    ],
)
def test_what_needs_no_record_imports_no_pulumi(words):
    assert _imported(*words) == f"heavy {2 if 'nope' in words else 0} []"


def test_a_new_project_imports_no_pulumi(tmp_path):
    assert _imported("new", "lab", "--dir", str(tmp_path / "lab")) == "heavy 0 []"


def test_the_bill_of_a_file_imports_no_pulumi(tmp_path):
    record = tmp_path / "record.jsonl"
    record.write_text('{"type": "gcp:compute/disk:Disk", "name": "d", "inputs": {"zone": "us-central1-a"}}', encoding="utf-8")
    assert _imported("cost", "--inventory", str(record)) == "heavy 0 []"


def test_the_plan_of_an_unchanged_stack_imports_no_pulumi(aidc):
    assert aidc("plan", "dev").exit_code == 0
    assert _imported("plan", "dev") == "heavy 0 []"
