"""Data lies only where it may: `allowed` is a list of patterns (europe-*, EU); with none, every location that says its region is allowed.

A multi-region (US, EU) leaves open in which of its regions the data lies.
"""

from __future__ import annotations

from policies.bag import Bag
from policies.places import disallowed
from policies.rule import rule
from policies.rules.bucket import BUCKET

UNSTATED = "no location is stated, so Google Cloud takes US"


@rule("bucket-allowed-location", BUCKET, allowed=())
def bucket_location(bucket: Bag, allowed: tuple[str, ...]) -> str | None:
    place = bucket.text("location")
    chosen = [str(region) for region in bucket.list("customPlacementConfig.dataLocations")]
    return disallowed(place, chosen, allowed) if place else UNSTATED


@rule("dataset-allowed-location", "gcp:bigquery/dataset:Dataset", allowed=())
def dataset_location(dataset: Bag, allowed: tuple[str, ...]) -> str | None:
    place = dataset.text("location")
    return disallowed(place, (), allowed) if place else UNSTATED


@rule(
    "secret-allowed-locations",
    "gcp:secretmanager/secret:Secret",
    "gcp:secretmanager/regionalSecret:RegionalSecret",
    allowed=(),
)
def secret_locations(secret: Bag, allowed: tuple[str, ...]) -> str | None:
    if secret.type.endswith(":RegionalSecret"):
        return disallowed(secret.text("location"), (), allowed)
    replicas = [replica.text("location") for replica in secret.bags("replication.userManaged.replicas")]
    if not replicas:
        return "replication is automatic, so Google chooses where the secret is kept"
    return next((problem for place in replicas if (problem := disallowed(place, (), allowed))), None)
