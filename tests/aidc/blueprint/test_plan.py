"""The plan: every derived number once, the same every time, made without Pulumi, clock or network."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from dataclasses import FrozenInstanceError

import pytest

from aidc.blueprint.plan import make_plan
from aidc.blueprint.schema import Blueprint


@pytest.fixture
def everything(gpu_pool, tpu_slice, bucket, filestore, workload):
    """A blueprint with one of everything."""
    return {
        "gpu_pools": [gpu_pool(), gpu_pool(name="ultra", machine_type="a3-ultragpu-8g", zones=["us-central1-b"])],
        "tpu_slices": [tpu_slice(slices=2), tpu_slice(name="single", topology="2x2")],
        "buckets": [bucket(), bucket(name="pair", dual_region=["us-central1", "us-east4"])],
        "filestores": [filestore()],
        "access": {"operators": ["group:ml@example.com"], "workloads": [workload(reads=["data"])]},
    }


def test_the_same_blueprint_gives_the_same_plan(everything, plan_of, asked):
    once, again = plan_of(**everything), make_plan(Blueprint.model_validate(asked(**everything)))
    assert once == again


def test_plans_and_complaints_are_the_same_in_another_process_with_another_hash_seed(everything, asked):
    broken = asked(site={"project": "x", "region": "us-centra1"}, buckets=[{"name": "B", "dual_region": ["us-east1", "asia-east1"]}])
    program = textwrap.dedent(
        f"""
        import dataclasses, json
        from aidc.blueprint import BlueprintError, load_object
        plain = lambda value: sorted(value) if isinstance(value, frozenset) else str(value)
        print(json.dumps(dataclasses.asdict(load_object({asked(**everything)!r}).plan), default=plain))
        try:
            load_object({broken!r})
        except BlueprintError as error:
            print(error)
        """
    )
    printed = {
        subprocess.run([sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
    assert "buckets[0].name" in printed.pop()


def test_planning_imports_no_pulumi_and_asks_no_clock_network_or_environment(asked):
    program = textwrap.dedent(
        f"""
        import builtins, os, socket, sys, time
        from aidc.blueprint import load_object
        def refuse(*_args, **_kwargs):
            raise AssertionError("a plan is made from its blueprint alone")
        time.time = time.monotonic = socket.socket = refuse
        os.environ.clear()
        load_object({asked()!r})
        loaded = [name for name in sys.modules if name.partition(".")[0] in ("pulumi", "pulumi_gcp", "pulumi_kubernetes", "grpc")]
        assert not loaded, loaded
        """
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_plan_cannot_be_changed(plan_of):
    plan = plan_of()
    with pytest.raises(FrozenInstanceError):
        plan.name = "other"  # type: ignore[misc]


def test_all_node_pools_are_listed_in_the_order_of_the_file(everything, plan_of):
    assert [pool.resource_name for pool in plan_of(**everything).node_pools] == ["system", "gpus", "ultra", "tpus-0", "tpus-1", "single"]


def test_labels_of_the_stack_are_on_everything_that_takes_them(everything, plan_of):
    plan = plan_of(labels={"team": "vision"}, **everything)
    labels = {"stack": "lab", "environment": "dev", "managed-by": "aidc", "team": "vision"}
    assert plan.labels == labels
    assert all(pool.resource_labels == {**labels, "aidc-pool": pool.labels["aidc/pool"]} for pool in plan.node_pools)
    assert all(planned.labels == labels for planned in (*plan.buckets, *plan.filestores, plan.cluster))


def test_pool_fields_of_the_user_reach_the_nodes(plan_of, cpu_pool):
    pool = cpu_pool(
        labels={"role": "loader"},
        taints=[{"key": "team", "value": "vision", "effect": "NO_EXECUTE"}],
        boot_disk={"type": "pd-ssd", "size_gib": 250},
        max_pods_per_node=110,
    )
    decided = plan_of(cpu_pools=[pool]).node_pools[0]
    assert decided.labels == {"aidc/pool": "system", "role": "loader"}
    assert [(taint.key, taint.value, taint.effect) for taint in decided.taints] == [("team", "vision", "NO_EXECUTE")]
    assert (decided.boot_disk_type, decided.boot_disk_gib, decided.max_pods_per_node) == ("pd-ssd", 250, 110)


def test_the_guard_of_the_stack_is_on_what_holds_data_or_cannot_come_back(everything, plan_of):
    for guard in (True, False):
        plan = plan_of(deletion_guard=guard, **everything)
        guarded = [plan.cluster.guarded, plan.keys.guarded, plan.network.guarded, *(one.guarded for one in plan.buckets + plan.filestores)]
        assert set(guarded) == {guard}


def test_a_pool_that_exists_keeps_its_name_when_others_come(everything, plan_of, gpu_pool):
    before, after = plan_of(gpu_pools=[gpu_pool()]), plan_of(**everything)
    assert before.gpu_pools[0].node_pool == after.gpu_pools[0].node_pool
