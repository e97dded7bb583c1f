"""The project's policy: everything that is not named is denied, but nothing of Google's own system."""

from __future__ import annotations


def test_what_is_not_named_is_denied_and_images_of_gke_itself_are_judged_by_google(declare, plan_of):
    cluster = {"binary_authorization": True, "admitted_images": ["us-docker.pkg.dev/acme/images/**"]}
    planned = plan_of(cluster=cluster).image_policy

    def program():
        from components.image_policy import ImagePolicy

        ImagePolicy(planned, project="acme-lab")

    assert declare(program).only("gcp:binaryauthorization/policy:Policy").inputs == {
        "project": "acme-lab",
        "description": "Only images of Google's system, of the stack and of its file run",
        "globalPolicyEvaluationMode": "ENABLE",
        "defaultAdmissionRule": {"evaluationMode": "ALWAYS_DENY", "enforcementMode": "ENFORCED_BLOCK_AND_AUDIT_LOG"},
        "admissionWhitelistPatterns": [{"namePattern": "us-docker.pkg.dev/acme/images/**"}],
    }
