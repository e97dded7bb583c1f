"""Which rules of the policy pack hold for a stack, and how strictly. The rules themselves belong to the project, so only shapes are checked here;
whether there is a rule of a name is for the pack to say (policies/settings.py)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator

from aidc.blueprint.errors import shown
from aidc.blueprint.spec import Field, Rule, Spec, listed_twice

if TYPE_CHECKING:
    from aidc.blueprint.waivers import WaiverSpec

_RULE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
MAX_RULES = 500
"""Rules that one stack file may speak of: more than the pack has."""


def _check_rule(value: str) -> str:
    if not _RULE.fullmatch(value):
        raise ValueError(
            f"{shown(value)} is not the id of a rule: lower-case words with dashes between them, such as bucket-uniform-access"
        )
    return value


RuleId = Annotated[str, AfterValidator(_check_rule)]
RuleSet = Literal["baseline", "cis-gke", "training", "serving", "regulated"]
Level = Literal["mandatory", "advisory", "disabled"]


class PoliciesSpec(Spec):
    """Which rules hold, and how strictly. Of several sets the strictest level counts."""

    sets: list[RuleSet] = Field(
        default_factory=lambda: ["baseline"],
        min_length=1,
        description="Sets of rules: baseline is mandatory for what is critical or high, regulated from medium upwards; the others for their field alone",
    )
    levels: dict[RuleId, Level] = Field(
        default_factory=dict,
        max_length=MAX_RULES,
        description="How one rule is enforced, whatever the sets say: bucket-access-logging: disabled",
    )
    configuration: dict[RuleId, dict[str, Any]] = Field(
        default_factory=dict, max_length=MAX_RULES, description="What a rule takes, by its id: kms-key-rotation: {days: 90}"
    )

    def rules(self) -> Iterator[Rule]:
        """Yield sets that are named twice, and configuration of rules that are off."""
        yield from listed_twice("sets", list(self.sets))
        for rule in self.configuration:
            if self.levels.get(rule) == "disabled":
                yield f"configuration.{rule}", "is configuration of a rule that levels disables. Remove one of the two"


def plan_policies(spec: PoliciesSpec, waivers: Sequence[WaiverSpec]) -> dict[str, Any]:
    """Return the settings as the pack takes them: plain data, days as 2027-01-31."""
    return {
        "sets": list(spec.sets),
        "levels": dict(spec.levels),
        "configuration": {rule: dict(given) for rule, given in spec.configuration.items()},
        "waivers": [waiver.model_dump(mode="json") for waiver in waivers],
    }
