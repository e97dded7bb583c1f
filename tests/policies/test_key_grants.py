"""Where resources name their key, as the installed provider has it."""

from __future__ import annotations

import importlib
import inspect
import re

import pytest

from policies.rules.key_grants import PATHS

CASES = [(kind, path) for kind, paths in PATHS.items() for path in paths]


def _arguments(kind: str) -> object:
    """Return the class of a resource's arguments."""
    module, name = re.fullmatch(r"gcp:(\w+)/\w+:(\w+)", kind).groups()
    found = importlib.import_module(f"pulumi_gcp.{module}")
    return getattr(found, f"{name}Args", None) or inspect.getmodule(getattr(found, name)).__dict__[f"{name}Args"]


def _properties(arguments: object) -> dict[str, str]:
    """Return the provider's names of the properties, with their types as written."""
    getters = [member.fget for member in vars(arguments).values() if isinstance(member, property)]
    return {getter._pulumi_name: str(inspect.signature(getter).return_annotation) for getter in getters}


@pytest.mark.parametrize(("kind", "path"), CASES)
def test_the_provider_has_the_property_that_names_the_key(kind, path):
    arguments = _arguments(kind)
    inputs = importlib.import_module(f"pulumi_gcp.{kind.split(':')[1].split('/')[0]}._inputs")
    for part in path.split("."):
        properties = _properties(arguments)
        assert part in properties
        nested = re.search(r"ForwardRef\('(\w+Args)'\)", properties[part])
        arguments = getattr(inputs, nested.group(1)) if nested else arguments
