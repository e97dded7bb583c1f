"""Manifests of the plug-ins: what the API server takes, only the rights that are needed, only the nodes of the fabric.

No server and no schema package is at hand, so each manifest is held to the types of the SDK, to the rules of the simulated API server, and to the
exact fields that are sent.
"""

from __future__ import annotations

import re

import pytest

from aidc.blueprint.collective_plugin import CollectivePluginPlan
from aidc.blueprint.daemon_set import DaemonSetPlan
from aidc.catalog.collective_plugins import COLLECTIVE_PLUGINS
from aidc.rehearsal.cloud import Cloud

DAEMON_SET, CONFIG_MAP = "kubernetes:apps/v1:DaemonSet", "kubernetes:core/v1:ConfigMap"
POD_FIELDS = {
    *("affinity", "automountServiceAccountToken", "containers", "hostNetwork", "hostPID", "initContainers"),
    *("priorityClassName", "tolerations", "volumes"),
}
CONTAINER_FIELDS = {
    *("command", "env", "image", "livenessProbe", "name", "readinessProbe", "resources", "securityContext", "volumeMounts"),
}
FABRICS = sorted(COLLECTIVE_PLUGINS)


def _plan(fabric: str) -> CollectivePluginPlan:
    plugin = COLLECTIVE_PLUGINS[fabric]
    return CollectivePluginPlan(
        fabric=fabric,
        transport="GPUDirect",
        machine_types=("machine-8g",),
        managed=True,
        plugin=plugin,
        daemon_sets=tuple(DaemonSetPlan(fact, ("nvidia-some",), ("machine-8g",)) for fact in plugin.daemon_sets),
        settings_name=f"nccl-{fabric}",
        job_networks=(),
        prerequisites=(),
    )


@pytest.fixture(scope="module")
def declared(declare):
    """Declare the plug-in of one fabric, once for all tests."""
    known = {}

    def run(fabric):
        if fabric not in known:

            def program():
                from components.collective_plugin import CollectivePlugin

                CollectivePlugin(_plan(fabric))

            known[fabric] = declare(program)
        return known[fabric]

    return run


def _pod(resource):
    return resource.inputs["spec"]["template"]["spec"]


def _containers(resource):
    return [*_pod(resource).get("initContainers", []), *_pod(resource)["containers"]]


@pytest.mark.parametrize("fabric", FABRICS)
def test_the_simulated_api_server_takes_every_object(fabric, declared):
    cloud = Cloud()
    for resource in declared(fabric).resources:
        if resource.custom and resource.type.startswith("kubernetes:"):
            assert cloud.check(resource.type, resource.inputs).failures == ()
            identity, _ = cloud.create(resource.type, resource.inputs)
            metadata = resource.inputs["metadata"]
            assert identity == f"{metadata['namespace']}/{metadata['name']}"


@pytest.mark.parametrize("fabric", FABRICS)
def test_nothing_is_sent_but_the_fields_that_are_meant(fabric, declared):
    for resource in declared(fabric).all(DAEMON_SET):
        assert set(resource.inputs) == {"apiVersion", "kind", "metadata", "spec"}
        assert set(resource.inputs["spec"]) == {"selector", "template", "updateStrategy"}
        assert set(_pod(resource)) <= POD_FIELDS
        for container in _containers(resource):
            assert set(container) <= CONTAINER_FIELDS
            assert re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", container["name"])
            assert set(container["resources"]["requests"]) >= {"cpu", "memory"}


