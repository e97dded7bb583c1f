"""Wheel build hook: the project part travels inside the wheel as data, for `aidc new` to copy.

Only in a real wheel. In an editable install the checkout itself is the project part, and a second copy would shadow it.
"""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PROJECT_PART = ("Pulumi.yaml", "__main__.py", "components", "stacks", "policies")


class ProjectPartHook(BuildHookInterface):
    """Adds the project part as aidc/project/."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Map each path of the project part into the package when a standard wheel is built."""
        if version == "standard":
            build_data["force_include"].update({path: f"aidc/project/{path}" for path in PROJECT_PART})
