"""The base of every <Noun>Spec: frozen, no unknown keys, and all broken rules of one section reported together."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import Annotated, Any, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from aidc.blueprint.errors import shown

Rule = tuple[str, str]
"""A broken rule: the field (relative to the section, empty for the section itself) and the sentence."""


class BrokenRules(ValueError):
    """Every rule that one section breaks. The loader turns each into a Problem with its full path."""

    def __init__(self, rules: list[Rule]) -> None:
        self.rules = rules
        super().__init__("; ".join(f"{field}: {text}" if field else text for field, text in rules))


class Spec(BaseModel):
    """One section of the stack file: what was asked, in the user's words."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False, hide_input_in_errors=True, allow_inf_nan=False, defer_build=True)

    def rules(self) -> Iterator[Rule]:
        """Yield the rules that this section breaks by itself, each with the reason and the nearest legal choice."""
        yield from ()

    @field_validator("*", mode="before")
    @classmethod
    def _no_number_from_a_boolean(cls, value: Any, info: Any) -> Any:
        # Python counts True as 1, so `nodes: true` would be one node.
        if isinstance(value, bool) and _is_number(cls.model_fields[info.field_name].annotation):
            raise ValueError(f"{shown(value)} is not a number")
        return value

    @model_validator(mode="after")
    def _hold_to_rules(self) -> Any:
        broken = list(self.rules())
        if broken:
            raise BrokenRules(broken)
        return self


def listed_twice(field: str, values: list[str]) -> Iterator[Rule]:
    """Yield every value of a list that stands in it before already."""
    for index, value in enumerate(values):
        if value in values[:index]:
            yield f"{field}[{index}]", f"{shown(value)} is listed twice"


def _is_number(annotation: Any) -> bool:
    return annotation in (int, float) or any(_is_number(inner) for inner in get_args(annotation) if isinstance(inner, type))


def sets(*properties: str) -> dict[str, Any]:
    """Return field metadata naming the resource properties that a field decides, as Type.property; `aidc explain` shows them."""
    return {"json_schema_extra": {"x-sets": list(properties)}}


_NAME = re.compile(r"[a-z]([a-z0-9-]*[a-z0-9])?")


def _check_name(value: str) -> str:
    if not _NAME.fullmatch(value):
        raise ValueError(
            f"{shown(value)} is not a name: lower-case letters, digits and dashes, starting with a letter, not ending with a dash"
        )
    return value


_PROJECT = re.compile(r"[a-z][a-z0-9-]{4,28}[a-z0-9]")


def _check_project(value: str) -> str:
    if not _PROJECT.fullmatch(value):
        raise ValueError(f"{shown(value)} is not a project id: 6 to 30 lower-case letters, digits and dashes, starting with a letter")
    return value


def check_cidr(value: object) -> str:
    """Return an IPv4 range as text. Raises ValueError for what is none, or has bits beyond its prefix."""
    try:
        block = ipaddress.IPv4Network(str(value), strict=False)
    except ValueError:
        raise ValueError(f"{shown(value)} is not an IPv4 range. Write it as 10.0.0.0/16") from None
    if block.network_address != ipaddress.IPv4Address(str(value).partition("/")[0]):
        raise ValueError(f"{shown(value)} has bits set beyond its prefix. Did you mean {block}?")
    return str(block)


def _check_label_value(value: object) -> str:
    text = str(value)
    if not re.fullmatch(r"[a-z0-9_-]{0,63}", text):
        raise ValueError(f"{shown(text)} is not a label value: at most 63 lower-case letters, digits, dashes and underscores")
    return text


def _check_label_key(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,62}", value):
        raise ValueError(f"{shown(value)} is not a label key: a lower-case letter, then at most 62 letters, digits, dashes and underscores")
    return value


Name = Annotated[str, AfterValidator(_check_name)]
ProjectId = Annotated[str, AfterValidator(_check_project)]
Cidr = Annotated[str, BeforeValidator(check_cidr)]
Labels = dict[Annotated[str, AfterValidator(_check_label_key)], Annotated[str, BeforeValidator(_check_label_value)]]

__all__ = ["BrokenRules", "Cidr", "Field", "Labels", "Name", "ProjectId", "Rule", "Spec", "check_cidr", "listed_twice", "sets"]
