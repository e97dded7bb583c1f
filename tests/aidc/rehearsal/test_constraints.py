"""Constraints on single values: each rule accepts what the provider accepts and says why it refuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.rehearsal import facts
from aidc.rehearsal.constraints import broken


@pytest.mark.parametrize(
    ("constraint", "good", "bad"),
    [
        ("ValidateGCEName", "my-network-1", "My_Network"),
        ("ValidateRFC1035Name", "a", "1a"),
        ("ValidateRFC3339Date", "2026-11-24T00:00:00Z", "2026-11-24"),
        ("ValidateRFC3339Time", "03:00", "25:00"),
        ("ValidateDuration", "3600s", "an hour"),
        ("ValidateIpCidrRange", "10.0.0.0/16", "10.0.0.0/33"),
        ("regex /$", "folder/", "folder"),
        ("IntAtLeast(10)", 10, 9),
        ("IntBetween(0, 59)", 59.0, 60),
        ("FloatBetween(0.0, 1.0)", 0.5, 1.5),
        ("RotationPeriod", "7776000s", "3600s"),
        ("RotationPeriod", "86400s", "90d"),
        ("IamMember", "serviceAccount:a@p.iam.gserviceaccount.com", "a@p.iam.gserviceaccount.com"),
        ("IamMember", "allUsers", "deleted:serviceAccount:a@p?uid=1"),
        ("ServiceName", "compute.googleapis.com", "compute"),
        ("ClusterName(40)", "a" * 40, "a" * 41),
        ("ClusterName(40)", "training-1", "training-"),
        ("CidrOfSize(28, 32)", "172.16.0.0/28", "172.16.0.0/24"),
        ("CidrOfSize(28, 32)", "", "172.16.0.1/28"),
    ],
)
def test_a_constraint_accepts_the_good_value_and_refuses_the_bad_one(constraint, good, bad):
    assert broken(constraint, good) is None
    assert broken(constraint, bad) is not None


def test_a_refusal_says_what_was_given_and_what_is_allowed():
    assert broken("IntBetween(0, 59)", 60) == ("expected a number from 0 to 59, got 60", "other")
    assert broken("RotationPeriod", "3600s") == ("rotation period must be at least one day (86400s), got 3600s", "other")


@given(st.integers(-10_000, 10_000), st.integers(-100, 100), st.integers(0, 100))
def test_between_holds_exactly_for_the_numbers_in_between(value, low, width):
    inside = low <= value <= low + width
    assert (broken(f"IntBetween({low}, {low + width})", value) is None) == inside


def test_a_constraint_nobody_wrote_is_our_mistake_and_says_so():
    with pytest.raises(LookupError, match="the fact tables name a constraint that constraints.py does not know: 'NoSuchRule'"):
        broken("NoSuchRule", 1)


def test_every_constraint_of_the_fact_tables_is_written():
    names = {row["constraint"] for row in facts.table("properties")} | {
        row["value"] for row in facts.table("refinements") if row["fact"] == "constraint"
    }
    for name in names - {""}:
        broken(name, "1")
