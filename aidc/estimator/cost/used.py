"""What only usage says: a charge where somebody has given a quantity, nothing where nobody has."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aidc.estimator.cost.charge import Charge
from aidc.estimator.cost.reader import Reader


def used(reader: Reader, key: str, component: str, item: str, region: str, unit: str, times: Decimal = Decimal(1)) -> Iterator[Charge]:
    """Yield what the usage key says as a charge of the item; `times` is how many units of the item one unit of the key stands for."""
    quantity = reader.usage.number(key)
    if quantity is not None:
        yield Charge(component, item, region, quantity * times, unit, by_usage=True)
