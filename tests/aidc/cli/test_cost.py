"""`aidc cost`: stacks and files, views, differences, the gate, and everything that keeps a bill from being made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "tests" / "golden"
DAY = "1795478400"
"""2026-11-24: the day on which the goldens judge what is stale."""
DISK = {"type": "gcp:compute/disk:Disk", "name": "scratch", "inputs": {"type": "pd-ssd", "size": 100, "zone": "us-central1-a"}}
BUCKET = {"type": "gcp:storage/bucket:Bucket", "name": "data", "inputs": {"location": "US", "labels": {"team": "vision"}}}


@pytest.fixture
def inventory(tmp_path):
    def write(*resources: dict, name: str = "record.jsonl") -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(resource) + "\n" for resource in resources), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("stack", ["dev", "train-h100"])
def test_the_page_of_a_reference_stack_is_the_golden_one(aidc, monkeypatch, stack):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    result = aidc("cost", stack, "--savings")
    golden = GOLDEN / stack / "cost.txt"
    if os.environ.get("AIDC_GOLDEN"):
        golden.write_text(result.stdout, encoding="utf-8")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout == golden.read_text(encoding="utf-8"), "AIDC_GOLDEN=1 rewrites it; review the difference like code"


def test_a_file_of_any_program_is_priced(aidc, inventory):
    document = json.loads(aidc("cost", "--inventory", inventory(DISK, BUCKET), "--json").stdout)
    assert document["usd_per_month"] == "17"
    assert [item["resource"] for item in document["needs_usage"]] == ["data"]


def test_usage_of_a_file_is_counted(aidc, inventory, tmp_path):
    usage = tmp_path / "usage.yaml"
    usage.write_text("resources: {data: {storage_gb: 1000}}\n")
    document = json.loads(aidc("cost", "--inventory", inventory(BUCKET), "--usage", usage, "--json").stdout)
    assert document["usd_per_month"] == "26"


def test_every_problem_of_a_usage_file_is_told_and_nothing_is_priced(aidc, inventory, tmp_path):
    usage = tmp_path / "usage.yaml"
    usage.write_text("resources: {dat: {storage_gb: 1}, scratch: {monthly_hours: 3}}\n")
    result = aidc("cost", "--inventory", inventory(DISK, BUCKET), "--usage", usage)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        f"error: {usage}: resources.dat names no resource of this record. Did you mean data?",
        f"error: {usage}: resources.scratch.monthly_hours is no usage key of it; known are monthly_hrs, snapshot_gb. Did you mean monthly_hrs?",
        "2 problems",
    ]


def test_something_must_be_priced(aidc):
    result = aidc("cost")
    assert result.exit_code == 2
    assert result.stderr == (
        "error: give the name of a stack, --inventory FILE, or both: then the file is priced with the stack's usage and budget\n"
    )


def test_a_saved_preview_of_a_stack_is_priced_with_its_usage_and_budget(aidc, tmp_path):
    saved = tmp_path / "dev.jsonl"
    saved.write_text(aidc("resources", "dev").stdout)
    of_file, of_stack = (json.loads(aidc("cost", "dev", *more, "--json").stdout) for more in (("--inventory", saved), ()))
    assert of_file["usd_per_month"] == of_stack["usd_per_month"]
    assert of_file["budget"] == of_stack["budget"]


def test_a_file_that_is_no_record_says_what_is_accepted(aidc, tmp_path):
    path = tmp_path / "cut.json"
    path.write_text('{"steps": [{"op": "create", "urn')
    result = aidc("cost", "--inventory", path)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"error: {path}: is not JSON: ")
    assert "Accepted are the output of `pulumi preview --json`" in result.stderr


def test_a_view_that_does_not_exist_is_refused_with_those_that_do(aidc, inventory):
    result = aidc("cost", "--inventory", inventory(DISK), "--by", "nouns")
    assert result.exit_code == 2
    assert result.stderr == (
        "error: --by nouns: there is no such view; there are resource, component, noun, team and label:KEY. Did you mean noun?\n"
    )


@pytest.mark.parametrize("by", ["resource", "component", "noun", "team", "label:team"])
def test_every_view_adds_up_to_the_month(aidc, inventory, by):
    document = json.loads(aidc("cost", "--inventory", inventory(DISK, BUCKET), "--by", by, "--json").stdout)
    assert sum(float(group["usd_per_month"]) for group in document["groups"]) == float(document["usd_per_month"])


def test_a_month_over_the_budget_ends_in_one_with_its_sentence(aidc, inventory):
    result = aidc("cost", "--inventory", inventory(DISK), "--budget", "10")
    assert result.exit_code == 1
    assert "over budget: the month comes to 17 USD and may come to 10 USD: 7 USD too much, 70 % over." in result.stderr


@pytest.mark.parametrize("amount", ["$500", "500 EUR", "-1", "nan", "much"])
def test_a_budget_in_another_currency_or_no_amount_is_refused(aidc, inventory, amount):
    result = aidc("cost", "--inventory", inventory(DISK), "--budget", amount)
    assert result.exit_code == 2
    assert result.stderr == (f"error: --budget {amount}: an amount of US dollars is needed as a plain number, such as 2500 or 2500.50\n")


def test_a_saved_bill_is_a_base_and_so_is_a_record(aidc, inventory, tmp_path):
    smaller = {**DISK, "inputs": {**DISK["inputs"], "size": 50}}
    saved = tmp_path / "before.json"
    saved.write_text(aidc("cost", "--inventory", inventory(smaller, name="before.jsonl"), "--json").stdout)
    for base in (saved, tmp_path / "before.jsonl"):
        document = json.loads(aidc("cost", "--inventory", inventory(DISK), "--base", base, "--json").stdout)
        assert document["difference"]["usd_per_month"] == "8.5"
        assert document["difference"]["resources"][0]["reasons"] == ["Disk: 50 → 100 GiB-month"]


def test_two_stacks_are_compared_with_reasons(aidc):
    document = json.loads(aidc("cost", "train-v6e", "--against", "train-v5p", "--json").stdout)
    by_name = {delta["resource"]: delta for delta in document["difference"]["resources"]}
    assert "system" in by_name
    assert by_name["system"]["reasons"] == ["Nodes: count 6 → 9", "Boot disks of nodes: 600 → 900 GiB-month"]


def test_the_comment_for_a_pull_request_names_its_stack_in_a_hidden_line(aidc):
    assert aidc("cost", "dev", "--markdown").stdout.splitlines()[0] == "<!-- aidc cost: dev -->"


def test_a_file_is_priced_without_the_provider_and_without_pulumi(inventory):
    code = (
        "import sys\nfrom aidc.cli.app import app\nsys.argv = ['aidc', 'cost', '--inventory', sys.argv[1], '--json']\n"
        "try:\n    app(prog_name='aidc')\nexcept SystemExit:\n    pass\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('pulumi', 'pulumi_gcp', 'pulumi_kubernetes')], file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code, str(inventory(DISK))], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stderr.strip() == "[]"


def test_the_same_record_gives_the_same_bytes(aidc, inventory):
    path = inventory(DISK, BUCKET)
    assert aidc("cost", "--inventory", path, "--json").stdout_bytes == aidc("cost", "--inventory", path, "--json").stdout_bytes


def test_a_fixed_day_that_is_none_is_refused(aidc, inventory, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    result = aidc("cost", "--inventory", inventory(DISK))
    assert result.exit_code == 2
    assert result.stderr == "error: SOURCE_DATE_EPOCH is 'today'; seconds since 1970 are needed, such as 1795478400\n"
