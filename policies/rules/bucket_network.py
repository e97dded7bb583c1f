"""From where buckets are reached, and how far they lie from the accelerators that read them."""

from __future__ import annotations

from collections.abc import Iterator

from policies.addresses import is_everyone
from policies.bag import Bag, NotApplicable, Unknown
from policies.places import region_of, regions_of
from policies.purpose import only_for_strict_data, words_of_names
from policies.rule import State, each, rule, stack_rule
from policies.rules.bucket import BUCKET
from policies.stack import Stack

_COMPUTE = {
    "gcp:container/cluster:Cluster": "location",
    "gcp:container/nodePool:NodePool": "location",
    "gcp:tpu/v2Vm:V2Vm": "zone",
    "gcp:tpu/v2QueuedResource:V2QueuedResource": "zone",
}
_RANGES = "ipFilter.publicNetworkSource.allowedIpCidrRanges"
_FAR = frozenset({"log", "logs", "audit", "backup", "backups", "archive"})
_COLD = ("COLDLINE", "ARCHIVE")


@rule("bucket-ip-filter", BUCKET)
def ip_filter(bucket: Bag) -> str | None:
    if bucket.text("ipFilter.mode") != "Enabled":
        only_for_strict_data(bucket)
        return "requests from every network reach the bucket"
    if is_everyone(bucket.get(_RANGES), _RANGES):
        return "the filter lets in every address of the internet"
    try:
        named = any(source.has("network") for source in bucket.bags("ipFilter.vpcNetworkSources"))
    except Unknown:
        named = True
    return None if named else "the filter names no VPC network"


@stack_rule("bucket-near-accelerators", BUCKET)
def near_accelerators(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    """Data sets and checkpoints lie where they are read; logs, backups and cold data may lie elsewhere."""
    near = frozenset(_places(stack))
    if not near:
        raise NotApplicable("there is no cluster and no TPU in the stack")

    def problem(bucket: Bag) -> str | None:
        if not _FAR.isdisjoint(words_of_names(bucket)) or bucket.text("storageClass").upper() in _COLD:
            return None
        place = bucket.text("location") or "US"
        regions = regions_of(place, (str(region) for region in bucket.list("customPlacementConfig.dataLocations")))
        return None if regions & near else f"the bucket is in {place}, the accelerators are in {', '.join(sorted(near))}"

    yield from each(stack.of(BUCKET), problem)


def _places(stack: Stack) -> Iterator[str]:
    for bag in stack.of(*_COMPUTE):
        try:
            place = bag.text(_COMPUTE[bag.type])
        except Unknown:
            continue
        if place:
            yield region_of(place)
