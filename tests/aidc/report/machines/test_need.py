"""What a need takes: enough of it, and not one machine or slice more than that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.catalog.fabrics import PRIMARY_ONLY
from aidc.report.machines.entry import accelerator_entries, cpu_entries
from aidc.report.machines.need import Need, fit, slices

ENTRIES = {entry.name: entry for entry in accelerator_entries() if not entry.max_vcpu}
NEEDS = st.builds(Need, st.integers(0, 20_000), st.integers(0, 50))


@given(st.sampled_from(list(ENTRIES.values())), NEEDS)
def test_what_it_takes_has_enough(entry, need):
    found = fit(entry, need)
    if found:
        assert found.hbm_gib >= need.hbm_gib
        assert not need.bf16_pflops or (found.bf16_dense_pflops or 0) >= need.bf16_pflops - 1e-9


@given(st.sampled_from([entry for entry in ENTRIES.values() if entry.kind == "gpu"]), NEEDS)
def test_one_gpu_machine_less_is_not_enough(entry, need):
    found = fit(entry, need)
    if found and found.machines > 1:
        fewer = found.machines - 1
        assert fewer * entry.hbm_gib < need.hbm_gib or fewer * (entry.bf16_dense_pflops or 0) < need.bf16_pflops


@given(st.sampled_from([entry for entry in ENTRIES.values() if entry.kind == "tpu"]), NEEDS)
def test_no_smaller_slice_is_enough(entry, need):
    assert entry.generation is not None
    found = fit(entry, need)
    for topology, _ in slices(entry.generation.name, entry.name):
        enough = (
            topology.chips * entry.memory_each >= need.hbm_gib
            and topology.chips * entry.generation.bf16_tflops_per_chip >= need.bf16_pflops * 1000
        )
        assert not enough or (found is not None and found.chips <= topology.chips)


@pytest.mark.parametrize(
    ("name", "gib", "said"),
    [
        ("a4-highgpu-8g", 1000, "1 machine"),
        ("a3-megagpu-8g", 596, "1 machine"),
        ("a3-megagpu-8g", 597, "2 machines"),
        ("a4x-highgpu-4g", 13_000, "19 machines, 2 NVLink domains"),
        ("ct5p-hightpu-4t", 95 * 64, "4x4x4: 16 hosts"),
        ("ct6e-standard-4t", 1000, "4x8: 8 hosts"),
        ("ct6e-standard-8t", 256, "2x4: 1 host"),
    ],
)
def test_the_answer_names_machines_or_a_slice(name, gib, said):
    assert str(fit(ENTRIES[name], Need(gib))) == said


@pytest.mark.parametrize("name", ["ct6e-standard-8t", "ct5lp-hightpu-1t", "g2-standard-96", "a3-highgpu-4g"])
def test_what_has_no_way_to_its_neighbours_is_no_answer_beyond_itself(name):
    assert fit(ENTRIES[name], Need(1000)) is None


def test_machines_over_plain_tcp_are_never_added_up():
    for entry in ENTRIES.values():
        if entry.fabric is PRIMARY_ONLY and (found := fit(entry, Need(20))):
            assert found.machines == 1


def test_a_gpu_without_a_published_bf16_peak_is_no_answer_to_a_peak():
    t4 = next(entry for entry in accelerator_entries() if entry.accelerator == "T4")
    assert fit(t4, Need(bf16_pflops=0.01)) is None
    assert fit(t4, Need(hbm_gib=1)) is not None


def test_a_machine_without_accelerators_holds_nothing():
    assert fit(cpu_entries()[0], Need(1)) is None
