"""The Kubernetes half: strict types, names, immutable fields, namespaces that must exist."""

from __future__ import annotations

import copy

import pytest

from aidc.rehearsal.cloud import UNKNOWN, Cloud, CloudError
from aidc.rehearsal.errors import Failure

DEPLOYMENT = "kubernetes:apps/v1:Deployment"
NAMESPACE = "kubernetes:core/v1:Namespace"
QUEUE = "kubernetes:kueue.x-k8s.io/v1beta1:ClusterQueue"
URN = "urn:pulumi:dev::aidc::kubernetes:apps/v1:Deployment::web"
WEB = {
    "metadata": {"name": "web", "labels": {"app": "web"}},
    "spec": {
        "replicas": 2.0,
        "selector": {"matchLabels": {"app": "web"}},
        "template": {
            "metadata": {"labels": {"app": "web"}},
            "spec": {
                "containers": [{"name": "web", "image": "i", "ports": [{"containerPort": 80.0}], "resources": {"limits": {"cpu": 1.0}}}]
            },
        },
    },
}


@pytest.fixture
def cloud():
    return Cloud()


def changed(**spec):
    return {**WEB, "spec": {**WEB["spec"], **spec}}


def test_a_well_formed_deployment_is_accepted(cloud):
    assert cloud.check(DEPLOYMENT, WEB).failures == ()


def test_a_misspelt_field_is_refused_with_the_nearest_spelling(cloud):
    assert cloud.check(DEPLOYMENT, changed(replcas=1)).failures == (
        Failure("spec.replcas", "Invalid or unknown key 'spec.replcas'. Did you mean 'replicas'?", "unknown property"),
    )


def test_kubernetes_takes_no_text_for_a_number(cloud):
    assert cloud.check(DEPLOYMENT, changed(replicas="2")).failures == (
        Failure("spec.replicas", "spec.replicas must be an integer, got '2'.", "wrong type"),
    )


def test_kubernetes_takes_no_bare_true_for_a_label(cloud):
    web = copy.deepcopy(WEB)
    web["metadata"]["labels"]["gpu"] = True
    assert [failure.property for failure in cloud.check(DEPLOYMENT, web).failures] == ["metadata.labels.gpu"]


def test_a_port_may_be_a_number_or_a_name(cloud):
    for port in (8080.0, "http"):
        service = {"metadata": {"name": "s"}, "spec": {"ports": [{"port": 80.0, "targetPort": port}]}}
        assert cloud.check("kubernetes:core/v1:Service", service).failures == ()


def test_a_custom_resource_is_free_form_below_its_metadata(cloud):
    queue = {
        "apiVersion": "kueue.x-k8s.io/v1beta1",
        "kind": "ClusterQueue",
        "metadata": {"name": "q"},
        "spec": {"anything": [1, {"at": "all"}]},
    }
    assert cloud.check(QUEUE, queue).failures == ()
    [failure] = cloud.check(QUEUE, {**queue, "metadata": {"nmae": "q"}}).failures
    assert failure.property == "metadata.nmae"


def test_a_custom_resource_says_what_it_is(cloud):
    assert [failure.property for failure in cloud.check(QUEUE, {"metadata": {"name": "q"}}).failures] == ["apiVersion", "kind"]


def test_a_missing_name_is_generated_and_kept(cloud):
    nameless = {**WEB, "metadata": {"labels": {"app": "web"}}}
    first = cloud.check(DEPLOYMENT, nameless, urn=URN, random_seed=b"1").inputs
    assert first["metadata"]["name"].startswith("web-")
    assert len(first["metadata"]["name"]) == len("web-") + 7
    assert first["metadata"]["annotations"] == {"pulumi.com/autonamed": "true"}
    again = cloud.check(DEPLOYMENT, nameless, urn=URN, random_seed=b"2", old_inputs=first).inputs
    assert again["metadata"]["name"] == first["metadata"]["name"]


def test_a_selector_replaces_and_a_number_of_replicas_does_not(cloud):
    answer = cloud.diff(DEPLOYMENT, "default/web", WEB, {}, changed(replicas=3.0, selector={"matchLabels": {"app": "x"}}))
    assert answer.detailed == {"spec.replicas": "update", "spec.selector.matchLabels.app": "update-replace"}
    assert answer.replaces == ("spec.selector.matchLabels.app",)


