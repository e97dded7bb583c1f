"""Data sets and tables: kept when the stack goes, gone when their time is over, and read in parts."""

from __future__ import annotations

from collections.abc import Iterator

from policies.bag import Bag, NotApplicable
from policies.defaults import effective
from policies.deletion_guard import is_guarded
from policies.either import either
from policies.purpose import only_in_production
from policies.rule import State, each, rule, stack_rule
from policies.rules.encryption import DATASET, TABLE, holds_data
from policies.stack import Stack

_DAY_MS = 86_400_000


@rule("table-deletion-protection", TABLE)
def table_deletion_protection(table: Bag) -> str | None:
    guarded = either(lambda: effective(table, "deletionProtection") is True, lambda: is_guarded(table))
    return None if guarded else "destroying the stack deletes the table and its rows"


@rule("dataset-no-delete-contents", DATASET)
def delete_contents(dataset: Bag) -> str | None:
    if effective(dataset, "deleteContentsOnDestroy") is not True:
        return None
    only_in_production(dataset)
    return "destroying the stack deletes every table of the data set"


@rule("table-partition-filter-required", TABLE)
def partition_filter(table: Bag) -> str | None:
    if not (table.has("timePartitioning") or table.has("rangePartitioning")):
        raise NotApplicable("the table has no partitions")
    needed = effective(table, "requirePartitionFilter") is True or table.on("timePartitioning.requirePartitionFilter")
    return None if needed else "a query that names no partition reads, and bills, the whole table"


@stack_rule("dataset-retention", DATASET, TABLE, least_days=1, most_days=3650)
def retention(stack: Stack, least_days: int, most_days: int) -> Iterator[tuple[Bag | None, State]]:
    """A table takes the time of its data set where it states none. When a table ends is a date, which no day of today is held against."""

    def of_dataset(dataset: Bag) -> str | None:
        known = [dataset.number(path) for path in ("defaultTableExpirationMs", "defaultPartitionExpirationMs")]
        days = [value / _DAY_MS for value in known if value]
        if not days:
            return "no time is stated after which tables made in it are deleted"
        outside = [day for day in days if not least_days <= day <= most_days]
        return f"tables are kept for {outside[0]:g} days; from {least_days} to {most_days} are allowed" if outside else None

    def of_table(table: Bag) -> str | None:
        if table.has("expirationTime") or table.has("timePartitioning.expirationMs") or not holds_data(table):
            return None
        dataset = stack.referred(table, "datasetId", DATASET)
        if dataset and (dataset.has("defaultTableExpirationMs") or dataset.has("defaultPartitionExpirationMs")):
            return None
        return "neither the table nor its data set in the stack states when its rows are deleted"

    yield from each(stack.of(DATASET), of_dataset)
    yield from each(stack.of(TABLE), of_table)
