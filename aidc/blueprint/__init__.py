"""Intent to decisions: schema, loader, plan, names and addresses. Pure: no Pulumi, network, clock or environment."""

from aidc.blueprint.errors import BlueprintError, Problem
from aidc.blueprint.load import Loaded, load_object, load_stack_file
from aidc.blueprint.plan import Plan, make_plan
from aidc.blueprint.schema import Blueprint

__all__ = ["Blueprint", "BlueprintError", "Loaded", "Plan", "Problem", "load_object", "load_stack_file", "make_plan"]