@pytest.mark.parametrize(
    ("type_", "old", "new"),
    [
        (NAMESPACE, {"metadata": {"name": "a"}}, {"metadata": {"name": "b"}}),
        ("kubernetes:core/v1:ConfigMap", {"data": {"a": "1"}}, {"data": {"a": "2"}}),
        ("kubernetes:batch/v1:Job", {"spec": {"template": {"spec": {"restartPolicy": "Never"}}}}, {"spec": {"template": {}}}),
        ("kubernetes:storage.k8s.io/v1:StorageClass", {"parameters": {"type": "pd-ssd"}}, {"parameters": {"type": "pd-standard"}}),
        ("kubernetes:core/v1:PersistentVolumeClaim", {"spec": {"storageClassName": "a"}}, {"spec": {"storageClassName": "b"}}),
    ],
)
def test_what_the_api_server_holds_immutable_replaces(cloud, type_, old, new):
    assert cloud.diff(type_, "i", old, {}, new).replaces


def test_keys_with_dots_are_quoted_and_ignored_changes_ignored(cloud):
    labelled = {**WEB, "metadata": {**WEB["metadata"], "labels": {"app": "web", "a.b/c": "1"}}}
    assert cloud.diff(DEPLOYMENT, "i", WEB, {}, labelled).detailed == {'metadata.labels["a.b/c"]': "add"}
    assert cloud.diff(DEPLOYMENT, "i", WEB, {}, labelled, ["metadata"]).changes is False


def test_an_object_gets_an_id_and_what_the_api_server_adds(cloud):
    identity, answer = cloud.create(DEPLOYMENT, WEB)
    assert identity == "default/web"
    assert (answer["apiVersion"], answer["kind"]) == ("apps/v1", "Deployment")
    assert len(answer["metadata"]["uid"]) == 36
    assert cloud.read(DEPLOYMENT, "default/web") == (identity, WEB, answer)


def test_a_preview_knows_the_name_but_not_the_uid(cloud):
    answer = cloud.preview(DEPLOYMENT, WEB)
    assert (answer["metadata"]["name"], answer["metadata"]["uid"], answer["id"]) == ("web", UNKNOWN, UNKNOWN)


def test_a_load_balancer_gets_an_address(cloud):
    _, answer = cloud.create("kubernetes:core/v1:Service", {"metadata": {"name": "s"}, "spec": {"type": "LoadBalancer"}})
    assert answer["status"]["loadBalancer"]["ingress"][0]["ip"].startswith("34.72.")


def test_an_object_needs_its_namespace_first(cloud):
    web = {**WEB, "metadata": {"name": "web", "namespace": "serving"}}
    with pytest.raises(CloudError) as refused:
        cloud.create(DEPLOYMENT, web)
    assert refused.value.message == 'namespaces "serving" not found: Deployment serving/web needs it first'
    assert cloud.create(NAMESPACE, {"metadata": {"name": "serving"}})[0] == "serving"
    assert cloud.create(DEPLOYMENT, web)[0] == "serving/web"


def test_system_namespaces_are_there_from_the_start(cloud):
    assert cloud.create(DEPLOYMENT, {**WEB, "metadata": {"name": "web", "namespace": "kube-system"}})[0] == "kube-system/web"


def test_a_taken_name_is_refused(cloud):
    cloud.create(DEPLOYMENT, WEB)
    with pytest.raises(CloudError) as refused:
        cloud.create(DEPLOYMENT, WEB)
    assert (refused.value.code, refused.value.message) == (409, 'deployments "web" already exists')


def test_a_release_is_named_like_its_resource_and_deployed(cloud):
    release = "kubernetes:helm.sh/v3:Release"
    inputs = cloud.check(release, {"chart": "kueue", "version": "0.14.0"}, urn=f"urn:pulumi:dev::aidc::{release}::kueue").inputs
    identity, answer = cloud.create(release, inputs)
    assert identity.startswith("default/kueue-")
    assert answer["status"]["status"] == "deployed"


def test_an_update_keeps_the_uid(cloud):
    identity, before = cloud.create(DEPLOYMENT, WEB)
    after = cloud.update(DEPLOYMENT, identity, before, changed(replicas=5.0))
    assert after["metadata"]["uid"] == before["metadata"]["uid"]
    assert after["spec"]["replicas"] == 5.0
