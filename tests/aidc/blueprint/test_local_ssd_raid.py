"""Arrays of Local SSD: one DaemonSet for all pools that ask, none for those that do not."""

from __future__ import annotations

import pytest

from aidc.catalog.local_ssd_raid import LOCAL_SSD_RAID


def test_two_pools_that_ask_share_one_daemon_set_on_nodes_with_their_label(plan_of, gpu_pool):
    pools = [gpu_pool(name="one", local_ssd="raid0"), gpu_pool(name="two", local_ssd="raid0"), gpu_pool(name="raw", local_ssd="raw")]
    plan = plan_of(gpu_pools=pools)
    raid = plan.local_ssd_raid
    assert (raid.pools, raid.mount_path, raid.prerequisites) == (("one", "two"), "/mnt/disks/raid/0", ())
    assert (raid.daemon_set.fact, raid.daemon_set.node_labels) == (LOCAL_SSD_RAID, (("aidc/local-ssd", "raid0"),))
    assert [pool.labels.get("aidc/local-ssd") for pool in plan.node_pools if pool.labels["aidc/pool"] in {"one", "two", "raw"}] == [
        "raid0",
        "raid0",
        None,
    ]


def test_without_a_pool_that_asks_there_is_nothing(plan_of, gpu_pool):
    assert plan_of(gpu_pools=[gpu_pool(local_ssd="raw")]).local_ssd_raid is None


@pytest.mark.parametrize(
    ("cluster", "managed"),
    [
        ({}, True),
        ({"local_ssd_raid": "managed"}, True),
        ({"local_ssd_raid": "none"}, False),
        ({"existing": {"name": "shared", "multi_networking": True}}, False),
        ({"existing": {"name": "shared", "multi_networking": True}, "local_ssd_raid": "managed"}, True),
    ],
)
def test_on_a_cluster_of_others_its_owner_makes_them_unless_one_says_otherwise(cluster, managed, plan_of, gpu_pool):
    raid = plan_of(cluster=cluster, gpu_pools=[gpu_pool(local_ssd="raid0")]).local_ssd_raid
    assert ((raid.daemon_set is not None), raid.pools) == (managed, ("gpus",))


def test_binary_authorization_has_to_admit_the_image(plan_of, gpu_pool):
    raid = plan_of(cluster={"binary_authorization": True}, gpu_pools=[gpu_pool(local_ssd="raid0")]).local_ssd_raid
    assert raid.prerequisites == ("Binary Authorization is on: its policy has to admit gke.gcr.io/debian-base",)


def test_a_switch_that_switches_nothing_is_refused(problems, gpu_pool):
    asked = {"cluster": {"local_ssd_raid": "none"}}
    assert problems(**asked, gpu_pools=[gpu_pool(local_ssd="raw")]) == [
        "cluster.local_ssd_raid: is none, but no pool has local_ssd: raid0. Remove it"
    ]
    assert problems(**asked, gpu_pools=[gpu_pool(local_ssd="raid0")]) == []
