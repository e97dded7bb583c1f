"""The life of a small stack under the real engine, and what is said when something goes wrong."""

from __future__ import annotations

import json
import subprocess

import pytest

from aidc.inventory.project import find_project
from aidc.rehearsal.engine import Engine, EngineError
from aidc.rehearsal.scenarios import lifecycle
from aidc.rehearsal.workspace import prepare

pytestmark = pytest.mark.engine


@pytest.fixture
def engine(small_project, cli):
    """The engine on the small project, and everything that it told meanwhile."""
    told = []
    running = Engine(prepare(find_project(small_project), "dev", small_project / ".rehearsal" / "dev", cli), told.append)
    running.told = told
    return running


def test_a_stack_lives_from_preview_to_destroy_and_leaves_nothing(small_project, cli):
    told = []
    rehearsal = lifecycle(small_project, "dev", cli, progress=told.append)
    document = rehearsal.to_json()
    assert [(step["name"], step["changes"]) for step in document["steps"]] == [
        ("preview", {"create": 9}),
        ("up", {"create": 9}),
        ("second up", {"same": 9}),
        ("refresh", {"same": 9}),
        ("import", {"create": 1, "import": 1}),
        ("destroy", {"delete": 9}),
    ]
    assert [scenario for scenario in document["scenarios"] if not scenario["ok"]] == []
    assert (document["stack"], document["engine"]) == ("dev", {"pulumi": cli.version, "backend": "file"})
    assert (document["left_over"], document["ok"]) == ([], True)
    assert document["faults"] == {"injected": 0, "survived": 0, "converged": 0}
    assert "created gcp:compute/network:Network main" in told
    assert json.loads(json.dumps(document)) == document


@pytest.mark.slow
def test_protected_resources_are_refused_first_and_destroyed_after_their_release(small_project, cli):
    rehearsal = lifecycle(small_project, "guarded", cli)
    assert [scenario for scenario in rehearsal.scenarios if not scenario.ok] == []
    [refused] = [step for step in rehearsal.steps if step.name == "destroy while guarded"]
    reason = "gcp:storage/bucket:Bucket data: cannot be deleted because it is protected"
    assert refused.message == f"refused, as it must be: {reason}"
    assert (rehearsal.left_over, rehearsal.ok) == ((), True)


def test_the_record_of_a_program_is_what_the_engine_sees(engine, small_project, assert_record_is_what_the_engine_sees):
    assert_record_is_what_the_engine_sees(small_project, "dev", engine.preview_json())


def test_a_program_that_fails_is_told_by_file_and_line_and_leaves_no_noise(engine, small_project, capfd):
    with (small_project / "__main__.py").open("a") as program:
        program.write('raise ValueError("the shop has no zones")\n')
    lines = (small_project / "__main__.py").read_text().splitlines()
    step = engine.preview()
    assert (step.ok, step.message) == (False, f"__main__.py:{len(lines)}: ValueError: the shop has no zones")
    assert capfd.readouterr() == ("", "")


def test_a_refused_resource_is_told_by_name_and_what_went_before_stays(engine, small_project, capfd):
    with (small_project / "__main__.py").open("a") as program:
        program.write('gcp.compute.Network("twin", name="main", opts=pulumi.ResourceOptions(depends_on=[network]))\n')
    step = engine.up()
    assert not step.ok
    assert step.message.startswith("gcp:compute/network:Network twin: "), step.message
    assert "409" in step.message
    assert "gcp:compute/network:Network::main" in str(engine.export())
    assert capfd.readouterr() == ("", "")


def test_a_failed_check_names_the_property(engine, small_project):
    with (small_project / "__main__.py").open("a") as program:
        program.write('gcp.compute.Network("broken", name="broken", mtu="tall")\n')
    step = engine.preview()
    assert (step.ok, step.message.partition(": ")[0]) == (False, "gcp:compute/network:Network broken")
    assert "mtu" in step.message


def test_no_document_is_made_of_a_failed_preview(engine, small_project):
    (small_project / "__main__.py").write_text("raise SystemExit(3)\n")
    with pytest.raises(
        EngineError, match=r"^__main__.py:1: the program ended itself with sys.exit\(3\); a program ends by reaching its end$"
    ):
        engine.preview_json()


def test_a_program_that_prints_prints_to_standard_error(engine, small_project, capfd):
    (small_project / "__main__.py").write_text('print("hello")\n')
    assert engine.preview().ok
    assert capfd.readouterr() == ("", "hello\n")


def test_nothing_outlives_an_operation(engine):
    engine.up()
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(engine.workspace.books) not in running, "each plugin names the books on its command line"


@pytest.mark.slow
def test_a_user_may_enter_the_directory_and_type_pulumi(engine):
    commands = ". ./env.sh && pulumi up --yes --skip-preview --non-interactive && pulumi destroy --yes --skip-preview --non-interactive"
    done = subprocess.run(["/bin/sh", "-c", commands], cwd=engine.workspace.directory, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "Created stack 'dev'\n"), done.stdout
    assert "+ 9 created" in done.stdout
    assert "- 9 deleted" in done.stdout
    assert "Traceback" not in done.stdout


PACK = """
from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy


def no_buckets(args, report):
    if args.resource_type == "gcp:storage/bucket:Bucket":
        report("Buckets are not allowed here.")


PolicyPack("shop", policies=[ResourceValidationPolicy("no-buckets", "No buckets.", no_buckets, EnforcementLevel.MANDATORY)])
"""


@pytest.mark.slow
def test_a_policy_pack_judges_under_the_engine(engine, tmp_path):
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "PulumiPolicy.yaml").write_text("runtime: python\ndescription: The shop's rules\n")
    (pack / "__main__.py").write_text(PACK)
    step = engine.preview(policy_packs=[pack])
    assert (step.ok, step.message) == (
        False,
        "gcp:storage/bucket:Bucket data: No buckets. Buckets are not allowed here. (no-buckets)",
    )
