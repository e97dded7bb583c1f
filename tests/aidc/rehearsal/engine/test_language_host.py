"""The small language host: what it starts, what it passes on, and that its children end with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import cast

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import language_pb2, language_pb2_grpc

from aidc.rehearsal.language_host import LanguageHost

RECORD = """
import json, os, sys
told = {{"words": sys.argv[1:], "config": os.environ["PULUMI_CONFIG"], "secret": os.environ["PULUMI_CONFIG_SECRET_KEYS"]}}
json.dump(told, open({file!r}, "w"))
sys.exit({code})
"""


class Host:
    """A running language host, its exec script, and a client."""

    def __init__(self, folder: Path) -> None:
        self.script = folder / "exec"
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "aidc.rehearsal.language_host", "--exec-script", str(self.script), "-v=9", "127.0.0.1:7"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.channel = grpc.insecure_channel(f"127.0.0.1:{int(self.process.stdout.readline())}")
        self.stub = language_pb2_grpc.LanguageRuntimeStub(self.channel)


@pytest.fixture
def host(tmp_path):
    running = Host(tmp_path)
    yield running
    running.channel.close()
    running.process.kill()
    running.process.communicate()


def a_run(tmp_path):
    return language_pb2.RunRequest(
        project="shop",
        stack="dev",
        pwd=str(tmp_path),
        dryRun=True,
        parallel=4,
        monitor_address="127.0.0.1:8",
        organization="organization",
        config={"shop:size": "3"},
        configSecretKeys=["shop:token"],
        info=language_pb2.ProgramInfo(root_directory="/srv/project", program_directory=str(tmp_path), entry_point="."),
    )


def test_a_program_runs_under_the_exec_script_with_its_configuration(host, tmp_path):
    record = tmp_path / "record.json"
    host.script.write_text(RECORD.format(file=str(record), code=0))
    assert host.stub.Run(a_run(tmp_path)) == language_pb2.RunResponse()
    told = json.loads(record.read_text())
    options = dict(zip(told["words"][:-1:2], told["words"][1:-1:2], strict=True))
    assert options == {
        "--project": "shop",
        "--stack": "dev",
        "--monitor": "127.0.0.1:8",
        "--engine": "127.0.0.1:7",
        "--parallel": "4",
        "--dry_run": "true",
        "--pwd": str(tmp_path),
        "--organization": "organization",
        "--root_directory": "/srv/project",
    }
    assert told["words"][-1] == os.path.join(tmp_path, ".")
    assert (json.loads(told["config"]), json.loads(told["secret"])) == ({"shop:size": "3"}, ["shop:token"])


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        (32, language_pb2.RunResponse(bail=True)),
        (1, language_pb2.RunResponse(error="the program ended with exit code 1")),
    ],
)
def test_an_exit_code_says_whether_the_error_was_shown(host, tmp_path, code, answer):
    host.script.write_text(f"import sys; sys.exit({code})")
    assert host.stub.Run(a_run(tmp_path)) == answer


def test_without_the_exec_script_a_program_is_refused_with_what_to_do(tmp_path):
    answer = LanguageHost(None, "", lambda: None).Run(a_run(tmp_path), cast(grpc.ServicerContext, None))
    assert answer.error == "This Pulumi CLI came without pulumi-language-python-exec: run `make tools`, or install Pulumi as a whole."


def test_nothing_is_required_and_python_is_named(host):
    assert host.stub.GetRequiredPackages(language_pb2.GetRequiredPackagesRequest()) == language_pb2.GetRequiredPackagesResponse()
    assert host.stub.GetRequiredPlugins(language_pb2.GetRequiredPluginsRequest()) == language_pb2.GetRequiredPluginsResponse()
    assert host.stub.About(language_pb2.AboutRequest()).executable == sys.executable
    assert host.stub.GetPluginInfo(Empty()).version == ""


def test_dependencies_are_somebody_elses(host):
    [answer] = host.stub.InstallDependencies(language_pb2.InstallDependenciesRequest())
    assert answer.stdout == b"The project's Makefile installs dependencies; there is nothing to do here.\n"


def a_pack(tmp_path, script):
    """A policy pack whose virtual environment holds a stand-in for Python."""
    python = tmp_path / "env" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\n{script}")
    python.chmod(0o755)
    info = language_pb2.ProgramInfo(root_directory=str(tmp_path), program_directory=str(tmp_path / "pack"), entry_point=".")
    info.options.update({"virtualenv": "env"})
    return language_pb2.RunPluginRequest(pwd=str(tmp_path), kind="analyzer", info=info, args=["127.0.0.1:9", "."], env=["PULUMI_STACK=dev"])


def test_a_policy_pack_is_served_and_what_it_says_is_passed_on(host, tmp_path):
    request = a_pack(tmp_path, 'echo "$@"; echo "$PULUMI_STACK" >&2; exit 3\n')
    answers = list(host.stub.RunPlugin(request))
    said = b"".join(answer.stdout for answer in answers)
    complained = b"".join(answer.stderr for answer in answers)
    assert said.decode() == f"-u -m pulumi.policy 127.0.0.1:9 {tmp_path}/pack\n"
    assert (complained, answers[-1].exitcode) == (b"dev\n", 3)


def test_other_plugins_are_refused(host):
    with pytest.raises(grpc.RpcError) as error:
        list(host.stub.RunPlugin(language_pb2.RunPluginRequest(kind="resource")))
    assert error.value.details() == "This language host runs policy packs (analyzer), not plugins of kind resource."


def test_a_cancelled_call_ends_its_child(host, tmp_path):
    answers = host.stub.RunPlugin(a_pack(tmp_path, "echo $$; exec sleep 60\n"))
    child = int(next(answers).stdout)
    answers.cancel()
    assert ended(child)


def test_cancel_ends_the_children_and_the_host(host, tmp_path):
    answers = host.stub.RunPlugin(a_pack(tmp_path, "echo $$; exec sleep 60\n"))
    child = int(next(answers).stdout)
    host.process.send_signal(2)
    host.stub.Cancel(Empty())
    assert host.process.wait(timeout=10) == 0
    assert ended(child)
    assert host.process.stderr.read() == "", "SIGINT leaves no traceback in the CLI's diagnostics"


def ended(pid):
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):  # it went before it was opened, or while it was read
            return True
        time.sleep(0.05)
    return False
