"""The installer against stand-ins for pulumi and Go: which CLI it takes, what it lays beside one that it built, what it says."""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from aidc.rehearsal import toolchain

ROOT = Path(__file__).resolve().parents[2]
installer = SimpleNamespace(**runpy.run_path(str(ROOT / "tools" / "install.py")))

GO = """#!/bin/sh
if [ "$1" = build ]; then
  while [ "$1" != -o ]; do shift; done
  printf '#!/bin/sh\\necho v3.259.0\\n' > "$2" && chmod +x "$2" && echo built >> "{root}/builds"
else
  echo "{root}/module"
fi
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with a pinned CLI and an SDK module that Go would know."""
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "go.mod").write_text("module aidc/tools\n\nrequire github.com/pulumi/pulumi/pkg/v3 v3.259.0 // indirect\n")
    script = tmp_path / "module" / "python" / "cmd" / "pulumi-language-python-exec"
    script.parent.mkdir(parents=True)
    script.write_text("# runs a program\n")
    script.chmod(0o444)
    return tmp_path


def executable(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def a_pulumi(folder: Path, version: str, *, host: bool = True) -> Path:
    if host:
        executable(folder / "pulumi-language-python", "#!/bin/sh\n")
    return executable(folder / "pulumi", f"#!/bin/sh\necho {version}\n")


def a_go(root: Path) -> str:
    executable(root / "go-bin" / "go", GO.replace("{root}", str(root)))
    return f"{root / 'go-bin'}{os.pathsep}/bin{os.pathsep}/usr/bin"


def test_a_fitting_pulumi_on_path_is_linked_and_not_built(root):
    own = a_pulumi(root / "theirs", "v3.264.1")
    assert installer.install(root, {"PATH": f"{own.parent}"}) == f"pulumi 3.264.1: linked from {own}"
    assert (root / ".tools/bin/pulumi").resolve() == own
    assert [path.name for path in (root / ".tools/bin").iterdir()] == ["pulumi"], "its own language host lies beside it"


def test_a_linked_pulumi_is_ready_the_next_time(root):
    own = a_pulumi(root / "theirs", "v3.264.1")
    installer.install(root, {"PATH": str(own.parent)})
    assert installer.install(root, {"PATH": ""}) == f"pulumi 3.264.1: ready, linked from {own}"


@pytest.mark.parametrize(
    ("version", "expected"),
    [("3.200.0", True), ("3.199.9", False), ("4.0.0", False), ("2.300.0", False), ("3.272.0-alpha.1", True), ("", False), ("dev", False)],
)
def test_versions_from_3_200_below_4_fit(version, expected):
    assert installer.fits(version) is expected


def test_the_installer_and_the_finder_draw_the_line_at_the_same_version():
    assert installer.OLDEST_MINOR == toolchain.OLDEST_MINOR


def test_without_a_pulumi_it_is_built_and_completed(root):
    line = installer.install(root, {"PATH": a_go(root)})
    assert line.startswith("pulumi 3.259.0: built in ")
    folder = root / ".tools" / "bin"
    assert {path.name for path in folder.iterdir()} == {"pulumi", "pulumi-language-python", "pulumi-language-python-exec"}
    assert (folder / "pulumi-language-python-exec").read_text() == "# runs a program\n"
    assert all(os.access(path, os.X_OK) for path in folder.iterdir()), "the module cache drops execute bits"


def test_the_launcher_runs_our_language_host_with_the_projects_python(root):
    executable(root / ".venv/bin/python", '#!/bin/sh\nfor word; do echo "$word"; done\n')
    installer.install(root, {"PATH": a_go(root)})
    launcher = root / ".tools/bin/pulumi-language-python"
    with os.popen(f"{launcher} 127.0.0.1:99") as said:
        words = said.read().split()
    script = str(root / ".tools/bin/pulumi-language-python-exec")
    assert words == ["-P", "-m", "aidc.rehearsal.language_host", "--exec-script", script, "127.0.0.1:99"]


def test_a_built_pulumi_is_built_once(root):
    search = a_go(root)
    installer.install(root, {"PATH": search})
    assert installer.install(root, {"PATH": search}) == "pulumi 3.259.0: ready"
    assert (root / "builds").read_text() == "built\n"


def test_a_new_pin_builds_again(root):
    search = a_go(root)
    executable(root / ".tools/bin/pulumi", "#!/bin/sh\necho v3.250.0\n")
    installer.install(root, {"PATH": search})
    assert (root / "builds").read_text() == "built\n"


def test_a_pulumi_without_a_language_host_is_not_taken(root):
    a_pulumi(root / "theirs", "v3.264.1", host=False)
    line = installer.install(root, {"PATH": f"{root / 'theirs'}{os.pathsep}{a_go(root)}"})
    assert line.startswith("pulumi 3.259.0: built in ")


def test_neither_pulumi_nor_go_is_one_clear_line(root):
    with pytest.raises(installer.InstallError) as error:
        installer.install(root, {"PATH": str(root)})
    assert str(error.value) == (
        "There is no pulumi on PATH, and there is no Go to build one with. Install Pulumi 3.200 or newer, or Go; then run this again."
    )


def test_an_old_pulumi_and_no_go_names_the_old_one(root):
    old = a_pulumi(root / "theirs", "v3.100.0")
    with pytest.raises(installer.InstallError) as error:
        installer.install(root, {"PATH": str(old.parent)})
    assert str(error.value) == (
        f"{old} is version 3.100.0 and 3.200 or newer (below 4) is needed, and there is no Go to build one with. "
        "Install Pulumi 3.200 or newer, or Go; then run this again."
    )


def test_a_failed_build_says_gos_last_words(root):
    executable(root / "go-bin" / "go", "#!/bin/sh\necho downloading >&2\necho 'no space left on device' >&2\nexit 2\n")
    with pytest.raises(installer.InstallError) as error:
        installer.install(root, {"PATH": f"{root / 'go-bin'}"})
    assert str(error.value) == f"{root / 'go-bin' / 'go'} build failed with exit code 2: downloading; no space left on device"
    assert not (root / ".tools/bin/pulumi").exists()


def test_the_real_go_mod_pins_a_version_that_fits():
    assert installer.fits(installer.pinned_version(ROOT / "tools" / "go.mod"))


def test_a_go_mod_without_the_cli_is_refused(tmp_path):
    (tmp_path / "go.mod").write_text("module x\n")
    with pytest.raises(installer.InstallError, match="names no version of github.com/pulumi/pulumi/pkg/v3: restore the file"):
        installer.pinned_version(tmp_path / "go.mod")


def test_the_installer_needs_the_standard_library_alone():
    imported = {
        line.split()[1].split(".")[0]
        for line in (ROOT / "tools/install.py").read_text().splitlines()
        if line.startswith(("import ", "from "))
    }
    assert imported <= sys.stdlib_module_names
