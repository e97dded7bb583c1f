"""Machines of Compute Engine as rules read them: their types, and the metadata that Google reads as switches."""

from __future__ import annotations

from policies.bag import Bag

INSTANCE = "gcp:compute/instance:Instance"
TEMPLATE = "gcp:compute/instanceTemplate:InstanceTemplate"
REGION_TEMPLATE = "gcp:compute/regionInstanceTemplate:RegionInstanceTemplate"
MACHINES = (INSTANCE, TEMPLATE, REGION_TEMPLATE)
_YES = frozenset({"true", "y", "yes", "1"})
_NO = frozenset({"false", "n", "no", "0"})
"""What counts as a boolean value, in any case of letters: Compute Engine documentation, predefined metadata keys (unverified)."""


def switch(bag: Bag, key: str) -> bool | None:
    """Return a switch of the metadata: on, off, or None where it is absent or no boolean. Raises Unknown."""
    return means(bag.get(f"metadata.{key}"))


def means(value: object) -> bool | None:
    """Return what a value of the metadata switches: on, off, or None where it is absent or no boolean."""
    if isinstance(value, bool):
        return value
    said = str(value).strip().lower()
    return True if said in _YES else False if said in _NO else None
