"""Volumes that are declared and not made on demand: a claim that one of the record waits for makes nothing.

Source: Kubernetes documentation, persistent volumes: a volume that names a claim is kept for it; a claim of a class that nothing provisions is
bound to a volume that is of the same class.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aidc.estimator.cost.gke.storage_class import storage_class
from aidc.estimator.cost.reader import Reader
from aidc.inventory.resource import UNKNOWN, Resource

VOLUME = "kubernetes:core/v1:PersistentVolume"


def is_bound(claim: Resource, spec: Reader) -> bool:
    """Say whether a volume of the record names the claim, or is of its class and nothing makes volumes of that class. Raises Unreadable."""
    volumes = [_inside(volume.inputs, "spec") for volume in spec.whole.of_type(VOLUME)]
    name = _inside(claim.inputs, "metadata").get("name") or claim.name
    if name != UNKNOWN and any(_inside(volume, "claimRef").get("name") == name for volume in volumes):
        return True
    named = (spec.inside or {}).get("storageClassName")
    return isinstance(named, str) and storage_class(spec) is None and any(volume.get("storageClassName") == named for volume in volumes)


def _inside(values: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = values.get(key)
    return value if isinstance(value, Mapping) else {}
