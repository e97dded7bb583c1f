"""`aidc prices refresh`: a candidate set of price tables from the Cloud Billing Catalog, judged; `--apply` puts one in the place of the tables.

Nothing but `--apply` replaces a table, and only where no rule is broken and what moved far was accepted.
"""

from __future__ import annotations

import json as json_text
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aidc.cli.errors import Refused, answers
from aidc.cli.stack import AsJson
from aidc.cli.terminal import progress, say, show, tell, write_json
from aidc.cli.today import today

if TYPE_CHECKING:
    from aidc.catalog.prices.folder import Tables
    from aidc.estimator.cost.refresh.change import Verdict
    from aidc.estimator.cost.refresh.collect import Collected

NOT_REPLACED = 1

OutFolder = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the candidate is written.")]
ServiceWords = Annotated[str, typer.Option("--services", metavar="LIST", help="Services to read: compute, storage.")]
KeyVariable = Annotated[
    str | None,
    typer.Option(
        "--api-key-env", metavar="NAME", help="Variable that holds an API key; without it your own credentials.", show_default=False
    ),
]
Saved = Annotated[
    list[Path] | None,
    typer.Option("--from", metavar="FILE", help="Saved answers of services.skus.list instead of asking; several.", show_default=False),
]
Apply = Annotated[
    Path | None,
    typer.Option("--apply", metavar="DIR", help="Put this candidate in the place of the tables.", show_default=False),
]
Accept = Annotated[bool, typer.Option("--accept", help="Take prices that moved by more than 15 % (spot 25 %).")]


@answers
def refresh(
    out: OutFolder = Path("prices-candidate"),
    services: ServiceWords = "compute,storage",
    api_key_env: KeyVariable = None,
    saved: Saved = None,
    apply: Apply = None,
    accept: Accept = False,
    json: AsJson = False,
) -> None:
    """Read the Cloud Billing Catalog into a candidate, or put a candidate in the place of the price tables."""
    from aidc.catalog.prices.folder import BadTable, delivered

    try:
        if apply is not None:
            _apply(apply, delivered(), accept=accept, json=json)
        else:
            _read_candidate(out, _answers(services, api_key_env, saved), accept=accept, json=json)
    except BadTable as error:
        raise Refused(("", str(error))) from None


def _read_candidate(out: Path, found: Iterator[Mapping[str, Any]], *, accept: bool, json: bool) -> None:
    from aidc.catalog.prices.folder import delivered, delivered_folder, write_tables
    from aidc.estimator.cost.refresh.candidate import candidate
    from aidc.estimator.cost.refresh.change import judge
    from aidc.estimator.cost.refresh.collect import collect

    if out.resolve() == delivered_folder().resolve():
        raise Refused(("", f"--out {out}: is the folder of the tables themselves; a candidate goes elsewhere"))
    collected = collect(found)
    if not collected.tiers:
        raise Refused(("", f"none of {collected.read} SKUs prices anything in the tables; no candidate was written"))
    made = candidate(delivered(), collected, today())
    try:
        write_tables(made, out)
    except OSError as error:
        raise Refused(("", f"--out {out}: cannot be written ({error})")) from None
    verdict = judge(delivered(), made)
    _said(verdict, collected, out, accept=accept, json=json)
    tell(f"Next: aidc prices refresh --apply {out}{' --accept' if verdict.to_accept else ''}")


def _apply(folder: Path, before: Tables, *, accept: bool, json: bool) -> None:
    from aidc.catalog.prices.folder import delivered_folder, read_tables, write_tables
    from aidc.estimator.cost.refresh.change import judge

    after = read_tables(folder)
    _said(judge(before, after), None, folder, accept=accept, json=json)
    place = delivered_folder()
    try:
        write_tables(after, place)
    except OSError as error:
        raise Refused(("", f"{place}: cannot be written ({error}); aidc is installed there. Nothing was replaced")) from None
    tell(f"Replaced the price tables in {place}")


def _said(verdict: Verdict, collected: Collected | None, folder: Path, *, accept: bool, json: bool) -> None:
    """Show what a candidate breaks and moves; end with exit code 1 where it may not replace the tables."""
    from aidc.cli.refresh_said import may_replace, refresh_document, refresh_page, why_not

    if json:
        write_json(refresh_document(verdict, collected, folder, accepted=accept))
    else:
        show(refresh_page(verdict, collected, folder))
    if not may_replace(verdict, accepted=accept):
        say("error", why_not(verdict))
        raise typer.Exit(NOT_REPLACED)


def _answers(services: str, api_key_env: str | None, saved: list[Path] | None) -> Iterator[Mapping[str, Any]]:
    """Yield the SKUs of saved answers, else those that the catalogue answers."""
    if saved:
        for path in saved:
            yield from _saved(path)
        return
    from aidc.cli import billing_catalogue

    words = [word.strip() for word in services.split(",") if word.strip()]
    wrong = [word for word in words if word not in billing_catalogue.SERVICES]
    if wrong or not words:
        known = ", ".join(billing_catalogue.SERVICES)
        raise Refused(("", f"--services {services}: {', '.join(wrong) or 'nothing'} is not one of {known}"))
    catalogue = billing_catalogue.open_catalogue(api_key_env)
    try:
        with progress("Reading the Cloud Billing Catalog…"):
            for word in words:
                yield from catalogue.skus(word)
    except Exception as error:
        if refused := billing_catalogue.failed(error):
            raise refused from None
        raise


def _saved(path: Path) -> list[Mapping[str, Any]]:
    """Return the SKUs of a saved answer: one page, or a list of SKUs. Raises Refused."""
    try:
        answer = json_text.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refused((str(path), f"is no saved answer ({error})")) from None
    skus = answer.get("skus") if isinstance(answer, dict) else answer
    if not isinstance(skus, list) or not all(isinstance(sku, dict) for sku in skus):
        raise Refused((str(path), "holds no list of SKUs, as services.skus.list answers it"))
    return skus
