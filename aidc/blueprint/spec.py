"""The base of every <Noun>Spec: frozen, no unknown keys, and all broken rules of one section reported together."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Rule = tuple[str, str]
"""A broken rule: the field (relative to the section, empty for the section itself) and the sentence."""


class BrokenRules(ValueError):
    """Every rule that one section breaks. The loader turns each into a Problem with its full path."""

    def __init__(self, rules: list[Rule]) -> None:
        self.rules = rules
        super().__init__("; ".join(f"{field}: {text}" if field else text for field, text in rules))


class Spec(BaseModel):
    """One section of the stack file: what was asked, in the user's words."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False, hide_input_in_errors=True)

    def rules(self) -> Iterator[Rule]:
        """Yield the rules that this section breaks by itself, each with the reason and the nearest legal choice."""
        yield from ()

    @model_validator(mode="after")
    def _hold_to_rules(self) -> Any:
        broken = list(self.rules())
        if broken:
            raise BrokenRules(broken)
        return self


def sets(*properties: str) -> dict[str, Any]:
    """Return field metadata naming the resource properties that a field decides, as Type.property; `aidc explain` shows them."""
    return {"json_schema_extra": {"x-sets": list(properties)}}


_NAME = re.compile(r"[a-z]([a-z0-9-]*[a-z0-9])?")


def _check_name(value: str) -> str:
    if not _NAME.fullmatch(value):
        raise ValueError(f"{value!r} is not a name: lower-case letters, digits and dashes, starting with a letter, not ending with a dash")
    return value


def _check_cidr(value: object) -> str:
    try:
        return str(ipaddress.IPv4Network(str(value)))
    except ValueError as error:
        raise ValueError(f"{value!r} is not an IPv4 range: {error}. Write it as 10.0.0.0/16") from None


def _check_label_value(value: object) -> str:
    text = str(value)
    if not re.fullmatch(r"[a-z0-9_-]{0,63}", text):
        raise ValueError(f"{text!r} is not a label value: at most 63 lower-case letters, digits, dashes and underscores")
    return text


def _check_label_key(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,62}", value):
        raise ValueError(f"{value!r} is not a label key: a lower-case letter, then at most 62 letters, digits, dashes and underscores")
    return value


Name = Annotated[str, AfterValidator(_check_name)]
Cidr = Annotated[str, BeforeValidator(_check_cidr)]
Labels = dict[Annotated[str, AfterValidator(_check_label_key)], Annotated[str, BeforeValidator(_check_label_value)]]

__all__ = ["BrokenRules", "Cidr", "Field", "Labels", "Name", "Rule", "Spec", "sets"]
