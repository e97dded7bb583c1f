"""Expressions of AND and OR, as conditions of CEL and filters of Cloud Logging have them: taken apart outside quotes and brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

OR_OF_CEL, AND_OF_CEL = re.compile(r"\|\|"), re.compile(r"&&")
OR_OF_FILTER, AND_OF_FILTER = re.compile(r"\bOR\b"), re.compile(r"\bAND\b|\n|\s+(?=NOT\b|-[\w(\"])")
MOST_DEPTH = 40
"""Deeper nesting than anybody writes; callers stop there."""


@lru_cache(maxsize=1024)
def parts(expression: str, operator: re.Pattern[str]) -> tuple[str, ...]:
    """Return what an operator joins at the top, without enclosing brackets; one part where it joins nothing."""
    expression = unwrapped(expression)
    found, start = [], 0
    for index in _top(expression):
        if index >= start and (match := operator.match(expression, index)):
            found.append(expression[start:index])
            start = match.end()
    return tuple(unwrapped(part) for part in (*found, expression[start:]) if part.strip())


def unwrapped(expression: str) -> str:
    """Return an expression without the brackets around the whole of it."""
    expression = expression.strip()
    while expression.startswith("(") and _end(expression) == len(expression) - 1:
        expression = expression[1:-1].strip()
    return expression


def _end(expression: str) -> int:
    """Return where the bracket that opens an expression closes."""
    depth = 0
    for index, sign in _outside_quotes(expression):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return index
    return -1


def _top(expression: str) -> Iterator[int]:
    """Yield the places that are in no quotes and no brackets."""
    depth = 0
    for index, sign in _outside_quotes(expression):
        depth += (sign in "([") - (sign in ")]")
        if depth == 0:
            yield index


def _outside_quotes(expression: str) -> Iterator[tuple[int, str]]:
    quote, escaped = "", False
    for index, sign in enumerate(expression):
        if quote:
            quote, escaped = ("", False) if sign == quote and not escaped else (quote, sign == "\\" and not escaped)
        elif sign in "'\"":
            quote = sign
        else:
            yield index, sign
