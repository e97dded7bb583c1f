"""Registrations as resources: the parts that a whole recording does not show well."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.inventory.registration import default_provider, seconds_of

UNITS = {"h": 3600, "m": 60, "s": 1}


@pytest.mark.parametrize(("text", "seconds"), [("1h30m", 5400), ("90s", 90), ("1.5h", 5400), (".5m", 30), ("100ms", 0.1), ("2us", 2e-6)])
def test_a_go_duration_is_so_many_seconds(text, seconds):
    assert seconds_of(text) == pytest.approx(seconds)


@given(st.dictionaries(st.sampled_from("hms"), st.integers(0, 1000), min_size=1))
def test_a_duration_is_the_sum_of_its_parts(parts):
    assert seconds_of("".join(f"{number}{unit}" for unit, number in parts.items())) == sum(
        number * UNITS[unit] for unit, number in parts.items()
    )


@pytest.mark.parametrize("text", ["5 minutes", "5", "", "m", "1h 30m", "1d"])
def test_anything_else_is_refused_with_examples(text):
    with pytest.raises(ValueError) as refusal:
        seconds_of(text)
    assert str(refusal.value) == f"{text!r} is no duration; write it as numbers with units, such as 90s, 30m or 1h30m"


def test_the_default_provider_holds_the_configuration_of_its_package():
    provider = default_provider("gcp", "10.2.0", {"gcp:region": "europe-west4", "shop:x": "y"}, "prod", "shop")
    assert provider is not None
    assert provider.urn == "urn:pulumi:prod::shop::pulumi:providers:gcp::default_10_2_0"
    assert provider.inputs == {"region": "europe-west4", "version": "10.2.0"}


def test_without_configuration_there_is_no_default_provider_to_speak_of():
    assert default_provider("gcp", "10.2.0", {"shop:x": "y"}, "prod", "shop") is None
