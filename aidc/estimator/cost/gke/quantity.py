"""Quantities as Kubernetes writes them: 500m of a CPU, 2Gi of memory, 1e3. In units of one: CPUs or bytes.

Source: Kubernetes documentation, resource.Quantity: a signed decimal with a binary suffix (Ki to Ei), a decimal one (n, u, m, k to E) or an
exponent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from aidc.estimator.cost.reader import SHOWN_SECRET, Unreadable
from aidc.inventory.resource import UNKNOWN

GIB = Decimal(2**30)
_QUANTITY = re.compile(
    r"^\+?(?P<number>\d{1,18}(?:\.\d{0,18})?|\.\d{1,18})(?:(?P<suffix>[KMGTPE]i|[numkMGTPE])|[eE](?P<exponent>[+-]?\d{1,2}))?$", re.ASCII
)
_BINARY = {f"{letter}i": Decimal(1024) ** power for power, letter in enumerate("KMGTPE", 1)}
_DECIMAL = {letter: Decimal(10) ** power for letter, power in zip("numkMGTPE", (-9, -6, -3, 3, 6, 9, 12, 15, 18), strict=True)}


def parse_quantity(text: str) -> Decimal | None:
    """Return the quantity that a text means, or None where it means none; a negative one means none."""
    found = _QUANTITY.match(text.strip())
    if found is None:
        return None
    number = Decimal(found["number"])
    if found["exponent"]:
        return number.scaleb(int(found["exponent"]))
    return number * (_BINARY | _DECIMAL).get(found["suffix"] or "", Decimal(1))


def quantity_in(values: Mapping[str, Any], key: str, path: str) -> Decimal | None:
    """Return the quantity under a key that may hold dots, such as nvidia.com/gpu, or None. `path` names the place. Raises Unreadable."""
    value = values.get(key)
    if value is None or value == "":
        return None
    place = f"{path}.{key}"
    if value == UNKNOWN:
        raise Unreadable(f"{place} is not known before the resources it depends on exist")
    if value == SHOWN_SECRET:
        raise Unreadable(f"{place} is a secret and cannot be priced")
    plain = not isinstance(value, bool) and isinstance(value, (int, float, str))
    parsed = parse_quantity(f"{Decimal(str(value)):f}" if plain and not isinstance(value, str) else str(value)) if plain else None
    if parsed is None:
        raise Unreadable(f"{place} is {value!r:.60}; a quantity such as 500m or 2Gi is needed")
    return parsed
