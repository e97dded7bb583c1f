"""The tables of classes: every type of the installed provider in exactly one class, with a reason and a source."""

from __future__ import annotations

import csv
import re
from importlib.resources import files
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import get_args

import pytest

from aidc.estimator.cost.types import class_of, every_type
from aidc.estimator.cost.types.assessed import Assessment, Kind, source_text

IAM = re.compile(r"(Iam|IAM)(Member|Binding|Policy|AuditConfig)$")


def _table(name: str) -> list[dict[str, str]]:
    text = (files("aidc.estimator.cost.types") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(StringIO(text, newline="")))


def _installed_types() -> set[str]:
    spec = find_spec("pulumi_gcp")
    assert spec is not None
    assert spec.origin is not None
    made = re.compile(r"super\(\w+, __self__\)\.__init__\(\s*'(gcp:[^']+)'")
    sources = Path(spec.origin).parent.rglob("*.py")
    return {found for source in sources for found in made.findall(source.read_text(encoding="utf-8"))}


def test_every_type_of_the_installed_provider_is_in_the_table_once_and_no_other():
    named = [row["type"] for row in _table("gcp.csv")]
    assert len(named) == len(set(named))
    assert set(named) ^ _installed_types() == set()


@pytest.mark.parametrize(("table", "column"), [("gcp.csv", "type"), ("sources.csv", "source")])
def test_the_table_is_sorted(table: str, column: str):
    named = [row[column] for row in _table(table)]
    assert named == sorted(named)


@pytest.mark.parametrize("table", ["gcp.csv", "elsewhere.csv"])
def test_every_row_has_one_of_the_four_classes_a_reason_and_a_known_source(table: str):
    for row in _table(table):
        assert row["class"] in get_args(Kind), row
        assert row["reason"].strip(), row
        assert None not in row, row
        assert source_text(row["source"]), row


def test_every_source_is_named_by_a_row():
    named = {row["source"] for table in ("gcp.csv", "elsewhere.csv") for row in _table(table)}
    assert named == {row["source"] for row in _table("sources.csv")}


def test_a_source_says_when_it_was_read_and_how_far_it_can_be_trusted():
    assert source_text("infracost-free") == (
        "Infracost open-source engine, Google registry at 7c081fe: listed as free (2026-11-24, verified)"
    )


def test_every_access_policy_is_free():
    policies = [assessed for assessed in every_type() if IAM.search(assessed.type)]
    assert {(assessed.kind, assessed.reason) for assessed in policies} == {("free", "access policy: IAM is free of charge")}
    assert len(policies) > 400


def test_a_template_is_priced_through_what_uses_it():
    assert class_of("gcp:compute/instanceTemplate:InstanceTemplate") == Assessment(
        "gcp:compute/instanceTemplate:InstanceTemplate", "free", "priced through the group or instance that uses it", "infracost-free"
    )


def test_a_priced_product_without_rates_is_not_assessed():
    spanner = class_of("gcp:spanner/instance:Instance")
    assert (spanner.kind, spanner.reason) == ("not_assessed", "priced product; its rates are not in the price tables")


def test_a_type_that_the_provider_lacks_is_not_assessed():
    assert class_of("gcp:iot/registry:Registry") == Assessment(
        "gcp:iot/registry:Registry", "not_assessed", "not a type of pulumi_gcp 10.2.0", "provider"
    )


def test_types_of_earlier_providers_have_their_class():
    earlier = ("gcp:tpu/node:Node", "gcp:iap/client:Client", "gcp:notebooks/instance:Instance")
    assert [class_of(name).kind for name in earlier] == ["priced", "free", "not_assessed"]


def test_the_last_pattern_takes_everything():
    assert _table("elsewhere.csv")[-1]["pattern"] == "*"
