"""The comment for a pull request: one, updated in place. Short: the sum, the gate, what moves; the rest is folded."""

from __future__ import annotations

from collections.abc import Iterator

from aidc.estimator.cost.view import grouped
from aidc.inventory.urn import short_name
from aidc.report.cost.answer import CostAnswer
from aidc.report.cost.difference_section import MARKS, headline, why
from aidc.report.cost.saving_section import MOST_SHOWN
from aidc.report.cost.words import prices_of, quantity, rate, spread, total, usd
from aidc.report.units import plural
from aidc.report.visible import visible

_MOST_ROWS = 25
_ESCAPED = str.maketrans({character: f"\\{character}" for character in "\\`*_{}[]<>|#!~$@"})


def marker(name: str) -> str:
    """Return the hidden line by which a later run finds its own comment and updates it."""
    return f"<!-- aidc cost: {''.join(character for character in name if character.isalnum() or character in '-_.')} -->"


def cost_markdown(answer: CostAnswer) -> str:
    """Return the whole comment."""
    return "\n".join(_parts(answer)) + "\n"


def _parts(answer: CostAnswer) -> Iterator[str]:
    bill = answer.bill
    yield marker(answer.name)
    yield f"### Cost of {escaped(answer.name)}: {total(bill)}"
    yield ""
    if between := spread(bill):
        yield f"May move from {between} with autoscaling and spot prices."
        yield ""
    for verdict in answer.verdicts:
        yield f"- {'🔴 **over budget**' if verdict.is_over else '🟢 within budget'}: {escaped(verdict.sentence)}"
    if answer.verdicts:
        yield ""
    if answer.difference:
        yield from _difference(answer)
    yield from _folded(f"By {escaped(answer.by)}", _groups(answer))
    yield from _folded("Every line", _lines(answer))
    if bill.unpriced:
        rows = [f"- {escaped(short_name(item.resource))}: {escaped(item.reason)}" for item in bill.unpriced[:_MOST_ROWS]]
        yield from _folded(f"⚠️ Not in the sum: {plural(len(bill.unpriced), 'item')} without a price", rows)
    if answer.savings:
        yield from _folded("Savings", _savings(answer))
    yield f"<sub>{escaped(prices_of(answer))} · {plural(len(bill.free), 'free resource')} · {len(bill.not_assessed)} not assessed</sub>"


def _difference(answer: CostAnswer) -> Iterator[str]:
    assert answer.difference is not None
    moved = [delta for delta in answer.difference.deltas if delta.change != "same"]
    yield f"**{escaped(headline(answer.difference))}** against {escaped(answer.base)}"
    yield ""
    if not moved:
        return
    yield "| | resource | before | after | moves | why |"
    yield "| --- | --- | ---: | ---: | ---: | --- |"
    for delta in moved[:_MOST_ROWS]:
        cells = (
            MARKS[delta.change],
            escaped(delta.resource),
            usd(delta.before_usd),
            usd(delta.after_usd),
            usd(delta.usd, sign=True),
            escaped(why(delta)),
        )
        yield f"| {' | '.join(cells)} |"
    if len(moved) > _MOST_ROWS:
        yield f"| | {len(moved) - _MOST_ROWS} more | | | | |"
    yield ""


def _folded(title: str, rows: Iterator[str] | list[str]) -> Iterator[str]:
    yield f"<details><summary>{title}</summary>"
    yield ""
    yield from rows
    yield ""
    yield "</details>"
    yield ""


def _groups(answer: CostAnswer) -> Iterator[str]:
    yield f"| {escaped(answer.by)} | USD a month |"
    yield "| --- | ---: |"
    for group in grouped(answer.bill, answer.by, answer.owners)[:_MOST_ROWS]:
        yield f"| {escaped(short_name(group.name))} | {usd(group.usd_per_month)} |"


def _lines(answer: CostAnswer) -> Iterator[str]:
    yield "| resource | what | quantity | USD each | term | USD a month |"
    yield "| --- | --- | ---: | ---: | --- | ---: |"
    lines = sorted(answer.bill.lines, key=lambda line: -abs(line.usd_per_month))
    for line in lines[:_MOST_ROWS]:
        cells = (
            escaped(short_name(line.resource)),
            escaped(line.component),
            f"{quantity(line.quantity)} {line.unit}",
            rate(line.usd_per_unit),
        )
        yield f"| {' | '.join(cells)} | {line.term} | {usd(line.usd_per_month)} |"
    if len(lines) > _MOST_ROWS:
        yield f"| {len(lines) - _MOST_ROWS} smaller ones | | | | | |"


def _savings(answer: CostAnswer) -> Iterator[str]:
    yield "| saves a month | resource | change | in exchange | breaks |"
    yield "| ---: | --- | --- | --- | --- |"
    for saving in (answer.savings or ())[:MOST_SHOWN]:
        cells = (
            usd(saving.usd_per_month),
            escaped(saving.resource),
            escaped(f"{saving.what}: {saving.change}"),
            saving.trade_off,
            saving.breaks,
        )
        yield f"| {' | '.join(cells)} |"


def escaped(text: str) -> str:
    """Return a text that Markdown shows as it is: names come from outside and must neither format, link, mention nor command."""
    return visible(text).translate(_ESCAPED)
