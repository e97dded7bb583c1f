"""Workload policies: one for each topology, in the region of the pools that name it."""

from __future__ import annotations


def test_identical_slices_share_one_policy_and_wait_for_it(declare, plan_of, upstream):
    entry = {"generation": "tpu7x", "zone": "us-central1-c", "capacity": {"mode": "on-demand"}}
    plan = plan_of(
        tpu_slices=[{**entry, "name": "a", "topology": "4x4x4", "slices": 2}, {**entry, "name": "b", "topology": "2x2x2"}],
    )

    def program():
        from components.accelerator_network import AcceleratorNetwork
        from components.node_pool import PoolInputs
        from components.tpu_slice import TpuSlice
        from components.workload_policy import WorkloadPolicy

        networks = {one.key: AcceleratorNetwork(one, project="acme-lab", region="us-central1") for one in plan.accelerator_networks}
        policies = {one.topology: WorkloadPolicy(one, project="acme-lab", region="us-central1").policy for one in plan.workload_policies}
        inputs = PoolInputs(
            "acme-lab", "lab", "us-central1", "n@acme-lab.iam.gserviceaccount.com", None, "lab-node", networks, {}, policies
        )
        for entry in plan.tpu_slices:
            TpuSlice(entry, inputs=inputs)

    found = declare(program)
    policies = {policy.name: policy for policy in found.all("gcp:compute/resourcePolicy:ResourcePolicy")}
    assert {name: policy.inputs for name, policy in policies.items()} == {
        f"workload-{topology}": {
            "name": f"lab-workload-{topology}",
            "project": "acme-lab",
            "region": "us-central1",
            "description": f"Hosts of one accelerator topology {topology} close together",
            "workloadPolicy": {"type": "HIGH_THROUGHPUT", "acceleratorTopology": topology},
        }
        for topology in ("4x4x4", "2x2x2")
    }, "traps T059 and T060"
    for pool in found.all("gcp:container/nodePool:NodePool"):
        topology = pool.inputs["placementPolicy"]["tpuTopology"]
        assert policies[f"workload-{topology}"].urn in upstream(found.resources, pool), "so a pool goes before its policy (trap T061)"
