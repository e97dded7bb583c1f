"""Amounts that are sold: file systems, disks and storage pools come in sizes that depend on their tier or type.

Facts: `facts/capacities.csv`. The provider lets any amount through; the API refuses it. Where no row speaks of a resource's tier, nothing is judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aidc.rehearsal import facts, values
from aidc.rehearsal.errors import CloudError


def refuse_capacity(type_: str, inputs: Mapping[str, Any]) -> None:
    """Raise the error of an amount that is not sold."""
    cases: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in facts.by_type("capacities").get(type_, ()):
        path, _, wanted = row["when"].partition("=")
        if str(values.at(inputs, path)) == wanted:
            cases.setdefault((row["path"], row["when"]), []).append(row)
    for (path, when), rows in cases.items():
        given = values.at(inputs, path)
        if given is not None and not values.is_unknown(given) and not any(_sells(row, int(float(given))) for row in rows):
            raise CloudError(
                400,
                "INVALID_ARGUMENT",
                f"googleapi: Error 400: Invalid value for {path}: {int(float(given))}. With {when} it must be "
                f"{' or '.join(_words(row) for row in rows)}., badRequest",
            )


def _sells(row: Mapping[str, str], amount: int) -> bool:
    least, step = int(row["least"]), int(row["step"])
    return least <= amount <= (int(row["most"]) if row["most"] else amount) and (amount - least) % step == 0


def _words(row: Mapping[str, str]) -> str:
    most = f"from {row['least']} to {row['most']}" if row["most"] else f"at least {row['least']}"
    return f"{most} in steps of {row['step']}"
