"""Addresses by what usage, their purpose and their users say."""

from __future__ import annotations

from decimal import Decimal

import pytest

ADDRESS, GLOBAL = "gcp:compute/address:Address", "gcp:compute/globalAddress:GlobalAddress"


@pytest.mark.parametrize(
    ("said", "usd_per_hour"),
    [
        ({"address_type": "standard_vm"}, "0.005"),
        ({"address_type": "preemptible_vm"}, "0.0025"),
        ({"address_type": "unused"}, "0.01"),
        ({"used_by": "vm", "address_type": "unused"}, "0.005"),
        (None, "0.01"),
    ],
)
def test_the_words_of_infracost_say_who_uses_an_address(month_of, said, usd_per_hour):
    assert month_of(ADDRESS, {"region": "us-central1"}, said).usd_per_month == Decimal(usd_per_hour) * 730


def test_a_word_that_nobody_knows_is_named(month_of):
    bill = month_of(GLOBAL, {}, {"address_type": "invalid"})
    assert [gap.reason for gap in bill.unpriced] == [
        "usage says address_type 'invalid'; one of standard_vm, preemptible_vm, unused is needed",
    ]


@pytest.mark.parametrize(
    ("inputs", "usd"),
    [
        ({"purpose": "GCE_ENDPOINT"}, "7.30"),
        ({"purpose": "GCE_ENDPOINT", "addressType": "EXTERNAL"}, "7.30"),
        ({"purpose": "GCE_ENDPOINT", "addressType": "INTERNAL"}, "0"),
        ({"purpose": "VPC_PEERING"}, "0"),
    ],
)
def test_the_ordinary_purpose_makes_no_address_internal(month_of, inputs, usd):
    assert month_of(ADDRESS, {"region": "us-central1", **inputs}).usd_per_month == Decimal(usd)
