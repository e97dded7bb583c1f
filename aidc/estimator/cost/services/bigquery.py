"""BigQuery on demand: queries by what they read, storage by logical or physical bytes, and rows that are streamed. Costs nothing until used.

A data set that names no location is in the US multi-region (provider documentation). Source: BigQuery price page.
"""

from __future__ import annotations

from collections.abc import Iterator

from aidc.estimator.cost.charge import Charge, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.inventory.resource import UNKNOWN

DATASET, TABLE, JOB = "gcp:bigquery/dataset:Dataset", "gcp:bigquery/table:Table", "gcp:bigquery/job:Job"
_MULTI_REGIONS = {"us": "us-multi", "eu": "europe-multi"}
_STORED = (
    ("monthly_active_storage_gb", "Active storage", "bigquery.storage.active", "GiB-month"),
    ("monthly_active_logical_storage_gb", "Active storage", "bigquery.storage.active", "GiB-month"),
    ("monthly_active_physical_storage_gb", "Active storage, physical", "bigquery.storage.active-physical", "GiB-month"),
    ("monthly_long_term_storage_gb", "Long-term storage", "bigquery.storage.long-term", "GiB-month"),
    ("monthly_long_term_logical_storage_gb", "Long-term storage", "bigquery.storage.long-term", "GiB-month"),
    ("monthly_streaming_inserts_mb", "Streaming inserts", "bigquery.streaming-inserts", "MB"),
    ("monthly_storage_write_api_gb", "Storage Write API", "bigquery.storage-write-api", "GiB"),
    ("monthly_storage_read_api_tb", "Storage Read API", "bigquery.storage-read-api", "TiB"),
)
_QUERIES: Keys = (UsageKey("monthly_queries_tb", "TiB a month", "Data that on-demand queries read"),)


def queries(reader: Reader) -> Iterator[Charge]:
    """Price gcp:bigquery/dataset:Dataset and gcp:bigquery/job:Job."""
    read = reader.usage.number("monthly_queries_tb")
    if read:
        yield Charge("Queries (on demand)", "bigquery.queries", _place(reader.text("location")), read, "TiB", by_usage=True)


def table(reader: Reader) -> Iterator[Charge]:
    """Price gcp:bigquery/table:Table, in the location of its data set."""
    place = _place_of_table(reader)
    for key, component, item, unit in _STORED:
        used = reader.usage.number(key)
        if used:
            yield Charge(component, item, place, used, unit, by_usage=True)


def _place_of_table(reader: Reader) -> str:
    """Return the location of the data set that the table names by its id, else the default of BigQuery."""
    wanted = reader.resource.inputs.get("datasetId")
    named = [found for found in reader.whole.of_type(DATASET) if wanted != UNKNOWN and found.inputs.get("datasetId") == wanted]
    found = named[0] if len(named) == 1 else reader.whole.referred(reader.resource, wanted, (DATASET,))
    return _place(Reader(found, reader.usage, reader.whole).text("location") if found else None)


def _place(location: str | None) -> str:
    place = (location or "US").lower()
    return _MULTI_REGIONS.get(place, place)


PRICERS: dict[str, Pricer] = {DATASET: queries, JOB: queries, TABLE: table}
KEYS: dict[str, Keys] = {
    DATASET: _QUERIES,
    JOB: _QUERIES,
    TABLE: tuple(UsageKey(key, unit, component) for key, component, _, unit in _STORED),
}
