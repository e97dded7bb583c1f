"""Which existing resource another stack takes over, and the import file that says so.

Owns the form of `pulumi import --file`. Leaves out running it: aidc/rehearsal/engine.py. Source: pulumi's import file (pkg/importer and the
CLI's import command), 2026-11.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aidc.inventory.urn import PREFIX, STACK_TYPE, parse_urn

FAVOURITES = ("gcp:compute/network:Network", "gcp:storage/bucket:Bucket", "gcp:serviceaccount/account:Account")
"""Types that every data centre has and whose ids people know; the first that a stack declares is adopted."""


def candidate(resources: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the resource of a state to adopt; None where the state holds none of the cloud's."""
    of_the_cloud = [item for item in resources if item.get("custom") and item.get("id") and not item["type"].startswith("pulumi:")]
    by_type = {item["type"]: item for item in reversed(of_the_cloud)}
    favourite = next((by_type[name] for name in FAVOURITES if name in by_type), None)
    return favourite or next(iter(of_the_cloud), None)


def import_file(resource: Mapping[str, Any], resources: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the import file that adopts one resource of a state under the same URN: the components around it come with it."""
    by_urn = {item["urn"]: item for item in resources}
    chain = [resource]
    while (parent := by_urn.get(chain[0].get("parent", ""))) and parent["type"] != STACK_TYPE:
        chain.insert(0, parent)
    return {"resources": [_entry(item, str(depth), str(depth - 1) if depth else "") for depth, item in enumerate(chain)]}


def urn_in(stack: str, urn: str) -> str:
    """Return the URN that the same resource has in another stack."""
    return f"{PREFIX}{stack}::{urn.partition('::')[2]}"


def _entry(item: Mapping[str, Any], name: str, parent: str) -> dict[str, Any]:
    """Return one line of the import file; names only link lines, `logicalName` is the resource's own."""
    named = {"type": item["type"], "name": name, "logicalName": parse_urn(item["urn"]).name}
    what = {"id": item["id"]} if item.get("custom") else {"component": True}
    return {**named, **what, **({"parent": parent} if parent else {})}
