"""Puts a Pulumi CLI into .tools/bin: the one on PATH where it fits, else one built from tools/go.mod.

Owns: which CLI fits, the build, and what has to lie beside a CLI that was built (the script that runs a program, a launcher for the
project's own language host). Leaves out finding the CLI again: aidc/rehearsal/toolchain.py. Standard library only, so that any Python 3.11
can run it. Nothing here is downloaded by hand: Go fetches the modules that go.mod and go.sum pin.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

OLDEST_MINOR = 200
"""Oldest 3.x that fits: `pulumi` 3.200, long after --client for refresh and destroy (3.181)."""
CLI_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
SDK_MODULE = "github.com/pulumi/pulumi/sdk/v3"
VERSION_VARIABLE = f"{SDK_MODULE}/go/common/version.Version"
EXEC_SCRIPT = "pulumi-language-python-exec"
LANGUAGE_HOST = "pulumi-language-python"
PROGRESS_SECONDS = 15.0


class InstallError(Exception):
    """Why there is no CLI afterwards, in one line."""


def pinned_version(go_mod: Path) -> str:
    """Return the version of the CLI that go.mod pins, as `3.259.0`."""
    found = re.search(r"github\.com/pulumi/pulumi/pkg/v3 v(\S+)", go_mod.read_text(encoding="utf-8"))
    if found is None:
        raise InstallError(f"{go_mod} names no version of github.com/pulumi/pulumi/pkg/v3: restore the file from version control.")
    return found.group(1)


def version_of(pulumi: Path) -> str:
    """Return what `pulumi version` says without its leading v; empty where it does not run."""
    try:
        done = subprocess.run([pulumi, "version"], capture_output=True, text=True, timeout=60, env=_quiet(os.environ), check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip().removeprefix("v") if done.returncode == 0 else ""


def fits(version: str) -> bool:
    """Say whether a version is at least 3.200 and below 4."""
    parts = re.match(r"(\d+)\.(\d+)\.", version)
    return parts is not None and parts.group(1) == "3" and int(parts.group(2)) >= OLDEST_MINOR


def has_language_host(pulumi: Path, search_path: str) -> bool:
    """Say whether a CLI finds a Python language host: beside its own executable first, then on PATH."""
    return os.access(pulumi.resolve().parent / LANGUAGE_HOST, os.X_OK) or shutil.which(LANGUAGE_HOST, path=search_path) is not None


def install(root: Path, environment: Mapping[str, str]) -> str:
    """Make .tools/bin/pulumi of a project root usable and return one line that says what it is. Raises InstallError."""
    target = root / ".tools" / "bin" / "pulumi"
    wanted = pinned_version(root / "tools" / "go.mod")
    if ready := _already_there(target, wanted):
        return ready
    target.parent.mkdir(parents=True, exist_ok=True)
    search_path = _without(target.parent, environment.get("PATH", ""))
    found, why_not = _on_path(search_path)
    if found:
        _link(target, found)
        return f"pulumi {version_of(found)}: linked from {found}"
    go = shutil.which("go", path=search_path)
    if go is None:
        fit = f"Install Pulumi 3.{OLDEST_MINOR} or newer, or Go; then run this again."
        raise InstallError(f"{why_not}, and there is no Go to build one with. {fit}")
    seconds = _build(go, root, target, wanted, environment)
    _put_beside(go, root, target.parent, environment)
    return f"pulumi {wanted}: built in {seconds:.0f} s"


def _already_there(target: Path, wanted: str) -> str:
    """Return the line for a CLI that needs nothing more; empty otherwise. A built one must be of the pinned version and complete."""
    version = version_of(target) if target.exists() else ""
    if target.is_symlink():
        return f"pulumi {version}: ready, linked from {target.resolve()}" if fits(version) else ""
    complete = all((target.parent / name).exists() for name in (EXEC_SCRIPT, LANGUAGE_HOST))
    return f"pulumi {version}: ready" if version == wanted and complete else ""


def _on_path(search_path: str) -> tuple[Path | None, str]:
    """Return the CLI of a search path if it can be used as it is, else why it cannot."""
    name = shutil.which("pulumi", path=search_path)
    if name is None:
        return None, "There is no pulumi on PATH"
    found = Path(name)
    version = version_of(found)
    if not fits(version):
        return None, f"{found} is version {version or 'unknown'} and 3.{OLDEST_MINOR} or newer (below 4) is needed"
    if not has_language_host(found, search_path):
        return None, f"{found} has no {LANGUAGE_HOST} beside it or on PATH"
    return found, ""


def _link(target: Path, found: Path) -> None:
    """Point .tools/bin/pulumi at the user's own CLI; whatever was built before would come between it and its language host."""
    for name in ("pulumi", EXEC_SCRIPT, LANGUAGE_HOST):
        (target.parent / name).unlink(missing_ok=True)
    target.symlink_to(found.resolve())


