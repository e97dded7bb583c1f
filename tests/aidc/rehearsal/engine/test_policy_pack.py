"""The project's own policy pack under the real engine: what stops, what is told, and that the settings of the stack file hold."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from aidc.blueprint import load_stack_file
from aidc.inventory.project import find_project
from aidc.inventory.read import read
from aidc.rehearsal.engine import Engine
from aidc.rehearsal.workspace import prepare
from policies.catalogue import entries
from policies.judge import judge
from policies.settings import settings_of

pytestmark = pytest.mark.engine

PROJECT = find_project(Path(__file__).parent)
PACK = PROJECT.directory / "policies"
UNIFORM, PREVENTION = "bucket-uniform-access", "bucket-public-access-prevention"
EXPORTS = "filestore-limited-exports"
ONLY = {"sets": ["cis-gke"], "levels": {UNIFORM: "mandatory", PREVENTION: "mandatory"}}
"""Settings under which buckets answer to two rules."""
PROGRAM = """
import pulumi
import pulumi_gcp as gcp

network = gcp.compute.Network("main", name="main", auto_create_subnetworks=False)
gcp.storage.Bucket("open", name="shop-open", location="US", public_access_prevention="enforced")
later = network.network_id.apply(lambda number: bool(number))
gcp.storage.Bucket("later", name="shop-later", location="US", uniform_bucket_level_access=later)
"""
OPEN = "Access is granted on the bucket as a whole [high, {level}]: single objects can be shared by access lists"
FIX = "Buckets of the blueprint have it. Set uniformBucketLevelAccess to true."
LATER_PUBLIC = (
    "gcp:storage/bucket:Bucket later: No grant can make the bucket public [high, mandatory]: a single grant can make the bucket public. "
    f"Buckets of the blueprint have it. Set publicAccessPrevention to enforced. ({PREVENTION})"
)
LATER_UNKNOWN = (
    "gcp:storage/bucket:Bucket later: Access is granted on the bucket as a whole [high, mandatory]: cannot be judged yet, "
    f"uniformBucketLevelAccess is not known yet; it is judged again once it is ({UNIFORM})"
)


@pytest.fixture
def under(small_project, cli):
    """Return the engine on a program, of two buckets unless another is given, under the settings of a stack file, which is text."""

    def engine(settings: str, key: str = "blueprint", program: str = PROGRAM) -> Engine:
        (small_project / "__main__.py").write_text(program)
        (small_project / "stacks" / "Pulumi.dev.yaml").write_text(f"config:\n  gcp:project: shop-project\n  shop:{key}:\n{settings}")
        return Engine(prepare(find_project(small_project), "dev", small_project / ".rehearsal" / "dev", cli))

    return engine


def policies(**settings):
    return "".join(f"    {line}\n" for line in yaml.safe_dump(settings).splitlines())


def waiver(until, rule=UNIFORM, resource="open"):
    return f"    waivers:\n      - {{rule: {rule}, resource: {resource}, reason: moves in spring, owner: ml@example.com, until: {until}}}\n"


def test_a_bad_resource_stops_the_preview_and_what_is_not_known_yet_silences_nothing(under):
    step = under(policies(policies=ONLY)).preview(policy_packs=[PACK])
    problems = [f"gcp:storage/bucket:Bucket open: {OPEN.format(level='mandatory')}. {FIX} ({UNIFORM})", LATER_PUBLIC]
    assert (step.ok, sorted(step.message.split("; "))) == (False, sorted(problems))
    assert step.advice == (LATER_UNKNOWN,)


SHARES = """
import pulumi_gcp as gcp

gcp.compute.Address("admin", name="admin", region="us-central1", address_type="INTERNAL", address="10.0.1.5")
gcp.compute.Address("outside", name="outside", region="us-central1", address="10.0.1.6")


def share(name, *exports):
    options = [{"ip_ranges": ranges, "squash_mode": mode} for ranges, mode in exports]
    shares = {"name": "s", "capacity_gb": 1024, "nfs_export_options": options}
    networks = [{"network": "vpc", "modes": ["MODE_IPV4"], "connect_mode": "PRIVATE_SERVICE_ACCESS"}]
    gcp.filestore.Instance(name, name=name, location="us-central1-a", tier="ZONAL", file_shares=shares, networks=networks)


