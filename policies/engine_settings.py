"""The settings of a stack as Pulumi knows them: out of the stack's configuration, where an object is one JSON text, and out of the file of
--policy-pack-config, which has the last word on levels and on what rules take.

They stand in the blueprint, or for a program without one under the key `policies`, in the same shape with the waivers in it.
"""

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

BLUEPRINT, POLICIES = "blueprint", "policies"
"""Keys in the project's own namespace."""


def settings_in(project: str, configuration: Mapping[str, str], today: date) -> Settings:
    """Return the settings in a stack's configuration, else those of the baseline. Raises SettingsError."""
    return settings_of(document_in(project, configuration), today)


def document_in(project: str, configuration: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the settings in a stack's configuration as plain data, not checked yet. Raises SettingsError where there is no object."""
    blueprint_key, key = f"{project}:{BLUEPRINT}", f"{project}:{POLICIES}"
    if not configuration.get(blueprint_key):
        return _object_in(configuration, key)
    if key in configuration:
        raise SettingsError(f"{key} stands beside {blueprint_key}, whose policies and waivers count. Move it there")
    blueprint = _object_in(configuration, blueprint_key)
    asked = blueprint.get("policies") or {}
    if not isinstance(asked, Mapping):
        raise SettingsError(f"policies is {asked!r:.40}; an object with sets, levels and configuration is needed")
    return {**asked, "waivers": blueprint.get("waivers")}


def _object_in(configuration: Mapping[str, str], key: str) -> Mapping[str, Any]:
    try:
        found = json.loads(configuration.get(key) or "{}")
    except (ValueError, RecursionError):
        raise SettingsError(f"{key} is not JSON text") from None
    if not isinstance(found, Mapping):
        raise SettingsError(f"{key} is {found!r:.40}; an object is needed")
    return found


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
