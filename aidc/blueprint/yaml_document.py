"""Reads a stack file as YAML, safely: size, depth, aliases and duplicate keys are bounded before anything is built, and every path keeps its line.

Plain scalars resolve as in YAML 1.2, as the Pulumi CLI reads them: 02:00 and yes are text, not a number and a boolean. Where the CLI
(yaml.v3) still follows YAML 1.1, in 010 and 1_000, the value is refused: it must not mean two things.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from aidc.blueprint.errors import BlueprintError, Problem

MAX_BYTES = 1 << 20
MAX_DEPTH = 40
MAX_NODES = 100_000
"""Nodes after aliases are expanded; a stack file has a few hundred."""
MAX_KEY_LENGTH = 200
"""Characters of one key. Every path repeats the keys above it, so a long key is paid for with every value below it."""
MAX_DIGITS = 40
_TEXT_TAG = "tag:yaml.org,2002:str"
_MERGE_TAG = "tag:yaml.org,2002:merge"

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _StackLoader(_Loader):
    """A safe loader with the scalar rules of YAML 1.2."""


_StackLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("ambiguous", r"[-+]?0[0-9]+|[-+]?[0-9][0-9.]*_[0-9_.]*|0b[01]+", "-+0123456789"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("merge", r"<<", "<"),
):
    _StackLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), list(_first))


def _construct_int(loader: Any, node: Any) -> int:
    text = loader.construct_scalar(node)
    if len(text) > MAX_DIGITS:
        raise _refused(f"holds a number of {len(text):,} digits; at most {MAX_DIGITS}. Is it a text that lacks its quotes?", _line(node))
    return int(text, 0)


def _refuse_ambiguous(loader: Any, node: Any) -> Any:
    text = loader.construct_scalar(node)[:MAX_DIGITS]
    raise _refused(
        f"holds {text}, which YAML 1.1 and 1.2 read as two numbers. Write it plainly, or in quotes where it is text", _line(node)
    )


_StackLoader.add_constructor("tag:yaml.org,2002:int", _construct_int)
_StackLoader.add_constructor("tag:yaml.org,2002:ambiguous", _refuse_ambiguous)
_StackLoader.add_constructor(_MERGE_TAG, lambda loader, node: loader.construct_scalar(node))


@dataclass(slots=True)
class YamlDocument:
    """The content of a file and the line of every path (network.cidr, gpu_pools[0].nodes)."""

    data: Any
    lines: dict[str, int] = field(default_factory=dict)

    def line_of(self, path: str) -> int:
        """Return the line of a path, or of the closest enclosing one that the file has; 0 when there is none."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return 0


def read_yaml(path: Path) -> YamlDocument:
    """Read one file. Raises BlueprintError when it cannot be read or is not YAML of reasonable size and shape."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise _refused(f"cannot be read: {error.strerror}") from None
    if len(raw) > MAX_BYTES:
        raise _refused("is larger than 1 MiB; a stack file has a few kilobytes. Is it the right file?")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(f"is not UTF-8 text (byte {error.start}); a stack file is YAML text") from None
    return parse_yaml(text)


def parse_yaml(text: str) -> YamlDocument:
    """Parse YAML text. Raises BlueprintError."""
    if not text.strip():
        raise _refused("is empty; run `aidc new` for a project to start from, or `aidc schema` for what belongs here")
    try:
        _bound_events(text)
        loader = _StackLoader(text)
        root = loader.get_single_node()
        if root is None:
            raise _refused("has no content; run `aidc new` for a project to start from")
        _bound_size(root)
        lines: dict[str, int] = {}
        problems = _walk(root, "", lines)
        if problems:
            raise BlueprintError(problems)
        return YamlDocument(loader.construct_document(root), lines)
    except yaml.YAMLError as error:
        raise _not_yaml(error, text) from None


def _refused(text: str, line: int = 0) -> BlueprintError:
    return BlueprintError([Problem(line, "the stack file", text)])


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1


def _not_yaml(error: yaml.YAMLError, text: str) -> BlueprintError:
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or str(error).splitlines()[0]
    return _refused(
        f"is not YAML: {said}. Check indentation, colons and quotes here", min(mark.line + 1, len(text.splitlines())) if mark else 0
    )


def _bound_events(text: str) -> None:
    """Refuse what is too deep to compose, and tags: they name types, and a stack file has plain values."""
    depth = 0
    for event in yaml.parse(text, Loader=_StackLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _too_deep(event.start_mark.line + 1)
        tag = getattr(event, "tag", None)
        if tag not in (None, _TEXT_TAG):
            shown = tag.replace("tag:yaml.org,2002:", "!!")[:60]
            raise _refused(f"carries the tag {shown}; a stack file has plain values. Remove the tag", event.start_mark.line + 1)


def _too_deep(line: int) -> BlueprintError:
    return _refused(f"is nested more than {MAX_DEPTH} levels deep; a stack file has six", line)


def _bound_size(root: yaml.Node) -> None:
    values, levels = _expanded(root, {}, set())
    if values > MAX_NODES:
        raise _refused(f"holds more than {MAX_NODES:,} values once its aliases are expanded. Write the values out")
    if levels > MAX_DEPTH:
        raise _too_deep(_line(root))


def _expanded(node: yaml.Node, known: dict[int, tuple[int, int]], open_nodes: set[int]) -> tuple[int, int]:
    """Return how many values a node holds, and on how many levels, once its aliases are expanded."""
    if id(node) in open_nodes:
        raise _refused("has an alias that contains itself", _line(node))
    if id(node) not in known:
        open_nodes.add(id(node))
        inner = [_expanded(child, known, open_nodes) for child in _children(node)]
        open_nodes.discard(id(node))
        own_level = not isinstance(node, yaml.ScalarNode)
        known[id(node)] = 1 + sum(values for values, _ in inner), own_level + max((levels for _, levels in inner), default=0)
    return known[id(node)]


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [child for pair in node.value for child in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _walk(node: yaml.Node, path: str, lines: dict[str, int]) -> list[Problem]:
    lines.setdefault(path, node.start_mark.line + 1)
    problems: list[Problem] = []
    if isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            problems += _walk(child, f"{path}[{index}]", lines)
    elif isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, child in node.value:
            name, line = _key_text(key), _line(key)
            here = f"{path}.{name}" if path else name
            if name in seen:
                text = f"is given twice, first on line {seen[name]}; YAML would keep only the last. Remove one"
                # A key without a name, at the top, has no path of its own.
                problems.append(Problem(line, here or "a key without a name", text))
            seen[name] = line
            lines.setdefault(here, line)
            problems += _walk(child, here, lines)
    return problems


def _key_text(key: yaml.Node) -> str:
    """Return a key, and have it built as text whatever it looks like: the Pulumi CLI knows no other keys."""
    if not isinstance(key, yaml.ScalarNode):
        raise _refused("has a list or a mapping as a key; keys are words", _line(key))
    if len(key.value) > MAX_KEY_LENGTH:
        raise _refused(f"has a key of {len(key.value):,} characters; at most {MAX_KEY_LENGTH}. Does it lack a line break?", _line(key))
    if key.tag != _MERGE_TAG:
        key.tag = _TEXT_TAG
    return key.value
