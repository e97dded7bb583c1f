"""Pydantic's errors in our words: where, what was given, what is allowed, what to do. Pydantic's own text never reaches a user."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from aidc.blueprint.errors import Problem, shown
from aidc.blueprint.schema import Blueprint
from aidc.blueprint.spec import BrokenRules
from aidc.did_you_mean import did_you_mean

_WANTED = {
    "int": "a whole number",
    "float": "a number",
    "finite": "a finite number",
    "bool": "true or false",
    "string": "text",
    "list": "a list",
    "dict": "a mapping",
    "model": "a mapping",
    "datetime": "a time such as 2026-12-20T00:00:00Z",
}


def complaints(error: ValidationError, data: Any) -> Iterator[Problem]:
    """Yield one Problem for each thing that pydantic, or a rule of a Spec, found wrong."""
    for item in error.errors(include_url=False):
        loc = tuple(item["loc"])
        cause = item.get("ctx", {}).get("error")
        if isinstance(cause, BrokenRules):
            for field, text in cause.rules:
                yield Problem(0, _join(path_of(loc, data), field), text)
        else:
            yield Problem(0, path_of(loc, data), _sentence(item, loc))


def path_of(loc: tuple[int | str, ...], data: Any) -> str:
    """Return a pydantic location as a YAML path: network.cidr, gpu_pools[0].nodes. Parts that are not in the input are left out."""
    path, here = "", data
    for position, part in enumerate(loc):
        last = position == len(loc) - 1
        if isinstance(part, int):
            path += f"[{part}]"
            here = here[part] if isinstance(here, list) and part < len(here) else None
        elif part != "[key]" and (last or (isinstance(here, dict) and part in here)):
            path = f"{path}.{part}" if path else str(part)
            here = here.get(part) if isinstance(here, dict) else None
    return path


def _join(path: str, field: str) -> str:
    return f"{path}.{field}" if path and field else path or field


def _sentence(item: Any, loc: tuple[int | str, ...]) -> str:
    kind, given, context = item["type"], item["input"], item.get("ctx", {})
    if kind == "missing":
        return f"is missing: {_description(loc)}"
    if kind in {"extra_forbidden", "invalid_key"}:
        allowed = list(_model_at(loc[:-1]).model_fields)
        odd = f"{shown(str(loc[-1]))} " if not str(loc[-1]).strip() else ""
        return f"{odd}is not a key here.{did_you_mean(str(loc[-1]), allowed)} Allowed: {', '.join(allowed)}"
    if kind == "literal_error":
        allowed = [str(choice) for choice in _choices(context["expected"])]
        return f"{shown(given)} is not one of {', '.join(allowed)}.{did_you_mean(str(given), allowed)}"
    if kind == "value_error":
        return str(context["error"])
    return _bounds(kind, context, given) or f"{shown(given)} is not {_wanted(kind)}"


def _bounds(kind: str, context: dict[str, Any], given: Any) -> str:
    limits = {
        "greater_than": ("gt", "more than"),
        "greater_than_equal": ("ge", "at least"),
        "less_than": ("lt", "less than"),
        "less_than_equal": ("le", "at most"),
    }
    if kind in limits:
        key, words = limits[kind]
        limit = context[key]
        return f"{shown(given)} is out of range: {words} {int(limit) if limit == int(limit) else limit}"
    if kind in {"too_short", "too_long"}:
        words = f"at least {context['min_length']}" if kind == "too_short" else f"at most {context['max_length']}"
        return f"has {len(given)} entries; {words}"
    if kind in {"string_too_long", "string_too_short"}:
        words = f"at most {context['max_length']}" if kind == "string_too_long" else f"at least {context['min_length']}"
        return f"{shown(given)} has {len(str(given))} characters; {words}"
    return ""


def _wanted(kind: str) -> str:
    return next((words for start, words in _WANTED.items() if kind.startswith(start)), "what is expected here")


def _choices(expected: str) -> list[str]:
    return [choice.strip("'") for part in expected.split(", ") for choice in part.split(" or ")]


def _description(loc: tuple[int | str, ...]) -> str:
    field = _model_at(loc[:-1]).model_fields.get(str(loc[-1]))
    return (field.description if field and field.description else "required") + "."


def _model_at(loc: tuple[int | str, ...]) -> type[BaseModel]:
    model: type[BaseModel] = Blueprint
    for part in loc:
        if isinstance(part, str) and part in model.model_fields:
            model = _model_in(model.model_fields[part].annotation) or model
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _model_in(inner))), None)
