"""Where a bucket may lie, what that excludes, and which zones a cache of it may serve.

Facts: `facts/bucket_places.csv`. The provider lets any combination through; Cloud Storage refuses these. Left out: which zones offer the RAPID class, and
that a bucket cannot be deleted for about an hour and a half after its last cache is gone, for the clock stands still here.

Source: Cloud Storage documentation, bucket locations, Rapid Bucket, hierarchical namespace, Rapid Cache (read 2026-11-24, the messages are our own).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from aidc.rehearsal import facts, locations, values
from aidc.rehearsal.books import Entries, key_of
from aidc.rehearsal.errors import CloudError

BUCKET, CACHE = "gcp:storage/bucket:Bucket", "gcp:storage/anywhereCache:AnywhereCache"


def refuse_misplaced(type_: str, inputs: Mapping[str, Any], entries: Entries) -> None:
    """Raise the first thing that Cloud Storage has against the place of a bucket or of a cache."""
    complaints = _of_bucket(inputs) if type_ == BUCKET else _of_cache(inputs, entries) if type_ == CACHE else ()
    for complaint in complaints:
        raise CloudError(400, "INVALID_ARGUMENT", f"googleapi: Error 400: {complaint}, invalid")


def _of_bucket(inputs: Mapping[str, Any]) -> Iterator[str]:
    named = [str(place).lower() for place in values.at(inputs, "customPlacementConfig.dataLocations") or ()]
    location = str(inputs.get("location") or "").lower()
    folders = values.at(inputs, "hierarchicalNamespace.enabled") is True
    if inputs.get("storageClass") == "RAPID":
        if len(named) != 1 or locations.region_of(named[0]) != location or named[0] == location:
            yield "The RAPID storage class needs a bucket in one zone of its location: name it in customPlacementConfig.dataLocations."
        if not folders:
            yield "The RAPID storage class needs a hierarchical namespace."
        if values.at(inputs, "softDeletePolicy.retentionDurationSeconds") != 0:
            yield "A bucket of the RAPID storage class has no soft delete: set softDeletePolicy.retentionDurationSeconds to 0."
        if any(values.at(rule, "action.type") == "SetStorageClass" for rule in inputs.get("lifecycleRules") or ()):
            yield "Objects of the RAPID storage class cannot change their class."
    elif named:
        yield from _of_pair(location, named)
    if folders and inputs.get("uniformBucketLevelAccess") is not True:
        yield "A hierarchical namespace needs uniform bucket-level access."
    for path in ("versioning.enabled", "autoclass.enabled", "retentionPolicy"):
        if folders and values.at(inputs, path):
            yield f"{path.partition('.')[0]} is not available with a hierarchical namespace."


def _of_pair(location: str, named: list[str]) -> Iterator[str]:
    kind, regions = _places().get(location, ("", frozenset()))
    predefined = any(other == frozenset(named) for of, other in _places().values() if of == "predefined")
    if kind != "configurable" or len(set(named)) != 2 or not regions.issuperset(named) or predefined:
        yield f"{' and '.join(named)} are no configurable dual-region of {location.upper()}."


def _of_cache(inputs: Mapping[str, Any], entries: Entries) -> Iterator[str]:
    bucket = entries.get(key_of(BUCKET, str(inputs.get("bucket"))))
    if bucket is None:
        return
    if bucket.inputs.get("storageClass") == "RAPID":
        yield "A bucket in one zone takes no cache."
    location = str(bucket.inputs.get("location") or "").lower()
    named = [str(place).lower() for place in values.at(bucket.inputs, "customPlacementConfig.dataLocations") or ()]
    regions = frozenset(named) or _places().get(location, ("", frozenset({location})))[1]
    zone = str(inputs.get("zone"))
    if locations.region_of(zone) not in regions:
        yield f"The cache must be in the location of its bucket: {zone} is not in {', '.join(sorted(regions))}."


@cache
def _places() -> dict[str, tuple[str, frozenset[str]]]:
    """Return the kind and the regions of every location code, in small letters."""
    kinds: dict[str, str] = {}
    regions: dict[str, set[str]] = {}
    for row in facts.table("bucket_places"):
        kinds[row["location"].lower()] = row["kind"]
        regions.setdefault(row["location"].lower(), set()).add(row["region"])
    return {location: (kind, frozenset(regions[location])) for location, kind in kinds.items()}
