"""Energy and carbon of a bill's machines: hours × watts × PUE × the grid's intensity. An estimate, and it says of what.

Only what runs is counted: storage, networks and the making of the machines are not. Location-based: the grid's average, without Google's
purchases of carbon-free energy. Sources: aidc/catalog/power.py and the table of regions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from aidc.catalog.power import draw
from aidc.catalog.regions import regions
from aidc.estimator.cost.bill import Bill, Line

UTILISATION = Decimal("0.8")
"""Share of full work while a machine runs, where nobody says another: an assumption, printed with every estimate."""


@dataclass(frozen=True, slots=True)
class Emission:
    """A month of one line. kWh at the machine room's door, PUE included."""

    resource: str
    component: str
    region: str
    kwh: Decimal
    least_kwh: Decimal
    most_kwh: Decimal
    kgco2e: Decimal | None
    source: str


@dataclass(frozen=True, slots=True)
class Footprint:
    """All of them, and what could not be estimated with the reason."""

    utilisation: Decimal
    emissions: tuple[Emission, ...]
    unknown: tuple[tuple[str, str], ...]

    @property
    def kwh(self) -> Decimal:
        """Return the month's energy."""
        return sum((emission.kwh for emission in self.emissions), Decimal(0))

    @property
    def kgco2e(self) -> Decimal:
        """Return the month's carbon, of the regions whose grid is known."""
        return sum((emission.kgco2e or Decimal(0) for emission in self.emissions), Decimal(0))


def footprint(bill: Bill, utilisation: Decimal = UTILISATION) -> Footprint:
    """Return the energy and carbon of every machine on a bill."""
    emissions: list[Emission] = []
    unknown: list[tuple[str, str]] = []
    for line in _running(bill.lines):
        made = _emission(line, utilisation)
        if isinstance(made, Emission):
            emissions.append(made)
        else:
            unknown.append((line.resource, made))
    return Footprint(utilisation, tuple(emissions), tuple(unknown))


def _running(lines: Iterable[Line]) -> Iterable[Line]:
    """Return the lines of machines and chips; a committed share is counted as it is billed, for every hour."""
    return (line for line in lines if line.kind == "list" and line.unit in ("machine-hour", "chip-hour") and line.quantity)


def _emission(line: Line, utilisation: Decimal) -> Emission | str:
    what = line.item.removeprefix("machine.")
    watts, region = draw(line.item, utilisation), regions().get(line.region)
    if watts is None:
        return f"{what}: no power figure is published"
    if region is None or region.pue is None:
        return f"{what}: no PUE of {line.region} is known"
    kwh_per_watt = line.quantity / 1000 * Decimal(str(region.pue))
    kwh = watts.typical_w * kwh_per_watt
    grid = region.grid_gco2_per_kwh
    carbon = None if grid is None else kwh * Decimal(str(grid)) / 1000
    least, most = watts.least_w * kwh_per_watt, watts.most_w * kwh_per_watt
    return Emission(line.resource, line.component, line.region, kwh, least, most, carbon, watts.source.text)
