"""`aidc prices`: what a machine or an item costs on every term, where it is cheapest, and how its spot price has moved. `refresh` is beside it.

A word that is no command is a name: `aidc prices a3-highgpu-8g` is `aidc prices show a3-highgpu-8g`. Imports neither Pulumi nor the provider.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from aidc.cli.errors import Refused, answers
from aidc.cli.prices_refresh import refresh
from aidc.cli.schema import save
from aidc.cli.stack import AsJson
from aidc.cli.terminal import say, show, write_json
from aidc.cli.today import today

if TYPE_CHECKING:
    from aidc.report.prices.priced import Priced

NO_PRICE = 1
SHOW = "show"

Name = Annotated[
    str | None,
    typer.Argument(
        metavar="[NAME]", help="A machine, a TPU host, an item (disk.pd-ssd.capacity), or how several begin.", show_default=False
    ),
]
RegionWord = Annotated[str | None, typer.Option("--region", metavar="R", help="Every term in this region.", show_default=False)]
Regions = Annotated[bool, typer.Option("--regions", help="Every region, cheapest first (what a name without --region gives).")]
Svg = Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="The history of the spot price as a picture.", show_default=False)]


class _NameOrCommand(TyperGroup):
    """A group in which anything that is no command is the name of a thing with a price."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Put the command that shows in front of what names none."""
        helped = bool(args) and args[0] in ctx.help_option_names
        return super().parse_args(ctx, args if helped or (args and args[0] in self.commands) else [SHOW, *args])


prices = typer.Typer(cls=_NameOrCommand, help="Say what a machine or an item costs on every term, and where it is cheapest.")


@prices.command(SHOW)
@answers
def show_prices(
    name: Name = None,
    region: RegionWord = None,
    regions: Regions = False,
    svg: Svg = None,
    json: AsJson = False,
) -> None:
    """Show a price: every term in a region, every region, or a list. The word show may be left out."""
    from aidc.report.prices.priced import UnknownPrice, named, region_named

    priced = named(name) if name else None
    try:
        where = region_named(region, priced) if region else None
        if priced is None:
            _listed(name or "", where, regions, svg, json)
        elif where is None or regions:
            _everywhere(priced, svg, json)
        else:
            _there(priced, where, svg, json)
    except UnknownPrice as error:
        raise Refused(("", str(error))) from None


def _there(priced: Priced, region: str, svg: Path | None, json: bool) -> None:
    from aidc.report.prices.quote import quote

    made = quote(priced, region, today())
    if json:
        from aidc.report.prices.document import quote_document

        write_json(quote_document(made))
    elif made.by_term or made.tiered:
        from aidc.report.prices.page import quote_page

        show(quote_page(made))
    if svg:
        _drawn(priced, region, svg)
    if not (made.by_term or made.tiered):
        say("error", _nothing(priced, region))
        raise typer.Exit(NO_PRICE)


def _nothing(priced: Priced, region: str) -> str:
    """Say that a region has no price of a thing, whether it is sold there, and where there is a price."""
    from aidc.report.prices.priced import sold
    from aidc.report.prices.quote import some, why_missing

    place = {True: ", though it is sold there", False: ": it is not sold there", None: ": no list says that it is sold there"}
    known = tuple(area for area in priced.regions if sold(priced, area) is not False)
    instead = f"priced and sold in {some(known)}" if known else why_missing(priced, region, "on-demand")
    where = place[sold(priced, region)] if priced.is_placed else ""
    return f"{priced.name} has no price in {region}{where}; {instead}"


def _drawn(priced: Priced, region: str, path: Path) -> None:
    from aidc.catalog.prices import price, spot_history
    from aidc.catalog.prices.price import first_day
    from aidc.report.prices.spot_svg import spot_svg

    changes = spot_history(priced.machine_type, region)
    if not changes:
        raise Refused(("", f"--svg {path}: nobody has kept the spot prices of {priced.name} in {region}"))
    spot = price(priced.item, region, "spot")
    until = first_day(spot.as_of) if spot else changes[-1].first_seen
    save(spot_svg(f"{priced.name} in {region}", changes, until), path, f"Wrote {path}.")


def _everywhere(priced: Priced, svg: Path | None, json: bool) -> None:
    from aidc.report.prices.regions import region_rows

    if svg:
        raise Refused(("", "--svg draws one region: say --region"))
    rows = region_rows(priced)
    if json:
        from aidc.report.prices.document import regions_document

        write_json(regions_document(priced, rows, today()))
    elif rows:
        from aidc.report.prices.lists_page import regions_page

        show(regions_page(priced, rows, today()))
    if not rows:
        from aidc.report.prices.quote import why_missing

        say("error", f"{priced.name} has no price in any region: {why_missing(priced, '', 'on-demand')}")
        raise typer.Exit(NO_PRICE)


def _listed(word: str, region: str | None, regions: bool, svg: Path | None, json: bool) -> None:
    from aidc.report.prices.priced import beginning, unknown
    from aidc.report.prices.quote import price_of, terms

    things = beginning(word)
    if not things:
        raise unknown(word)
    if svg or regions:
        raise Refused(("", f"{'--svg' if svg else '--regions'} is for one thing: name it whole"))
    if region:
        things = tuple(thing for thing in things if any(price_of(thing, region, term) for term in terms()))
    if json:
        from aidc.report.prices.document import list_document

        write_json(list_document(things, region))
    else:
        from aidc.report.prices.lists_page import list_page

        show(list_page(things, region))


prices.command()(refresh)
