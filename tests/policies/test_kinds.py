"""Kinds of Kubernetes: whatever version they come in, and in lists, they are judged as the objects that they are."""

from __future__ import annotations

import pytest

from policies.bag import Bag
from policies.judge import judge
from policies.kinds import current, unfolded
from policies.pack import Pack
from policies.settings import Settings
from policies.stack import Stack

PRIVILEGED = {"containers": [{"name": "a", "securityContext": {"privileged": True}}]}


def _record(kind, inputs):
    return {"type": kind, "name": "x", "urn": f"urn:pulumi:t::t::{kind}::x", "inputs": inputs}


def _failing(kind, inputs):
    return {found.rule.id for found in judge([_record(kind, inputs)], Settings()).findings if found.outcome == "fail"}


@pytest.mark.parametrize(
    ("stated", "today"),
    [
        ("kubernetes:extensions/v1beta1:Deployment", "kubernetes:apps/v1:Deployment"),
        ("kubernetes:extensions/v1beta1:Ingress", "kubernetes:networking.k8s.io/v1:Ingress"),
        ("kubernetes:batch/v1beta1:CronJob", "kubernetes:batch/v1:CronJob"),
        ("kubernetes:v1:Pod", "kubernetes:core/v1:Pod"),
        ("kubernetes:autoscaling/v1:HorizontalPodAutoscaler", "kubernetes:autoscaling/v1:HorizontalPodAutoscaler"),
        ("kubernetes:policy/v1beta1:PodSecurityPolicy", "kubernetes:policy/v1beta1:PodSecurityPolicy"),
        ("gcp:storage/bucket:Bucket", "gcp:storage/bucket:Bucket"),
    ],
)
def test_a_type_is_known_under_the_version_of_today(stated, today):
    assert current(stated) == today


def test_an_older_version_is_judged_as_the_one_of_today_and_for_its_age():
    found = _failing("kubernetes:apps/v1beta2:Deployment", {"metadata": {"namespace": "ml"}, "spec": {"template": {"spec": PRIVILEGED}}})
    assert {"pod-not-privileged", "no-deprecated-api-versions"} <= found


def test_each_object_of_a_list_is_judged():
    fine, bad = {"metadata": {"namespace": "ml"}, "spec": {}}, {"metadata": {"namespace": "ml"}, "spec": PRIVILEGED}
    assert "pod-not-privileged" in _failing("kubernetes:core/v1:PodList", {"items": [fine, bad]})
    assert "pod-not-privileged" not in _failing("kubernetes:core/v1:PodList", {"items": [fine]})


def test_a_list_of_anything_holds_what_its_objects_say():
    items = [{"apiVersion": "v1", "kind": "Service", "spec": {"type": "NodePort"}}, "no object"]
    (service,) = unfolded([Bag("kubernetes:core/v1:List", "x", "", {"items": items}, {})])
    assert service.type == "kubernetes:core/v1:Service"
    assert "service-no-node-port" in _failing("kubernetes:core/v1:List", {"items": items})


def test_a_kind_whose_name_ends_like_a_list_is_itself():
    bag = Bag("kubernetes:example.com/v1:AllowList", "x", "", {"spec": {}}, {})
    assert list(unfolded([bag])) == [bag]


def test_the_engine_is_told_of_the_objects_of_a_list():
    bag = Bag("kubernetes:core/v1:PodList", "x", "urn", {"items": [{"spec": PRIVILEGED}]}, {})
    found = {violation.policy for violation in Pack(Settings()).of_resource(bag)}
    assert "pod-not-privileged" in found
    assert [one.type for one in Stack([bag]).of("kubernetes:core/v1:Pod")] == ["kubernetes:core/v1:Pod"]
