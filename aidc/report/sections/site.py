"""Title and site: where the data centre stands and how clean its power is."""

from __future__ import annotations

from rich.console import RenderableType
from rich.text import Text

from aidc.blueprint import Plan
from aidc.blueprint.site import SitePlan
from aidc.report.layout import facts, section
from aidc.report.units import count, percent, short_zones


def title(stack: str, plan: Plan) -> RenderableType:
    """Return the one line that says what this is and where."""
    site = plan.site
    place = f"{site.region} ({site.energy.place})" if site.energy else site.region
    zones = f"zone{'s' if len(site.zones) > 1 else ''} {short_zones(site.zones)}"
    rest = " · ".join([site.project, place, zones, *_energy(site)])
    return Text.assemble((stack, "bold"), f" · {rest}")


def site_section(stack: str, plan: Plan) -> RenderableType:
    """Return project, labels, zones and the power of the region."""
    site = plan.site
    rows: list[tuple[str, RenderableType]] = [
        ("project", f"{site.project}, number {site.project_number}"),
        ("environment", plan.environment),
        ("labels", ", ".join(f"{key}={value}" for key, value in plan.labels.items())),
        ("zones", f"{', '.join(site.zones)}; accelerators in {site.zones[0]} unless a pool says otherwise"),
        ("APIs", f"{count(len(plan.services.names))} enabled"),
        ("energy", f"{_grid(site)}; sources: aidc explain {stack} site.region"),
    ]
    return section("site", facts(rows))


def _energy(site: SitePlan) -> list[str]:
    if site.energy is None:
        return ["energy facts not published"]
    energy = site.energy
    carbon_free = "" if energy.cfe_fraction is None else f"{percent(energy.cfe_fraction)} carbon-free"
    return [carbon_free or "carbon-free share not published", _pue(site)]


def _pue(site: SitePlan) -> str:
    known = site.energy is not None and site.energy.pue is not None
    return f"PUE {site.energy.pue:.2f} ({site.energy.pue_basis})" if known and site.energy else "PUE not published"


def _grid(site: SitePlan) -> str:
    energy = site.energy
    if energy is None:
        return "no published figures for this region"
    grid = [] if energy.grid_gco2_per_kwh is None else [f"grid {count(round(energy.grid_gco2_per_kwh))} gCO2/kWh"]
    return ", ".join([*grid, f"carbon figures of {energy.carbon_year}"])
