"""Types of other providers are classed by pattern."""

from __future__ import annotations

import pytest

from aidc.estimator.cost.types import class_of


@pytest.mark.parametrize(
    ("name", "kind", "reason"),
    [
        ("kubernetes:core/v1:ConfigMap", "free", "runs on nodes that are priced as node pools"),
        ("kubernetes:core/v1:PersistentVolume", "free", "names a volume that is priced where it is declared"),
        ("kubernetes:core/v1:PersistentVolumeClaim", "priced", "the disk or share that it claims"),
        ("kubernetes:core/v1:Service", "priced", "forwarding rule of a Service of type LoadBalancer"),
        (
            "kubernetes:batch/v1:Job",
            "priced",
            "requests of its pods where the cluster is Autopilot; else it runs on nodes that are priced as node pools",
        ),
        ("kubernetes:apps/v1:DeploymentPatch", "free", "changes an object that is declared elsewhere"),
        ("kubernetes:apps/v1:DeploymentList", "not_assessed", "a list, whose items are not read"),
        ("kubernetes:networking.k8s.io/v1:Ingress", "priced", "forwarding rules of the load balancer that it makes"),
        (
            "kubernetes:compute.cnrm.cloud.google.com/v1beta1:ComputeInstance",
            "not_assessed",
            "Config Connector makes a Google Cloud resource from it, which is not read",
        ),
        ("random:index/randomId:RandomId", "free", "creates nothing on Google Cloud"),
        ("docker-build:index:Image", "free", "creates nothing on Google Cloud"),
        ("docker:index/image:Image", "free", "creates nothing on Google Cloud"),
        (
            "pulumi-python:dynamic/bucket:Bucket",
            "not_assessed",
            "a dynamic resource: a program of its own makes it, and what that is nobody says",
        ),
        ("google-native:compute/v1:Instance", "not_assessed", "types of the Google Cloud Native provider are not read"),
        ("aws:s3/bucket:Bucket", "not_assessed", "not a Google Cloud resource"),
        ("azure-native:storage:StorageAccount", "not_assessed", "not a Google Cloud resource"),
        ("pulumi:pulumi:StackReference", "free", "the engine's own record: nothing on Google Cloud"),
        ("aidc:compute:GpuPool", "free", "a component: its parts are resources of their own"),
    ],
)
def test_types_of_other_providers_are_classed_by_pattern(name: str, kind: str, reason: str):
    assessed = class_of(name)
    assert (assessed.type, assessed.kind, assessed.reason) == (name, kind, reason)


@pytest.mark.parametrize("kind", ["DaemonSet", "Deployment", "Job", "Pod", "ReplicaSet", "StatefulSet", "CronJob"])
def test_workloads_are_priced_because_autopilot_bills_their_requests(kind: str):
    group = {"Pod": "core", "Job": "batch", "CronJob": "batch"}.get(kind, "apps")
    assert class_of(f"kubernetes:{group}/v1:{kind}").kind == "priced"
