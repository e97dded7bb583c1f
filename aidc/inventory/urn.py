"""Resource names (URNs): made and taken apart the way the engine does.

Owns the text form `urn:pulumi:<stack>::<project>::<type chain>::<name>`. Leaves out who the parent of a resource is: a URN holds only the types
of its ancestors. Source: sdk/go/common/resource/urn/urn.go of pulumi v3.259.0.
"""

from __future__ import annotations

from typing import NamedTuple

PREFIX = "urn:pulumi:"
STACK_TYPE = "pulumi:pulumi:Stack"


class Urn(NamedTuple):
    """The four parts of a URN; `type_chain` holds the types of the ancestors and last the resource's own."""

    stack: str
    project: str
    type_chain: tuple[str, ...]
    name: str

    @property
    def type(self) -> str:
        """The resource's own type token."""
        return self.type_chain[-1]


def parse_urn(text: str) -> Urn:
    """Take a URN apart; a name may itself hold `::`. Raises ValueError."""
    parts = text.removeprefix(PREFIX).split("::", 3)
    if not text.startswith(PREFIX) or len(parts) < 4:
        raise ValueError(f"{text!r} is no URN; a URN reads urn:pulumi:<stack>::<project>::<type>::<name>")
    stack, project, types, name = parts
    return Urn(stack, project, tuple(types.split("$")), name)


def short_name(resource: str) -> str:
    """Return what people call a resource: the name of its URN; a plain name is itself."""
    try:
        return parse_urn(resource).name
    except ValueError:
        return resource


def make_urn(stack: str, project: str, parent: str, type: str, name: str) -> str:  # noqa: A002 - Pulumi's own word for it
    """Return the URN of a resource under a parent URN; the stack as parent, or none, adds nothing to the type chain."""
    chain = parent.split("::", 3)[2] if parent else ""
    return f"{PREFIX}{stack}::{project}::{type if chain in ('', STACK_TYPE) else f'{chain}${type}'}::{name}"
