"""Buckets: one way to be granted access, and never to the public."""

from __future__ import annotations

from policies.rule import Props, rule

BUCKET = "gcp:storage/bucket:Bucket"


@rule(
    on=BUCKET,
    severity="high",
    fix="Buckets of the blueprint have it; set uniformBucketLevelAccess to true",
    references=("CIS GCP 5.2", "NIST 800-53 AC-3", "ISO 27001 A.5.15"),
)
def bucket_uniform_access(bucket: Props) -> str | None:
    """Uniform bucket-level access."""
    return None if bucket.get("uniformBucketLevelAccess") is True else "single objects can be shared by access lists"


@rule(
    on=BUCKET,
    severity="high",
    fix="Buckets of the blueprint have it; set publicAccessPrevention to enforced",
    references=("CIS GCP 5.1", "NIST 800-53 AC-3", "ISO 27001 A.5.15"),
)
def bucket_public_access_prevention(bucket: Props) -> str | None:
    """Public access prevention is enforced."""
    return None if bucket.get("publicAccessPrevention") == "enforced" else "a single grant can make the bucket public"
