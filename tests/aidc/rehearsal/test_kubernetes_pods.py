"""What an API server refuses in the pods of a workload."""

from __future__ import annotations

import copy

import pytest

from aidc.rehearsal.cloud import Cloud, CloudError

DAEMON_SET = "kubernetes:apps/v1:DaemonSet"
LABELS = {"k8s-app": "net"}
FINE = {
    "metadata": {"name": "net", "namespace": "kube-system"},
    "spec": {
        "selector": {"matchLabels": LABELS},
        "template": {
            "metadata": {"labels": {**LABELS, "more": "of them"}},
            "spec": {
                "initContainers": [{"name": "copy", "image": "i", "volumeMounts": [{"name": "libs", "mountPath": "/libs"}]}],
                "containers": [
                    {
                        "name": "wait",
                        "image": "i",
                        "securityContext": {"privileged": True},
                        "resources": {"requests": {"hugepages-2Mi": "2Mi"}, "limits": {"hugepages-2Mi": "2Mi"}},
                    }
                ],
                "volumes": [{"name": "libs", "hostPath": {"path": "/libs"}}],
            },
        },
    },
}


def _changed(change):
    changed = copy.deepcopy(FINE)
    change(changed["spec"], changed["spec"]["template"]["spec"])
    return changed


def _said(inputs, cloud=None):
    with pytest.raises(CloudError) as refused:
        (cloud or Cloud()).create(DAEMON_SET, inputs)
    assert (refused.value.code, refused.value.status) == (422, "INVALID")
    return refused.value.message.removeprefix('DaemonSet "net" is invalid: ')


def test_a_workload_in_order_is_taken():
    assert Cloud().create(DAEMON_SET, FINE)[0] == "kube-system/net"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda spec, pod: spec["selector"].update(matchLabels={"k8s-app": "other"}),
            "spec.template.metadata.labels: Invalid value: `selector` does not match template `labels`",
        ),
        (
            lambda spec, pod: pod["volumes"].clear(),
            'spec.template.spec.initContainers[0].volumeMounts[0].name: Not found: "libs"',
        ),
        (
            lambda spec, pod: pod["initContainers"][0].update(name="wait"),
            'spec.template.spec.containers[1].name: Duplicate value: "wait"',
        ),
        (
            lambda spec, pod: pod["containers"][0].update(name="Wait.1"),
            'spec.template.spec.containers[1].name: Invalid value: "Wait.1": a lowercase RFC 1123 label is needed',
        ),
        (
            lambda spec, pod: pod["initContainers"][0]["volumeMounts"].append({"name": "libs", "mountPath": "/libs"}),
            'spec.template.spec.initContainers[0].volumeMounts[1].mountPath: Invalid value: "/libs": must be unique',
        ),
        (
            lambda spec, pod: pod["containers"][0]["securityContext"].update(allowPrivilegeEscalation=False),
            "spec.template.spec.containers[0].securityContext: Invalid value: cannot set `allowPrivilegeEscalation` to false and `privileged` to true",
        ),
        (
            lambda spec, pod: pod["containers"][0]["resources"]["limits"].update({"hugepages-2Mi": "4Mi"}),
            "spec.template.spec.containers[0].resources.requests[hugepages-2Mi]: Invalid value: must be equal to the limit: huge pages are not overcommitted",
        ),
    ],
    ids=["selector", "volume", "twice", "name", "path", "privileged", "huge pages"],
)
def test_pods_that_contradict_themselves_are_refused(change, message):
    assert _said(_changed(change)) == message


def test_every_contradiction_is_told_at_once():
    def change(spec, pod):
        pod["volumes"].clear()
        pod["initContainers"][0].update(name="wait")

    assert _said(_changed(change)).count("; ") == 1


def test_an_update_is_judged_like_a_creation():
    cloud = Cloud()
    identity, outputs = cloud.create(DAEMON_SET, FINE)
    with pytest.raises(CloudError) as refused:
        cloud.update(DAEMON_SET, identity, outputs, _changed(lambda spec, pod: pod["volumes"].clear()))
    assert refused.value.message.endswith('volumeMounts[0].name: Not found: "libs"')


def test_a_pod_by_itself_and_a_job_have_the_same_rules_and_no_selector():
    pod = FINE["spec"]["template"]["spec"]
    broken = {**pod, "volumes": []}
    for type_, spec in (("kubernetes:core/v1:Pod", broken), ("kubernetes:batch/v1:Job", {"template": {"spec": broken}})):
        with pytest.raises(CloudError, match="Not found"):
            Cloud().create(type_, {"metadata": {"name": "x"}, "spec": spec})
    assert Cloud().create("kubernetes:batch/v1:Job", {"metadata": {"name": "x"}, "spec": {"template": {"spec": pod}}})
