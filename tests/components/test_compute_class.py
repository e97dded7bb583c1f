"""Compute classes: the pools of an entry in the order in which they are tried, by the names they have in the cloud."""

from __future__ import annotations


def test_a_class_lists_its_pools_and_lets_pods_wait(declare, plan_of):
    import pulumi

    plan = plan_of(
        tpu_slices=[{"name": "pod", "generation": "v5e", "topology": "4x4", "slices": 2, "capacity": ["on-demand", "spot"]}],
    )
    [entry] = plan.tpu_slices
    live = {pool.resource_name: pool.name for pool in entry.node_pools}

    def program():
        from components.compute_class import ComputeClass

        ComputeClass(entry.compute_class, pools={name: pulumi.Output.from_input(cloud) for name, cloud in live.items()})

    [made] = declare(program).all("kubernetes:cloud.google.com/v1:ComputeClass")
    assert made.inputs["metadata"] == {"name": "pod"}
    assert made.inputs["spec"] == {
        "priorities": [{"nodepools": [live["pod-0"], live["pod-1"]]}, {"nodepools": [live["pod-0-spot"], live["pod-1-spot"]]}],
        "whenUnsatisfiable": "DoNotScaleUp",
    }
