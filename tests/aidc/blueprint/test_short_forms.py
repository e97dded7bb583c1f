"""Short forms are written out before anything is checked, and what is wrong is told where it was written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aidc.blueprint.short_forms import as_written, without_short_forms

WAYS = [{"mode": "reservation", "reservation": "r"}, "flex-start", "spot"]
DATA = {"gpu_pools": [{"name": "a", "capacity": "spot"}, {"name": "b", "capacity": WAYS}], "name": "lab"}


def test_a_list_of_ways_is_written_out_and_nothing_else_changes():
    whole = without_short_forms(DATA)
    assert whole["gpu_pools"][0] == DATA["gpu_pools"][0]
    assert whole["gpu_pools"][1]["capacity"] == {
        "mode": "reservation",
        "reservation": "r",
        "fallbacks": [{"mode": "flex-start"}, {"mode": "spot"}],
    }
    assert DATA["gpu_pools"][1]["capacity"] is WAYS, "what was given stays as it was"


def test_a_path_is_told_as_it_was_written():
    assert as_written("gpu_pools[1].capacity.mode", DATA) == "gpu_pools[1].capacity[0].mode"
    assert as_written("gpu_pools[1].capacity.fallbacks[1].mode", DATA) == "gpu_pools[1].capacity[2].mode"
    assert as_written("gpu_pools[1].capacity.fallbacks[0]", DATA) == "gpu_pools[1].capacity[1]"
    assert as_written("gpu_pools[1].capacity.fallbacks", DATA) == "gpu_pools[1].capacity"
    assert as_written("gpu_pools[1].capacity", DATA) == "gpu_pools[1].capacity"


def test_a_path_of_what_was_written_out_stays():
    for path in (
        "gpu_pools[0].capacity.mode",
        "gpu_pools[1].name",
        "gpu_pools[7].capacity.mode",
        "tpu_slices[0].capacity.mode",
        "name",
        "",
    ):
        assert as_written(path, DATA) == path


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
)
def test_nonsense_is_left_to_be_refused_where_it_stands(nonsense):
    for data in ({"gpu_pools": nonsense}, {"gpu_pools": [nonsense]}, {"gpu_pools": [{"capacity": nonsense}]}):
        whole = without_short_forms(data)
        assert set(whole) == {"gpu_pools"}
        as_written("gpu_pools[0].capacity.fallbacks[0].mode", data)
