"""The settings of a stack as the engine knows them: out of the stack's configuration, where the blueprint is one JSON text, and out of the file
of --policy-pack-config, which has the last word on levels and on what rules take."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from policies.rule import RULES, STACK_RULES
from policies.sets import Level
from policies.settings import Settings, SettingsError, settings_of
from policies.settings_problems import problems_of

BLUEPRINT = "blueprint"


def settings_in(project: str, configuration: Mapping[str, str], today: date) -> Settings:
    """Return the settings in a stack's configuration, else those of the baseline. Raises SettingsError."""
    key = f"{project}:{BLUEPRINT}"
    try:
        blueprint = json.loads(configuration.get(key) or "{}")
    except ValueError:
        raise SettingsError(f"{key} is not JSON text") from None
    if not isinstance(blueprint, Mapping):
        raise SettingsError(f"{key} is {blueprint!r:.40}; an object is needed")
    asked = blueprint.get("policies") or {}
    if not isinstance(asked, Mapping):
        raise SettingsError(f"policies is {asked!r:.40}; an object with sets, levels and configuration is needed")
    return settings_of({**asked, "waivers": blueprint.get("waivers")}, today)


def with_pack_config(settings: Settings, levels: Mapping[str, Level], configuration: Mapping[str, Mapping[str, Any]]) -> Settings:
    """Return the settings with what --policy-pack-config says of single rules. Raises SettingsError."""
    known = {**RULES, **STACK_RULES}
    given = {rule: dict(values) for rule, values in configuration.items() if rule in known and values}
    if problems := list(problems_of({"configuration": given})):
        raise SettingsError(*problems)
    return replace(
        settings,
        levels={**settings.levels, **{rule: level for rule, level in levels.items() if rule in known}},
        configuration={
            **settings.configuration,
            **{rule: {**settings.configuration.get(rule, {}), **values} for rule, values in given.items()},
        },
    )
