"""Sites as a page: power of each region with a picture, and the accelerators there; of one region every zone."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from aidc.catalog.zones import LISTS, Offer, is_ai_zone
from aidc.report.layout import facts, section, table
from aidc.report.machines.sites import Site
from aidc.report.units import bar, count, percent, plural

BAR_CELLS = 5
LEGEND: tuple[tuple[str, RenderableType], ...] = (
    ("CFE", "carbon-free energy, hour by hour; grid: gCO2/kWh where the region draws, a yearly mean"),
    ("PUE", "of the site, or ~ the mean of Google's fleet where a region has no figure of its own (unverified)"),
    ("accelerators", "° only an API, a third party or an older page names them here, which is not capacity; @ai1a: in that AI zone"),
)


def sites_page(found: Sequence[Site]) -> RenderableType:
    """Return the page: one line for a region, and every zone where there is one region only."""
    made = table(
        [
            ("region", "left"),
            ("place", "left"),
            ("CFE", "right"),
            ("", "left"),
            ("grid", "right"),
            ("PUE", "right"),
            ("accelerators", "left"),
        ]
    )
    made.columns[1].no_wrap = True
    for site in found:
        made.add_row("", site.region, *_power(site), " ".join(_family(site, family) for family in site.families) or "none")
    parts = [Text.assemble((plural(len(found), "region"), "bold")), section("sites", made)]
    if len(found) == 1:
        parts.append(_zones(found[0]))
    year = next((site.energy.carbon_year for site in found if site.energy), "")
    dated = [("figures", f"of {year}; sources: aidc machines --sites --json")] if year else []
    return Group(
        *parts,
        section("how to read it", facts([*LEGEND, *dated])),
        Text(""),
        Text.assemble("Next: ", ("aidc machines --region REGION", "bold")),
    )


def _power(site: Site) -> list[RenderableType]:
    energy = site.energy
    if energy is None:
        return ["not published", "", "", "", ""]
    share = energy.cfe_fraction
    return [
        energy.place,
        "" if share is None else percent(share),
        "" if share is None else Text(bar(share, BAR_CELLS), style="green"),
        "" if energy.grid_gco2_per_kwh is None else count(round(energy.grid_gco2_per_kwh)),
        "" if energy.pue is None else f"{'' if energy.pue_basis == 'site' else '~'}{energy.pue:.2f}",
    ]


def _family(site: Site, family: str) -> str:
    doubt = "°" * (LISTS[site.best(family).listed_in].status != "verified")
    special = [f"@{offer.zone.rpartition('-')[2]}" for offer in site.offers if offer.family == family and is_ai_zone(offer.zone)]
    return f"{family}{doubt}{''.join(special)}"


def _zones(site: Site) -> RenderableType:
    by_zone: dict[str, list[Offer]] = {}
    for offer in site.offers:
        by_zone.setdefault(offer.zone or "zone not published", []).append(offer)
    rows = [(_zone(zone), ", ".join(f"{offer.family} ({offer.listed_in})" for offer in offers)) for zone, offers in sorted(by_zone.items())]
    return section("zones", facts(rows or [("", "no accelerators in any list")]))


def _zone(zone: str) -> str:
    return f"{zone} (AI zone)" if is_ai_zone(zone) else zone
