"""Writes a project: the project part as it stands beside (or inside) the library, and a few files that only a new project needs.

Owns what is copied and what is filled in. Nothing that exists is ever overwritten.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from aidc import __version__
from aidc.cli.errors import Refused
from aidc.did_you_mean import did_you_mean

PACKAGE = Path(__file__).resolve().parent.parent
TEMPLATE = Path(__file__).resolve().parent / "template"
COPIED = ("Pulumi.yaml", "__main__.py", "components", "stacks", "policies")
FILLED_IN = {
    "Makefile": "Makefile",
    "README.md": "README.md",
    "gitignore": ".gitignore",
    "requirements.txt": "requirements.txt",
    "test_stacks.py": "tests/test_stacks.py",
    "gate.sh": "ci/gate.sh",
    "gate_github.yml": ".github/workflows/aidc.yml",
    "gate_gitlab.yml": ".gitlab-ci.yml",
}
"""Files of the template and where they go. A dot file would be taken for one of the library's own."""


def write_project(name: str, stack: str, place: Path) -> int:
    """Write a project and return its number of files. Raises Refused for a name, stack or place that will not do, before anything is written."""
    source = _source()
    if not re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}", name):
        raise Refused(
            ("", f"{name!r} is no project name: at most 100 letters, digits, dashes, underscores and dots, not starting with a dot")
        )
    _hold_to_stacks(source, stack)
    _hold_to_empty(place)
    try:
        _copy(source, place, name)
        _fill_in(place, {"name": name, "stack": stack, "requirement": _requirement(source, place)})
    except OSError as error:
        raise Refused((str(error.filename or place), f"cannot be written: {error.strerror}")) from None
    return sum(1 for path in place.rglob("*") if path.is_file())


def _source() -> Path:
    """Return the folder of the project part: the checkout that the library runs from, else the copy that a wheel carries."""
    for folder in (PACKAGE.parent, PACKAGE / "project"):
        if (folder / "Pulumi.yaml").is_file():
            return folder
    raise Refused(("", f"there is no project to copy in {PACKAGE.parent} or {PACKAGE / 'project'}. Install aidc again"))


def _hold_to_stacks(source: Path, stack: str) -> None:
    known = sorted(path.name.removeprefix("Pulumi.").removesuffix(".yaml") for path in (source / "stacks").glob("Pulumi.*.yaml"))
    if stack not in known:
        raise Refused(("", f"--stack {stack}: is no reference stack; allowed: {', '.join(known)}.{did_you_mean(stack, known)}"))


def _hold_to_empty(place: Path) -> None:
    if place.is_dir() and any(place.iterdir()):
        raise Refused((str(place), "is not empty, and nothing is ever overwritten. Name another folder with --dir, or empty this one"))
    if place.exists() and not place.is_dir():
        raise Refused((str(place), "is a file. Name another folder with --dir"))


def _copy(source: Path, place: Path, name: str) -> None:
    found = re.search(r"^name: *(\S+)", (source / "Pulumi.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    old = re.escape(found[1] if found else "aidc")
    renamed: dict[str, Callable[[str], str]] = {
        # Pulumi hands a program the configuration under its project's name: both change together.
        "Pulumi.yaml": lambda text: re.sub(rf"^name: *{old}$", f"name: {name}", text, count=1, flags=re.MULTILINE),
        "Pulumi.*.yaml": lambda text: re.sub(rf"^( *){old}:(?=\w+:)", rf"\g<1>{name}:", text, flags=re.MULTILINE),
    }
    for root in COPIED:
        for path in _files(source / root):
            target = place / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            rename = next((change for pattern, change in renamed.items() if path.match(pattern)), None)
            if rename:
                target.write_text(rename(path.read_text(encoding="utf-8")), encoding="utf-8")
            else:
                shutil.copyfile(path, target)


def _files(root: Path) -> list[Path]:
    if root.is_file():
        return [root]
    inside = (path for path in root.rglob("*") if path.is_file())
    return sorted(path for path in inside if not any(part == "__pycache__" or part[0] == "." for part in path.relative_to(root).parts))


def _fill_in(place: Path, words: dict[str, str]) -> None:
    for template, target in FILLED_IN.items():
        text = (TEMPLATE / template).read_text(encoding="utf-8")
        for word, value in words.items():
            text = text.replace(f"@{word}@", value)
        (place / target).parent.mkdir(parents=True, exist_ok=True)
        (place / target).write_text(text, encoding="utf-8")


def _requirement(source: Path, place: Path) -> str:
    """Return the line that installs this library: the checkout that it runs from, else its release."""
    checkout = source == PACKAGE.parent
    return f"--editable {os.path.relpath(source, place.resolve())}" if checkout else f"aidc=={__version__}"
