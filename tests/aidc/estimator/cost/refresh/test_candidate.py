"""What was read goes over the tables; machines are summed anew; the rest keeps its day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from aidc.catalog.prices.folder import Tables, delivered
from aidc.catalog.prices.invariants import violations_unreviewed
from aidc.estimator.cost.refresh.candidate import SOURCE, candidate
from aidc.estimator.cost.refresh.change import Change, judge
from aidc.estimator.cost.refresh.collect import collect

DAY = date(2026, 11, 24)
A2 = {
    "A2 Instance Core running in Americas": "0.031611",
    "A2 Instance Ram running in Americas": "0.004237",
    "Nvidia Tesla A100 GPU running in Americas": "2.933908",
    "DWS Defined Duration A2 Core running in Americas": "0.01739",
    "DWS Defined Duration A2 Ram running in Americas": "0.00233",
    "Nvidia Tesla A100 GPU attached to DWS Defined Duration VMs running in Americas": "1.61365",
    "Reserved Nvidia Tesla A100 GPU in Americas": "0",
}
SPOT = {
    "Spot Preemptible A2 Instance Core running in Americas": "0.0166",
    "Spot Preemptible A2 Instance Ram running in Americas": "0.00222",
    "Nvidia Tesla A100 GPU attached to Spot Preemptible VMs running in Americas": "1.6",
}


@pytest.fixture
def a2(sku) -> Tables:
    """Return the delivered tables with A2 of us-central1 read anew."""
    answers = [sku(words, usd) for words, usd in A2.items()] + [sku(words, usd, "Preemptible") for words, usd in SPOT.items()]
    return candidate(delivered(), collect(answers), DAY)


def rows_of(tables: Tables, machine_type: str) -> list[dict[str, str]]:
    return [row for row in tables.machines if (row["machine_type"], row["region"]) == (machine_type, "us-central1")]


def test_a_machine_is_summed_from_what_was_read(a2):
    new = rows_of(a2, "a2-highgpu-1g")[-1]
    # 12 vCPUs, 85 GiB, 1 GPU
    assert new["on_demand"] == "3.673385"
    assert Decimal(new["on_demand"]) == 12 * Decimal("0.031611") + 85 * Decimal("0.004237") + Decimal("2.933908")
    assert Decimal(new["flex_start"]) == 12 * Decimal("0.01739") + 85 * Decimal("0.00233") + Decimal("1.61365")
    assert (new["as_of"], new["confidence"], new["source"], new["note"], new["sold"]) == (
        "2026-11-24",
        "derived",
        SOURCE,
        "the sum of its SKUs",
        "yes",
    )


def test_terms_that_were_not_read_keep_their_row_and_day(a2):
    old, new = rows_of(a2, "a2-highgpu-1g")
    assert (old["as_of"], old["cud_1y"], old["on_demand"], old["spot"]) == ("2026-07-30", "2.314207", "", "")
    assert (new["cud_1y"], new["calendar"]) == ("", "")


def test_a_row_that_was_read_whole_goes(sku):
    answers = [
        sku("Nvidia Tesla T4 GPU running in Americas", "0.35"),
        sku("Nvidia Tesla T4 GPU attached to Spot Preemptible VMs running in Americas", "0.16", "Preemptible"),
        sku("Commitment v1: Nvidia Tesla T4 GPU running in Americas for 1 Year", "0.22", "Commit1Yr"),
        sku("Commitment v1: Nvidia Tesla T4 GPU running in Americas for 3 Years", "0.16", "Commit3Yr"),
    ]
    made = candidate(delivered(), collect(answers), DAY)
    rows = [row for row in made.rates if (row["item"], row["region"]) == ("n1.gpu.T4", "us-central1")]
    assert [(row["as_of"], row["confidence"], row["on_demand"], row["unit"]) for row in rows] == [
        ("2026-11-24", "verified", "0.35", "GPU-hour")
    ]


def test_the_candidate_holds_every_rule_and_says_what_moved(a2):
    assert violations_unreviewed(a2) == []
    verdict = judge(delivered(), a2)
    assert verdict.violations == ()
    assert verdict.to_accept == ()
    moved = {(one.item, one.region, one.term): one for one in verdict.changes}
    assert moved["machine.a2-highgpu-8g", "us-central1", "flex_start"] == Change(
        "machine.a2-highgpu-8g", "us-central1", "flex_start", None, Decimal("16.16304")
    )
    assert {one.region for one in verdict.changes} == {"us-central1"}
    assert all(one.after is not None for one in verdict.changes)


def test_a_kept_history_grows_by_a_spot_price_that_changed(a2):
    added = [row for row in a2.spot_history if row["first_seen"] == "2026-11-24"]
    spot = 12 * Decimal("0.0166") + 85 * Decimal("0.00222") + Decimal("1.6")
    assert [(row["machine_type"], row["region"], Decimal(row["spot"])) for row in added] == [("a2-highgpu-1g", "us-central1", spot)]


def test_the_same_day_twice_changes_nothing_more(sku, a2):
    again = candidate(a2, collect([sku(words, usd) for words, usd in A2.items()]), DAY)
    assert again == a2


def test_nothing_read_is_nothing_changed_but_the_source():
    made = candidate(delivered(), collect([]), DAY)
    assert judge(delivered(), made).changes == ()
    assert made.machines == delivered().machines


def test_a_dws_rate_in_the_place_of_the_list_price_blocks(sku):
    answers = [sku("Nvidia H100 80GB GPU running in Americas", "4.20076")]
    verdict = judge(delivered(), candidate(delivered(), collect(answers), DAY))
    assert [str(one) for one in verdict.violations] == [
        "a3.gpu.H100 us-central1: flex_start is not between 40 % and 75 % of on_demand (4.20076 and 4.20076)"
    ]
    assert [(one.item, one.needs_a_person) for one in verdict.to_accept] == [("a3.gpu.H100", True)]


@pytest.mark.parametrize(
    ("term", "before", "after", "needed"),
    [
        ("on_demand", "1", "1.15", False),
        ("on_demand", "1", "1.151", True),
        ("on_demand", "1", "0.84", True),
        ("cud_1y", "1", "1.2", True),
        ("spot", "1", "1.25", False),
        ("spot", "1", "0.74", True),
        ("on_demand", None, "1", False),
        ("on_demand", "1", None, True),
    ],
)
def test_large_moves_and_lost_prices_need_a_person(term, before, after, needed):
    change = Change("x", "y", term, before and Decimal(before), after and Decimal(after))
    assert change.needs_a_person is needed


def test_one_rate_for_a_vcpu_with_its_memory_is_made_of_two(sku):
    answers = [
        sku("G2 Instance Core running in Americas", "0.024988"),
        sku("G2 Instance Ram running in Americas", "0.002927501"),
        sku("Nvidia L4 GPU running in Americas", "0.560040239"),
    ]
    made = candidate(delivered(), collect(answers), DAY)
    rates = [row for row in made.rates if row["as_of"] == "2026-11-24"]
    assert [row["item"] for row in rates] == ["g2.gpu.L4", "g2.predefined.vcpu_with_4_gib"]
    assert Decimal(rates[1]["on_demand"]) == Decimal("0.024988") + 4 * Decimal("0.002927501")
    assert violations_unreviewed(made) == []


def test_m2_pays_m1_and_a_premium(sku):
    answers = [
        sku("Memory-optimized Instance Core running in Americas", "0.0348"),
        sku("Memory-optimized Instance Ram running in Americas", "0.0051"),
        sku("Memory Optimized Upgrade Premium for Memory-optimized Instance Core running in Americas", "0.004524"),
        sku("Memory Optimized Upgrade Premium for Memory-optimized Instance Ram running in Americas", "0.000663"),
    ]
    made = candidate(delivered(), collect(answers), DAY)
    rates = {row["item"]: row["on_demand"] for row in made.rates if row["as_of"] == "2026-11-24"}
    assert rates == {
        "m1.predefined.ram": "0.0051",
        "m1.predefined.vcpu": "0.0348",
        "m2.predefined.ram": "0.005763",
        "m2.predefined.vcpu": "0.039324",
    }


def test_an_a3_ultra_has_its_own_host_and_the_a4_none(sku):
    answers = [
        sku("A3 Instance Core running in Americas", "0.0293"),
        sku("A3 Instance Ram running in Americas", "0.0025"),
        sku("A3Ultra Instance Core running in Americas", "0.027"),
        sku("A3Ultra Instance Ram running in Americas", "0.001"),
        sku("H200 141GB GPU running in Americas", "9.31174"),
        sku("A4 Nvidia B200 (1 gpu slice) running in Americas", "16.11"),
        sku("SSD backed Local Storage", "0.08", unit="GiBy.mo", regions=("us-central1",)),
    ]
    made = candidate(delivered(), collect(answers), DAY)
    ultra, a4 = rows_of(made, "a3-ultragpu-8g")[-1], rows_of(made, "a4-highgpu-8g")[-1]
    host = 224 * Decimal("0.027") + 2952 * Decimal("0.001") + 12000 * Decimal("0.08") / 730
    assert Decimal(ultra["on_demand"]) == (8 * Decimal("9.31174") + host).quantize(Decimal("1e-9"))
    assert a4["on_demand"] == "128.88"


def test_a_part_that_was_not_read_leaves_the_machine_as_it_was(sku):
    made = candidate(delivered(), collect([sku("A2 Instance Core running in Americas", "0.031611")]), DAY)
    assert rows_of(made, "a2-highgpu-1g") == rows_of(delivered(), "a2-highgpu-1g")


def test_a_disk_is_replaced_with_all_its_tiers(sku):
    answers = [sku("SSD backed PD Capacity", "0", unit="GiBy.mo", tiers=((0, "0"), (30, "0.18")), regions=("us-central1",))]
    made = candidate(delivered(), collect(answers), DAY)
    rows = [row for row in made.services if (row["item"], row["region"]) == ("disk.pd-ssd.capacity", "us-central1")]
    assert [(row["from_quantity"], row["usd"], row["unit"], row["as_of"]) for row in rows] == [("0", "0.18", "GiB-month", "2026-11-24")]


def test_a_bucket_paid_by_the_hour_is_one_paid_by_the_month(sku):
    answers = [sku("Standard Storage Iowa", "0.0000274", unit="GiBy.h")]
    made = candidate(delivered(), collect(answers), DAY)
    row = next(row for row in made.services if row["item"] == "storage.standard.region" and row["region"] == "us-central1")
    assert Decimal(row["usd"]) == Decimal("0.0000274") * 730
