"""Accounts and bindings: member by member, never a basic role, never a key."""

from __future__ import annotations

import pytest

MEMBER, ACCOUNT = "gcp:projects/iAMMember:IAMMember", "gcp:serviceaccount/account:Account"
CLUSTER = "gcp:container/cluster:Cluster"
NODES = "serviceAccount:lab-nodes@acme-lab.iam.gserviceaccount.com"


@pytest.fixture
def declared(declare, plan_of):
    """Declare the access of a blueprint, and beside it something that runs as the nodes' account."""

    def run(**sections):
        plan = plan_of(**sections)

        def program():
            import pulumi_gcp as gcp

            from components.access import Access

            access = Access(plan.access, project="acme-lab")
            gcp.serviceaccount.Account("user", account_id="user-of-it", description=access.node_account)

        return declare(program)

    return run


def test_nodes_run_as_an_account_of_their_own_with_two_narrow_roles(declared):
    found = declared()
    assert found.named("nodes").inputs == {
        "accountId": "lab-nodes",
        "project": "acme-lab",
        "displayName": "lab-nodes",
        "description": "GKE nodes: logs, metrics, images",
    }
    assert {(grant.inputs["role"], grant.inputs["member"]) for grant in found.all(MEMBER)} == {
        ("roles/container.defaultNodeServiceAccount", NODES),
        ("roles/artifactregistry.reader", NODES),
    }


def test_whoever_runs_as_the_nodes_account_waits_for_its_roles(declared):
    found = declared()
    user = found.named("user")
    assert user.inputs["description"] == "lab-nodes@acme-lab.iam.gserviceaccount.com", "known at preview"
    assert {grant.urn for grant in found.all(MEMBER)} <= set(user.dependencies)


def test_operators_are_named_by_who_they_are_so_that_a_list_can_change(declared):
    first, second = "group:ml@example.com", "user:ann@example.com"
    both, one = declared(access={"operators": [first, second]}), declared(access={"operators": [second]})
    urns = {grant.inputs["member"]: grant.urn for grant in both.all(MEMBER)}
    kept = {grant.inputs["member"]: grant.urn for grant in one.all(MEMBER)}
    assert kept[second] == urns[second], "numbered, it would be moved and then deleted"
    assert {grant.inputs["role"] for grant in both.all(MEMBER) if grant.inputs["member"] == first} == {"roles/container.developer"}
