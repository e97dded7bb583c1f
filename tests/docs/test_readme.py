"""The README is true: every console block is run and its output compared, every stack file shown is loaded and planned.

AIDC_GOLDEN=1 writes the output of today into the README instead of comparing; review the difference like code. A line of the block that is just
`…` stands for any number of lines.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from aidc.blueprint import load_object

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = _FENCE.findall(README.read_text(encoding="utf-8"))
CONSOLE = [text for language, text in BLOCKS if language == "console"]
STACK_FILES = [text for language, text in BLOCKS if language == "yaml"]


def _commands(block: str) -> list[tuple[str, str]]:
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def _run(command: str, tmp_path: Path) -> str:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    environment = inherited | {
        "COLUMNS": "118",
        "NO_COLOR": "1",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "DEMO": str(tmp_path),
    }
    # The environment stands already; making it again under the running tests would pull the ground from under them.
    command = re.sub(r"^make ", "make -o .venv/.ready ", command)
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    return done.stdout + done.stderr


def _matches(expected: str, actual: str) -> bool:
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line) + r"\n" for line in expected.splitlines())
    return re.fullmatch(pattern, actual if actual.endswith("\n") or not actual else actual + "\n") is not None


@pytest.mark.parametrize("block", CONSOLE, ids=[_commands(block)[0][0] for block in CONSOLE])
def test_a_console_block_prints_what_it_says(block, tmp_path):
    for command, expected in _commands(block):
        actual = _run(command, tmp_path)
        if os.environ.get("AIDC_GOLDEN") and not _matches(expected, actual):
            text = README.read_text(encoding="utf-8")
            README.write_text(text.replace(f"$ {command}\n{expected}", f"$ {command}\n{actual}"), encoding="utf-8")
        else:
            assert _matches(expected, actual), f"$ {command}\nprints\n{actual}\nand the README says\n{expected}"


@pytest.mark.parametrize("text", STACK_FILES)
def test_a_stack_file_of_the_readme_can_be_built(text):
    config = yaml.safe_load(text)["config"]
    loaded = load_object(config["aidc:blueprint"])
    assert loaded.warnings == ()
    assert loaded.plan.node_pools, "the README shows a stack that builds something"


def test_the_readme_shows_both_commands_with_their_output():
    commands = [command for block in CONSOLE for command, _ in _commands(block)]
    assert "make plan" in commands
    assert "make test" in README.read_text(encoding="utf-8")
