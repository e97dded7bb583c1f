"""Who may do what: named members, single buckets, one account for each role."""

from __future__ import annotations

import pytest

MEMBER = "is not a member; write group:name@example.com, user:… or serviceAccount:…"


@pytest.mark.parametrize(
    "member", ["bob", "allUsers", "allAuthenticatedUsers", "domain:example.com", "user:bob", "group:a b@example.com", ""]
)
def test_an_operator_is_one_named_member(member, problems):
    assert problems(access={"operators": [member]}) == [f"access.operators[0]: {member!r} {MEMBER}"]


@pytest.mark.parametrize("member", ["user:bob@example.com", "group:ml@example.com", "serviceAccount:ci@acme-ci.iam.gserviceaccount.com"])
def test_people_groups_and_accounts_may_operate(member, problems, plan_of):
    assert plan_of(access={"operators": [member]}).access.operators == (member,)
    assert problems(access={"operators": [member, member]}) == [f"access.operators[1]: {member!r} is listed twice"]


def test_a_bucket_that_is_not_there_is_answered_with_those_that_are(problems, bucket, workload):
    asked = {"buckets": [bucket()], "access": {"workloads": [workload(reads=["dta"], writes=["corpus"])]}}
    assert problems(**asked) == [
        "access.workloads[0].reads[0]: 'dta' is not a bucket of this stack; it has data. Did you mean data?",
        "access.workloads[0].writes[0]: 'corpus' is not a bucket of this stack; it has data.",
    ]
    assert problems(access={"workloads": [workload(reads=["data"])]}) == [
        "access.workloads[0].reads[0]: 'data' is not a bucket of this stack; it has none."
    ]
    assert problems(buckets=[bucket()], access={"workloads": [workload(reads=["data"])]}) == []


def test_a_bucket_is_granted_once(problems, bucket, workload):
    def found(**fields):
        return problems(buckets=[bucket()], access={"workloads": [workload(**fields)]})

    assert found(reads=["data"], writes=["data"]) == [
        "access.workloads[0].reads[0]: 'data' is in writes as well, which includes reading. Remove it here"
    ]
    assert found(reads=["data", "data"]) == ["access.workloads[0].reads[1]: 'data' is listed twice"]
    assert found(writes=["data", "data"]) == ["access.workloads[0].writes[1]: 'data' is listed twice"]


def test_two_roles_have_two_names(problems, workload):
    assert problems(access={"workloads": [workload(), workload()]}) == [
        "access.workloads[1].name: trainer is the name of access.workloads[0] already; a workload needs a name of its own"
    ]
    assert problems(access={"workloads": [workload(), workload(name="curator")]}) == []


def test_no_role_takes_the_account_of_the_nodes(problems, workload):
    assert problems(access={"workloads": [workload(name="nodes")]}) == [
        "access.workloads[0].name: makes the service account name 'lab-nodes', which the stack itself has already. Rename one of the two"
    ]


@pytest.mark.parametrize(
    ("stack", "role", "message"),
    [
        ("a", "b", "makes the service account name 'a-b', 3 characters; at least 6"),
        ("a", "bcde", None),
        (
            "stack-of-twenty-chrs",
            "trainer-10",
            "makes the service account name 'stack-of-twenty-chrs-trainer-10', 31 characters; at most 30. Shorten it by 1",
        ),
        ("stack-of-twenty-chrs", "trainer-1", None),
    ],
)
def test_an_account_id_is_6_to_30_characters_and_never_cut(stack, role, message, problems, workload):
    found = problems(name=stack, access={"workloads": [workload(name=role)]})
    assert found == ([f"access.workloads[0].name: {message}"] if message else [])


def test_a_role_of_pods_reads_and_writes_by_the_narrowest_roles(plan_of, bucket, workload):
    [role] = plan_of(
        buckets=[bucket(), bucket(name="runs")], access={"workloads": [workload(reads=["data"], writes=["runs"])]}
    ).access.workloads
    assert [(grant.bucket, grant.role) for grant in role.grants] == [
        ("data", "roles/storage.objectViewer"),
        ("runs", "roles/storage.objectUser"),
    ]
    assert (role.account_id, role.pods) == ("lab-trainer", "training/trainer")
    assert role.identity == "serviceAccount:acme-lab.svc.id.goog[training/trainer]"


def test_a_role_may_name_another_kubernetes_account(plan_of, workload):
    [role] = plan_of(access={"workloads": [workload(service_account="default")]}).access.workloads
    assert role.identity == "serviceAccount:acme-lab.svc.id.goog[training/default]"


def test_nodes_have_an_account_of_their_own_with_two_roles(plan_of):
    access = plan_of().access
    assert access.node_account_id == "lab-nodes"
    assert access.node_roles == ("roles/container.defaultNodeServiceAccount", "roles/artifactregistry.reader")
