"""What only usage says: a charge where somebody has given a quantity, nothing where nobody has."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aidc.estimator.cost.charge import Charge
from aidc.estimator.cost.reader import Reader


def used(reader: Reader, key: str, charge: Charge) -> Iterator[Charge]:
    """Yield a charge with its quantity times what the usage key says. `charge.quantity` is what one unit of the key stands for."""
    quantity = reader.usage.number(key)
    if quantity is not None:
        yield Charge(charge.component, charge.item, charge.region, quantity * charge.quantity, charge.unit, by_usage=True)


def each(component: str, item: str, region: str, unit: str, quantity: Decimal | int = 1) -> Charge:
    """Return the charge of one unit of a usage key, to be given to `used`."""
    return Charge(component, item, region, Decimal(quantity), unit, by_usage=True)
