"""The directory in which a stack is rehearsed under the real engine: project file, configuration, plugins, state, the cloud's books.

Owns what is written there and the environment that keeps the engine off every network. Leaves out running anything: engine.py. The
project's own files stay as they are: what a rehearsal needs (plugins by path, a file backend, the real program as `main`) goes into a copy
of Pulumi.yaml. A user may enter the directory and type ordinary pulumi commands after `. ./env.sh`.
"""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from aidc.inventory.errors import InventoryError
from aidc.inventory.project import PROJECT_FILE, Project
from aidc.inventory.yaml_text import read_yaml
from aidc.rehearsal.toolchain import LANGUAGE_HOST, Toolchain

PACKAGES = ("gcp", "kubernetes")
"""The provider packages that the simulated cloud answers for."""
STACK_FILES = "stacks"
"""The folder of stack files in the rehearsal, wherever the project keeps its own."""
PASSPHRASE = "rehearsal"
"""Not a secret: nothing that it encrypts leaves the rehearsal."""
FORGET = "for name in $(env | sed -n 's/^\\(PULUMI_[A-Z_]*\\)=.*/\\1/p'); do unset \"$name\"; done"
"""A line of shell that takes the user's own settings for pulumi out of a session."""
FOREIGN_KEYS = ("secretsprovider", "encryptedkey", "encryptionsalt")
"""Top-level keys of a stack file that tie its secrets to a key elsewhere."""


class WorkspaceError(InventoryError):
    """Why a project that can be recorded cannot be rehearsed under the engine."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """One rehearsal of one stack: `directory` holds everything that it writes, `project` is the untouched project."""

    directory: Path
    project: Project
    stack: str

    @property
    def books(self) -> Path:
        """The file that holds what exists in the simulated cloud."""
        return self.directory / "books.json"

    @property
    def environment(self) -> dict[str, str]:
        """The variables that tie the CLI to this directory and to nothing else."""
        return {
            "AIDC_REHEARSAL_BOOKS": str(self.books),
            "PULUMI_BACKEND_URL": f"file://{self.directory / 'state'}",
            "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_HOME": str(self.directory / "home"),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
        }

    def stack_file(self, stack: str) -> Path:
        """Return where the configuration of a stack lies."""
        return self.directory / STACK_FILES / f"Pulumi.{stack}.yaml"

    def add_stack(self, stack: str) -> None:
        """Give another stack the configuration of the rehearsed one."""
        self.stack_file(stack).write_text(_without_foreign_keys(self.stack_file(self.stack).read_text(encoding="utf-8")), encoding="utf-8")


def prepare(project: Project, stack: str, directory: Path, toolchain: Toolchain) -> Workspace:
    """Write the rehearsal directory of one stack; what its books and its state hold already stays. Raises InventoryError."""
    workspace = Workspace(directory.resolve(), project, stack)
    _refuse_what_needs_a_key(project, stack)
    settings = _settings_of(project)
    for folder in ("bin", "home", "plugins", "state", STACK_FILES):
        (workspace.directory / folder).mkdir(parents=True, exist_ok=True)
    _write_project_file(workspace, settings)
    _write_stack_file(workspace)
    for package in PACKAGES:
        _write_plugin(workspace, package)
    _write_session(workspace, toolchain)
    return workspace


def _refuse_what_needs_a_key(project: Project, stack: str) -> None:
    """The engine decrypts configuration before it does anything, and a rehearsal holds no key."""
    if sealed := project.stack_config(stack).secret_keys:
        raise WorkspaceError(
            f"{project.stack_file(stack)}: {', '.join(sealed)} cannot be decrypted without the key of the stack; "
            "rehearse a copy of the stack that has plain values in their place."
        )


def _settings_of(project: Project) -> dict[str, Any]:
    """Return Pulumi.yaml, which must be that of a Python program."""
    path = project.directory / PROJECT_FILE
    settings = read_yaml(path)
    runtime = settings.get("runtime")
    language = runtime.get("name") if isinstance(runtime, Mapping) else runtime
    if language != "python":
        raise WorkspaceError(f"{path}: runtime: {language!r} is not rehearsed; only python is.")
    return settings


def _without_foreign_keys(text: str) -> str:
    return re.sub(rf"^(?:{'|'.join(FOREIGN_KEYS)}):.*\n?", "", text, flags=re.MULTILINE)


def _write_project_file(workspace: Workspace, settings: Mapping[str, Any]) -> None:
    """Write Pulumi.yaml: the project's own, with simulated providers, the state beside it, and this interpreter."""
    virtualenv = {"virtualenv": sys.prefix} if sys.prefix != sys.base_prefix else {}
    providers = [{"name": name, "path": "plugins"} for name in PACKAGES]
    ours = {
        **{
            key: value for key, value in settings.items() if key != "config" or isinstance(value, Mapping)
        },  # a text is the old stackConfigDir
        "stackConfigDir": STACK_FILES,
        "runtime": {"name": "python", "options": {"toolchain": "pip", **virtualenv}},
        "main": str(_main_of(workspace.project)),
        "backend": {"url": workspace.environment["PULUMI_BACKEND_URL"]},
        "plugins": {**(settings.get("plugins") or {}), "providers": providers},
    }
    text = yaml.safe_dump(ours, sort_keys=False, allow_unicode=True)
    (workspace.directory / PROJECT_FILE).write_text(text, encoding="utf-8")


