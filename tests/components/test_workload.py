"""Roles that pods take on: one account each, the identity of named pods, grants on single buckets."""

from __future__ import annotations

import pytest

IDENTITY, BUCKET_GRANT = "gcp:serviceaccount/iAMMember:IAMMember", "gcp:storage/bucketIAMMember:BucketIAMMember"


@pytest.fixture
def declared(declare, plan_of):
    """Declare the workloads of a blueprint with its buckets and a stand-in for the cluster."""

    def run(buckets, workloads):
        entries = [{"name": name, "tier": "hot"} for name in buckets]
        plan = plan_of(buckets=entries, access={"workloads": workloads})

        def program():
            import pulumi_gcp as gcp

            from components.bucket import Bucket
            from components.workload import Workload

            cluster = gcp.container.Cluster("cluster", name="lab")
            made = {bucket.resource_name: Bucket(bucket, project="acme-lab", key=None).bucket for bucket in plan.buckets}
            for workload in plan.access.workloads:
                Workload(workload, project="acme-lab", cluster=cluster.name, buckets=made, repositories={})

        return declare(program)

    return run


def test_pods_of_one_namespace_may_act_as_one_account(declared):
    found = declared(["data"], [{"name": "trainer", "namespace": "training", "reads": ["data"]}])
    assert found.named("trainer-identity").inputs == {
        "serviceAccountId": "projects/acme-lab/serviceAccounts/lab-trainer@acme-lab.iam.gserviceaccount.com",
        "role": "roles/iam.workloadIdentityUser",
        "member": "serviceAccount:acme-lab.svc.id.goog[training/trainer]",
    }
    cluster = found.only("gcp:container/cluster:Cluster")
    assert cluster.urn in found.named("trainer-identity").dependencies, "the identity pool comes with the first cluster"


def test_a_grant_is_for_one_bucket_and_the_narrowest_role(declared):
    found = declared(["data", "runs"], [{"name": "trainer", "namespace": "training", "reads": ["data"], "writes": ["runs"]}])
    member = "serviceAccount:lab-trainer@acme-lab.iam.gserviceaccount.com"
    assert {(grant.inputs["bucket"], grant.inputs["role"], grant.inputs["member"]) for grant in found.all(BUCKET_GRANT)} == {
        ("acme-lab-lab-data", "roles/storage.objectViewer", member),
        ("acme-lab-lab-runs", "roles/storage.objectUser", member),
    }


def test_names_of_grants_never_meet(declared):
    roles = [{"name": "aa", "namespace": "n", "writes": ["b-c"]}, {"name": "aa-b", "namespace": "n", "writes": ["c"]}]
    assert len(declared(["b-c", "c"], roles).all(BUCKET_GRANT)) == 2, "aa-b-c would be the name of both"


def test_a_role_is_granted_on_a_single_repository(declare, plan_of):
    builder = {"name": "builder", "namespace": "build", "pushes": ["own"]}
    plan = plan_of(registry={"repositories": [{"name": "own", "format": "docker"}]}, access={"workloads": [builder]})

    def program():
        import pulumi

        from components.workload import Workload

        repositories = {"own": pulumi.Output.from_input("lab-own")}
        Workload(plan.access.workloads[0], project="acme-lab", cluster="lab", buckets={}, repositories=repositories)

    grant = declare(program).only("gcp:artifactregistry/repositoryIamMember:RepositoryIamMember")
    assert grant.inputs == {
        "project": "acme-lab",
        "location": "us-central1",
        "repository": "lab-own",
        "role": "roles/artifactregistry.writer",
        "member": "serviceAccount:lab-builder@acme-lab.iam.gserviceaccount.com",
    }