@pytest.mark.parametrize("fabric", FABRICS)
def test_pods_stand_on_the_nodes_of_the_fabric_whatever_their_taints_and_on_no_other(fabric, declared):
    for resource in declared(fabric).all(DAEMON_SET):
        pod = _pod(resource)
        [term] = pod["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]["nodeSelectorTerms"]
        assert {one["key"]: one["values"] for one in term["matchExpressions"]} == {
            "cloud.google.com/gke-accelerator": ["nvidia-some"],
            "node.kubernetes.io/instance-type": ["machine-8g"],
            "kubernetes.io/arch": [COLLECTIVE_PLUGINS[fabric].architecture],
        }
        assert {one["operator"] for one in term["matchExpressions"]} == {"In"}
        assert pod["tolerations"] == [{"operator": "Exists"}]
        assert pod["priorityClassName"] == "system-node-critical"
        assert resource.inputs["metadata"]["namespace"] == "kube-system", "other namespaces need a quota for that priority"


@pytest.mark.parametrize("fabric", FABRICS)
def test_rights_are_given_to_whom_an_annotation_says_why(fabric, declared):
    for resource in declared(fabric).all(DAEMON_SET):
        reasons, pod = resource.inputs["metadata"]["annotations"], _pod(resource)
        assert pod["automountServiceAccountToken"] is False
        for field, reason in (("hostNetwork", "aidc/host-network"), ("hostPID", "aidc/host-pid")):
            assert (pod.get(field) is True) == (reason in reasons)
        for container in _containers(resource):
            security = container["securityContext"]
            if f"aidc/privileged.{container['name']}" in reasons:
                assert security == {"privileged": True}
            else:
                assert security["allowPrivilegeEscalation"] is False
                assert "privileged" not in security


def test_what_only_keeps_a_pod_alive_runs_as_nobody_without_any_capability(declared):
    [pause] = _pod(declared("roce4").only(DAEMON_SET))["containers"]
    assert pause["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "readOnlyRootFilesystem": True,
        "runAsNonRoot": True,
        "runAsUser": 65535,
    }


def test_gib_is_copied_to_the_folders_that_jobs_mount(declared):
    resource = declared("roce8").only(DAEMON_SET)
    quiet, copy = _pod(resource)["initContainers"]
    assert (quiet["name"], copy["name"]) == ("quiet-martians", "nccl-rdma-installer")
    assert copy["command"] == [
        "/bin/sh",
        "-ec",
        "/scripts/container_entry.sh install\ncp -r /var/lib/gib/lib64/. /host/lib64\ncp -r /var/lib/gib/. /host/gib\necho installed",
    ]
    assert copy["volumeMounts"] == [
        {"name": "home-kubernetes-bin-nvidia-lib64", "mountPath": "/host/lib64"},
        {"name": "home-kubernetes-bin-gib", "mountPath": "/host/gib"},
    ]
    assert _pod(resource)["volumes"] == [
        {
            "name": "home-kubernetes-bin-nvidia-lib64",
            "hostPath": {"path": "/home/kubernetes/bin/nvidia/lib64", "type": "DirectoryOrCreate"},
        },
        {"name": "home-kubernetes-bin-gib", "hostPath": {"path": "/home/kubernetes/bin/gib", "type": "DirectoryOrCreate"}},
    ]


def test_the_node_of_a_rack_is_set_up_by_one_watched_container_with_huge_pages(declared):
    resource = declared("roce8-metal").only(DAEMON_SET)
    [container] = _containers(resource)
    assert container["resources"] == {
        "requests": {"cpu": "150m", "memory": "1024Mi", "hugepages-2Mi": "8192Mi"},
        "limits": {"memory": "1024Mi", "hugepages-2Mi": "8192Mi"},
    }
    assert container["livenessProbe"] == {"httpGet": {"path": "/healthz", "port": 19540}, "initialDelaySeconds": 60}
    assert container["readinessProbe"] == {"httpGet": {"path": "/healthz", "port": 19540}}
    assert {"name": "hugepages-2mi", "emptyDir": {"medium": "HugePages-2Mi"}} in _pod(resource)["volumes"]
    assert resource.inputs["spec"]["updateStrategy"]["rollingUpdate"] == {"maxUnavailable": "1%"}


@pytest.mark.parametrize("fabric", FABRICS)
def test_settings_of_jobs_are_texts_under_the_names_of_variables(fabric, declared):
    config = declared(fabric).only(CONFIG_MAP)
    assert config.inputs["metadata"]["name"] == f"nccl-{fabric}"
    assert config.inputs["data"] == dict(COLLECTIVE_PLUGINS[fabric].settings)
    assert all(re.fullmatch(r"[A-Z][A-Z0-9_]*", name) and isinstance(value, str) for name, value in config.inputs["data"].items())


def test_a_deployment_does_not_wait_for_nodes_that_may_not_be_there_yet(declared):
    for fabric in FABRICS:
        for resource in declared(fabric).all(DAEMON_SET):
            assert resource.inputs["metadata"]["annotations"]["pulumi.com/skipAwait"] == "true"
