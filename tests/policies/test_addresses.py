from __future__ import annotations

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.addresses import is_everyone, network_of
from policies.bag import UNKNOWN, Unknown


@pytest.mark.parametrize(
    "spelled", ["0.0.0.0/0", "::/0", "0.0.0.0", "::", "0:0:0:0:0:0:0:0/0", " 0.0.0.0/0 ", "10.1.2.3/0", "2000::/3", "0.0.0.0/1"]
)
def test_everyone_is_found_however_it_is_spelled(spelled):
    assert is_everyone([spelled], "sourceRanges")


@pytest.mark.parametrize(
    "spelled", ["10.0.0.0/8", "130.211.0.0/22", "2001:db8::/32", "fd00::/8", "fc00::/7", "fe80::/10", "anything", "", "0.0.0.1"]
)
def test_a_range_that_somebody_owns_is_not_everyone(spelled):
    assert not is_everyone([spelled], "sourceRanges")


@given(st.integers(min_value=1, max_value=5))
def test_the_whole_internet_in_equal_parts_is_everyone(bits):
    parts = [str(part) for part in ip_network("0.0.0.0/0").subnets(prefixlen_diff=bits)]
    assert is_everyone(parts, "sourceRanges")


def test_what_is_not_known_yet_decides_nothing_where_another_range_is_everyone():
    assert is_everyone([UNKNOWN, "::/0"], "sourceRanges")


def test_what_is_not_known_yet_may_be_everyone():
    with pytest.raises(Unknown, match="^sourceRanges$"):
        is_everyone(["10.0.0.0/8", UNKNOWN], "sourceRanges")


def test_no_range_is_none():
    assert network_of("300.0.0.0/8") is None
