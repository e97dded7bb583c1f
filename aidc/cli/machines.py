"""`aidc machines`: the catalogue, listed, filtered, one thing with every source, side by side, by site. Imports neither Pulumi nor the provider."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aidc.cli.errors import Refused, answers
from aidc.cli.schema import Out, save
from aidc.cli.stack import AsJson
from aidc.cli.terminal import say, show, write, write_json

if TYPE_CHECKING:
    from aidc.report.machines.filters import Filters
    from aidc.report.machines.find import Found

NOTHING_FOUND = 1
MOST_COMPARED = 5
HBM_HELP = (
    "What holds so much accelerator memory: one machine, else so many over their fabric (machines without one drop out); "
    "of TPU hosts the smallest slice. A GB of a GPU counts 10^9 bytes."
)

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="NAME", help="A machine, TPU generation, accelerator or family; several are compared.", show_default=False),
]
KindWord = Annotated[str | None, typer.Option("--kind", metavar="gpu|tpu|cpu", help="Without it: gpu and tpu.", show_default=False)]
RegionWord = Annotated[
    str | None, typer.Option("--region", metavar="REGION", help="Offered in the region by any list.", show_default=False)
]
ZoneWord = Annotated[str | None, typer.Option("--zone", metavar="ZONE", help="Offered in the zone by any list.", show_default=False)]
ModeWord = Annotated[
    str | None,
    typer.Option("--mode", metavar="MODE", help="Sold so: on-demand, spot, flex-start, queued, reservation, calendar.", show_default=False),
]
AcceleratorWord = Annotated[
    str | None, typer.Option("--accelerator", metavar="WORD", help="h100, a100-80gb, v5p, trillium.", show_default=False)
]
Gib = Annotated[float | None, typer.Option("--hbm-gib", metavar="GIB", min=0, help=HBM_HELP, show_default=False)]
Pflops = Annotated[
    float | None,
    typer.Option(
        "--bf16-pflops", metavar="PFLOPS", min=0, help="What reaches so many dense bf16 PFLOP/s, counted alike.", show_default=False
    ),
]
ArchWord = Annotated[str | None, typer.Option("--arch", metavar="amd64|arm64", help="Architecture of the host.", show_default=False)]
FabricWord = Annotated[
    str | None, typer.Option("--fabric", metavar="WORD", help="tcpxo, or roce for all that begin so.", show_default=False)
]
Sites = Annotated[bool, typer.Option("--sites", help="Regions instead: place, carbon-free energy, grid, PUE, accelerators, AI zones.")]
Markdown = Annotated[bool, typer.Option("--markdown", help="The whole catalogue as a page in Markdown.")]


@answers
def machines(
    names: Names = None,
    kind: KindWord = None,
    region: RegionWord = None,
    zone: ZoneWord = None,
    mode: ModeWord = None,
    accelerator: AcceleratorWord = None,
    hbm_gib: Gib = None,
    bf16_pflops: Pflops = None,
    arch: ArchWord = None,
    fabric: FabricWord = None,
    sites: Sites = False,
    json: AsJson = False,
    markdown: Markdown = False,
    out: Out = None,
) -> None:
    """Show the machines that can be had: a list with filters, one with every source, several side by side."""
    from aidc.report.machines.filters import steps

    filters = _filters(kind, region, zone, mode, accelerator, hbm_gib, bf16_pflops, arch, fabric)
    narrowed = bool(kind or steps(filters))
    _together(bool(names), narrowed, sites, markdown, json, out)
    if markdown:
        _page(out)
    elif names:
        _named(names, json)
    else:
        _listed(filters, sites, json)


def _together(names: bool, narrowed: bool, sites: bool, markdown: bool, json: bool, out: Path | None) -> None:
    """Refuse what does not go together."""
    if names and (narrowed or sites):
        raise Refused(
            (
                "",
                "a name is shown whole; filters and --sites are for the list. Use the one or the other: --accelerator h100 --region us-central1",
            )
        )
    if markdown and (names or narrowed or sites or json):
        raise Refused(("", "--markdown writes the whole catalogue; it goes with --out alone"))
    if out is not None and not markdown:
        raise Refused(("", f"--out {out}: goes with --markdown; send anything else on with > {out}"))


def _filters(
    kind: str | None,
    region: str | None,
    zone: str | None,
    mode: str | None,
    accelerator: str | None,
    hbm_gib: float | None,
    bf16_pflops: float | None,
    arch: str | None,
    fabric: str | None,
) -> Filters:
    """Return the filters; every wrong word is said. Raises Refused."""
    from aidc.report.machines.words import UnknownWord, asked

    try:
        return asked(kind, region, zone, mode, accelerator, hbm_gib, bf16_pflops, arch, fabric)
    except UnknownWord as error:
        raise Refused(*(("", text) for text in error.texts)) from None


def _page(out: Path | None) -> None:
    from aidc.report.machines.markdown import catalogue_page

    if out is None:
        write(catalogue_page())
    else:
        save(catalogue_page(), out, f"Wrote {out}.")


def _named(names: list[str], json: bool) -> None:
    from aidc.report.machines.find import find, side_by_side
    from aidc.report.machines.words import UnknownWord

    found: list[Found] = []
    wrong: list[tuple[str, str]] = []
    for name in dict.fromkeys(names):
        try:
            found.append(find(name))
        except UnknownWord as error:
            wrong += [("", text) for text in error.texts]
    if wrong:
        raise Refused(*wrong)
    if len(found) == 1:
        _alone(found[0], json)
        return
    subjects = list({subject.name: subject for one in found for subject in side_by_side(one)}.values())
    if len(subjects) > MOST_COMPARED:
        raise Refused(
            ("", f"{len(subjects)} things do not fit side by side; at most {MOST_COMPARED}: {', '.join(one.name for one in subjects)}")
        )
    if json:
        from aidc.report.machines.document import comparison_document

        write_json(comparison_document(subjects))
    else:
        from aidc.report.machines.compare_page import compare_page

        show(compare_page(subjects))


def _alone(found: Found, json: bool) -> None:
    if json:
        from aidc.report.machines.document import subjects_document

        write_json(subjects_document(found.subjects, found.entries))
    else:
        from aidc.report.machines.subject_page import found_page

        show(found_page(found))


def _listed(filters: Filters, sites: bool, json: bool) -> None:
    from aidc.report.machines.filters import apply, why_nothing

    entries = apply(filters)
    nothing = None if entries else why_nothing(filters)
    if sites and entries:
        _sites(filters, json)
    elif json:
        from aidc.report.machines.document import list_document

        write_json(list_document(entries, filters, nothing))
    elif entries:
        from aidc.report.machines.list_page import list_page

        show(list_page(entries, filters))
    if nothing:
        say("error", str(nothing))
        raise typer.Exit(NOTHING_FOUND)


def _sites(filters: Filters, json: bool) -> None:
    from aidc.report.machines.sites import sites as sites_of

    if json:
        from aidc.report.machines.document import sites_document

        write_json(sites_document(sites_of(filters), filters))
    else:
        from aidc.report.machines.sites_page import sites_page

        show(sites_page(sites_of(filters)))
