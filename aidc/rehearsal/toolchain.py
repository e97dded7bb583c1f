"""Finds the Pulumi CLI that a rehearsal under the real engine runs on.

Owns where to look and what fits. Leaves out putting one there: tools/install.py (`make tools`).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

OLDEST_MINOR = 200
"""Oldest 3.x that fits; the same bound as tools/install.py."""
LANGUAGE_HOST = "pulumi-language-python"


@dataclass(frozen=True, slots=True)
class Toolchain:
    """A CLI that fits: executable, version ("3.259.0"), and whether it finds a Python language host, as a terminal session needs."""

    pulumi: Path
    version: str
    has_language_host: bool


@dataclass(frozen=True, slots=True)
class NoToolchain:
    """There is no CLI that fits, and why, in one line that ends with what to do."""

    reason: str


def find_toolchain(project: Path, environment: Mapping[str, str] = os.environ) -> Toolchain | NoToolchain:
    """Return the first CLI that fits: $AIDC_PULUMI (it excludes all others), .tools/bin of the project, that of the library, PATH."""
    refused: list[str] = []
    for pulumi in _candidates(project, environment):
        version = _version(pulumi)
        if _fits(version):
            return Toolchain(pulumi, version, _finds_language_host(pulumi, environment))
        refused.append(f"{pulumi} " + (f"is version {version}" if version else "does not run"))
    found = "; ".join(refused) if refused else "no pulumi in .tools/bin or on PATH"
    return NoToolchain(
        f"{found}: Pulumi 3.{OLDEST_MINOR} or newer (below 4) is needed. Run `make tools`, or set AIDC_PULUMI to an executable."
    )


def _candidates(project: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield executables in order of preference, each once."""
    if named := environment.get("AIDC_PULUMI"):
        yield Path(named)
        return
    library = Path(__file__).resolve().parents[2]
    on_path = shutil.which("pulumi", path=environment.get("PATH", ""))
    places = [project / ".tools/bin/pulumi", library / ".tools/bin/pulumi", *([Path(on_path)] if on_path else [])]
    yield from dict.fromkeys(place for place in places if place.exists())


def _version(pulumi: Path) -> str:
    """Return what `pulumi version` says without its leading v; empty where it does not run."""
    try:
        done = subprocess.run(
            [pulumi, "version"],
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip().removeprefix("v") if done.returncode == 0 else ""


def _fits(version: str) -> bool:
    parts = re.match(r"(\d+)\.(\d+)\.", version)
    return parts is not None and parts.group(1) == "3" and int(parts.group(2)) >= OLDEST_MINOR


def _finds_language_host(pulumi: Path, environment: Mapping[str, str]) -> bool:
    """The CLI looks beside its own executable (links resolved), then on PATH."""
    beside = pulumi.resolve().parent / LANGUAGE_HOST
    return os.access(beside, os.X_OK) or shutil.which(LANGUAGE_HOST, path=environment.get("PATH", "")) is not None
