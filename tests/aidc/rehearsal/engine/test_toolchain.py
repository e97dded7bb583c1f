"""Where the CLI is looked for, and what is said where there is none."""

from __future__ import annotations

import pytest

from aidc.rehearsal import toolchain
from aidc.rehearsal.toolchain import NoToolchain, Toolchain, find_toolchain


@pytest.fixture(autouse=True)
def no_cli_beside_the_library(monkeypatch, tmp_path):
    """The checkout may have built its own CLI; these tests are about the others."""
    monkeypatch.setattr(toolchain, "__file__", str(tmp_path / "library" / "aidc" / "rehearsal" / "toolchain.py"))


def a_pulumi(folder, version="v3.264.1", *, host=False):
    folder.mkdir(parents=True, exist_ok=True)
    files = {"pulumi": f"#!/bin/sh\necho {version}\n"} | ({"pulumi-language-python": "#!/bin/sh\n"} if host else {})
    for name, text in files.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    return folder / "pulumi"


def test_the_one_on_path_is_found(tmp_path):
    pulumi = a_pulumi(tmp_path / "bin", host=True)
    assert find_toolchain(tmp_path, {"PATH": str(tmp_path / "bin")}) == Toolchain(pulumi, "3.264.1", has_language_host=True)


def test_the_projects_own_comes_before_the_one_on_path(tmp_path):
    a_pulumi(tmp_path / "bin")
    own = a_pulumi(tmp_path / ".tools" / "bin", "v3.259.0")
    assert find_toolchain(tmp_path, {"PATH": str(tmp_path / "bin")}) == Toolchain(own, "3.259.0", has_language_host=False)


def test_one_beside_the_library_serves_every_project(tmp_path):
    own = a_pulumi(tmp_path / "library" / ".tools" / "bin")
    assert find_toolchain(tmp_path / "elsewhere", {"PATH": ""}) == Toolchain(own, "3.264.1", has_language_host=False)


def test_a_named_one_excludes_all_others(tmp_path):
    named = a_pulumi(tmp_path / "named", "v2.1.0")
    a_pulumi(tmp_path / "bin")
    assert find_toolchain(tmp_path, {"PATH": str(tmp_path / "bin"), "AIDC_PULUMI": str(named)}) == NoToolchain(
        f"{named} is version 2.1.0: Pulumi 3.200 or newer (below 4) is needed. Run `make tools`, or set AIDC_PULUMI to an executable."
    )


def test_an_old_one_is_passed_over(tmp_path):
    a_pulumi(tmp_path / ".tools" / "bin", "v3.1.0")
    fits = a_pulumi(tmp_path / "bin")
    assert find_toolchain(tmp_path, {"PATH": str(tmp_path / "bin")}) == Toolchain(fits, "3.264.1", has_language_host=False)


def test_a_broken_one_is_named(tmp_path):
    broken = a_pulumi(tmp_path / "bin")
    broken.write_text("#!/bin/sh\nexit 1\n")
    assert find_toolchain(tmp_path, {"PATH": str(tmp_path / "bin")}) == NoToolchain(
        f"{broken} does not run: Pulumi 3.200 or newer (below 4) is needed. Run `make tools`, or set AIDC_PULUMI to an executable."
    )


def test_none_says_what_to_do(tmp_path):
    assert find_toolchain(tmp_path, {"PATH": ""}) == NoToolchain(
        "no pulumi in .tools/bin or on PATH: Pulumi 3.200 or newer (below 4) is needed. "
        "Run `make tools`, or set AIDC_PULUMI to an executable."
    )
