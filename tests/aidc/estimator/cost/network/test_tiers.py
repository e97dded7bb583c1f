"""Every quantity that is priced in tiers: nothing costs nothing, more never costs less, and no tier begins with a jump."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.catalog.prices import price
from aidc.estimator.cost import estimate
from aidc.estimator.cost.usage import usage_of
from aidc.inventory.resource import Resource

BUCKET, NAT = "gcp:storage/bucket:Bucket", "gcp:compute/routerNat:RouterNat"
ENDPOINT = {"region": "us-central1", "target": "projects/p/regions/us-central1/serviceAttachments/db", "loadBalancingScheme": ""}
RULE, QUERIES = "gcp:compute/forwardingRule:ForwardingRule", "monthly_queries"
TIERED = [
    *(
        (BUCKET, {"location": "us-east4"}, f"monthly_egress_data_transfer_gb.{to}", f"storage.egress.{to}")
        for to in ("worldwide", "asia", "china", "australia")
    ),
    *(
        (NAT, {"region": region}, "monthly_egress_data_transfer_gb.worldwide", "network.egress.worldwide")
        for region in ("us-central1", "asia-northeast1")
    ),
    *((NAT, {"region": "europe-west4"}, f"monthly_egress_data_transfer_gb.{to}", f"network.egress.{to}") for to in ("china", "australia")),
    (RULE, ENDPOINT, "monthly_ingress_data_gb", "network.psc.data"),
    ("gcp:dns/recordSet:RecordSet", {}, QUERIES, "dns.queries"),
    ("gcp:dns/recordSet:RecordSet", {"routingPolicy": {}}, QUERIES, "dns.queries.routing-policy"),
]
tiered = pytest.mark.parametrize(("kind", "inputs", "key", "item"), TIERED)


def usd(kind: str, inputs: dict, key: str, quantity: float) -> Decimal:
    """Return what a quantity costs at list prices, without what the resource costs by itself."""
    said: dict = {key.split(".")[-1]: quantity}
    for part in reversed(key.split(".")[:-1]):
        said = {part: said}
    usage = usage_of({"free_tiers": False, "resources": {"it": said}}, "usage")
    return sum((line.usd_per_month for line in estimate([Resource(kind, "it", inputs)], usage).lines if line.by_usage), Decimal(0))


def tiers_of(inputs: dict, item: str):
    found = price(item, inputs.get("region") or inputs.get("location") or "global")
    assert found is not None
    assert len(found.tiers) > 1
    return found


@tiered
def test_nothing_costs_nothing(kind, inputs, key, item):
    assert usd(kind, inputs, key, 0) == 0


@tiered
@given(st.integers(0, 10**10), st.integers(0, 10**10))
def test_more_never_costs_less(kind, inputs, key, item, one: int, other: int):
    assert usd(kind, inputs, key, min(one, other)) <= usd(kind, inputs, key, max(one, other))


@tiered
def test_a_tier_begins_without_a_jump(kind, inputs, key, item):
    found = tiers_of(inputs, item)
    for before, tier in zip(found.tiers, found.tiers[1:], strict=False):
        edge = int(tier.from_quantity)
        assert usd(kind, inputs, key, edge) - usd(kind, inputs, key, edge - 1) == before.usd / found.per
        assert usd(kind, inputs, key, edge + 1) - usd(kind, inputs, key, edge) == tier.usd / found.per


@given(st.lists(st.integers(0, 200_000), min_size=1, max_size=4))
def test_buckets_of_several_regions_share_the_bands_of_a_sku_that_covers_the_world(parts: list[int]):
    regions = ("us-east4", "europe-west4", "asia-east1", "me-west1")
    buckets = [Resource(BUCKET, f"b{number}", {"location": region}) for number, region in zip(range(len(parts)), regions, strict=False)]
    said = {f"b{number}": {"monthly_egress_data_transfer_gb": {"worldwide": part}} for number, part in enumerate(parts)}
    bill = estimate(buckets, usage_of({"free_tiers": False, "resources": said}, "usage"))
    assert bill.usd_per_month == usd(BUCKET, {"location": "us-east4"}, "monthly_egress_data_transfer_gb.worldwide", sum(parts))