def _build(go: str, root: Path, target: Path, version: str, environment: Mapping[str, str]) -> float:
    """Build the pinned CLI and return the seconds it took."""
    fresh = target.with_suffix(".new")
    # Without the version variable `pulumi version` prints nothing, and the Automation API refuses the CLI.
    flags = f"-s -w -X {VERSION_VARIABLE}=v{version}"
    command = [go, "build", "-trimpath", "-tags", "osusergo,grpcnotrace", "-ldflags", flags, "-o", str(fresh), CLI_PACKAGE]
    started = time.monotonic()
    with _Progress(f"Building pulumi {version} with Go (once; about 5 minutes)"):
        _run(command, root / "tools", {**environment, "CGO_ENABLED": "0"})
    target.unlink(missing_ok=True)
    fresh.replace(target)
    return time.monotonic() - started


def _put_beside(go: str, root: Path, folder: Path, environment: Mapping[str, str]) -> None:
    """Lay the exec script of the SDK module and our language host beside a built CLI: it looks there first."""
    module = _run([go, "list", "-m", "-f", "{{.Dir}}", SDK_MODULE], root / "tools", environment).strip()
    script = folder / EXEC_SCRIPT
    script.unlink(missing_ok=True)
    # The module cache drops execute bits.
    shutil.copyfile(Path(module) / "python" / "cmd" / EXEC_SCRIPT, script)
    script.chmod(0o755)
    launcher = folder / LANGUAGE_HOST
    launcher.write_text(_launcher(root), encoding="utf-8")
    launcher.chmod(0o755)


def _launcher(root: Path) -> str:
    """Return a shell script that serves the project's language host with the project's own Python."""
    own = root / ".venv" / "bin" / "python"
    python = '"$here/../../.venv/bin/python"' if own.exists() else f'"{sys.executable}"'
    return (
        "#!/bin/sh\n"
        'here=$(cd "$(dirname "$0")" && pwd)\n'
        f'exec {python} -P -m aidc.rehearsal.language_host --exec-script "$here/{EXEC_SCRIPT}" "$@"\n'
    )


def _run(command: list[str], folder: Path, environment: Mapping[str, str]) -> str:
    """Run a command and return its output; its last words become the error. Raises InstallError."""
    done = subprocess.run(command, cwd=folder, env=dict(environment), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = [line.strip() for line in done.stderr.splitlines() if line.strip()][-3:]
        raise InstallError(f"{' '.join(command[:2])} failed with exit code {done.returncode}: {'; '.join(last) or 'it said nothing'}")
    return done.stdout


class _Progress:
    """A line that tells the time while something long runs: rewritten on a terminal, repeated now and then in a log."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._tell, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _tell(self) -> None:
        terminal = sys.stderr.isatty()
        started = time.monotonic()
        sys.stderr.write(self._text + ("" if terminal else "\n"))
        while not self._done.wait(1.0 if terminal else PROGRESS_SECONDS):
            elapsed = f"{self._text}: {time.monotonic() - started:.0f} s"
            sys.stderr.write(f"\r{elapsed}" if terminal else f"{elapsed}\n")
            sys.stderr.flush()
        sys.stderr.write("\n" if terminal else "")


def _quiet(environment: Mapping[str, str]) -> dict[str, str]:
    return {**environment, "PULUMI_SKIP_UPDATE_CHECK": "true"}


def _without(folder: Path, search_path: str) -> str:
    """Leave our own folder out of a search path: it would find the CLI that is about to be replaced."""
    return os.pathsep.join(part for part in search_path.split(os.pathsep) if part and Path(part).resolve() != folder.resolve())


def main() -> int:
    """Install, say in one line what happened, and return the exit code."""
    try:
        line = install(Path(__file__).resolve().parents[1], os.environ)
    except InstallError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{line}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
