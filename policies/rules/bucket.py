"""Buckets: one way to be granted access, and never to the public."""

from __future__ import annotations

from policies.bag import Bag
from policies.defaults import effective
from policies.rule import rule

BUCKET = "gcp:storage/bucket:Bucket"


@rule("bucket-uniform-access", BUCKET)
def uniform_access(bucket: Bag) -> str | None:
    return None if effective(bucket, "uniformBucketLevelAccess") is True else "single objects can be shared by access lists"


@rule("bucket-public-access-prevention", BUCKET)
def public_access_prevention(bucket: Bag) -> str | None:
    return None if effective(bucket, "publicAccessPrevention") == "enforced" else "a single grant can make the bucket public"
