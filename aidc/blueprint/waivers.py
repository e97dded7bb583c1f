"""Findings of the policy pack that somebody answers for until a day. No clock: whether a waiver has ended is for the pack to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BeforeValidator

from aidc.blueprint.errors import Problem, shown
from aidc.blueprint.policies import RuleId
from aidc.blueprint.spec import Field, Spec

if TYPE_CHECKING:
    from aidc.blueprint.schema import Blueprint

_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T00:00:00Z| 00:00:00 \+0000 UTC)?")
"""A day, as it is written, or as the Pulumi CLI hands over one that stands unquoted in the file."""


def _check_day(value: object) -> date:
    found = _DAY.fullmatch(value if isinstance(value, str) else str(value) if isinstance(value, date) else "")
    if isinstance(value, datetime) or not found:
        raise ValueError(f"{shown(value)} is not a day such as 2027-01-31")
    try:
        return date.fromisoformat(found[1])
    except ValueError:
        raise ValueError(f"{shown(value)} is not a day of the calendar") from None


def _check_words(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty; a waiver says why it stands and who answers for it")
    return value.strip()


Day = Annotated[date, BeforeValidator(_check_day)]
Words = Annotated[str, AfterValidator(_check_words)]


class WaiverSpec(Spec):
    """A finding that is let through until a day. It shows in every report; one that has ended, or lets nothing through, fails the check."""

    rule: RuleId = Field(description="Id of the rule, as the finding names it: bucket-uniform-access")
    resource: Words = Field(max_length=500, description="Name or URN of the resource; * stands for any characters")
    reason: Words = Field(max_length=500, description="Why it is right to leave it for now")
    owner: Words = Field(max_length=200, description="Who answers for it: an e-mail address or a team")
    until: Day = Field(description="Last day on which it counts, such as 2027-01-31")


def waiver_incoherences(blueprint: Blueprint) -> Iterator[Problem]:
    """Yield waivers that stand twice, and those of a rule that is off."""
    seen: dict[tuple[str, str], int] = {}
    for index, waiver in enumerate(blueprint.waivers):
        first = seen.setdefault((waiver.rule, waiver.resource), index)
        if first != index:
            yield Problem(0, f"waivers[{index}]", f"waives the same as waivers[{first}]. Remove one of the two")
        if blueprint.policies.levels.get(waiver.rule) == "disabled":
            text = f"{shown(waiver.rule)} is disabled in policies.levels, so there is nothing to let through. Remove one of the two"
            yield Problem(0, f"waivers[{index}].rule", text)
