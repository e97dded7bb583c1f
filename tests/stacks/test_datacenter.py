"""The page of the architecture: bad blueprints end as one message, and what a stack does not need is not loaded."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pulumi
import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_a_bad_blueprint_ends_the_program_with_its_problems_and_no_traceback():
    from stacks.datacenter import planned

    with pytest.raises(pulumi.RunError) as error:
        planned({"name": "lab", "environment": "live"})
    assert str(error.value).splitlines() == [
        "the blueprint cannot be built",
        "environment: 'live' is not one of dev, staging, production, research.",
        "site: is missing: Project, region and zones.",
    ]
    assert error.value.__cause__ is None


def test_a_stack_without_a_fabric_and_file_systems_has_no_provider_of_kubernetes(declare, recorded):
    from stacks.datacenter import declare as datacenter

    given = recorded("everything").plan
    plan = replace(given, accelerator_networks=(), gpu_pools=(), tpu_slices=(), collective_plugins=(), volumes=(), bucket_volumes=())
    assert not [resource for resource in declare(lambda: datacenter(plan)).resources if "kubernetes" in resource.type]


def test_importing_the_page_loads_no_kubernetes_sdk():
    program = "import sys, stacks.datacenter; assert not [name for name in sys.modules if name.startswith('pulumi_kubernetes')]"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_pods_ask_for_interfaces_through_the_provider_of_this_cluster(recorded):
    stack = recorded("train-h100")
    [provider] = [resource for resource in stack.resources if resource.type == "pulumi:providers:kubernetes"]
    [cluster] = [resource for resource in stack.all("Cluster") if resource.custom]
    assert cluster.urn in provider.dependencies
    objects = [resource for resource in stack.made if resource.type.startswith("kubernetes:")]
    networks = [resource for resource in objects if "networking.gke.io" in resource.type]
    assert len(networks) == 2 * 8, "a network and its parameters for each of the eight interfaces"
    assert {resource.options["provider"].rpartition("::")[0] for resource in objects} == {provider.urn}


def test_nodes_of_a_gpu_fabric_get_its_plug_in_and_the_outputs_say_what_a_job_carries(recorded):
    stack = recorded("train-h100")
    assert sorted(resource.name for resource in stack.all("DaemonSet", "ConfigMap")) == [
        "device-injector",
        "local-ssd-raid",
        "nccl-tcpxo",
        "nccl-tcpxo-installer",
    ]
    carried = stack.outputs["collective_plugins"]["tcpxo"]
    assert carried["plugin"] == "GPUDirect-TCPXO v1.0.15"
    assert carried["sidecar"]["image"].startswith("us-docker.pkg.dev/gce-ai-infra/gpudirect-tcpxo/tcpgpudmarxd-dev:v1.0.21@sha256:")
    assert list(carried["annotations"]) == [network.key for network in stack.plan.accelerator_networks]


def test_a_cluster_of_others_keeps_the_plug_ins_of_its_owner(recorded):
    stack = recorded("everything, network and cluster of others")
    assert [plugin.managed for plugin in stack.plan.collective_plugins] == [False, False]
    assert stack.all("DaemonSet", "ConfigMap") == []
    assert stack.all("GKENetworkParamSet"), "pods need the networks all the same"


def test_a_second_interface_of_tpus_does_not_load_the_types_of_pods():
    """The types of pods are most of the Kubernetes SDK; TPU stacks need its custom resources only."""
    program = (
        "import sys; from pathlib import Path; from aidc.inventory.record import record; record(Path('.'), 'train-v6e');"
        "assert 'pulumi_kubernetes' in sys.modules; assert 'pulumi_kubernetes.core.v1' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
