"""The page of `aidc cost`: the sum, where it goes, what is missing from it, what it would take to lower it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rich.console import Group as Page
from rich.console import RenderableType
from rich.text import Text

from aidc.estimator.cost.view import grouped
from aidc.inventory.urn import short_name
from aidc.report.cost.answer import CostAnswer
from aidc.report.cost.difference_section import difference_section
from aidc.report.cost.footprint_section import footprint_rows
from aidc.report.cost.saving_section import saving_section
from aidc.report.cost.words import by_type, confidence_of, prices_of, quantity, rate, spread, total, usd
from aidc.report.cost.workload_rows import workload_rows
from aidc.report.layout import facts, section, table
from aidc.report.units import bar, plural
from aidc.report.visible import visible

BAR_CELLS = 16
_MOST_NOTES = 12
_MOST_ROWS = 1000
"""Rows that anybody reads on a page; --json has all."""
_LONGEST_LABEL = 60


def cost_page(answer: CostAnswer) -> RenderableType:
    """Return the whole page."""
    return Page(*_parts(answer))


def _parts(answer: CostAnswer) -> Iterator[RenderableType]:
    yield Text.assemble((visible(answer.name), "bold"), " · ", (total(answer.bill), "bold"))
    yield facts(_summary(answer))
    if answer.verdicts:
        yield section("budget", facts([(_mark(verdict.is_over), verdict.sentence) for verdict in answer.verdicts]))
    if answer.difference:
        yield difference_section(answer.difference, answer.base)
    yield _groups(answer)
    yield _lines(answer)
    yield from _missing(answer)
    if answer.savings is not None:
        yield saving_section(answer.savings)
    if answer.bill.notes:
        yield section("assumed", facts(_notes(answer)))


def _mark(is_over: bool) -> str:
    return "over" if is_over else "within"


def _summary(answer: CostAnswer) -> Iterator[tuple[str, RenderableType]]:
    bill = answer.bill
    if between := spread(bill):
        yield "may move", f"{between}, with autoscaling and spot prices"
    if bill.list_usd_per_month != bill.usd_per_month:
        yield (
            "before free tiers",
            f"{usd(bill.list_usd_per_month)} USD; free tiers and credits as if this were alone on its billing account",
        )
    yield from workload_rows(answer)
    yield from footprint_rows(answer.footprint)
    yield "prices", prices_of(answer)
    if confidence := confidence_of(answer):
        yield "confidence", confidence


def _groups(answer: CostAnswer) -> RenderableType:
    groups = grouped(answer.bill, answer.by, answer.owners)
    if not groups:
        return section(f"by {answer.by}", facts([("nothing", "no resource of the record is on a line")]))
    most = max((group.usd_per_month for group in groups), default=Decimal(0))
    made = table([(answer.by, "left"), ("USD a month", "right"), ("", "left"), ("may move", "left")])
    for group in groups:
        moves = "" if group.least == group.most else f"{usd(group.least)} to {usd(group.most)}"
        share = float(group.usd_per_month / most) if most > 0 else 0.0
        made.add_row("", short_name(group.name), usd(group.usd_per_month), bar(max(share, 0.0), BAR_CELLS), moves)
    return section(f"by {answer.by}", made)


def _lines(answer: CostAnswer) -> RenderableType:
    made = table(
        [("resource", "left"), ("what", "left"), ("quantity", "right"), ("USD each", "right"), ("term", "left"), ("USD a month", "right")]
    )
    last = ""
    for line in answer.bill.lines[:_MOST_ROWS]:
        name = short_name(line.resource)
        amount = f"{quantity(line.quantity)} {line.unit}"
        what = f"{line.component}{' ~' if line.by_usage else ''}"
        made.add_row(
            "",
            "" if name == last else name,
            what,
            amount,
            rate(line.usd_per_unit),
            line.term,
            usd(line.usd_per_month),
            style=_style(line.kind),
        )
        last = name
    made.add_section()
    if (left := len(answer.bill.lines) - _MOST_ROWS) > 0:
        made.add_row("", f"{left:,} more: --json has all")
    made.add_row("", "sum", "", "", "", "", usd(answer.bill.usd_per_month), style="bold")
    return section("lines (~: by usage)", made) if answer.bill.lines else Text("")


def _style(kind: str) -> str:
    return "" if kind == "list" else "green"


def _missing(answer: CostAnswer) -> Iterator[RenderableType]:
    bill = answer.bill
    if bill.unpriced:
        rows = [(_label(item.resource), item.reason) for item in bill.unpriced[:_MOST_ROWS]]
        rows += [("", f"{len(bill.unpriced) - _MOST_ROWS} more: --json has all")] if len(bill.unpriced) > _MOST_ROWS else []
        yield section(f"not in the sum: {plural(len(bill.unpriced), 'item')} without a price", facts(rows))
    if bill.needs_usage:
        yield section(
            "nothing used, as far as anybody says", facts([(f"{n} × {_kind(kind)}", why) for kind, n, why in by_type(bill.needs_usage)])
        )
    if bill.not_assessed:
        yield section("not assessed: may cost money", facts([(f"{n} × {_kind(kind)}", why) for kind, n, why in by_type(bill.not_assessed)]))
    if bill.free:
        kinds = ", ".join(f"{n} {_kind(kind)}" for kind, n, _ in by_type(bill.free))
        yield section(f"free: {plural(len(bill.free), 'resource')}", facts([("", Text(visible(kinds), style="dim"))]))


def _label(resource: str) -> str:
    """Return a name short enough to leave room for what is said of it."""
    name = short_name(resource)
    return name if len(name) <= _LONGEST_LABEL else f"{name[: _LONGEST_LABEL - 1]}…"


def _kind(kind: str) -> str:
    name = kind.rsplit(":", 1)[-1] if kind.startswith("gcp:") else kind
    return name if len(name) <= 2 * _LONGEST_LABEL else f"{name[: 2 * _LONGEST_LABEL - 1]}…"


def _notes(answer: CostAnswer) -> list[tuple[str, RenderableType]]:
    notes = [(_label(resource), text) for resource, text in answer.bill.notes]
    shown: list[tuple[str, RenderableType]] = [*notes[:_MOST_NOTES]]
    return [*shown, ("", f"{len(notes) - _MOST_NOTES} more: --json has all")] if len(notes) > _MOST_NOTES else shown
