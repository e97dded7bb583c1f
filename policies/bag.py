"""One guarded reader for every property, wherever it comes from: a record, the messages of the engine, or the proxies of Pulumi's policy SDK.

`plain` converts once, at the edge: proxies to dictionaries and lists, whole floats to integers, unknowns to UNKNOWN, secrets to SECRET. After that
nothing can raise but the readers, which raise Unknown for a value that exists only once the resource does, and for a secret where it is judged
by what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite
from typing import Any

UNKNOWN_SENTINELS = frozenset(
    {
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    }
)
"""What stands for a value not known yet: any, array, asset, archive, object, number (sdk/go/common/resource/plugin/rpc.go of pulumi)."""
SECRET_MARK = "[secret]"
SECRETS_ARE_PLAIN = "secretsArePlain"
"""The option of a bag in which some secrets cannot be told from other text: the engine marks an object or a list as a whole."""
_MOST_DEPTH = 60


class Unknown(Exception):
    """The value exists only once the resource does. The text is its path."""


class NotApplicable(Exception):
    """The rule does not apply to this resource. The text says why."""


class _Sentinel:
    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


UNKNOWN = _Sentinel("UNKNOWN")
SECRET = _Sentinel("SECRET")
_MARKS: dict[str, Any] = {**dict.fromkeys(UNKNOWN_SENTINELS, UNKNOWN), SECRET_MARK: SECRET}
_OWN = frozenset({str, int, float, bool, type(None), dict, list})
"""Types of Python itself, which raise nothing when they are read: nearly every value is of one, and told by its exact type in no time."""


def plain(value: Any, depth: int = 0) -> Any:
    """Return a value as plain data. What is nested too deeply to be a configuration is unknown."""
    kind = type(value)
    if kind is str:
        return _MARKS.get(value, value)
    if depth > _MOST_DEPTH:
        return UNKNOWN
    if kind is dict:
        return {
            str(key): _MARKS.get(item, item)
            if type(item) is str
            else plain(item, depth + 1)
            if type(item) in _OWN
            else _guarded(value, key, depth)
            for key, item in value.items()
            if not str(key).startswith("__")
        }
    if kind is list:
        return [plain(item, depth + 1) if type(item) in _OWN else _guarded(value, index, depth) for index, item in enumerate(value)]
    if isinstance(value, str):
        return _MARKS.get(value, value)
    if isinstance(value, Mapping):
        return {str(key): _guarded(value, key, depth) for key in value if not str(key).startswith("__")}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_guarded(value, index, depth) for index in range(len(value))]
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


def _guarded(holder: Any, key: Any, depth: int) -> Any:
    """Return one element; the proxies of the policy SDK raise where it is not known yet."""
    try:
        return plain(holder[key], depth + 1)
    except Exception as error:
        if type(error).__name__ == "UnknownValueError":
            return UNKNOWN
        raise


@lru_cache(4096)
def _split(path: str) -> tuple[str, ...]:
    return tuple(path.split("."))


@dataclass(slots=True)  # nobody changes one; frozen, each of the many parts of a pod would take twice as long to make
class Bag:
    """The properties of one resource, and where inside it we are (`path` ends in a dot, or is empty)."""

    type: str
    name: str
    urn: str
    values: Mapping[str, Any]
    options: Mapping[str, Any]
    path: str = ""

    def get(self, path: str) -> Any:
        """Return the value under a dotted path, or None when it is absent. A list of one object counts as the object. Raises Unknown."""
        here: Any = self.values
        for part in _split(path):
            if type(here) is not dict:  # nearly always it is one, or absent
                if here is None:
                    return None
                if isinstance(here, list) and len(here) == 1:
                    here = here[0]
                if here is UNKNOWN or here is SECRET:  # nobody can say what is inside of it
                    raise Unknown(f"{self.path}{path}")
                if not isinstance(here, dict):
                    return None
            here = here.get(part)
        if here is UNKNOWN:
            raise Unknown(f"{self.path}{path}")
        return here

    def _told(self, path: str) -> Any:
        """Return a value that is judged by what it is: of a secret nobody can say. Raises Unknown."""
        value = self.get(path)
        if value is SECRET:
            raise Unknown(f"{self.path}{path}, a secret,")
        return value

    def has(self, path: str) -> bool:
        """Tell whether something is set. What is not known yet is about to be set: the id of a key to come is a key."""
        try:
            return self.get(path) not in (None, "", [], {})
        except Unknown:
            return True

    def on(self, path: str, *, default: bool = False) -> bool:
        """Return a switch: true and "TRUE" are on; absent and empty are the provider's default. Raises Unknown."""
        value = self._told(path)
        if value is None or value == "":
            return default
        return value if isinstance(value, bool) else str(value).upper() == "TRUE"

    def text(self, path: str) -> str:
        """Return a text, empty when absent or of another kind. Raises Unknown."""
        value = self.get(path)
        if type(value) is str:
            return value
        if value is SECRET:
            raise Unknown(f"{self.path}{path}, a secret,")
        return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""

    def number(self, path: str) -> float | None:
        """Return a number, also one written as text, or None. Raises Unknown."""
        value = self._told(path)
        try:
            number = None if value is None or isinstance(value, bool) else float(value)
        except (TypeError, ValueError, OverflowError):
            return None
        return number if number is None or isfinite(number) else None

    def list(self, path: str) -> list[Any]:
        """Return a list, empty when absent; a single value counts as a list of one. Raises Unknown when the list or an element is unknown."""
        value = self._told(path)
        found = [] if value is None else value if isinstance(value, list) else [value]
        if any(item is UNKNOWN for item in found):
            raise Unknown(f"{self.path}{path}")
        return found

    def bags(self, path: str) -> Iterator[Bag]:
        """Yield a bag for each object of a list (or for the one object). Raises Unknown when the list or an element is unknown."""
        for index, item in enumerate(self.list(path)):
            if isinstance(item, dict):
                yield self.at(item, f"{path}[{index}]")

    def at(self, values: Mapping[str, Any], path: str, name: str = "") -> Bag:
        """Return the bag of a part: its values, where it lies, and what it is called when not after the resource."""
        return Bag(self.type, name or self.name, self.urn, values, self.options, f"{self.path}{path}." if path else self.path)

    def option(self, name: str) -> Any:
        """Return a resource option such as protect, or None."""
        return self.options.get(name)
