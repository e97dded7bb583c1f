"""The project's policy of Binary Authorization."""

from __future__ import annotations

import pulumi
import pulumi_gcp as gcp

from aidc.blueprint.image_policy import ImagePolicyPlan


class ImagePolicy(pulumi.ComponentResource):
    """Denies every image that it does not name. Deleting it brings back Google's default, which admits everything."""

    def __init__(self, plan: ImagePolicyPlan, *, project: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("aidc:platform:ImagePolicy", "image-policy", None, opts)
        gcp.binaryauthorization.Policy(
            "image-policy",
            project=project,
            description="Only images of Google's system, of the stack and of its file run",
            # Otherwise images of GKE itself would be denied too.
            global_policy_evaluation_mode="ENABLE",
            default_admission_rule=gcp.binaryauthorization.PolicyDefaultAdmissionRuleArgs(
                evaluation_mode="ALWAYS_DENY", enforcement_mode="ENFORCED_BLOCK_AND_AUDIT_LOG"
            ),
            admission_whitelist_patterns=[
                gcp.binaryauthorization.PolicyAdmissionWhitelistPatternArgs(name_pattern=pattern) for pattern in plan.admitted
            ],
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({})
