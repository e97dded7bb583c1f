"""Identity: no basic roles, nodes with an account of their own."""

from __future__ import annotations

from policies.rule import Props, rule

PROJECT_ROLE = ("gcp:projects/iAMMember:IAMMember", "gcp:projects/iAMBinding:IAMBinding")
NODE_POOL = "gcp:container/nodePool:NodePool"
BASIC_ROLES = ("roles/owner", "roles/editor", "roles/viewer")


@rule(
    on=PROJECT_ROLE,
    severity="high",
    fix="Name the roles that are needed in access; set role to a predefined or custom one",
    references=("CIS GCP 1.5", "NIST 800-53 AC-6", "ISO 27001 A.5.15"),
)
def iam_project_no_basic_roles(binding: Props) -> str | None:
    """No basic roles at project level."""
    role = binding.get("role")
    return f"{role} gives far more than any job needs" if role in BASIC_ROLES else None


@rule(
    on=NODE_POOL,
    severity="high",
    fix="Nodes of the blueprint have an account of their own; set nodeConfig.serviceAccount",
    references=("CIS GKE 5.2.1", "NIST 800-53 AC-6", "ISO 27001 A.8.2"),
)
def node_dedicated_service_account(pool: Props) -> str | None:
    """Nodes use a dedicated service account."""
    if not pool.has("nodeConfig.serviceAccount"):
        return "nodes run as the project's default account"
    account = str(pool.get("nodeConfig.serviceAccount"))
    return f"nodes run as {account}, the project's default account" if account.endswith("-compute@developer.gserviceaccount.com") else None


@rule(
    on=NODE_POOL,
    severity="high",
    fix="Pools of the blueprint use it; set nodeConfig.workloadMetadataConfig.mode to GKE_METADATA",
    references=("CIS GKE 5.4.1", "NIST 800-53 AC-6", "ISO 27001 A.8.2"),
)
def node_gke_metadata_server(pool: Props) -> str | None:
    """The GKE metadata server is used."""
    return None if pool.get("nodeConfig.workloadMetadataConfig.mode") == "GKE_METADATA" else "pods can read the node's own credentials"
