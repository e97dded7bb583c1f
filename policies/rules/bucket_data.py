"""What happens to the data of a bucket: kept when overwritten or deleted, for how long, and not thrown away with the stack."""

from __future__ import annotations

from policies.bag import Bag, NotApplicable, Unknown
from policies.defaults import effective
from policies.purpose import is_churning, only_for_strict_data, only_in_production
from policies.rule import rule
from policies.rules.bucket import BUCKET

DAY = 86_400


@rule("bucket-versioning", BUCKET)
def versioning(bucket: Bag) -> str | None:
    if effective(bucket, "versioning.enabled") is True:
        return None
    if bucket.text("storageClass").upper() == "RAPID":
        raise NotApplicable("the class RAPID has no versions")
    _not_churning(bucket)
    return "what is overwritten or deleted cannot be had back as a version"


def _not_churning(bucket: Bag) -> None:
    if is_churning(bucket):
        raise NotApplicable("what the bucket holds comes and goes: scratch or checkpoints")


@rule("bucket-lifecycle-rules", BUCKET)
def lifecycle_rules(bucket: Bag) -> str | None:
    try:
        acts = any(one.has("action") for one in bucket.bags("lifecycleRules"))
    except Unknown:
        acts = True
    return None if acts else "nothing ever expires or moves to a colder class"


@rule("bucket-soft-delete-explicit", BUCKET)
def soft_delete(bucket: Bag) -> str | None:
    seconds = bucket.number("softDeletePolicy.retentionDurationSeconds")
    if seconds is None:
        return "how long deleted objects can be had back is not stated, so Google Cloud keeps and bills them for 7 days"
    if seconds > 0 or is_churning(bucket):
        return None
    return "soft delete is off on a bucket that holds more than scratch or checkpoints"


@rule("bucket-retention-by-class", BUCKET, days=90)
def retention(bucket: Bag, days: int) -> str | None:
    seconds = bucket.number("retentionPolicy.retentionPeriod")
    if seconds is not None and seconds >= days * DAY:
        return None
    if seconds is None and bucket.has("retentionPolicy.retentionPeriod"):
        return f"retentionPeriod {bucket.text('retentionPolicy.retentionPeriod')} is no number of seconds"
    _not_churning(bucket)
    only_in_production(bucket)
    return f"objects are kept for {f'{seconds / DAY:g}' if seconds else 'no'} days, and {days} are needed"


@rule("bucket-no-force-destroy", BUCKET)
def force_destroy(bucket: Bag) -> str | None:
    if not effective(bucket, "forceDestroy"):
        return None
    only_in_production(bucket)
    return "destroying the stack deletes every object"


@rule("bucket-key-type-enforcement", BUCKET)
def key_type_enforcement(bucket: Bag) -> str | None:
    open_to = [kind for kind, path in _KINDS.items() if bucket.text(f"encryption.{path}.restrictionMode") != "FullyRestricted"]
    if not open_to:
        return None
    only_for_strict_data(bucket)
    return f"objects can be written with keys {' and '.join(open_to)}"


_KINDS = {
    "that Google manages": "googleManagedEncryptionEnforcementConfig",
    "that a client brings": "customerSuppliedEncryptionEnforcementConfig",
}


def open_origin(origin: object) -> bool:
    """Say whether an origin of a CORS rule is every site."""
    return isinstance(origin, str) and origin.strip() in ("*", "http://*", "https://*")


@rule("bucket-no-open-cors", BUCKET)
def open_cors(bucket: Bag) -> str | None:
    unknown: Unknown | None = None
    for cors in bucket.bags("cors"):
        try:
            if any(open_origin(origin) for origin in cors.list("origins")):
                return "scripts of every site may read it (CORS origin *)"
        except Unknown as found:
            unknown = found
    if bucket.get("website") not in (None, {}, []):
        return "the bucket is set up as a website"
    if unknown:
        raise unknown
    return None
