"""Rules between buckets and the other sections: zones, who uses them, keys that reach them, and the driver that mounts them."""

from __future__ import annotations

from collections.abc import Iterator

from aidc.blueprint.bucket import BucketSpec, key_location_of
from aidc.blueprint.errors import Problem, shown
from aidc.blueprint.schema import Blueprint
from aidc.catalog.zones import is_zone_of
from aidc.did_you_mean import did_you_mean


def bucket_incoherences(blueprint: Blueprint) -> Iterator[Problem]:
    """Yield every problem that buckets have with the site, with workloads, keys and the cluster."""
    for index, bucket in enumerate(blueprint.buckets):
        yield from (Problem(0, f"buckets[{index}].{field}", text) for field, text in _zones(bucket, blueprint.site.region))
    yield from _bucket_references(blueprint)
    yield from _keys_of_buckets(blueprint)
    yield from _mounts(blueprint)


def _zones(bucket: BucketSpec, region: str) -> Iterator[tuple[str, str]]:
    if bucket.zone is not None and not is_zone_of(bucket.zone, region):
        yield "zone", f"{shown(bucket.zone)} is not a zone of {region}, the region of the site. Write it as {region}-a"
    regions = bucket.dual_region or [region]
    for index, cache in enumerate(bucket.caches):
        if not any(is_zone_of(cache.zone, one) for one in regions):
            where = "the region of the site" if bucket.existing or not bucket.dual_region else "the regions of the bucket"
            yield (
                f"caches[{index}].zone",
                f"{shown(cache.zone)} is not a zone of {' or '.join(regions)}, {where}. Write it as {regions[0]}-a",
            )


def _bucket_references(blueprint: Blueprint) -> Iterator[Problem]:
    known = [bucket.name for bucket in blueprint.buckets]
    for index, workload in enumerate(blueprint.access.workloads):
        for field in ("reads", "writes"):
            for position, bucket in enumerate(getattr(workload, field)):
                if bucket not in known:
                    text = (
                        f"{shown(bucket)} is not a bucket of this stack; it has {', '.join(known) or 'none'}.{did_you_mean(bucket, known)}"
                    )
                    yield Problem(0, f"access.workloads[{index}].{field}[{position}]", text)


def _keys_of_buckets(blueprint: Blueprint) -> Iterator[Problem]:
    for index, bucket in enumerate(blueprint.buckets):
        if blueprint.keys.managed_by == "customer" and bucket.dual_region and not key_location_of(bucket):
            text = f"{' and '.join(bucket.dual_region)}: no Cloud KMS location is known that holds a key for both regions"
            yield Problem(0, f"buckets[{index}].dual_region", f"{text}. Use one region, or keys.managed_by: google")


def _mounts(blueprint: Blueprint) -> Iterator[Problem]:
    if blueprint.cluster.add_ons.gcs_fuse is not False:
        return
    for index, bucket in enumerate(blueprint.buckets):
        if bucket.mount is not None:
            text = "needs the Cloud Storage FUSE driver, which cluster.add_ons.gcs_fuse: false leaves out. Remove one of the two"
            yield Problem(0, f"buckets[{index}].mount", text)
