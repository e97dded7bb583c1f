"""Whether a requirement is meant for a resource: production alone, strict data alone, or data that cannot be made again."""

from __future__ import annotations

from policies.bag import Bag, NotApplicable
from policies.labels import CHECKPOINTS, SCRATCH, has_open_data, is_not_production, says, words_of

_CHURNING = SCRATCH | CHECKPOINTS
_LABELS = ("labels", "resourceLabels")


def only_in_production(bag: Bag) -> None:
    """Raise NotApplicable when a label says that the resource is not of production. Raises Unknown."""
    if is_not_production(bag, *_LABELS):
        raise NotApplicable("its labels say that it is not of production")


def only_for_strict_data(bag: Bag) -> None:
    """Raise NotApplicable when a label says that the data may be seen, or that it is not of production. Raises Unknown."""
    if has_open_data(bag, *_LABELS):
        raise NotApplicable("its labels say that the data needs no such protection")


def is_churning(bucket: Bag) -> bool:
    """Say whether a bucket holds what comes and goes: scratch and checkpoints, by its labels or names, or by its folders. Raises Unknown."""
    if bucket.on("hierarchicalNamespace.enabled") or not words_of_names(bucket).isdisjoint(_CHURNING):
        return True
    return says(bucket, _CHURNING, "labels")


def words_of_names(bag: Bag) -> frozenset[str]:
    """Return the words of a resource's names, the cloud's and the program's."""
    name = bag.values.get("name")
    return words_of(f"{name if isinstance(name, str) else ''} {bag.name}")
