"""Energy and carbon in two lines, always said to be an estimate."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rich.console import RenderableType

from aidc.estimator.cost.carbon import Footprint


def footprint_rows(footprint: Footprint) -> Iterator[tuple[str, RenderableType]]:
    """Yield a row of energy and carbon, and one of what could not be estimated."""
    if footprint.emissions:
        least = sum((emission.least_kwh for emission in footprint.emissions), Decimal(0))
        most = sum((emission.most_kwh for emission in footprint.emissions), Decimal(0))
        yield (
            "carbon (estimate)",
            f"{footprint.kwh:,.0f} kWh ({least:,.0f} to {most:,.0f}) and {footprint.kgco2e:,.0f} kgCO2e a month at "
            f"{footprint.utilisation * 100:.0f} % utilisation: machines only, PUE and grid of the region, without purchases of clean energy",
        )
    if footprint.unknown:
        reasons = "; ".join(dict.fromkeys(reason for _, reason in footprint.unknown))
        yield "carbon unknown", reasons
