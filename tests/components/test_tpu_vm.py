"""TPU VMs as the provider takes them: nodes, queued resources of nodes alone, and requests that nothing is made for but their identity."""

from __future__ import annotations

import pytest

VM, QUEUED = "gcp:tpu/v2Vm:V2Vm", "gcp:tpu/v2QueuedResource:V2QueuedResource"
NETWORK, SUBNET = "projects/acme-lab/global/networks/lab-vpc", "projects/acme-lab/regions/us-central1/subnetworks/lab-nodes"


@pytest.fixture
def declared(declare, plan_of):
    """Declare one entry and return the record and its plan."""

    def run(**fields):
        entry = {"name": "tpu", "generation": "v5p", "topology": "2x2x1", "capacity": {"mode": "on-demand"}, **fields}
        disks = [{"name": "scratch", "type": "hyperdisk-balanced", "capacity_gib": 100}]
        [planned] = plan_of(tpu_vms=[entry], buckets=[{"name": "data", "tier": "hot"}], disks=disks).tpu_vms

        def program():
            import pulumi

            from components.tpu_vm import TpuVm, TpuVmInputs

            known = {"data": pulumi.Output.from_input("acme-lab-data")}
            made = TpuVm(
                planned, inputs=TpuVmInputs("acme-lab", NETWORK, SUBNET, known, {"scratch": pulumi.Output.from_input("lab-scratch")})
            )
            pulumi.export("request", made.request)

        return declare(program), planned

    return run


def test_a_node_is_private_shielded_and_runs_as_its_own_account(declared):
    record, plan = declared(reads=["data"], data_disks=[{"disk": "scratch"}], metadata={"startup-script": "true"})
    assert record.only(VM).inputs == {
        "name": plan.nodes[0].name,
        "project": "acme-lab",
        "zone": "us-central1-a",
        "runtimeVersion": "v2-alpha-tpuv5",
        "acceleratorConfig": {"type": "V5P", "topology": "2x2x1"},
        "networkConfig": {"network": NETWORK, "subnetwork": SUBNET, "enableExternalIps": False, "canIpForward": False},
        "serviceAccount": {
            "email": "lab-tpu@acme-lab.iam.gserviceaccount.com",
            "scopes": ["https://www.googleapis.com/auth/cloud-platform"],
        },
        "shieldedInstanceConfig": {"enableSecureBoot": True},
        "dataDisks": [{"sourceDisk": "projects/acme-lab/zones/us-central1-a/disks/lab-scratch", "mode": "READ_WRITE"}],
        "labels": {"stack": "lab", "environment": "dev", "managed-by": "aidc", "aidc-tpu-vm": "tpu"},
        "metadata": {"enable-oslogin": "TRUE", "block-project-ssh-keys": "TRUE", "startup-script": "true"},
        "tags": ["lab-node"],
    }
    roles = sorted(one.inputs["role"] for one in record.all("gcp:projects/iAMMember:IAMMember"))
    assert roles == ["roles/logging.logWriter", "roles/monitoring.metricWriter"]
    [grant] = record.all("gcp:storage/bucketIAMMember:BucketIAMMember")
    assert (grant.inputs["bucket"], grant.inputs["role"]) == ("acme-lab-data", "roles/storage.objectViewer")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"topology": "4x4x8"}, {"acceleratorConfig": {"type": "V5P", "topology": "4x4x8"}}),
        ({"topology": None, "accelerator_type": "v5p-256"}, {"acceleratorType": "v5p-256"}),
        ({"generation": "v5e", "topology": "4x4"}, {"acceleratorType": "v5litepod-16"}),
        ({"generation": "v3", "topology": "2x2"}, {"acceleratorType": "v3-8"}),
    ],
)
def test_what_a_node_is_is_always_said_and_in_one_way(fields, said, declared):
    inputs = declared(**{field: value for field, value in fields.items() if field != "topology" or value}, **_no_topology(fields))[0]
    node = inputs.only(VM).inputs
    assert {key: node[key] for key in ("acceleratorType", "acceleratorConfig") if key in node} == said, "traps T046, T047"


def _no_topology(fields):
    return {"topology": None} if fields.get("topology", "") is None else {}


@pytest.mark.parametrize(("mode", "said"), [("on-demand", None), ("spot", {"spot": True}), ("reservation", {"reserved": True})])
def test_capacity_is_told_by_its_own_flag_and_never_as_preemptible(mode, said, declared):
    record, _ = declared(capacity={"mode": mode})
    assert record.only(VM).inputs.get("schedulingConfig") == said, "trap T047"


def test_several_nodes_are_several_resources_with_one_account(declared):
    record, plan = declared(nodes=3)
    assert [one.name for one in record.all(VM)] == ["tpu-0", "tpu-1", "tpu-2"]
    assert sorted(one.inputs["name"] for one in record.all(VM)) == sorted(node.name for node in plan.nodes)
    assert len(record.all("gcp:serviceaccount/account:Account")) == 1


def test_a_queued_resource_says_its_node_and_nothing_that_the_provider_lacks(declared):
    record, plan = declared(capacity={"mode": "queued", "accept_default_identity": True})
    name = plan.nodes[0].name
    network = {"network": NETWORK, "subnetwork": SUBNET, "enableExternalIps": False, "canIpForward": False}
    node = {"runtimeVersion": "v2-alpha-tpuv5", "acceleratorType": "v5p-8", "networkConfig": network}
    assert record.only(QUEUED).inputs == {
        "name": name,
        "project": "acme-lab",
        "zone": "us-central1-a",
        "tpu": {"nodeSpecs": [{"parent": "projects/acme-lab/locations/us-central1-a", "nodeId": name, "node": node}]},
    }, "trap T045"
    assert record.all("gcp:serviceaccount/account:Account") == []


def test_a_request_is_handed_out_and_nothing_is_made_for_it_but_its_identity(declared):
    record, plan = declared(capacity={"mode": "queued", "made_by": "request", "guaranteed": True})
    assert record.all(VM) == record.all(QUEUED) == []
    assert record.only("gcp:serviceaccount/account:Account").inputs["accountId"] == "lab-tpu"
    said = record.outputs["request"]
    assert (said["url"], said["send"], said["withdraw"]) == (plan.request.url, plan.request.send, plan.request.withdraw)
    assert said["body"]["guaranteed"] == {}


def test_a_node_waits_for_every_right_of_its_account(declared, upstream):
    record, _ = declared(writes=["data"])
    rights = {one.urn for one in record.resources if one.type.endswith("IAMMember")}
    assert len(rights) == 3
    assert rights <= upstream(record.resources, record.only(VM))
