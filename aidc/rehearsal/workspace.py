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

from aidc.rehearsal.toolchain import Toolchain

PACKAGES = ("gcp", "kubernetes")
"""The provider packages that the simulated cloud answers for."""
PASSPHRASE = "rehearsal"
"""Not a secret: nothing that it encrypts leaves the rehearsal."""
FOREIGN_KEYS = ("secretsprovider", "encryptedkey", "encryptionsalt")
"""Top-level keys of a stack file that tie its secrets to a key elsewhere."""


class WorkspaceError(Exception):
    """Why a project cannot be rehearsed, in the words of the person who wrote it."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """One rehearsal: `directory` holds everything that it writes, `project` is the untouched project, `name` its name in Pulumi.yaml."""

    directory: Path
    project: Path
    name: str
    main: str
    stack: str
    stack_config_dir: str

    @property
    def program(self) -> Path:
        """The directory of the project's program: what `main` in Pulumi.yaml names, else the project itself."""
        return self.project / self.main

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
            "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
        }

    def stack_file(self, stack: str) -> Path:
        """Return where the configuration of a stack lies."""
        return self.directory / self.stack_config_dir / f"Pulumi.{stack}.yaml"

    def add_stack(self, stack: str) -> None:
        """Give another stack the configuration of the rehearsed one."""
        self.stack_file(stack).write_text(_without_foreign_keys(self.stack_file(self.stack).read_text(encoding="utf-8")), encoding="utf-8")


def prepare(project: Path, stack: str, directory: Path, toolchain: Toolchain) -> Workspace:
    """Write the rehearsal directory of one stack; what is already in its books and its state stays. Raises WorkspaceError."""
    project, directory = project.resolve(), directory.resolve()
    settings = _project_settings(project)
    folder = str(settings.get("stackConfigDir", "."))
    configuration = _stack_configuration(project / folder / f"Pulumi.{stack}.yaml")
    workspace = Workspace(directory, project, str(settings["name"]), str(settings.get("main", ".")), stack, folder)
    for path in (directory / "bin", directory / "home", directory / "plugins", directory / "state", workspace.stack_file(stack).parent):
        path.mkdir(parents=True, exist_ok=True)
    _write_project_file(workspace, settings)
    _write_stack_file(workspace.stack_file(stack), configuration)
    for package in PACKAGES:
        _write_plugin(workspace, package)
    _write_session(workspace, toolchain)
    return workspace


def _project_settings(project: Path) -> dict[str, Any]:
    """Read Pulumi.yaml as far as a rehearsal needs it."""
    path = project / "Pulumi.yaml"
    if not path.exists():
        raise WorkspaceError(f"{project} holds no Pulumi.yaml: name the directory of a Pulumi project.")
    settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(settings, Mapping) or not settings.get("name"):
        raise WorkspaceError(f"{path} has no name: it needs `name` and `runtime`, as Pulumi's documentation of the project file says.")
    runtime = settings.get("runtime")
    language = runtime.get("name") if isinstance(runtime, Mapping) else runtime
    if language != "python":
        raise WorkspaceError(f"{path} has the runtime {language}: a rehearsal runs Python programs.")
    return dict(settings)


def _stack_configuration(path: Path) -> str:
    """Return a stack file's text without the keys of foreign secrets providers."""
    if not path.exists():
        known = sorted(file.name.removeprefix("Pulumi.").removesuffix(".yaml") for file in path.parent.glob("Pulumi.*.yaml"))
        raise WorkspaceError(f"{path} does not exist. Stacks here: {', '.join(known) or 'none'}.")
    text = path.read_text(encoding="utf-8")
    document = yaml.safe_load(text) or {}
    if "environment" in document:
        raise WorkspaceError(
            f"{path}: `environment` is resolved by Pulumi Cloud and a rehearsal asks nobody; write its values under `config`."
        )
    sealed = [key for key, value in (document.get("config") or {}).items() if isinstance(value, Mapping) and "secure" in value]
    if sealed:
        raise WorkspaceError(
            f"{path}: {', '.join(sealed)} cannot be decrypted without the key of the stack; "
            "rehearse a copy of the stack that has plain values in their place."
        )
    return _without_foreign_keys(text)


def _without_foreign_keys(text: str) -> str:
    return re.sub(rf"^(?:{'|'.join(FOREIGN_KEYS)}):.*\n?", "", text, flags=re.MULTILINE)


def _write_project_file(workspace: Workspace, settings: Mapping[str, Any]) -> None:
    """Write Pulumi.yaml: the project's own, with simulated providers, the state beside it, and this interpreter."""
    plugins = {**(settings.get("plugins") or {}), "providers": [{"name": name, "path": "plugins"} for name in PACKAGES]}
    environment = {"virtualenv": sys.prefix} if sys.prefix != sys.base_prefix else {}
    ours = {
        **settings,
        "runtime": {"name": "python", "options": {"toolchain": "pip", **environment}},
        "main": str(workspace.program),
        "backend": {"url": workspace.environment["PULUMI_BACKEND_URL"]},
        "plugins": plugins,
    }
    (workspace.directory / "Pulumi.yaml").write_text(yaml.safe_dump(ours, sort_keys=False, allow_unicode=True), encoding="utf-8")


def _write_stack_file(path: Path, configuration: str) -> None:
    """Write a stack file and keep the salt that an earlier run put there: the state beside it was encrypted with it."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    salt = re.search(r"^encryptionsalt:.*$", before, flags=re.MULTILINE)
    ending = "" if configuration.endswith("\n") or not configuration else "\n"
    path.write_text(configuration + ending + (f"{salt.group(0)}\n" if salt else ""), encoding="utf-8")


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
    """Link the CLI and write env.sh, which makes the directory usable from a shell."""
    link = workspace.directory / "bin" / "pulumi"
    link.unlink(missing_ok=True)
    link.symlink_to(toolchain.pulumi.resolve())
    lines = [f"export {name}={shlex.quote(value)}" for name, value in sorted(workspace.environment.items())]
    lines.append(f"export PATH={shlex.quote(str(link.parent))}:$PATH")
    (workspace.directory / "env.sh").write_text(
        f"# Source this, then use pulumi here: pulumi preview -s {workspace.stack}\n" + "\n".join(lines) + "\n", encoding="utf-8"
    )
