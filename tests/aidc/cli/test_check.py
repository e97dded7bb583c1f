"""`aidc check`: stacks and files, formats, languages, settings, the base, and everything that keeps a judgement from being made."""

from __future__ import annotations

import json

import pytest

BUCKET = "gcp:storage/bucket:Bucket"
OPEN = {"type": BUCKET, "name": "open", "inputs": {"location": "US"}}
CLOSED = {"uniformBucketLevelAccess": True, "publicAccessPrevention": "enforced"}


@pytest.fixture
def inventory(tmp_path):
    def write(*resources: dict, name: str = "record.jsonl"):
        path = tmp_path / name
        path.write_text("".join(json.dumps(resource) + "\n" for resource in resources), encoding="utf-8")
        return path

    return write


@pytest.fixture
def config(tmp_path):
    def write(text: str):
        path = tmp_path / "policies.yaml"
        path.write_text(text)
        return path

    return write


def rules_of(document: dict, outcome: str) -> set[str]:
    return {finding["rule"] for finding in document["findings"] if finding["outcome"] == outcome}


def test_a_file_of_any_program_is_judged_and_a_mandatory_failure_ends_in_one(aidc, inventory):
    result = aidc("check", "--inventory", inventory(OPEN), "--json")
    document = json.loads(result.stdout)
    assert result.exit_code == 1
    assert {"bucket-uniform-access", "bucket-public-access-prevention"} <= rules_of(document, "fail")
    assert document["blocked"] is True
    assert document["resources"] == 1


def test_the_keys_of_the_contract_are_there(aidc, inventory):
    document = json.loads(aidc("check", "--inventory", inventory(OPEN), "--json").stdout)
    assert {"findings", "rules", "resources", "summary"} <= document.keys()
    of_a_finding = ("rule", "outcome", "severity", "enforcement", "resource", "type", "message", "fix", "references")
    assert [key for key in of_a_finding if key not in document["findings"][0]] == []


def test_a_level_of_the_settings_turns_a_rule_into_advice_or_off(aidc, inventory, config):
    settings = config("sets: []\nlevels: {bucket-uniform-access: advisory, bucket-public-access-prevention: disabled}\n")
    result = aidc("check", "--inventory", inventory(OPEN), "--config", settings, "--json")
    document = json.loads(result.stdout)
    assert result.exit_code == 0
    assert rules_of(document, "fail") == {"bucket-uniform-access"}


WAIVER = "{rule: bucket-uniform-access, resource: open, reason: public data, owner: ana, until: %s}"


def test_a_waiver_lets_a_finding_through_until_its_day(aidc, inventory, config):
    settings = config(f"sets: []\nlevels: {{bucket-uniform-access: mandatory}}\nwaivers: [{WAIVER % '2999-01-31'}]\n")
    result = aidc("check", "--inventory", inventory(OPEN), "--config", settings, "--json")
    document = json.loads(result.stdout)
    assert result.exit_code == 0
    assert document["findings"][0]["waiver"]["owner"] == "ana"


def test_an_expired_waiver_lets_nothing_through_and_is_shown(aidc, inventory, config):
    settings = config(f"sets: []\nlevels: {{bucket-uniform-access: mandatory}}\nwaivers: [{WAIVER % '2020-01-31'}]\n")
    result = aidc("check", "--inventory", inventory(OPEN), "--config", settings)
    assert result.exit_code == 1
    assert "waivers that are expired: the gate says no until they are taken out" in result.stdout


def test_a_waiver_that_nothing_needs_fails_the_gate(aidc, inventory, config):
    settings = config(f"sets: []\nlevels: {{bucket-uniform-access: mandatory}}\nwaivers: [{WAIVER % '2999-01-31'}]\n")
    closed = {"type": BUCKET, "name": "open", "inputs": CLOSED}
    assert aidc("check", "--inventory", inventory(closed), "--config", settings).exit_code == 1


def test_every_problem_of_the_settings_is_told_at_once(aidc, inventory, config):
    settings = config("sets: [basline]\nlevels: {bucket-uniform-acces: mandatory}\nwaivers: [{rule: bucket-uniform-access, until: soon}]\n")
    result = aidc("check", "--inventory", inventory(OPEN), "--config", settings)
    assert result.exit_code == 2
    assert "policies: sets: there is no set basline; there are " in result.stderr
    assert (
        "policies: levels.bucket-uniform-acces: there is no rule bucket-uniform-acces. Did you mean bucket-uniform-access?" in result.stderr
    )
    assert "policies: waivers[0].until is 'soon'; a day such as 2027-01-31 is needed" in result.stderr
    assert "policies: waivers[0].owner is missing: a waiver names rule, resource, reason, owner and the day it ends" in result.stderr


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_titles_and_fixes_are_in_the_language_asked_for(aidc, inventory, lang):
    document = json.loads(aidc("check", "--inventory", inventory(OPEN), "--lang", lang, "--json").stdout)
    chinese = any("一" <= sign <= "鿿" for sign in document["findings"][0]["title"])
    assert chinese is (lang == "zh")


def test_what_is_new_against_a_base_comes_first(aidc, inventory):
    before = inventory({"type": BUCKET, "name": "old", "inputs": {}}, name="before.jsonl")
    after = inventory({"type": BUCKET, "name": "old", "inputs": {}}, OPEN)
    document = json.loads(aidc("check", "--inventory", after, "--base", before, "--json").stdout)
    assert document["findings"][0]["resource"] == "open"
    assert document["base"]["mended"] == 0
    assert all(finding["new"] is (finding["resource"] == "open") for finding in document["findings"] if finding["resource"])


def test_a_rule_is_explained_and_a_mistyped_one_gets_a_hint(aidc):
    assert "gcp:storage/bucket:Bucket" in aidc("check", "--explain", "bucket-uniform-access").stdout
    result = aidc("check", "--explain", "bucket-uniform-acces")
    assert result.exit_code == 2
    assert result.stderr == "error: --explain bucket-uniform-acces: there is no such rule. Did you mean bucket-uniform-access?\n"


@pytest.mark.parametrize("arguments", [("--json", "--sarif"), ("--junit", "--markdown")])
def test_one_format_at_a_time(aidc, inventory, arguments):
    result = aidc("check", "--inventory", inventory(OPEN), *arguments)
    assert result.exit_code == 2
    assert result.stderr == "error: give one of --json, --sarif, --junit and --markdown\n"


def test_types_that_no_rule_is_about_are_counted_and_not_judged(aidc, inventory):
    document = json.loads(
        aidc("check", "--inventory", inventory({"type": "aws:s3/bucket:Bucket", "name": "x", "inputs": {}}), "--json").stdout
    )
    assert document["summary"]["not_judged"] == 1


def test_the_pack_of_a_fresh_project_judges_its_stacks(aidc, project):
    result = aidc("check", "dev", "--project", project, "--json")
    assert json.loads(result.stdout)["rules"] > 0
