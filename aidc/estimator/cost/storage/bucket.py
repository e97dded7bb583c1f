"""Cloud Storage buckets: what is stored in each class, operations, retrieval, replication, Autoclass and traffic.

A bucket costs nothing until something is in it, so every charge is by usage. Sources: Cloud Storage price page (operations cost more in colder
classes, in multi- and dual-regions and with a hierarchical namespace; retrieval and early deletion by class; Autoclass bills operations as Standard,
no retrieval, and a fee for each object).
"""

from __future__ import annotations

from collections.abc import Iterator

from aidc.estimator.cost.charge import Charge, Gap, Note, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.storage.bucket_keys import BUCKET_KEYS
from aidc.estimator.cost.storage.egress import bucket_egress
from aidc.estimator.cost.storage.place import DEFAULT_LOCATION, Place, place_of
from aidc.estimator.cost.usage_key import Keys
from aidc.estimator.cost.used import used

CLASSES = ("standard", "nearline", "coldline", "archive")
_RETRIEVED = ("nearline", "coldline", "archive")
_CLASS_OF_NAME = {
    **{name: name for name in (*CLASSES, "rapid")},
    "regional": "standard",
    "multi_regional": "standard",
}
"""Regional and multi-regional are the old names of Standard. Source: Cloud Storage documentation, storage classes."""


def bucket(reader: Reader) -> Iterator[Charge | Gap | Note]:
    """Price gcp:storage/bucket:Bucket."""
    if not reader.usage.given:  # an empty bucket costs nothing, wherever it is
        return
    named = (reader.text("storageClass") or "standard").lower()
    storage_class = _CLASS_OF_NAME.get(named)
    if storage_class is None:
        yield Gap("Storage", f"no price of the storage class {named.upper()} is known")
        return
    place = place_of(reader)
    storage_class = "rapid" if place.kind == "zone" else storage_class
    yield from _stored(reader, storage_class, place)
    yield from _operations(reader, storage_class, place)
    yield from _retrieved(reader, storage_class, place)
    yield from _written(reader, place)
    yield from used(reader, "objects", "Autoclass management", "storage.autoclass", place.sends_from, "object-month")
    yield from bucket_egress(reader, place)
    yield from _assumed(reader, storage_class)


def _stored(reader: Reader, storage_class: str, place: Place) -> Iterator[Charge]:
    yield from _at_rest(reader, "storage_gb", storage_class, place, f"Storage ({storage_class})")
    for group, what in (("storage_gib_by_class", "Storage"), ("early_deleted_gib_months", "Early deletion")):
        for other in reader.usage.numbers(group):
            yield from _at_rest(reader, f"{group}.{other}", other, place, f"{what} ({other})")


def _at_rest(reader: Reader, key: str, storage_class: str, place: Place, component: str) -> Iterator[Charge]:
    """Yield the bytes at rest; a pair of regions bills each of its two."""
    if storage_class == "rapid":
        yield from used(reader, key, component, "storage.rapid.zone", place.sends_from, "GiB-hour", reader.usage.hours_per_month)
        return
    kind = "dual-region-part" if place.kind == "pair" else place.kind
    for region in place.regions:
        yield from used(reader, key, component, f"storage.{storage_class}.{kind}", region, "GiB-month")


def _operations(reader: Reader, storage_class: str, place: Place) -> Iterator[Charge]:
    """Yield class A and class B operations; Autoclass bills them as Standard whatever class an object is in."""
    billed_as = "standard" if reader.flag("autoclass.enabled") else storage_class
    suffix = (".multi-region" if place.is_replicated else "") + (".hierarchical" if reader.flag("hierarchicalNamespace.enabled") else "")
    for letter, what in (("a", "writes and lists"), ("b", "reads")):
        item = f"storage.{billed_as}.class-{letter}{suffix}"
        operation = f"Class {letter.upper()} operations ({what})", item, place.sends_from, "operation"
        yield from used(reader, f"monthly_class_{letter}_operations", *operation)


def _retrieved(reader: Reader, storage_class: str, place: Place) -> Iterator[Charge]:
    if reader.flag("autoclass.enabled"):
        return
    for name in _RETRIEVED:
        retrieval = f"Data retrieval ({name})", f"storage.{name}.retrieval", place.sends_from, "GiB"
        if name == storage_class:
            yield from used(reader, "monthly_data_retrieval_gb", *retrieval)
        yield from used(reader, f"monthly_data_retrieval_gib_by_class.{name}", *retrieval)


def _written(reader: Reader, place: Place) -> Iterator[Charge | Gap]:
    """Yield the copying of every written byte to the other region. Turbo replication has a rate of its own."""
    if not place.is_replicated or reader.usage.number("monthly_written_gib") is None:
        return
    if reader.text("rpo") == "ASYNC_TURBO":
        yield Gap("Replication", "no price of turbo replication is known")
    elif place.kind == "pair":
        yield Gap("Replication", f"no price of replication between {' and '.join(place.regions)} is known")
    else:
        yield from used(reader, "monthly_written_gib", "Replication", "storage.replication", place.regions[0], "GiB")


def _assumed(reader: Reader, storage_class: str) -> Iterator[Note]:
    """Say what the bill takes for granted, once there is something on it."""
    if reader.usage.number("storage_gb") is None:
        return
    if reader.text("location") is None and reader.output("location") is None:
        yield Note(f"names no location: Cloud Storage puts it into {DEFAULT_LOCATION.upper()}")
    moved = sorted(set(_moved_to(reader)) - {storage_class})
    if (moved or reader.flag("autoclass.enabled")) and not reader.usage.numbers("storage_gib_by_class"):
        why = f"lifecycle rules move objects to {', '.join(moved)}" if moved else "Autoclass moves objects to colder classes"
        yield Note(f"all of storage_gb is priced as {storage_class}; {why}: say storage_gib_by_class")


def _moved_to(reader: Reader) -> Iterator[str]:
    for rule in reader.items("lifecycleRules"):
        if target := rule.text("action.storageClass"):
            yield target.lower()


PRICERS: dict[str, Pricer] = {"gcp:storage/bucket:Bucket": bucket}
KEYS: dict[str, Keys] = {"gcp:storage/bucket:Bucket": BUCKET_KEYS}
