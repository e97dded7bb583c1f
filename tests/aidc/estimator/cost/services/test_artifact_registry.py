"""Artifact Registry: storage at 0.10 a GiB-month, transfer by continents; Container Registry at the rates of its bucket."""

from __future__ import annotations

from decimal import Decimal

import pytest

REPOSITORY, REGISTRY = "gcp:artifactregistry/repository:Repository", "gcp:container/registry:Registry"


def test_storage_is_billed_beyond_half_a_gib(bill_of):
    bill = bill_of(REPOSITORY, {"location": "us-east1", "format": "DOCKER"}, {"storage_gb": 150})
    assert bill.usd_per_month == Decimal("0.1") * (150 - Decimal("0.5"))


@pytest.mark.parametrize(
    ("location", "destination", "usd"),
    [
        ("us-east1", "us_west1", "0.01"),
        ("us-east1", "northamerica-northeast1", "0.01"),
        ("europe-north1", "europe_west1", "0.02"),
        ("asia-east1", "asia_northeast1", "0.05"),
        ("us-east1", "europe_west1", "0.08"),
        ("us-east1", "southamerica_east1", "0.08"),
        ("southamerica-east1", "southamerica_west1", "0.08"),
        ("us-east1", "australia_southeast1", "0.15"),
        ("australia-southeast1", "us_east1", "0.08"),
        ("us", "asia_east1", "0.08"),
    ],
)
def test_transfer_is_rated_by_continents(lines_of, location, destination, usd):
    lines = lines_of(REPOSITORY, {"location": location}, {"monthly_egress_data_transfer_gb": {destination: 100}})
    assert list(lines.values()) == [Decimal(usd) * 100]


@pytest.mark.parametrize(("location", "destination"), [("us-east1", "us_east1"), ("us", "us_central1"), ("europe", "europe_west4")])
def test_transfer_inside_a_region_or_a_multi_region_is_free(bill_of, location, destination):
    assert bill_of(REPOSITORY, {"location": location}, {"monthly_egress_data_transfer_gb": {destination: 100}}).lines == ()


def test_container_registry_pays_what_its_multi_region_bucket_pays(lines_of):
    used = {
        "storage_gb": 150,
        "monthly_class_a_operations": 40_000,
        "monthly_class_b_operations": 20_000,
        "monthly_data_retrieval_gb": 500,
        "monthly_egress_data_transfer_gb": {"same_continent": 550, "worldwide": 100, "asia": 1500, "china": 50, "australia": 250},
    }
    assert lines_of(REGISTRY, {"location": "US"}, used) == {
        "Storage (standard)": Decimal("0.026") * 150,
        "Operations, class A": Decimal("0.10") * 4,
        "Operations, class B": Decimal("0.004") * 2,
        "Egress within the continent": Decimal("0.02") * 550,
        "Egress to the internet, worldwide": Decimal("0.12") * 100,
        "Egress to the internet in Asia": Decimal("0.12") * 1500,
        "Egress to the internet in China": Decimal("0.23") * 50,
        "Egress to the internet in Australia": Decimal("0.19") * 250,
    }


def test_reading_from_container_registry_has_no_retrieval_fee(bill_of):
    bill = bill_of(REGISTRY, {"location": "EU"}, {"monthly_data_retrieval_gb": 500})
    assert (bill.lines, bill.unpriced) == ((), ())
    assert [note for _, note in bill.notes] == ["reading from the class Standard has no retrieval fee"]
