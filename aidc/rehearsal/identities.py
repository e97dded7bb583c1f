"""The names under which Google Cloud knows things: ids, self links, the forms people write, project numbers.

Owns templates (`facts/identities.csv.gz`: the import formats of each type's documentation) and their filling and reading. Leaves out what
exists: see `books.py`. Generated parts are hashes, so the same inputs give the same id.
"""

from __future__ import annotations

import hashlib
import re
import urllib.parse
from collections.abc import Mapping
from functools import cache
from typing import Any

from aidc.rehearsal import facts
from aidc.rehearsal.errors import CloudError

COMPUTE = "https://www.googleapis.com/compute/v1/"
PLACES = ("project", "region", "zone", "location")
GENERATED = frozenset({"number", "hash", "uuid", "version"})
"""Parts of ids that the cloud chooses."""

_PART_PATTERNS = {"role": "[^ ]*roles/[^/ ]+", "member": "[^ ]+"}
_VARIABLE = re.compile(r"\{(\w+)\}")
_URL = re.compile(r"^(?:https?:)?//[a-z.-]*googleapis\.com/(?:(?:[a-z]+/)?(?:v\d[a-z0-9]*|beta)/)?")
_RESOURCE_PATH = re.compile(r"^(?:projects|organizations|folders|billingAccounts)/")


def project_number(project: str) -> str:
    """Return the number of a project: twelve digits made from its id."""
    return project if project.isdigit() else str(digest_number(f"project {project}", 12))


def digest(text: str, length: int = 16) -> str:
    """Return hexadecimal digits that stand for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def digest_number(text: str, digits: int = 19) -> int:
    """Return a decimal number of exactly so many digits that stands for a text."""
    low = 10 ** (digits - 1)
    return low + int(hashlib.sha256(text.encode()).hexdigest(), 16) % (9 * low)


def digest_uuid(text: str) -> str:
    """Return a UUID that stands for a text."""
    hexadecimal = digest(text, 32)
    return "-".join((hexadecimal[:8], hexadecimal[8:12], hexadecimal[12:16], hexadecimal[16:20], hexadecimal[20:]))


@cache
def templates(type_: str) -> tuple[str, ...]:
    """Return the id template of a type, then the shorter forms that an import understands; () for a type that nobody documents."""
    rows = facts.by_type("identities").get(type_, ())
    return tuple(form for row in rows for form in (row["id"], *row["imports"].split("|")) if form)


@cache
def properties_of_id(type_: str) -> frozenset[str]:
    """Return the properties that make up a type's id."""
    forms = templates(type_)
    return frozenset(_VARIABLE.findall(forms[0])) - GENERATED if forms else frozenset({"name", "project", "location", "region", "zone"})


def is_shared(type_: str) -> bool:
    """Return whether two resources may say the same: a grant, an enabled API, the audit configuration of a service."""
    return any(row["shared"] == "yes" for row in facts.by_type("identities").get(type_, ()))


def is_generated(type_: str) -> bool:
    """Return whether the cloud chooses part of the id, so that two equal requests are two things."""
    forms = templates(type_)
    return not forms or bool(GENERATED & set(_VARIABLE.findall(forms[0])))


def id_of(type_: str, inputs: Mapping[str, Any], settings: Mapping[str, str], salt: str = "") -> str:
    """Return the id that inputs get. `settings` are the provider's project, region and zone; `salt` tells equal requests apart.

    Raises CloudError where the id needs a project or a location that nobody gives.
    """
    forms = templates(type_)
    seed = f"{type_} {sorted(inputs.items(), key=lambda item: item[0])!r} {salt}"
    if not forms:
        return str(inputs.get("name") or digest(seed))
    return _VARIABLE.sub(lambda found: _part(found, inputs, settings, seed), forms[0])


def _part(found: re.Match[str], inputs: Mapping[str, Any], settings: Mapping[str, str], seed: str) -> str:
    name = found[1]
    if name in GENERATED:
        number = {"number": digest_number(seed), "hash": digest(seed), "uuid": digest_uuid(seed), "version": 1}
        return str(number[name])
    value = inputs.get(name) or default_of(name, inputs, settings)
    if value in (None, ""):
        if name in PLACES:
            hint = f"set {name} in this resource, or set the provider's {'region or zone' if name == 'location' else name}"
            raise CloudError(400, "INVALID_ARGUMENT", f"Cannot determine {name}: {hint}.")
        return digest(f"{seed} {name}")
    text = _whole(value)
    # A first part holds the whole name of a parent; a later one only its last word, however the program wrote it.
    starts = found.start() == 0
    return strip_url(text) if starts else text if name in ("member", "role") else last_word(text)


def _whole(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def default_of(name: str, inputs: Mapping[str, Any], settings: Mapping[str, str]) -> str:
    """Return what stands for an absent project, region, zone or location."""
    if name in PLACES[:3]:
        return settings.get(name, "")
    if name == "location":
        places = (inputs.get("zone"), inputs.get("region"), settings.get("location"), settings.get("region"), settings.get("zone"))
        return next((str(place) for place in places if place), "")
    return ""


def strip_url(text: str) -> str:
    """Return a resource name without the address of its API."""
    return _URL.sub("", text)


def last_word(text: str) -> str:
    """Return the short name at the end of a full one; other texts stay whole."""
    bare = strip_url(text)
    return bare.rstrip("/").rpartition("/")[2] if bare != text or _RESOURCE_PATH.match(bare) else text


def canonical(type_: str, written: str, settings: Mapping[str, str]) -> str | None:
    """Return the full id that any of a type's written forms means (self link, full, short), or None where it is none of them."""
    forms = templates(type_)
    bare = urllib.parse.unquote(strip_url(written))
    for form in forms:
        if (parts := _read(form, bare)) is not None:
            known = {**{name: settings.get(name, "") for name in PLACES[:3]}, **parts}
            known.setdefault("location", settings.get("location") or settings.get("region") or settings.get("zone") or "")
            missing = [name for name in _VARIABLE.findall(forms[0]) if name not in known]
            return None if missing else forms[0].format_map(known)
    return None


@cache
def _reader(form: str) -> re.Pattern[str]:
    """Return the pattern of a form: a first or last part may itself be a path, parts in between are single words."""
    pieces = _VARIABLE.split(form)
    pattern, seen = "", set()
    for index, piece in enumerate(pieces):
        if index % 2 == 0:
            pattern += re.escape(piece)
        elif piece in seen:
            pattern += f"(?P={piece})"
        else:
            seen.add(piece)
            whole_parent = index == 1 and not pieces[0] and len(pieces) > 3 and piece not in PLACES
            pattern += f"(?P<{piece}>{_PART_PATTERNS.get(piece, '[^ ]+' if whole_parent else '[^/ ]+')})"
    return re.compile(f"^{pattern}$")


def _read(form: str, written: str) -> dict[str, str] | None:
    found = _reader(form).match(written)
    return found.groupdict() if found else None


def project_in(identity: str) -> str | None:
    """Return the project that a full name lies in, or None."""
    found = re.match(r"^projects/([^/]+)", strip_url(identity))
    return found[1] if found else None
