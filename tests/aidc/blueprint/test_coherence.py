"""Rules between sections: names of all pools, zones of everything, and what is sold where."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("first", "second"), [("cpu_pools", "gpu_pools"), ("cpu_pools", "tpu_slices"), ("gpu_pools", "tpu_slices")], ids="-".join
)
def test_pools_of_all_kinds_share_their_names(first, second, problems, cpu_pool, gpu_pool, tpu_slice):
    make = {"cpu_pools": cpu_pool, "gpu_pools": gpu_pool, "tpu_slices": tpu_slice}
    named = {section: [make[section](name="same")] for section in (first, second)}
    system = {} if "cpu_pools" in named else {"cpu_pools": [cpu_pool()]}
    assert problems(**system, **named) == [f"{second}[0].name: same is the name of {first}[0] already; a pool needs a name of its own"], (
        "they meet in the cluster"
    )


def test_things_of_other_kinds_may_share_a_name(problems, cpu_pool, bucket, filestore, workload):
    assert (
        problems(
            cpu_pools=[cpu_pool(name="shared")],
            buckets=[bucket(name="shared")],
            filestores=[filestore(name="shared")],
            access={"workloads": [workload(name="shared")]},
        )
        == []
    )


@pytest.mark.parametrize(
    ("section", "path"),
    [("cpu_pools", "cpu_pools[0].zones[0]"), ("gpu_pools", "gpu_pools[0].zones[0]"), ("tpu_slices", "tpu_slices[0].zone")],
)
@pytest.mark.parametrize("zone", ["us-east1-b", "us-central1", "us-central1-aa", "nowhere"])
def test_every_pool_stands_in_a_zone_of_the_region(section, path, zone, problems, cpu_pool, gpu_pool, tpu_slice):
    entry = {
        "cpu_pools": cpu_pool(zones=[zone]),
        "gpu_pools": gpu_pool(machine_type="g2-standard-8", zones=[zone]),
        "tpu_slices": tpu_slice(zone=zone),
    }[section]
    found = [message for message in problems(**{section: [entry]}) if message.startswith(path)]
    assert len(found) == 1
    assert found[0].startswith(f"{path}: {zone!r} is not a zone of us-central1, the region of the site.")


def test_a_pool_may_stand_in_a_zone_that_the_site_does_not_list(problems, gpu_pool):
    assert problems(gpu_pools=[gpu_pool(zones=["us-central1-c"])]) == []


def test_a_machine_is_asked_for_only_where_some_list_offers_it(problems, gpu_pool):
    ultra = {"machine_type": "a3-ultragpu-8g"}
    assert problems(gpu_pools=[gpu_pool(**ultra)]) == [
        "gpu_pools[0].machine_type: a3-ultragpu-8g is not offered in us-central1-a. In this region: us-central1-b. Offered in: "
        "asia-south1-b, asia-south2-c, europe-west1-b, europe-west4-a, us-central1-b, us-east4-b, us-east5-a, us-south1-b, us-west1-c"
    ]
    assert problems(gpu_pools=[gpu_pool(**ultra, zones=["us-central1-b"])]) == []


def test_every_zone_of_a_pool_must_offer_the_machine(problems, gpu_pool):
    pool = gpu_pool(machine_type="a2-ultragpu-8g", zones=["us-central1-a", "us-central1-b", "us-central1-c"], nodes=3)
    [message] = problems(gpu_pools=[pool])
    assert message.startswith("gpu_pools[0].machine_type: a2-ultragpu-8g is not offered in us-central1-b. In this region: us-central1-a, ")


@pytest.mark.parametrize(
    ("zones", "nodes", "advice"),
    [(2, 3, "Use 2 or 4, or {min, max}"), (3, 1, "Use 3, or {min, max}"), (3, 4, "Use 3 or 6, or {min, max}"), (2, 2, None), (1, 7, None)],
)
def test_a_fixed_pool_has_the_same_number_of_nodes_in_each_zone(zones, nodes, advice, problems, gpu_pool):
    pool = gpu_pool(machine_type="g2-standard-8", zones=[f"us-central1-{letter}" for letter in "abc"[:zones]], nodes=nodes)
    reason = f"{nodes} do not spread evenly over {zones} zones; a fixed pool has the same number in each. {advice}"
    assert problems(gpu_pools=[pool]) == ([f"gpu_pools[0].nodes: {reason}"] if advice else [])
