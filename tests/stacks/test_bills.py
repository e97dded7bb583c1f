"""The bill of every reference stack, worked by hand beside it: how many × how long × at which rate, rates as they stand in the price tables.

What has no public price is in no sum; how many such items there are stands beside it. 0.8002 is what the 20 % families of sustained use pay
for a whole month: (1.0 + 0.8678 + 0.733 + 0.6) / 4.
"""

from __future__ import annotations

from decimal import Decimal
from math import prod
from pathlib import Path

import pytest

from aidc.estimator.cost.priced_record import price_record

MONTH, SUSTAINED = "730", "0.8002"
FEE = (MONTH, "0.10")
ZONES = ("4", "0.20")
"""Private zones of Google's own names."""
FREE_BUCKET = ("-5", "0.02")
"""Always Free: 5 GiB of Standard in three regions of the US."""

HAND: dict[str, tuple[int, list[tuple[str, ...]]]] = {
    "dev": (
        0,
        [
            FEE,
            ZONES,
            ("1.5", MONTH, "0.080424"),  # e2-standard-4 on spot: 1 to 3 nodes, a quarter of the way
            ("1.5", "100", "0.10"),  # their boot disks
            ("0.5", MONTH, "0.479872"),  # g2-standard-8 on spot: 0 to 2 nodes
            ("0.5", "100", "0.10"),
            ("8", "200", "0.24493"),  # a host of 8 v5e chips for 200 h
            ("100", "200", "0.10", "0.00136986301369863013698630136986"),  # its boot disk as long: 200 of 730 h
            ("3", "0.06"),  # three keys
            ("2.273973", MONTH, "0.0014"),  # 1.5 + 0.5 + 200/730 machines behind NAT
            ("200", "0.045"),  # GiB through NAT
            ("19", "0.12"),  # 20 GiB to the internet, the first free
            ("495", "0.02"),  # 500 GiB of Standard, 5 free
            ("195000", "0.000005"),  # class A, 5,000 free
            ("1950000", "0.0000004"),  # class B, 50,000 free
        ],
    ),
    "gpt3-a100": (
        0,
        [
            FEE,
            ZONES,
            ("4", MONTH, "1.553888", SUSTAINED),  # n2-standard-32
            ("4", "100", "0.10"),
            ("6", MONTH, "0.388472", SUSTAINED),  # n2-standard-8
            ("6", "100", "0.10"),
            ("8", MONTH, "40.550383"),  # a2-ultragpu-8g of the reservation
            ("8", "200", "0.10"),
            ("5", "1.00"),  # HSM keys
            ("18", MONTH, "0.0014"),
            ("61440", "0.0088"),  # 60 TiB of Coldline in NAM4
            ("153600", "0.02"),
            FREE_BUCKET,
            ("92160", "0.01"),  # 90 TiB of Nearline
            ("2560", "0.45"),  # Filestore REGIONAL
        ],
    ),
    "regulated": (
        5,
        [
            FEE,
            ("6", MONTH, "0.435416", "0.8002"),
            ("6", "100", "0.12"),
            ("4", "100", "0.12"),  # boot disks of the flex-start pool; its machines have no public rate here
            ("4", "1.00"),
            ("61440", "0.023"),
            ("5120", "0.023"),
        ],
    ),
    "research": (
        8,
        [
            FEE,
            ZONES,
            ("3.5", MONTH, "0.268046"),  # e2-standard-8: 1 to 6 nodes, half way
            ("3.5", "100", "0.10"),
            ("1", "100", "0.10"),  # boot disk of the pool on the reservation: 0 to 2 nodes, half way
            ("2", MONTH, "4.659763"),  # a3-highgpu-1g on spot
            ("2", "100", "0.10"),
            ("2", MONTH, "94.066641"),  # the reservation: two a3-megagpu-8g, used or not
            ("16", MONTH, "1.215"),  # one slice of 16 v6e chips on spot; the second has its turn
            ("8", MONTH, "0.6"),  # a v5litepod-8 on spot
            ("3", "0.06"),
            ("19.5", MONTH, "0.0014"),
            ("30720", "0.02"),
        ],
    ),
    "serve": (
        6,
        [
            FEE,
            ZONES,
            ("9", MONTH, "0.427664", SUSTAINED),
            ("9", "100", "0.11"),
            ("24", MONTH, "1.10356"),  # g2-standard-24 on spot
            ("24", "100", "0.11"),
            ("6", MONTH, "0.47082"),  # g2-standard-8 on spot
            ("6", "100", "0.11"),
            ("16", "8", MONTH, "2.97"),  # 16 hosts of 8 v6e chips
            ("4", "0.06"),
            ("32", MONTH, "0.0014"),  # NAT counts no more than 32 machines
            ("20480", "0.02"),
        ],
    ),
    "train-b200": (
        0,
        [
            FEE,
            ZONES,
            ("6", MONTH, "0.3628"),  # n4-standard-8: no sustained use
            ("6", "100", "0.08"),
            ("32", MONTH, "128.88"),  # a4-highgpu-8g of the reservation
            ("32", "200", "0.08"),
            ("16", MONTH, "90.216"),  # a4-highgpu-8g in calendar mode
            ("16", "100", "0.08"),
            ("4", "0.06"),
            ("32", MONTH, "0.0014"),
            ("512000", "0.02"),
            FREE_BUCKET,
            ("409600", "0.02"),
            ("90000", "0.60"),  # Lustre at 1,000 MB/s for each TiB
        ],
    ),
    "train-gb200": (
        2,
        [
            FEE,
            ZONES,
            ("2", MONTH, "0.7184"),  # c4a-standard-16
            ("2", "100", "0.08"),
            ("6", MONTH, "0.388472", SUSTAINED),
            ("6", "100", "0.10"),
            ("2", "18", "100", "0.08"),  # boot disks of two racks; A4X is sold by quote
            ("4", "0.06"),
            ("32", MONTH, "0.0014"),
            ("204800", "0.02"),
            FREE_BUCKET,
            ("102400", "0.02"),
            ("54000", "0.34"),
        ],
    ),
    "train-tpu7x": (
        1,
        [
            FEE,
            ZONES,
            ("8", MONTH, "0.776944", SUSTAINED),
            ("8", "100", "0.10"),
            ("1", "100", "0.08"),
            ("4", "128", "4", MONTH, "12"),  # four slices of 128 hosts of 4 chips
            ("4", "128", "200", "0.08"),
            ("3", "0.06"),
            ("32", MONTH, "0.0014"),
            ("819200", "0.02"),
            FREE_BUCKET,
            ("307200", "0.02"),
        ],
    ),
    "train-v5p": (
        2,
        [
            FEE,
            ZONES,
            ("6", MONTH, "0.388472", SUSTAINED),
            ("6", "100", "0.10"),
            ("256", "4", MONTH, "4.2"),  # 1,024 chips
            ("256", "100", "0.10"),
            ("16", "100", "0.10"),  # boot disks of the queued slice; its chips have no public flex-start rate
            ("4", "1.00"),
            ("153600", "0.02"),
            ("81920", "0.02"),
        ],
    ),
    "train-v6e": (
        2,
        [
            FEE,
            ZONES,
            ("9", MONTH, "0.388472", SUSTAINED),
            ("9", "100", "0.10"),
            ("2", "64", "4", MONTH, "2.7"),  # two pods of 256 chips
            ("3", "0.06"),
            ("32", MONTH, "0.0014"),
            ("204800", "0.02"),
            ("122880", "0.02"),
        ],
    ),
    "train-h100": (
        4,
        [
            FEE,
            ZONES,
            ("550", "0.50"),  # 600 GiB of logs, 50 free
            ("4200", "0.06"),  # millions of Prometheus samples
            ("6", MONTH, "0.427664", SUSTAINED),
            ("6", "100", "0.11"),
            ("2", "100", "0.11"),  # boot disks of the flex-start pool at 2 of 8 nodes
            ("16", MONTH, "118.236831"),  # a3-megagpu-8g of the reservation
            ("4", "1.00"),
            ("24", MONTH, "0.0014"),
            ("4000", "0.045"),
            ("307200", "0.02"),
            ("3000000", "0.0000065"),  # class A with a hierarchical namespace
            ("20000000", "0.0000005"),
            ("204800", "0.02"),
            ("50000000", "0.0000004"),
        ],
    ),
}


@pytest.fixture(scope="module")
def priced(recorded):
    def price(name):
        stack = recorded(name)
        return price_record(name, stack.resources, plan=stack.plan).bill

    return price


def test_every_reference_stack_has_its_sum_by_hand():
    folder = Path(__file__).resolve().parents[2] / "stacks"
    assert set(HAND) == {path.name.split(".")[1] for path in folder.glob("Pulumi.*.yaml")}


@pytest.mark.parametrize("stack", sorted(HAND))
def test_the_bill_is_the_sum_by_hand(priced, stack):
    without_price, products = HAND[stack]
    by_hand = sum((prod(map(Decimal, product), start=Decimal(1)) for product in products), Decimal(0))
    bill = priced(stack)
    assert round(bill.usd_per_month, 2) == round(by_hand, 2)
    assert len(bill.unpriced) == without_price
    assert bill.not_assessed == ()


def test_every_line_of_a_reference_stack_says_where_its_price_is_from(priced):
    for stack in HAND:
        for line in priced(stack).lines:
            assert line.as_of, (stack, line.component)
            assert line.source, (stack, line.component)
            assert line.confidence, (stack, line.component)