nodes = (["10.0.0.0/24"], "ROOT_SQUASH")
share("reserved", nodes, (["10.0.1.5"], "NO_ROOT_SQUASH"))
share("lone", (["10.0.1.7"], "NO_ROOT_SQUASH"))
share("unsquashed", (["10.0.1.5/32"], "NO_ROOT_SQUASH"))
share("external", nodes, (["10.0.1.6"], "NO_ROOT_SQUASH"))
share("half", nodes, (["10.0.1.5", "10.0.1.7"], "NO_ROOT_SQUASH"))
"""


def test_root_stays_root_at_a_host_that_the_stack_reserves_and_nowhere_else(under):
    step = under(policies(policies={"sets": ["cis-gke"], "levels": {EXPORTS: "mandatory"}}), program=SHARES).preview(policy_packs=[PACK])
    stays = re.findall(
        r"Instance (\w+): [^;]*?: root of the clients in (.+?) stays root: squashMode is NO_ROOT_SQUASH, and (.+?)\. ", step.message
    )
    assert (step.ok, sorted(stays)) == (
        False,
        [
            ("external", "10.0.1.6", "the stack reserves no internal address 10.0.1.6"),
            ("half", "10.0.1.5, 10.0.1.7", "the stack reserves no internal address 10.0.1.7"),
            ("lone", "10.0.1.7", "the stack reserves no internal address 10.0.1.7"),
            ("unsquashed", "10.0.1.5/32", "no other export squashes it"),
        ],
    )
    assert "Instance reserved" not in step.message


def test_a_waiver_lets_through_in_sight_until_its_day_quoted_or_not(under):
    for until in ("2999-01-31", '"2999-01-31"'):
        settings = policies(policies={**ONLY, "levels": {UNIFORM: "mandatory"}}) + waiver(until)
        step = under(settings).preview(policy_packs=[PACK])
        assert (step.ok, step.message) == (True, "")
        waived = f"gcp:storage/bucket:Bucket open: {OPEN.format(level='mandatory')}. Waived until 2999-01-31 by ml@example.com: moves in spring ({UNIFORM})"
        assert set(step.advice) == {waived, LATER_UNKNOWN}


def test_a_disabled_rule_is_silent_and_an_advisory_one_stops_nothing(under):
    step = under(policies(policies={**ONLY, "levels": {UNIFORM: "advisory", PREVENTION: "disabled"}})).preview(policy_packs=[PACK])
    assert (step.ok, step.message) == (True, "")
    unknown = LATER_UNKNOWN.replace("mandatory", "advisory")
    assert set(step.advice) == {f"gcp:storage/bucket:Bucket open: {OPEN.format(level='advisory')}. {FIX} ({UNIFORM})", unknown}


def test_settings_that_cannot_be_followed_stop_the_preview_in_words(under):
    step = under(policies(policies={"sets": ["baselin"]}) + waiver("tomorrow")).preview(policy_packs=[PACK])
    assert (step.ok, step.message) == (
        False,
        "the policies of stack dev cannot be followed: "
        "sets: there is no set baselin; there are baseline, cis-gke, training, serving, regulated. Did you mean baseline? "
        "waivers[0].until is 'tomorrow'; a day such as 2027-01-31 is needed",
    )


def test_a_program_without_a_blueprint_is_judged_under_the_key_of_its_project(under):
    step = under(policies(**ONLY | {"levels": {UNIFORM: "advisory"}}) + waiver("2999-01-31"), "policies").preview(policy_packs=[PACK])
    waived = f"gcp:storage/bucket:Bucket open: {OPEN.format(level='advisory')}. Waived until 2999-01-31 by ml@example.com: moves in spring ({UNIFORM})"
    assert (step.ok, step.message) == (True, "")
    assert set(step.advice) == {waived, LATER_UNKNOWN.replace("mandatory", "advisory")}
    step = under(policies(sets=["baselin"]), "policies").preview(policy_packs=[PACK])
    assert (step.ok, step.message) == (
        False,
        "the policies of stack dev cannot be followed: "
        "sets: there is no set baselin; there are baseline, cis-gke, training, serving, regulated. Did you mean baseline?",
    )


def test_a_waiver_that_has_ended_stops_an_update_before_anything_is_made(under):
    engine = under(policies(policies=ONLY) + waiver("2020-01-31"))
    step = engine.up(policy_packs=[PACK])
    ended = (
        f"the waiver of {UNIFORM} for open (ml@example.com: moves in spring) ended on 2020-01-31. Mend the finding, or renew it (waivers)"
    )
    assert (step.ok, step.message) == (False, f"pulumi:pulumi:Stack shop-dev: {ended}")
    assert "gcp:" not in str(engine.export().get("resources", []))


@pytest.mark.slow
def test_a_waiver_that_lets_nothing_through_stops_the_preview(under):
    settings = policies(policies={**ONLY, "levels": {UNIFORM: "advisory"}}) + waiver("2999-01-31", resource="gone-*")
    step = under(settings).preview(policy_packs=[PACK])
    unused = f"the waiver of {UNIFORM} for gone-* (ml@example.com: moves in spring) lets nothing through. Remove it (waivers)"
    assert (step.ok, step.message) == (False, f"pulumi:pulumi:Stack shop-dev: {unused}")


@pytest.mark.slow
def test_an_update_judges_what_the_preview_did_not_know(under):
    step = under(policies(policies={**ONLY, "levels": {PREVENTION: "mandatory"}})).up(policy_packs=[PACK])
    assert (step.ok, step.message, step.advice) == (False, LATER_PUBLIC, ())


BROKEN = """
import sys

