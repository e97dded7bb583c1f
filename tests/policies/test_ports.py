from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.bag import UNKNOWN, Bag, Unknown
from policies.ports import covers, is_every_port

PORTS = st.integers(min_value=0, max_value=65535)


def entry(ports):
    return Bag("t", "n", "u", {"ports": ports}, {}, "allows[0].")


@given(PORTS, PORTS, PORTS)
def test_a_range_covers_what_lies_between_its_ends(first, last, port):
    first, last = sorted((first, last))
    assert (covers(entry([f"{first}-{last}"]), "tcp", (port,)) == port) == (first <= port <= last)


@given(st.lists(st.integers(min_value=1, max_value=65534), unique=True, min_size=1, max_size=6))
def test_ranges_that_meet_are_every_port(cuts):
    starts = [0, *sorted(cuts)]
    ends = [*(cut - 1 for cut in sorted(cuts)), 65535]
    spans = [f"{start}-{end}" for start, end in zip(starts, ends, strict=True)]
    assert is_every_port(entry(spans[::-1]), "tcp")
    assert not is_every_port(entry(spans[1:] if cuts[0] > 1 and min(cuts) > 2 else [spans[0]]), "tcp")


@pytest.mark.parametrize("ports", [None, []])
def test_no_port_named_is_every_port_of_a_protocol_that_has_them(ports):
    assert is_every_port(entry(ports), "udp")
    assert not is_every_port(entry(ports), "icmp")


def test_a_port_not_known_yet_may_be_any():
    with pytest.raises(Unknown, match=r"^allows\[0\]\.ports$"):
        covers(entry(["80", UNKNOWN]), "tcp", (22,))


def test_a_port_that_is_known_decides():
    assert covers(entry([UNKNOWN, "22"]), "tcp", (22,)) == 22


def test_what_is_no_port_is_passed_over():
    assert covers(entry(["ssh", {"a": 1}, 22]), "tcp", (22,)) == 22
