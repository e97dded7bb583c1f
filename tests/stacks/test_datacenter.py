"""The page of the architecture: bad blueprints end as one message, and what a stack does not need is not loaded."""

from __future__ import annotations

import subprocess
import sys
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


def test_a_stack_without_a_fabric_does_not_load_the_kubernetes_sdk(recorded):
    stack = recorded("gpt3-a100")
    assert stack.plan.accelerator_networks == ()
    assert not [resource for resource in stack.resources if "kubernetes" in resource.type]


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
    assert len(objects) == 2 * 8, "a network and its parameters for each of the eight interfaces"
    assert {resource.options["provider"].rpartition("::")[0] for resource in objects} == {provider.urn}
