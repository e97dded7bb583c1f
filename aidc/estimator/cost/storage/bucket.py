"""Cloud Storage buckets: what is stored in each class, operations, retrieval, replication, Autoclass and traffic.

A bucket costs nothing until something is in it, so every charge is by usage. Sources: Cloud Storage price page (operations cost more in colder
classes, in multi- and dual-regions and with a hierarchical namespace; retrieval and early deletion by class; Autoclass bills operations as Standard,
no retrieval, and a fee for each object; Rapid storage bills what is read and written).
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
    "durable_reduced_availability": "standard",
}
"""Regional and multi-regional are the old names of Standard, and durable reduced availability costs the same at rest; its operations are those of
Nearline. Source: Cloud Storage documentation, storage classes; price page."""
_OPERATIONS = {"a": "writes and lists", "b": "reads"}
_RAPID_OPERATIONS = {**_OPERATIONS, "c": "opened for writing", "d": "inside an open object"}


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
    yield from _written(reader, storage_class, place)
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
    """Yield operations by letter; Autoclass bills them as Standard whatever class an object is in. Rapid storage has four letters."""
    billed_as = "standard" if reader.flag("autoclass.enabled") else _operations_class(reader, storage_class)
    suffix = (".multi-region" if place.is_replicated else "") + (".hierarchical" if reader.flag("hierarchicalNamespace.enabled") else "")
    for letter, what in _RAPID_OPERATIONS.items() if billed_as == "rapid" else _OPERATIONS.items():
        item = f"storage.{billed_as}.class-{letter}{suffix if billed_as != 'rapid' else ''}"
        operation = f"Class {letter.upper()} operations ({what})", item, place.sends_from, "operation"
        yield from used(reader, f"monthly_class_{letter}_operations", *operation)


def _operations_class(reader: Reader, storage_class: str) -> str:
    reduced = (reader.text("storageClass") or "").lower() == "durable_reduced_availability"
    return "nearline" if reduced else storage_class


def _retrieved(reader: Reader, storage_class: str, place: Place) -> Iterator[Charge]:
    """Yield what reading costs beside its operations: a fee of the colder classes, which Autoclass waives, and of Rapid storage."""
    if storage_class == "rapid":
        yield from used(reader, "monthly_data_retrieval_gb", "Data read (rapid)", "storage.rapid.read", place.sends_from, "GiB")
    if reader.flag("autoclass.enabled"):
        return
    for name in _RETRIEVED:
        retrieval = f"Data retrieval ({name})", f"storage.{name}.retrieval", place.sends_from, "GiB"
        if name == storage_class:
            yield from used(reader, "monthly_data_retrieval_gb", *retrieval)
        yield from used(reader, f"monthly_data_retrieval_gib_by_class.{name}", *retrieval)


def _written(reader: Reader, storage_class: str, place: Place) -> Iterator[Charge]:
    """Yield what writing costs beside its operations: the copy in the other region, faster at a higher rate, and a fee of Rapid storage."""
    if storage_class == "rapid":
        yield from used(reader, "monthly_written_gib", "Data written (rapid)", "storage.rapid.write", place.sends_from, "GiB")
    elif place.is_replicated:
        turbo = reader.text("rpo") == "ASYNC_TURBO" and place.kind != "multi-region"
        component, item = ("Turbo replication", "storage.replication.turbo") if turbo else ("Replication", "storage.replication")
        yield from used(reader, "monthly_written_gib", component, item, place.sends_from, "GiB")


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
