"""An amount of US dollars in a stack file: a number alone, never a text that carries a currency."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from aidc.blueprint.errors import shown
from aidc.blueprint.spec import Field

MOST_USD = 10**12
_DOLLARS = re.compile(r"(?:US\$|USD|\$)?\s*(\d[\d,_]*(?:\.\d+)?)\s*(?:USD|\$|dollars)?", re.IGNORECASE)


def _check_usd(value: Any) -> Decimal:
    if isinstance(value, str):
        raise ValueError(_not_a_number(value))
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise ValueError(f"{shown(value)} is not a number of US dollars")
    # A float is taken as it was written: 0.1 is a tenth, not the binary number beside it.
    amount = Decimal(str(value))
    if not amount.is_finite() or amount > MOST_USD:
        raise ValueError(f"{shown(value)} is out of range: more than 0, at most {MOST_USD}")
    if amount != amount.quantize(Decimal("0.01")):
        raise ValueError(f"{shown(value)} has fractions of a cent. Write at most two decimals")
    return amount


def _not_a_number(text: str) -> str:
    if dollars := _DOLLARS.fullmatch(text.strip()):
        plain = dollars[1].replace(",", "").replace("_", "")
        return f"{shown(text)} is text; write the number of US dollars alone: {plain}"
    return f"{shown(text)} is not a number of US dollars, in which the price tables are. Write a number alone, such as 1500"


Usd = Annotated[
    Decimal,
    Field(gt=0),
    BeforeValidator(_check_usd),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": MOST_USD}),
]
"""US dollars, at least a cent, exact."""
