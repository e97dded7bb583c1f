"""Several ways to meet a requirement."""

from __future__ import annotations

import pytest

from policies.bag import Unknown
from policies.either import either


def _unknown() -> bool:
    raise Unknown("a.b")


def test_one_way_that_holds_is_enough_whatever_is_not_known_of_the_others():
    assert either(_unknown, lambda: True)


def test_a_way_that_might_hold_leaves_it_open():
    with pytest.raises(Unknown, match=r"^a\.b$"):
        either(lambda: False, _unknown)


def test_no_way_is_no_way():
    assert not either(lambda: False, lambda: False)
    assert not either()
