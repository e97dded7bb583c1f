"""The pack: every rule, and how the engine runs them."""

from __future__ import annotations

from collections.abc import Callable

from pulumi_policy import EnforcementLevel, Policy, PolicyPack, ReportViolation, ResourceValidationArgs, ResourceValidationPolicy

from policies import encryption, iam, network, storage
from policies.rule import Outcome, Rule

ALL: tuple[Rule, ...] = (
    encryption.node_boot_disk_cmek,
    encryption.bucket_cmek,
    encryption.cluster_secrets_encryption,
    encryption.kms_key_rotation,
    network.cluster_private_nodes,
    network.firewall_no_public_ingress,
    iam.iam_project_no_basic_roles,
    iam.node_dedicated_service_account,
    iam.node_gke_metadata_server,
    storage.bucket_uniform_access,
    storage.bucket_public_access_prevention,
)


def _validation(rule: Rule) -> Callable[[ResourceValidationArgs, ReportViolation], None]:
    def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
        outcome, problem = rule.judge(args.resource_type, args.props)
        # Unknown at preview is judged again when the value is known, before the resource is made.
        if outcome is Outcome.FAIL:
            report(f"{problem}. {rule.fix}.", None)

    return validate


def engine_policies() -> list[Policy]:
    """Return the rules as the engine takes them, all mandatory."""
    return [
        ResourceValidationPolicy(
            name=rule.id, description=rule.title, enforcement_level=EnforcementLevel.MANDATORY, validate=_validation(rule)
        )
        for rule in ALL
    ]


def serve() -> None:
    """Hand the pack to the engine."""
    PolicyPack("aidc", policies=engine_policies(), enforcement_level=EnforcementLevel.MANDATORY)
