"""Reading one resource: every property through one guarded door, so that no unknown, secret or absurd value becomes a number.

Absent is None. A value that nobody knows yet, or that cannot be what it is said to be, raises Unreadable with its path: what was yielded before
stays on the bill and the rest is named as unpriced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from aidc.estimator.cost.usage import ResourceUsage
from aidc.inventory.resource import UNKNOWN, Resource

if TYPE_CHECKING:
    from aidc.estimator.cost.whole import Whole

SHOWN_SECRET = "[secret]"
_INDEX = re.compile(r"^(\w+)\[(\d+)\]$")
_MOST = Decimal(10) ** 15
_ZONE = re.compile(r"-[a-z]$|-ai\d[a-z]$")


class Unreadable(Exception):
    """A property that a price depends on cannot be read; the text says which, what it is and what to do."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A resource, where its properties are read from (`inside` for a nested object), its usage, and the whole it belongs to."""

    resource: Resource
    usage: ResourceUsage
    whole: Whole
    inside: Mapping[str, Any] | None = None
    prefix: str = ""

    def value(self, path: str) -> Any:
        """Return the raw value under a dotted path, or None. Lists of one object count as the object. Raises Unreadable for an unknown."""
        value: Any = self.resource.inputs if self.inside is None else self.inside
        for key in path.split("."):
            if isinstance(value, list) and len(value) == 1:
                value = value[0]
            if not isinstance(value, Mapping):
                return None
            value = self._known(value.get(key), path)
        return value

    def text(self, path: str) -> str | None:
        """Return a text; a whole number counts as one. Raises Unreadable for an unknown, a secret or another kind."""
        value = self.value(path)
        if value is None or value == "":
            return None
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        if not isinstance(value, str):
            raise self._not(path, value, "a text")
        return value

    def tail(self, path: str) -> str | None:
        """Return the last part of a name, path or URL: `n2-standard-8` of projects/p/zones/z/machineTypes/n2-standard-8."""
        text = self.text(path)
        return text.rstrip("/").rsplit("/", 1)[-1] if text else None

    def number(self, path: str, at_least: Decimal | int = 0) -> Decimal | None:
        """Return a finite number (a text of digits counts as one). Raises Unreadable for less than `at_least`, more than 10^15, or no number."""
        value = self.value(path)
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
            raise self._not(path, value, "a number")
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            raise self._not(path, value, "a number") from None
        if not number.is_finite() or not at_least <= number <= _MOST:
            raise self._not(path, value, f"a number from {at_least} to 10^15")
        return number

    def flag(self, path: str) -> bool:
        """Return whether a switch is on; absent is off. Raises Unreadable for what is neither."""
        value = self.value(path)
        if value is None or isinstance(value, bool):
            return bool(value)
        if value in ("true", "false"):
            return value == "true"
        raise self._not(path, value, "true or false")

    def items(self, path: str) -> Iterator[Reader]:
        """Yield a reader for each object of a list; a single object counts as a list of one. Raises Unreadable for another kind."""
        value = self.value(path)
        entries = [] if value is None else [value] if isinstance(value, Mapping) else value
        if not isinstance(entries, list):
            raise self._not(path, value, "a list")
        for number, entry in enumerate(entries):
            place = f"{self.prefix}{path}[{number}]"
            if not isinstance(self._known(entry, f"{path}[{number}]"), Mapping):
                raise self._not(f"{path}[{number}]", entry, "an object")
            yield replace(self, inside=entry, prefix=f"{place}.")

    def at(self, path: str) -> Reader | None:
        """Return a reader inside a nested object, or None where there is none."""
        return next(self.items(path), None)

    def texts(self, path: str) -> tuple[str, ...]:
        """Return a list of texts; absent is empty."""
        value = self.value(path)
        entries = [] if value is None else value if isinstance(value, list) else [value]
        for entry in entries:
            if not isinstance(self._known(entry, path), str):
                raise self._not(path, entry, "a list of texts")
        return tuple(entries)

    def output(self, key: str) -> str | None:
        """Return a text that the cloud has answered (exported states have answers), or None."""
        value = self.resource.outputs.get(key)
        return value if isinstance(value, str) and value and value != UNKNOWN else None

    @property
    def zone(self) -> str | None:
        """Return the zone of a zonal resource, or None."""
        for candidate in (self._placed("zone"), self._placed("location")):
            if candidate and _ZONE.search(candidate):
                return candidate
        named = self._placed("region") or self._placed("location")
        default = self.whole.default_zone(self.resource)
        return default if named is None else None

    @property
    def location(self) -> str:
        """Return where the resource is, as it says so itself: a zone, a region or a multi-region, in lower case.

        Falls back on the provider's configuration and --region. Raises Unreadable when nobody says.
        """
        for key in ("zone", "location", "region"):
            if found := self._placed(key):
                return found.lower()
        return self._default_place(self.whole.default_zone(self.resource))

    @property
    def region(self) -> str:
        """Return the region: that of the zone where there is one. Raises Unreadable when nobody says."""
        for key in ("region", "zone", "location"):
            if found := self._placed(key):
                return _ZONE.sub("", found.lower())
        return self._default_place(None)

    def _default_place(self, zone: str | None) -> str:
        """Return where a resource is that says nothing itself. One that says what nobody knows yet is not where its provider is."""
        unknown = next((key for key in ("zone", "location", "region") if self.resource.inputs.get(key) == UNKNOWN), None)
        if unknown and (found := self.whole.said_region):
            return found.lower()
        if unknown:
            raise Unreadable(f"{unknown} is not known before the resources it depends on exist; --region may say it")
        if found := zone or self.whole.default_region(self.resource):
            return found.lower()
        raise Unreadable("names no region, nor does its provider: set gcp:region or say --region")

    def _placed(self, key: str) -> str | None:
        value = self.resource.inputs.get(key)
        if value == UNKNOWN or not isinstance(value, str) or not value:
            value = self.output(key)
        return value.rstrip("/").rsplit("/", 1)[-1] if value else None

    def _known(self, value: Any, path: str) -> Any:
        if value == UNKNOWN:
            raise Unreadable(f"{self.prefix}{path} is not known before the resources it depends on exist")
        if value == SHOWN_SECRET:
            raise Unreadable(f"{self.prefix}{path} is a secret and cannot be priced")
        return value

    def _not(self, path: str, value: Any, needed: str) -> Unreadable:
        return Unreadable(f"{self.prefix}{path} is {value!r:.60}; {needed} is needed")
