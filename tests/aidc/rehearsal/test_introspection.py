"""Types outside the tables are read from the installed packages."""

from __future__ import annotations

import pytest

from aidc.rehearsal.introspection import introspected, resource_class


def test_a_gcp_type_is_read_with_kinds_and_required_inputs():
    schema = introspected("gcp:pubsub/subscription:Subscription")
    assert schema is not None
    assert schema.children["topic"].required
    assert schema.children["ackDeadlineSeconds"].kind == "integer"
    assert schema.children["name"].autonamed
    assert schema.children["pushConfig"].children["pushEndpoint"].kind == "string"
    assert schema.children["labels"].kind == "map"
    assert schema.children["effectiveLabels"].output_only


def test_a_kubernetes_group_is_found_without_its_domain():
    found = resource_class("kubernetes:networking.k8s.io/v1:NetworkPolicy")
    assert found is not None
    assert found.__name__ == "NetworkPolicy"


def test_what_the_sdk_says_about_a_kubernetes_object_by_itself_is_text():
    schema = introspected("kubernetes:apps/v1:DaemonSet")
    assert schema is not None
    assert [(schema.children[name].kind, schema.children[name].many) for name in ("apiVersion", "kind")] == [("string", False)] * 2


def test_a_class_inside_itself_is_taken_as_it_comes():
    schema = introspected("kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition")
    assert schema is not None
    schemas = schema.find("spec.versions.schema.openAPIV3Schema")
    assert schemas is not None
    assert schemas.children["not"].kind == "any"


def test_a_number_or_a_text_is_any():
    schema = introspected("kubernetes:core/v1:Service")
    assert schema is not None
    port = schema.find("spec.ports.targetPort")
    assert port is not None
    assert port.kind == "any"


def test_a_word_that_is_always_the_same_is_a_text():
    schema = introspected("kubernetes:core/v1:PersistentVolume")
    assert schema is not None
    assert (schema.children["kind"].kind, schema.children["kind"].many) == ("string", False)


@pytest.mark.parametrize(
    "type_",
    ["gcp:pubsub/nothing:Nothing", "gcp:nothing/nothing:Nothing", "aws:s3/bucket:Bucket", "kubernetes:kueue.x-k8s.io/v1beta1:LocalQueue"],
)
def test_what_no_installed_package_has_is_none(type_):
    assert introspected(type_) is None
