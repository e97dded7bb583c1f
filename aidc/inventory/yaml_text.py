"""YAML as the Pulumi CLI reads it, and values as the CLI writes them into configuration.

Owns the two places where Python and Go differ: which plain scalars are numbers, booleans or dates (PyYAML follows YAML 1.1, the CLI's go-yaml
does not: `yes` is text, `1e3` a number), and how numbers and objects become text. Source: gopkg.in/yaml.v3 resolve.go; encoding/json; checked
against `pulumi preview --json` of pulumi v3.259.0 on 2026-11-24.
"""

from __future__ import annotations

import datetime
import json
import math
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from aidc.inventory.errors import InventoryError

_INTEGER = re.compile(r"[-+]?(0[xX][0-9a-fA-F_]+|0[oO]?[0-7_]+|0[bB][01_]+|0|[1-9][0-9_]*)$")
_FLOAT = re.compile(r"[-+]?(\.[0-9_]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?$|[-+]?\.(inf|Inf|INF)$|\.(nan|NaN|NAN)$")
_DATE = re.compile(r"\d{4}-\d\d?-\d\d?([Tt ]\d\d?:\d\d?:\d\d?(\.\d+)?(Z|[-+]\d\d:\d\d)?)?$")
_LARGEST_GO_INTEGER = 2**64 - 1


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the C parser where libyaml is there
    """A safe loader with go-yaml's plain scalars that refuses a key given twice."""

    yaml_implicit_resolvers: dict[str | None, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own declaration


def _integer(text: str) -> int | float:
    plain = text.replace("_", "")
    sign, digits = ("-", plain[1:]) if plain[0] == "-" else ("", plain.lstrip("+"))
    octal = len(digits) > 1 and digits[0] == "0" and digits[1].isdigit()
    number = int(sign + digits, 8) if octal else int(sign + digits, 0)
    return number if -(2**63) <= number <= _LARGEST_GO_INTEGER else float(number)


def _float(text: str) -> float:
    word = text.lower().replace("_", "")
    return float(word.replace(".", "") if word.endswith(("inf", "nan")) else word)


def _date(text: str) -> datetime.datetime:
    date, _, time = text.replace("T", " ").replace("t", " ").partition(" ")
    year, month, day = (int(part) for part in date.split("-"))
    clock, zone = re.fullmatch(r"([\d:.]*)(.*)", time).groups()  # type: ignore[union-attr]  # matches every text
    hour, minute, second = (float(part) for part in (clock or "0:0:0").split(":"))
    offset = datetime.timedelta(hours=int(zone[:3]), minutes=int(zone[0] + zone[4:])) if zone not in ("", "Z") else datetime.timedelta()
    whole, fraction = divmod(second, 1)
    return datetime.datetime(year, month, day, int(hour), int(minute), int(whole), round(fraction * 1e6), tzinfo=datetime.timezone(offset))


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[str, Any]:
    seen: set[str] = set()
    for key, _ in node.value:
        if key.tag != "tag:yaml.org,2002:str" and key.tag != "tag:yaml.org,2002:merge":
            raise yaml.MarkedYAMLError(problem=f"the key {key.value!r} is not text", problem_mark=key.start_mark)
        if key.value in seen:
            raise yaml.MarkedYAMLError(problem=f"the key {key.value!r} is given twice", problem_mark=key.start_mark)
        seen.add(key.value)
    loader.flatten_mapping(node)
    return {key.value: loader.construct_object(value, deep=True) for key, value in node.value}


def _scalar(tag: str, first: str, pattern: str | re.Pattern[str], make: Any) -> None:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))
    if make is not None:
        _Loader.add_constructor(f"tag:yaml.org,2002:{tag}", lambda _, node: make(node.value))


_scalar("null", "~nN\0", r"(~|null|Null|NULL|)$", lambda _: None)
_scalar("bool", "tTfF", r"(true|True|TRUE|false|False|FALSE)$", lambda text: text.lower() == "true")
_scalar("int", "-+0123456789", _INTEGER, _integer)
_scalar("float", "-+.0123456789", _FLOAT, _float)
_scalar("timestamp", "0123456789", _DATE, _date)
_scalar("merge", "<", r"<<$", None)
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"$"), [""])
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(path: Path) -> dict[str, Any]:
    """Return the mapping that a YAML file holds; an empty file is an empty mapping. Raises InventoryError with the line."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8-sig"), _Loader)
    except OSError as error:
        raise InventoryError(f"{path}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise InventoryError(f"{path}: byte {error.start} is not UTF-8. Save the file as UTF-8.") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise InventoryError(f"{where}: is no valid YAML: {getattr(error, 'problem', None) or error}") from None
    if content is not None and not isinstance(content, dict):
        raise InventoryError(f"{path}: holds {_kind(content)} at the top; a mapping is allowed there")
    return content or {}


def _kind(value: Any) -> str:
    return "a list" if isinstance(value, list) else f"the {type(value).__name__} {value!r}"


def config_text(value: Any) -> str:
    """Return a configuration value as the program receives it: text as it is, everything else as the CLI's JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime.datetime):
        return _go_date(value)
    return "" if value is None else _json(value)


def _json(value: Any) -> str:
    """Return JSON byte for byte as Go writes it: keys sorted, no blanks, shortest numbers, <, > and & escaped."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{_json(key)}:{_json(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_json(item) for item in value) + "]"
    if isinstance(value, float):
        return _go_float(value)
    text = json.dumps(_go_date(value) if isinstance(value, datetime.datetime) else value, ensure_ascii=False)
    return re.sub("[<>&\u2028\u2029]", lambda match: f"\\u{ord(match.group()):04x}", text)


def _go_float(number: float) -> str:
    if not math.isfinite(number):
        raise ValueError(f"{number} has no JSON form; configuration allows finite numbers only")
    if number and not 1e-6 <= abs(number) < 1e21:
        mantissa, _, exponent = f"{Decimal(repr(number)).normalize():E}".partition("E")
        return f"{mantissa}e{int(exponent):+d}"
    whole = f"{Decimal(repr(number)):f}"
    whole = whole.rstrip("0").rstrip(".") if "." in whole else whole
    return "0" if whole == "-0" else whole


def _go_date(moment: datetime.datetime) -> str:
    """Return a date as the CLI hands it on: Go's default text of a time, not what the file says."""
    fraction = f".{moment.microsecond:06d}".rstrip("0").rstrip(".")
    offset = moment.strftime("%z")
    return f"{moment:%Y-%m-%d %H:%M:%S}{fraction} {offset} {'UTC' if offset == '+0000' else offset}"
