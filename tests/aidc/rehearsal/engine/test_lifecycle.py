"""The life of a small stack under the real engine, and what is said when something goes wrong."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading

import pytest

from aidc.inventory.project import find_project
from aidc.rehearsal.engine import Engine, EngineError
from aidc.rehearsal.scenarios import lifecycle
from aidc.rehearsal.toolchain import Toolchain
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
        ("refresh after a deletion by hand", {"delete": 1, "same": 8}),
        ("up after a deletion by hand", {"create": 1, "same": 8}),
        ("refresh after a change by hand", {"same": 8, "update": 1}),
        ("up after a change by hand", {"same": 8, "update": 1}),
        ("destroy", {"delete": 9}),
    ]
    assert [scenario for scenario in document["scenarios"] if not scenario["ok"]] == []
    assert (document["stack"], document["engine"]) == ("dev", {"pulumi": cli.version, "backend": "file"})
    assert (document["left_over"], document["ok"]) == ([], True)
    assert document["faults"] == {"injected": 0, "survived": 0, "converged": 0}
    assert told[:2] == ["preview …", "up …"], "a preview creates nothing, so it names nothing"
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


@pytest.mark.slow
def test_a_failed_check_names_the_property(engine, small_project):
    with (small_project / "__main__.py").open("a") as program:
        program.write('gcp.compute.Network("broken", name="broken", mtu="tall")\n')
    step = engine.preview()
    assert (step.ok, step.message.partition(": ")[0]) == (False, "gcp:compute/network:Network broken")
    assert "mtu" in step.message


@pytest.mark.slow
def test_no_document_is_made_of_a_failed_preview(engine, small_project):
    (small_project / "__main__.py").write_text("raise SystemExit(3)\n")
    with pytest.raises(
        EngineError, match=r"^__main__.py:1: the program ended itself with sys.exit\(3\); a program ends by reaching its end$"
    ):
        engine.preview_json()


@pytest.mark.slow
def test_a_program_that_prints_prints_to_standard_error(engine, small_project, capfd):
    (small_project / "__main__.py").write_text('print("hello")\n')
    assert engine.preview().ok
    assert capfd.readouterr() == ("", "hello\n")


@pytest.mark.slow
def test_nothing_outlives_an_operation(engine):
    engine.up()
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(engine.workspace.books) not in running, "each plugin names the books on its command line"


@pytest.mark.slow
def test_the_users_own_settings_for_pulumi_change_nothing(engine, monkeypatch):
    monkeypatch.setenv("PULUMI_BACKEND_URL", "s3://elsewhere")
    monkeypatch.setenv("PULUMI_STACK", "prod")
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE_FILE", "/nowhere")
    assert engine.preview().changes == {"create": 9}


@pytest.mark.slow
def test_an_interrupted_update_leaves_no_process_and_no_lock(engine, small_project):
    program = small_project / "__main__.py"
    complete = program.read_text()
    program.write_text(f"{complete}import time\ntime.sleep(4)\n")
    # A shell that starts the tests in the background has them ignore the signal, and Python leaves it so.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Timer(3, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        engine.up()
    signal.signal(signal.SIGINT, before)
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(engine.workspace.books) not in running
    program.write_text(complete)
    assert engine.up().ok


@pytest.mark.slow
def test_a_user_may_enter_the_directory_and_type_pulumi(engine):
    commands = ". ./env.sh && pulumi up --yes --skip-preview --non-interactive && pulumi destroy --yes --skip-preview --non-interactive"
    done = subprocess.run(["/bin/sh", "-c", commands], cwd=engine.workspace.directory, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "Created stack 'dev'\n"), done.stdout
    assert "+ 9 created" in done.stdout
    assert "- 9 deleted" in done.stdout
    assert "Traceback" not in done.stdout


@pytest.mark.slow
def test_a_cli_without_a_language_host_will_do(small_project, cli, tmp_path, monkeypatch):
    alone = tmp_path / "alone" / "pulumi"
    alone.parent.mkdir()
    shutil.copyfile(cli.pulumi, alone)
    alone.chmod(0o755)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    assert lifecycle(small_project, "dev", Toolchain(alone, cli.version, has_language_host=False)).ok


HALF_DONE = """
import functools
import sys
from pathlib import Path

from aidc.rehearsal import provider
from aidc.rehearsal.cloud import Cloud
from aidc.rehearsal.partial import PartialFailure


class SoldOut(Cloud):
    def create(self, type, inputs):
        identity, outputs = super().create(type, inputs)
        if inputs.get("name") == "small-shop-data":
            raise PartialFailure(503, "UNAVAILABLE", "out of stock", id=identity, outputs=outputs)
        return identity, outputs


provider.serve("gcp", functools.partial(SoldOut, Path(sys.argv[1])))
"""


@pytest.mark.slow
def test_what_failed_half_way_stays_in_the_state_and_the_next_update_mends_it(engine, tmp_path):
    (tmp_path / "plugin.py").write_text(HALF_DONE)
    plugin = engine.workspace.directory / "plugins" / "pulumi-resource-gcp"
    honest = plugin.read_text()
    plugin.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{tmp_path}/plugin.py" "{engine.workspace.books}"\n')
    step = engine.up()
    assert (step.ok, step.message) == (False, "gcp:storage/bucket:Bucket data: out of stock")
    [kept] = [item for item in engine.export()["resources"] if item["type"] == "gcp:storage/bucket:Bucket"]
    assert (kept["id"], kept["initErrors"]) == ("small-shop-data", ["out of stock"])
    plugin.write_text(honest)
    mended = engine.up()
    assert mended.ok, mended
    assert "update gcp:storage/bucket:Bucket data" in mended.touched, "what else is touched had not been begun when the bucket failed"
    assert engine.up().changed == 0


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
