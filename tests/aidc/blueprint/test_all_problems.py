"""Everything wrong is told in one go: a wrong value hides no other problem, and makes none."""

from __future__ import annotations

import pytest


def test_a_wrong_value_does_not_hide_the_rules_of_its_section(problems, gpu_pool):
    pool = gpu_pool(nodes="many", compact=True, machine_type="g2-standard-8")
    assert problems(gpu_pools=[pool]) == [
        "gpu_pools[0].compact: g2-standard-8 has no compact placement. Remove it",
        "gpu_pools[0].nodes: 'many' is not a number of nodes; write 8, or {min: 0, max: 8}",
    ]


def test_a_wrong_section_does_not_hide_the_rules_between_others(problems, gpu_pool, tpu_slice, bucket):
    found = problems(
        environment="live",
        gpu_pools=[gpu_pool(), gpu_pool()],
        tpu_slices=[tpu_slice(generation="v6")],
        buckets=[bucket(tier="tepid"), bucket(name="b"), bucket(name="b")],
    )
    assert found == [
        "buckets[0].tier: 'tepid' is not one of rapid, hot, warm, cold, archive. Did you mean rapid?",
        "buckets[2].name: b is the name of buckets[1] already; a bucket needs a name of its own",
        "environment: 'live' is not one of dev, staging, production, research.",
        "gpu_pools[1].name: gpus is the name of gpu_pools[0] already; a pool needs a name of its own",
        "tpu_slices[0].generation: 'v6' is not a TPU generation in the catalogue; allowed: v3, v4, v5e, v5p, v6e, tpu7x. Did you mean v6e?",
    ]


def test_entries_keep_their_numbers_when_one_before_them_is_broken(problems, cpu_pool):
    pools = [cpu_pool(), "nonsense", cpu_pool(name="third", nodes=3)]
    assert problems(cpu_pools=pools) == [
        "cpu_pools[1]: 'nonsense' is not a mapping",
        "cpu_pools[2].nodes: 3 do not spread evenly over 2 zones; a fixed pool has the same number in each. Use 2 or 4, or {min, max}",
    ]


def test_a_broken_bucket_makes_no_complaint_about_who_reads_it(problems, bucket, workload):
    found = problems(buckets=[bucket(tier="tepid")], access={"workloads": [workload(reads=["data"])]})
    assert found == ["buckets[0].tier: 'tepid' is not one of rapid, hot, warm, cold, archive. Did you mean rapid?"]


def test_the_only_cpu_pool_being_broken_does_not_make_the_cluster_empty(problems, cpu_pool):
    assert problems(cpu_pools=[cpu_pool(machine_type="n2-standard-5")]) == [
        "cpu_pools[0].machine_type: 'n2-standard-5' is not a machine type without accelerators. Did you mean n2-standard-8?"
    ]


def test_a_wrong_region_makes_no_complaints_about_everything_in_it(problems, site, gpu_pool, filestore):
    found = problems(site=site(region="us-centrall"), gpu_pools=[gpu_pool()], filestores=[filestore(zone="us-central1-a")])
    assert found == ["site.region: 'us-centrall' is not a known region. Did you mean us-central2?"]


@pytest.mark.parametrize(
    ("lifecycle", "message"),
    [
        (
            [{"after_days": 1, "move_to": "hot"}],
            "buckets[0].lifecycle[0].move_to: hot is not colder than the bucket's tier hot; objects only move to a colder one",
        ),
        (
            [{"after_days": 1, "move_to": "tepid"}],
            "buckets[0].lifecycle[0].move_to: 'tepid' is not one of hot, warm, cold, archive.",
        ),
    ],
)
def test_taking_a_wrong_value_out_makes_no_problem_of_its_own(lifecycle, message, problems, bucket):
    assert problems(buckets=[bucket(lifecycle=lifecycle)]) == [message]


def test_one_value_behind_two_aliases_is_taken_out_twice_and_not_once_for_both(problems, bucket):
    step = {"after_days": 1, "move_to": "tepid"}
    wrong = "'tepid' is not one of hot, warm, cold, archive."
    assert problems(buckets=[bucket(lifecycle=[step, step])]) == [
        f"buckets[0].lifecycle[0].move_to: {wrong}",
        f"buckets[0].lifecycle[1].move_to: {wrong}",
    ]


def test_a_problem_is_told_once(problems, gpu_pool):
    found = problems(gpu_pools=[gpu_pool(zones=["us-central1-q", "us-central1-q"])])
    assert len(found) == len(set(found))


def test_two_faults_of_one_part_leave_the_rest_of_the_entry_to_be_judged(problems, gpu_pool):
    pool = gpu_pool(machine_type="a3-highgpu-1g", sharing={"partition": "1g.10gb", "clients_per_gpu": 99, "strategy": "mps"})
    found = problems(gpu_pools=[pool])
    assert "gpu_pools[0].capacity.mode: on-demand is not sold for a3-highgpu-1g; use spot, flex-start, queued" in found
