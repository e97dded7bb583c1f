"""Many SKUs become rates; what is not a price is missing, with the reason."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

from aidc.estimator.cost.refresh.collect import collect

H100 = "Nvidia H100 80GB GPU"


def test_every_region_of_a_sku_gets_its_price(sku):
    found = collect([sku("N2 Instance Core running in Americas", "0.031611", regions=("us-central1", "us-east1", "us-west1"))])
    assert {key: tiers[0][1] for key, tiers in found.tiers.items()} == {
        ("n2.predefined.vcpu", region, "on_demand"): Decimal("0.031611") for region in ("us-central1", "us-east1", "us-west1")
    }


def test_on_demand_flex_start_calendar_and_spot_of_one_gpu_are_four_prices_in_any_order(sku):
    answers = [
        sku(f"{H100} running in Americas", "9.79655"),
        sku(f"{H100} attached to DWS Defined Duration VMs running in Americas", "4.20076"),
        sku(f"Reserved {H100} in Americas in Calendar Mode", "6.85"),
        sku(f"{H100} attached to Spot Preemptible VMs running in Americas", "6.3", "Preemptible"),
        sku(f"Reserved {H100} in Americas", "0"),
    ]
    expected = {"on_demand": Decimal("9.79655"), "flex_start": Decimal("4.20076"), "calendar": Decimal("6.85"), "spot": Decimal("6.3")}
    for order in permutations(answers):
        found = collect(order)
        assert {column: tiers[0][1] for (_, _, column), tiers in found.tiers.items()} == expected
        assert found.unmatched == 1


def test_zero_and_stand_ins_are_missing_not_prices(sku):
    found = collect(
        [
            sku("Commitment v1: Nvidia Tesla A100 GPU running in Virginia for 1 Year", "0", "Commit1Yr"),
            sku("TpuV6e running in Columbus", "700"),
        ]
    )
    assert found.tiers == {}
    assert [(one.description, one.reason) for one in found.dropped] == [
        ("Commitment v1: Nvidia Tesla A100 GPU running in Virginia for 1 Year", "its price is zero: a placeholder, not a price"),
        ("TpuV6e running in Columbus", "its price of 700 is a stand-in for a missing one"),
    ]


def test_two_prices_for_one_thing_are_none(sku):
    tokyo = sku("Memory-optimized Instance Core running in Tokyo", "0.0426", regions=("asia-northeast1",))
    japan = sku("Memory-optimized Instance Core running in Japan", "0.0426489", regions=("asia-northeast1",))
    found = collect([tokyo, japan])
    assert found.tiers == {}
    ids = ", ".join(sorted((tokyo["skuId"], japan["skuId"])))
    assert found.dropped[0].reason == f"m1.predefined.vcpu asia-northeast1 on_demand has different prices in {ids}"
    assert collect([japan, tokyo]).dropped == found.dropped


def test_one_price_said_twice_is_one(sku):
    found = collect([sku("C2D AMD Instance Core running in Tokyo", "0.03"), sku("C2D AMD Instance Core running in Japan", "0.03")])
    assert found.rate("c2d.predefined.vcpu", "us-central1", "on_demand") == Decimal("0.03")


def test_a_free_first_tier_is_an_allowance_not_a_price(sku):
    found = collect([sku("Storage PD Capacity", "0", unit="GiBy.mo", tiers=((0, "0"), (30, "0.04")))])
    assert found.tiers["disk.pd-standard.capacity", "us-central1", "on_demand"] == ((Decimal(0), Decimal("0.04")),)


def test_a_price_of_an_area_is_not_one_of_its_regions(sku):
    found = collect([sku("Storage PD Snapshot in US", "0.05", unit="GiBy.mo", regions=("us", "eur4"))])
    assert found.tiers == {}


def test_a_price_of_everywhere_holds_in_every_region(sku):
    found = collect([sku("SSD backed Local Storage", "0.08", unit="GiBy.mo", regions=("global",))])
    assert found.rate("all.local_ssd.local_ssd", "europe-west4", "on_demand") == Decimal("0.08")


def test_what_is_not_of_the_api_is_kept_with_its_reason():
    found = collect([{"skuId": "X", "description": "N2 Instance Core running in Americas"}])
    assert found.dropped[0].reason == "not of the form of the API (KeyError: 'pricingInfo')"


def test_a_spot_price_of_local_ssd_above_on_demand_is_missing(sku):
    found = collect(
        [
            sku("C4D Instance Local SSD running in Taiwan", "0.185264", unit="GiBy.mo", regions=("asia-east1",)),
            sku("Spot Preemptible C4D Instance Local SSD running in Taiwan", "0.296422", "Preemptible", ("asia-east1",), "GiBy.mo"),
        ]
    )
    assert list(found.tiers) == [("c4d.local_ssd.local_ssd", "asia-east1", "on_demand")]
    assert found.dropped[0].reason == "its spot price of 0.296422 is not below on-demand (0.185264)"


def test_a_spot_price_of_a_gpu_above_on_demand_stays_as_a_sign_of_a_wrong_list_price(sku):
    found = collect(
        [
            sku("Nvidia Tesla A100 80GB GPU running in Americas", "1.8462"),
            sku("Nvidia Tesla A100 80GB GPU attached to Spot Preemptible VMs running in Americas", "1.964", "Preemptible"),
        ]
    )
    assert sorted(column for _, _, column in found.tiers) == ["on_demand", "spot"]
