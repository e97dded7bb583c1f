"""One reader for pods of every kind."""

from __future__ import annotations

import pytest

from policies.bag import Bag, NotApplicable, Unknown, plain
from policies.pod import WORKLOADS, containers, contexts, excuse, is_node_agent, on_linux, pod_of, templates

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
POD = {
    "securityContext": {"runAsUser": 1},
    "containers": [{"name": "main"}],
    "initContainers": [{"name": "first", "securityContext": {"runAsUser": 2}}],
    "ephemeralContainers": [{"name": "debug"}],
}
TEMPLATE = {"metadata": {"labels": {"app": "a"}}, "spec": POD}
SHAPES = {
    "kubernetes:core/v1:Pod": TEMPLATE,
    "kubernetes:core/v1:PodTemplate": {"template": TEMPLATE},
    "kubernetes:batch/v1:CronJob": {"spec": {"jobTemplate": {"spec": {"template": TEMPLATE}}}},
    "kubernetes:jobset.x-k8s.io/v1alpha2:JobSet": {"spec": {"replicatedJobs": [{"template": {"spec": {"template": TEMPLATE}}}]}},
    "kubernetes:leaderworkerset.x-k8s.io/v1:LeaderWorkerSet": {"spec": {"leaderWorkerTemplate": {"workerTemplate": TEMPLATE}}},
}


def workload(kind: str, inputs: dict, name: str = "w") -> Bag:
    return Bag(kind, name, f"urn::{name}", plain(inputs), {})


def deployment(pod: dict) -> Bag:
    return workload("kubernetes:apps/v1:Deployment", {"spec": {"template": {"spec": pod}}})


@pytest.mark.parametrize("kind", WORKLOADS)
def test_every_kind_of_workload_has_its_containers_and_labels_read(kind):
    found = workload(kind, SHAPES.get(kind, {"spec": {"template": TEMPLATE}}))
    assert [one.text("name") for one in containers(found)] == ["main", "first", "debug"]
    assert [one.text("name") for one in containers(found, running=True)] == ["main"]
    assert [pod.text("metadata.labels.app") for pod in templates(found)] == ["a"]
    assert [(context.name, context.number("runAsUser")) for context in contexts(found)] == [("pods", 1), ("container first", 2)]


def test_a_job_set_has_the_pods_of_each_of_its_jobs():
    jobs = [{"template": {"spec": {"template": {"spec": {"containers": [{"name": name}]}}}}} for name in ("driver", "worker")]
    found = workload("kubernetes:jobset.x-k8s.io/v1alpha2:JobSet", {"spec": {"replicatedJobs": jobs}})
    assert [one.text("name") for one in containers(found)] == ["driver", "worker"]
    assert [pod_of(one, found).path for one in containers(found)] == [
        "spec.replicatedJobs[0].template.spec.template.",
        "spec.replicatedJobs[1].template.spec.template.",
    ]


def test_known_containers_come_before_what_is_not_known_is_told():
    found = containers(deployment({"containers": [UNKNOWN, {"name": "b"}]}))
    assert next(found).text("name") == "b"
    with pytest.raises(Unknown, match=r"^spec\.template\.spec\.containers\[0\]$"):
        next(found)


def test_an_unknown_container_says_nothing_of_the_pods():
    assert len(list(templates(deployment({"containers": UNKNOWN})))) == 1


def test_what_is_marked_as_secret_as_a_whole_is_not_known():
    with pytest.raises(Unknown, match=r"^spec\.template$"):
        list(containers(workload("kubernetes:apps/v1:Deployment", {"spec": "[secret]"})))


def test_two_workloads_read_in_turn_are_not_mixed_up():
    first, second = (deployment({"containers": [{"name": name}]}) for name in ("a", "b"))
    for found, name in ((first, "a"), (second, "b"), (first, "a")):
        assert [one.text("name") for one in containers(found)] == [name]


def agent(**changed) -> Bag:
    inputs = {
        "metadata": {"namespace": "kube-system", "annotations": {"aidc/host-pid": "it enters the first process"}},
        "spec": {"template": {"spec": {"priorityClassName": "system-node-critical"}}},
    }
    return workload(changed.pop("kind", "kubernetes:apps/v1:DaemonSet"), {**inputs, **changed})


def test_an_agent_of_nodes_is_a_critical_daemon_set_of_the_system():
    assert is_node_agent(agent())
    assert not is_node_agent(agent(kind="kubernetes:apps/v1:Deployment"))
    assert not is_node_agent(agent(metadata={"namespace": "ml"}))
    assert not is_node_agent(agent(spec={"template": {"spec": {"priorityClassName": "high"}}}))


def test_only_an_agent_of_nodes_is_excused_and_only_for_what_it_gives_a_reason():
    with pytest.raises(NotApplicable, match=r"^a node agent says why: it enters the first process$"):
        excuse(agent(), "host-pid")
    excuse(agent(), "host-network")
    excuse(agent(kind="kubernetes:apps/v1:Deployment"), "host-pid")


def test_pods_of_linux_and_windows_together_are_judged():
    windows = {"template": {"spec": {"template": {"spec": {"os": {"name": "windows"}}}}}}
    linux = {"template": {"spec": {"template": {"spec": {}}}}}
    kind = "kubernetes:jobset.x-k8s.io/v1alpha2:JobSet"
    on_linux(workload(kind, {"spec": {"replicatedJobs": [windows, linux]}}))
    with pytest.raises(NotApplicable):
        on_linux(workload(kind, {"spec": {"replicatedJobs": [windows]}}))