sys.path.insert(0, {project!r})
from policies import rule, rules
from policies.serving import serve


def breaks(bucket):
    raise ZeroDivisionError("by nothing")


rule.RULES[{uniform!r}] = rule.Rule({uniform!r}, rule.RULES[{uniform!r}].on, breaks)
serve()
"""


@pytest.mark.slow
def test_a_rule_that_breaks_is_a_defect_and_the_others_judge_on(under, tmp_path):
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "PulumiPolicy.yaml").write_text("runtime: python\n")
    (pack / "__main__.py").write_text(BROKEN.format(project=str(PROJECT.directory), uniform=UNIFORM))
    step = under(policies(policies=ONLY)).preview(policy_packs=[pack])
    broken = "the rule could not run (ZeroDivisionError: by nothing). This is a defect of the rule, not of the stack"
    defects = [
        f"gcp:storage/bucket:Bucket {name}: Access is granted on the bucket as a whole [high, mandatory]: {broken} ({UNIFORM})"
        for name in ("open", "later")
    ]
    assert sorted(step.message.split("; ")) == sorted([*defects, LATER_PUBLIC])


@pytest.mark.slow
@pytest.mark.parametrize("stack", PROJECT.stacks())
def test_a_reference_stack_passes_what_is_mandatory(stack, cli, tmp_path):
    step = Engine(prepare(PROJECT, stack, tmp_path / "rehearsal", cli)).preview(policy_packs=[PACK])
    assert (step.ok, step.message) == (True, "")


@pytest.mark.slow
@pytest.mark.parametrize("stack", PROJECT.stacks())
def test_the_engine_says_of_a_reference_stack_what_is_said_of_its_record(stack, cli, tmp_path):
    engine = Engine(prepare(PROJECT, stack, tmp_path / "rehearsal", cli))
    step = engine.preview(policy_packs=[PACK])
    (tmp_path / "preview.json").write_text(json.dumps(engine.preview_json()))
    settings = settings_of(load_stack_file(PROJECT.stack_file(stack)).plan.policies)
    findings = judge([resource.to_json() for resource in read(tmp_path / "preview.json")], settings).findings
    told = re.findall(r"\(([a-z0-9-]+)\)(?=; |$)", "; ".join([step.message, *step.advice]))
    assert {rule for rule in told if rule in entries()} == {finding.rule.id for finding in findings}
