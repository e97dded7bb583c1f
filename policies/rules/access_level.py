"""Access levels: from where, and by whom, a perimeter is entered."""

from __future__ import annotations

from collections.abc import Sequence

from policies.addresses import is_everyone
from policies.bag import Bag, NotApplicable
from policies.rule import rule
from policies.rules.perimeter import first

LEVEL = "gcp:accesscontextmanager/accessLevel:AccessLevel"
LEVELS = "gcp:accesscontextmanager/accessLevels:AccessLevels"
CONDITION = "gcp:accesscontextmanager/accessLevelCondition:AccessLevelCondition"
_ASKED = ("ipSubnetworks", "regions", "members", "requiredAccessLevels", "devicePolicy", "vpcNetworkSources")


@rule("access-level-not-open", LEVEL, LEVELS, CONDITION, regions=())
def not_open(bag: Bag, regions: Sequence[str]) -> str | None:
    """Without a list of regions (two letters of ISO 3166) every region is allowed."""
    levels = list(bag.bags("accessLevels")) if bag.type == LEVELS else [bag]
    if bag.type != CONDITION and levels and all(level.has("custom") for level in levels):
        raise NotApplicable("the level is an expression of its own")
    return first(_open(one, regions) for level in levels for one in ([level] if bag.type == CONDITION else level.bags("basic.conditions")))


def _open(condition: Bag, regions: Sequence[str]) -> str | None:
    if condition.on("negate"):
        return None
    if is_everyone(condition.get("ipSubnetworks") or [], f"{condition.path}ipSubnetworks"):
        return "the level holds for every address"
    if not any(condition.has(name) for name in _ASKED):
        return "the level has a condition that asks for nothing"
    others = [region for region in condition.list("regions") if regions and region not in regions]
    return f"the level holds for {', '.join(map(str, others))}, outside {', '.join(regions)}" if others else None
