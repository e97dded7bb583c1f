"""Sums of plan numbers, each worked by hand once."""

from __future__ import annotations

import pytest

from aidc.report.totals import compute_entries, compute_totals, storage_totals


def test_64_a100_have_20_petaflops_and_5_120_gb(reference):
    totals = compute_totals(compute_entries(reference("gpt3-a100").plan))
    assert totals.gpus == 64
    assert totals.gpu_memory_gb == 64 * 80
    assert totals.bf16_dense_pflops == pytest.approx(64 * 312 / 1000), "312 TFLOP/s dense bf16 each"
    assert totals.tpu_chips == totals.tpu_hbm_gib == 0


def test_totals_are_for_the_largest_sizes(reference):
    totals = compute_totals(compute_entries(reference("gpt3-a100").plan))
    assert totals.nodes == 6 + 4 + 8
    assert totals.vcpu == 6 * 8 + 4 * 32 + 8 * 96
    assert totals.memory_gib == 6 * 32 + 4 * 128 + 8 * 1360


def test_two_pods_of_256_chips_are_128_hosts(reference):
    *_, pod = compute_entries(reference("train-v6e").plan)
    assert (pod.accelerators, pod.max_nodes, pod.min_nodes) == (512, 128, 128)
    assert (pod.slices, pod.hosts_per_slice, pod.topology) == (2, 64, "16x16")
    assert pod.tpu_hbm_gib == 512 * 32


def test_memory_of_gpus_and_tpus_is_not_added_because_its_units_differ(reference):
    totals = compute_totals(compute_entries(reference("dev").plan))
    assert (totals.gpu_memory_gb, totals.tpu_hbm_gib) == (2 * 24, 8 * 16)


@pytest.mark.parametrize("stack", ["dev", "gpt3-a100", "train-h100", "train-v6e"])
def test_every_pool_of_the_file_is_one_entry_in_its_order(reference, stack):
    plan = reference(stack).plan
    paths = [entry.path for entry in compute_entries(plan)]
    assert paths == [item.path for item in (*plan.cpu_pools, *plan.gpu_pools, *plan.tpu_slices)]
    assert sum(entry.max_nodes for entry in compute_entries(plan)) == sum(pool.nodes.max_total for pool in plan.node_pools)


def test_300_tib_split_50_30_20_over_three_tiers(reference):
    totals = storage_totals(reference("gpt3-a100").plan)
    assert totals.expected_tib_by_tier == {"hot": 150, "warm": 90, "cold": 60}
    assert totals.expected_tib == 300
    assert totals.filestore_tib_by_tier == {"REGIONAL": 2.5}


def test_throughput_of_lustre_is_added(blueprint):
    lustres = [{"name": "a", "tier": 1000, "capacity_gib": 18000}, {"name": "b", "tier": "dynamic", "capacity_gib": 472000}]
    totals = storage_totals(blueprint(lustres=lustres).plan)
    assert totals.lustre_tib == pytest.approx((18000 + 472000) / 1024)
    assert totals.lustre_mb_per_s == 17578 + 11523


def test_a_bucket_that_says_nothing_is_named_and_counts_nothing(reference):
    totals = storage_totals(reference("dev").plan)
    assert totals.buckets_without_expectation == ("scratch",)
    assert totals.expected_tib == 0


def test_no_pools_sum_to_nothing():
    totals = compute_totals(())
    assert (totals.nodes, totals.gpus, totals.bf16_dense_pflops, totals.without_peak) == (0, 0, 0, ())
