"""The rehearsal directory: what is written there, and that the project stays as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from aidc.inventory.errors import InventoryError
from aidc.inventory.project import find_project
from aidc.rehearsal.toolchain import Toolchain
from aidc.rehearsal.workspace import Workspace
from aidc.rehearsal.workspace import prepare as prepare_project

PROJECT = """name: shop
description: A shop
stackConfigDir: stacks
runtime:
  name: python
  options:
    toolchain: pip
    virtualenv: .venv
backend:
  url: gs://shop-state
config:
  blueprint:
    type: object
"""


def prepare(project: Path, stack: str, directory: Path, cli: Toolchain) -> Workspace:
    return prepare_project(find_project(project), stack, directory, cli)


STACK = "config:\n  gcp:project: shop-project\n  shop:blueprint:\n    spot: yes\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    (root / "stacks").mkdir(parents=True)
    (root / "Pulumi.yaml").write_text(PROJECT)
    (root / "stacks" / "Pulumi.dev.yaml").write_text(STACK)
    (root / "__main__.py").write_text("")
    return root


@pytest.fixture
def cli(tmp_path: Path) -> Toolchain:
    pulumi = tmp_path / "cli" / "pulumi"
    pulumi.parent.mkdir()
    pulumi.write_text("#!/bin/sh\necho $* at $PULUMI_BACKEND_URL\n")
    pulumi.chmod(0o755)
    return Toolchain(pulumi, "3.259.0", has_language_host=True)


def test_the_project_file_gains_plugins_a_program_and_a_file_backend(project, cli):
    workspace = prepare(project, "dev", project / ".rehearsal" / "dev", cli)
    written = yaml.safe_load((workspace.directory / "Pulumi.yaml").read_text())
    assert written == {
        "name": "shop",
        "description": "A shop",
        "stackConfigDir": "stacks",
        "runtime": {"name": "python", "options": {"toolchain": "pip", "virtualenv": sys.prefix}},
        "backend": {"url": f"file://{workspace.directory}/state"},
        "config": {"blueprint": {"type": "object"}},
        "main": str(project),
        "plugins": {"providers": [{"name": "gcp", "path": "plugins"}, {"name": "kubernetes", "path": "plugins"}]},
    }


def test_the_project_itself_stays_as_it_was(project, cli):
    before = {path: path.read_text() for path in project.rglob("*") if path.is_file()}
    prepare(project, "dev", project.parent / "rehearsal", cli)
    assert {path: path.read_text() for path in project.rglob("*") if path.is_file()} == before


def test_the_stack_file_is_the_same_text(project, cli):
    workspace = prepare(project, "dev", project.parent / "rehearsal", cli)
    assert workspace.stack_file("dev").read_text() == STACK


def test_keys_of_a_foreign_secrets_provider_are_left_out(project, cli):
    (project / "stacks" / "Pulumi.dev.yaml").write_text(f"secretsprovider: gcpkms://k\nencryptedkey: abc\n{STACK}")
    workspace = prepare(project, "dev", project.parent / "rehearsal", cli)
    assert workspace.stack_file("dev").read_text() == STACK


def test_preparing_again_takes_changes_over_and_keeps_the_salt_of_the_state(project, cli):
    workspace = prepare(project, "dev", project.parent / "rehearsal", cli)
    workspace.stack_file("dev").write_text(f"{STACK}encryptionsalt: v1:abc\n")
    (project / "stacks" / "Pulumi.dev.yaml").write_text("config:\n  shop:blueprint: {}")
    prepare(project, "dev", project.parent / "rehearsal", cli)
    assert workspace.stack_file("dev").read_text() == "config:\n  shop:blueprint: {}\nencryptionsalt: v1:abc\n"


def test_another_stack_gets_the_same_configuration_without_the_salt(project, cli):
    workspace = prepare(project, "dev", project.parent / "rehearsal", cli)
    workspace.stack_file("dev").write_text(f"{STACK}encryptionsalt: v1:abc\n")
    workspace.add_stack("dev-import")
    assert workspace.stack_file("dev-import").read_text() == STACK


def test_a_plugin_is_this_interpreter_serving_the_books_of_the_rehearsal(project, cli):
    workspace = prepare(project, "dev", project.parent / "rehearsal", cli)
    plugin = workspace.directory / "plugins" / "pulumi-resource-gcp"
    assert os.access(plugin, os.X_OK)
    command = f'exec {sys.executable} -P -m aidc.rehearsal.provider gcp --books {workspace.books} "$@"'
    assert plugin.read_text() == f"#!/bin/sh\n{command}\n"


def test_a_shell_that_reads_env_sh_uses_the_rehearsals_cli_and_state(project, cli):
    workspace = prepare(project, "dev", project.parent / "a rehearsal", cli)
    said = subprocess.run(
        ["/bin/sh", "-c", ". ./env.sh && pulumi preview"], cwd=workspace.directory, capture_output=True, text=True, check=True
    )
    state = f"file://{workspace.directory}/state"
    assert said.stdout.splitlines() == [f"stack select --create dev --non-interactive at {state}", f"preview at {state}"]


def test_a_cli_without_a_language_host_is_lent_ours(project, cli):
    prepare(project, "dev", project.parent / "whole", cli)
    workspace = prepare(project, "dev", project.parent / "alone", replace(cli, has_language_host=False))
    lent = workspace.directory / "bin" / "pulumi-language-python"
    assert lent.read_text() == f'#!/bin/sh\nexec {sys.executable} -P -m aidc.rehearsal.language_host "$@"\n'
    assert not (project.parent / "whole" / "bin" / "pulumi-language-python").exists()


def test_the_program_is_what_main_names(project, cli):
    (project / "Pulumi.yaml").write_text(PROJECT + "main: infra\n")
    (project / "infra").mkdir()
    workspace = prepare(project, "dev", project.parent / "rehearsal", cli)
    assert yaml.safe_load((workspace.directory / "Pulumi.yaml").read_text())["main"] == str(project / "infra")


def refused(project, cli):
    with pytest.raises(InventoryError) as error:
        prepare(project, "dev", project.parent / "rehearsal", cli)
    return str(error.value)


def test_another_language_is_refused(project, cli):
    (project / "Pulumi.yaml").write_text("name: shop\nruntime: nodejs\nstackConfigDir: stacks\n")
    assert refused(project, cli) == f"{project}/Pulumi.yaml: runtime: 'nodejs' is not rehearsed; only python is."


def test_sealed_values_are_refused_by_name(project, cli):
    (project / "stacks" / "Pulumi.dev.yaml").write_text(f"{STACK}  shop:token:\n    secure: AAA\n")
    assert refused(project, cli) == (
        f"{project}/stacks/Pulumi.dev.yaml: shop:token cannot be decrypted without the key of the stack; "
        "rehearse a copy of the stack that has plain values in their place."
    )