def _main_of(project: Project) -> Path:
    """Return what `main` must name to run the project's own program from elsewhere: its folder, or a file of another name."""
    return project.program.parent if project.program.name == "__main__.py" else project.program


def _write_stack_file(workspace: Workspace) -> None:
    """Write the stack file and keep the salt that an earlier run put there: the state beside it was encrypted with it."""
    path = workspace.stack_file(workspace.stack)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    salt = re.search(r"^encryptionsalt:.*$", before, flags=re.MULTILINE)
    text = _without_foreign_keys(workspace.project.stack_file(workspace.stack).read_text(encoding="utf-8-sig"))
    ending = "" if text.endswith("\n") or not text else "\n"
    path.write_text(text + ending + (f"{salt.group(0)}\n" if salt else ""), encoding="utf-8")


def _write_plugin(workspace: Workspace, package: str) -> None:
    """Write the executable that the engine starts as a provider: this interpreter, the simulated cloud, the books of this rehearsal."""
    _write_executable(
        workspace.directory / "plugins" / f"pulumi-resource-{package}",
        f'exec {shlex.quote(sys.executable)} -P -m aidc.rehearsal.provider {package} --books {shlex.quote(str(workspace.books))} "$@"\n',
    )


def _write_executable(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}", encoding="utf-8")
    path.chmod(0o755)


def _write_session(workspace: Workspace, toolchain: Toolchain) -> None:
    """Link the CLI, lend it our language host if it has none, and write env.sh, which makes the directory usable from a shell."""
    link = workspace.directory / "bin" / "pulumi"
    link.unlink(missing_ok=True)
    link.symlink_to(toolchain.pulumi.resolve())
    if not toolchain.has_language_host:
        host = f'exec {shlex.quote(sys.executable)} -P -m aidc.rehearsal.language_host "$@"\n'
        _write_executable(workspace.directory / "bin" / LANGUAGE_HOST, host)
    lines = [FORGET, *(f"export {name}={shlex.quote(value)}" for name, value in sorted(workspace.environment.items()))]
    lines.append(f"export PATH={shlex.quote(str(link.parent))}:$PATH")
    lines.append(f"pulumi stack select --create {workspace.stack} --non-interactive")
    (workspace.directory / "env.sh").write_text(
        f"# Source this, then use pulumi here: pulumi preview -s {workspace.stack}\n" + "\n".join(lines) + "\n", encoding="utf-8"
    )
