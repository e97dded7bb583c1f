"""A wrong word is answered with the one that was meant."""

from __future__ import annotations

import pytest

from aidc.did_you_mean import did_you_mean


@pytest.mark.parametrize(
    ("given_word", "allowed", "hint"),
    [
        ("rotation", ["protection", "rotation_days"], " Did you mean rotation_days?"),
        ("us-central", ["us-central2", "us-central1"], " Did you mean us-central1?"),
        ("n2-standard", ["n2-standard-128", "n2-standard-2"], " Did you mean n2-standard-2?"),
        ("spott", ["on-demand", "spot"], " Did you mean spot?"),
        ("x", ["xylophone"], ""),
        ("zzz", ["spot"], ""),
        ("", ["spot"], ""),
        ("spot", [], ""),
    ],
)
def test_what_a_word_begins_comes_before_what_merely_resembles_it(given_word, allowed, hint):
    assert did_you_mean(given_word, allowed) == hint
    assert did_you_mean(given_word, reversed(allowed)) == hint, "the order of the list does not matter"
