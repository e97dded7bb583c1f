"""What may be said of a bucket. The first keys are those of Infracost; the others say what it cannot."""

from __future__ import annotations

from aidc.estimator.cost.usage_key import Keys, UsageKey

_CLASSES = ("standard", "nearline", "coldline", "archive")
_DESTINATIONS = {
    "same_continent": "another region of the same continent",
    "worldwide": "the internet, except Asia, China and Australia",
    "asia": "the internet in Asia, Hong Kong included, China excluded",
    "china": "the internet in China, Hong Kong excluded",
    "australia": "the internet in Australia",
}
AREAS = {
    "north_america": "Northern America",
    "europe": "Europe",
    "asia": "Asia, without Indonesia",
    "indonesia": "Indonesia",
    "oceania": "Oceania",
    "middle_east": "the Middle East",
    "latin_america": "Latin America",
    "africa": "Africa",
}
"""Where data may go inside Google Cloud, by the price page."""
EGRESS_KEYS: Keys = tuple(
    UsageKey(f"monthly_egress_data_transfer_gb.{key}", "GiB a month", f"Bytes sent to {place}") for key, place in _DESTINATIONS.items()
)
BUCKET_KEYS: Keys = (
    UsageKey("storage_gb", "GiB", "Bytes stored in the class of the bucket, on average over the month"),
    UsageKey("monthly_class_a_operations", "operations a month", "Writes and lists"),
    UsageKey("monthly_class_b_operations", "operations a month", "Reads"),
    UsageKey("monthly_data_retrieval_gb", "GiB a month", "Bytes read from the class of the bucket; Standard has no retrieval fee"),
    *EGRESS_KEYS,
    *(UsageKey(f"storage_gib_by_class.{name}", "GiB", f"Bytes stored as {name}, beside storage_gb") for name in _CLASSES),
    *(
        UsageKey(f"monthly_data_retrieval_gib_by_class.{name}", "GiB a month", f"Bytes read that are stored as {name}")
        for name in _CLASSES[1:]
    ),
    *(
        UsageKey(f"early_deleted_gib_months.{name}", "GiB-months a month", f"What was left of the minimum duration of deleted {name} bytes")
        for name in _CLASSES[1:]
    ),
    UsageKey("monthly_written_gib", "GiB a month", "Bytes written, where they are copied to another region or written to Rapid storage"),
    UsageKey("monthly_class_c_operations", "operations a month", "Rapid storage: objects opened for writing and their first writes"),
    UsageKey("monthly_class_d_operations", "operations a month", "Rapid storage: reads and writes inside open objects"),
    *(UsageKey(f"monthly_transfer_gib.{name}", "GiB a month", f"Bytes sent to Google Cloud in {place}") for name, place in AREAS.items()),
    UsageKey("objects", "objects", "Objects that Autoclass manages (128 KiB and more)"),
)
