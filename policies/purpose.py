"""Whether a requirement is meant for a resource: production alone, strict data alone, or data that cannot be made again."""

from __future__ import annotations

from policies.bag import Bag, NotApplicable
from policies.either import either
from policies.labels import CHECKPOINTS, SCRATCH, SENSITIVE, SERVING, TRAINING, has_open_data, is_not_production, says, words_of
from policies.node_pools import NODE_POOL

_CHURNING = SCRATCH | CHECKPOINTS
_LABELS = ("labels", "resourceLabels")
_OF_NODES = ("nodeConfig.resourceLabels",)


def only_in_production(bag: Bag) -> None:
    """Raise NotApplicable when a label says that the resource is not of production; without a label it counts as production. Raises Unknown."""
    if is_not_production(bag, *_labels_of(bag)):
        raise NotApplicable("a label says that this is not production")


def only_for_production_serving(bag: Bag) -> None:
    """Raise NotApplicable when a label says that it trains, or is not of production; one for both serves. Raises Unknown."""
    only_in_production(bag)
    paths = _labels_of(bag)
    if says(bag, TRAINING, *paths) and not says(bag, SERVING, *paths):
        raise NotApplicable("a label says that it trains")


def only_for_strict_data(bag: Bag) -> None:
    """Raise NotApplicable when a label says that the data is open; where no class is stated, the environment decides. Raises Unknown."""
    paths = _labels_of(bag)
    if not either(lambda: says(bag, SENSITIVE, *paths), lambda: not has_open_data(bag, *paths)):
        raise NotApplicable("a label says that the data is open, or that this is not production")


def _labels_of(bag: Bag) -> tuple[str, ...]:
    return _OF_NODES if bag.type == NODE_POOL else _LABELS


def is_churning(bucket: Bag) -> bool:
    """Say whether a bucket holds what comes and goes: scratch and checkpoints, by its labels or names, or by its folders. Raises Unknown."""
    if bucket.on("hierarchicalNamespace.enabled") or not words_of_names(bucket).isdisjoint(_CHURNING):
        return True
    return says(bucket, _CHURNING, "labels")


def words_of_names(bag: Bag) -> frozenset[str]:
    """Return the words of a resource's names, the cloud's and the program's."""
    name = bag.values.get("name")
    return words_of(f"{name if isinstance(name, str) else ''} {bag.name}")
