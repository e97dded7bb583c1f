"""A thing in a region on every term."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from aidc.report.prices.priced import Priced, UnknownPrice, beginning, named, region_named, unknown
from aidc.report.prices.quote import Quote, quote
from aidc.report.prices.regions import region_rows

TODAY = date(2026, 8, 15)


def quoted(name: str, region: str) -> Quote:
    priced = named(name)
    assert priced is not None
    return quote(priced, region, TODAY)


def test_every_term_stands_beside_the_others():
    made = quoted("a3-highgpu-8g", "us-central1")
    assert [one.term for one in made.by_term] == ["on-demand", "spot", "1y", "3y"]
    listed, year = made.of("on-demand"), made.of("1y")
    assert listed
    assert year
    assert listed.usd_per_month == Decimal("88.49") * 730
    assert listed.usd_per_accelerator_hour == Decimal("88.49") / 8
    assert year.share_of_list == Decimal("61.383672") / Decimal("88.49")
    assert year.break_even_use == year.share_of_list


def test_spot_above_flex_start_is_said():
    assert quoted("a3-highgpu-8g", "us-central1").warnings == (
        "spot (50.61 USD an hour) is above the flex-start rate of the GPUs alone (33.61): with its host flex-start may still be cheaper",
    )


def test_flex_start_of_a_whole_machine_is_the_sum_of_parts_that_all_have_a_rate():
    flex = quoted("a2-highgpu-8g", "us-central1").of("flex-start")
    assert flex
    # 8 GPUs, 96 vCPUs, 680 GiB at the rates of 2026-08-02
    assert flex.usd_per_hour == Decimal("1.61365") * 8 + Decimal("0.01739") * 96 + Decimal("0.00233") * 680
    assert flex.price.confidence == "derived"


def test_what_has_no_price_says_why():
    missing = dict(quoted("a3-highgpu-8g", "us-central1").missing)
    assert missing["flex-start"] == "its GPUs alone are 33.61 USD an hour; what its vCPUs, memory and Local SSD cost is not public"
    assert missing["calendar"] == "no price is known in any region"


def test_a_tpu_host_is_its_chips():
    made = quoted("ct6e-standard-4t", "us-east5")
    flex = made.of("flex-start")
    assert flex
    assert (flex.usd_per_hour, flex.usd_per_accelerator_hour) == (Decimal("5.40"), Decimal("1.35"))


def test_a_whole_month_of_n1_is_shown_after_sustained_use():
    made = quoted("n1-standard-8", "us-central1")
    used, listed = made.of("sustained use"), made.of("on-demand")
    assert used
    assert listed
    assert used.usd_per_hour == listed.usd_per_hour * Decimal("0.7")


def test_age_is_counted_from_the_day_asked():
    made = quoted("a3-highgpu-8g", "us-central1")
    assert [one.stale for one in made.by_term] == [False] * 4
    later = quote(made.priced, "us-central1", date(2026, 9, 1))
    assert [one.term for one in later.by_term if one.stale] == ["spot"]


def test_a_price_where_nothing_is_sold_says_where_it_is():
    made = quoted("a2-highgpu-1g", "us-south1")
    assert made.sold is False
    assert made.warnings[0].startswith("not sold in us-south1 by the machine type list of 2026-08-17; sold in asia-northeast1, ")


def test_what_is_paid_by_quantity_has_tiers():
    made = quoted("network.egress.worldwide", "us-central1")
    assert made.tiered
    assert [tier.from_quantity for tier in made.tiered.tiers] == [0, 1024, 10240]


def test_the_history_of_the_spot_price_comes_along_with_its_range():
    made = quoted("a3-highgpu-8g", "us-central1")
    assert len(made.history) == 24
    assert (made.spot_least, made.spot_most) == (Decimal("20.36549939726"), Decimal("50.609541"))


def test_regions_stand_cheapest_first_and_those_that_do_not_sell_last():
    priced = named("a2-highgpu-1g")
    assert priced
    rows = region_rows(priced)
    sold = [row for row in rows if row.sold is not False]
    assert rows[: len(sold)] == sold
    prices = [row.usd(priced, "on-demand") for row in sold]
    assert prices == sorted(prices)


def test_a_word_may_be_a_machine_a_host_a_chip_or_an_item():
    assert named("v6e") == Priced("tpu.v6e", "tpu.v6e", accelerators=Decimal(1))
    assert named("g4-standard-12") == Priced("g4-standard-12", "machine.g4-standard-12", accelerators=Decimal("0.25"))
    assert named("disk.pd-ssd.capacity") == Priced("disk.pd-ssd.capacity", "disk.pd-ssd.capacity")
    assert named("a3-highgpu") is None


def test_a_beginning_stands_for_all_that_begin_so():
    assert [one.name for one in beginning("a3-high")] == ["a3-highgpu-1g", "a3-highgpu-2g", "a3-highgpu-4g", "a3-highgpu-8g"]
    assert all(one.accelerators for one in beginning(""))


def test_wrong_words_get_the_closest_right_one():
    assert str(unknown("a3-higpu-8g")) == (
        "a3-higpu-8g: no machine and no item of the price tables is called so. Did you mean a3-highgpu-8g?"
    )
    with pytest.raises(UnknownPrice, match=r"--region us-centrl1: is not a region of the catalogue\. Did you mean us-central1\?"):
        region_named("us-centrl1", None)


def test_an_area_of_an_item_is_a_region_too():
    item = named("storage.standard.dual-region")
    assert item
    assert item.regions
    assert region_named(item.regions[0], item) == item.regions[0]
