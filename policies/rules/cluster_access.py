"""Who may do what in a cluster: legacy ways in stay shut, identities come from Google, and anonymous callers learn nothing."""

from __future__ import annotations

from policies.bag import Bag
from policies.clusters import CLUSTER, is_autopilot, switched_on
from policies.defaults import effective
from policies.either import either
from policies.rule import rule

BINDINGS = "rbacBindingConfig.enableInsecureBindingSystem"


@rule("cluster-no-legacy-abac", CLUSTER)
def no_legacy_abac(cluster: Bag) -> str | None:
    return (
        "legacy ABAC grants every identity of the cluster rights that RBAC cannot take"
        if switched_on(cluster, "enableLegacyAbac")
        else None
    )


@rule("cluster-no-client-certificate", CLUSTER)
def no_client_certificate(cluster: Bag) -> str | None:
    is_issued = switched_on(cluster, "masterAuth.clientCertificateConfig.issueClientCertificate")
    return "a client certificate is issued that nobody can revoke" if is_issued else None


@rule("cluster-workload-identity", CLUSTER)
def workload_identity(cluster: Bag) -> str | None:
    if either(lambda: cluster.has("workloadIdentityConfig.workloadPool"), lambda: is_autopilot(cluster)):
        return None
    return "pods act as the account of their node, for there is no workload pool"


@rule("cluster-google-groups-rbac", CLUSTER)
def google_groups_rbac(cluster: Bag) -> str | None:
    return None if cluster.has("authenticatorGroupsConfig.securityGroup") else "roles can be bound to single people only, not to groups"


@rule("cluster-anonymous-access-limited", CLUSTER)
def anonymous_access_limited(cluster: Bag) -> str | None:
    mode = effective(cluster, "anonymousAuthenticationConfig.mode")
    return None if mode == "LIMITED" else f"anonymous callers reach more than health checks (mode {mode})"


@rule("cluster-no-anonymous-bindings", CLUSTER)
def no_anonymous_bindings(cluster: Bag) -> str | None:
    groups = {"Unauthenticated": "system:anonymous, system:unauthenticated", "Authenticated": "system:authenticated"}
    open_to = [name for switch, name in groups.items() if switched_on(cluster, f"{BINDINGS}{switch}")]
    return f"roles can be bound to {', '.join(open_to)}" if open_to else None


@rule("cluster-autopilot-no-net-admin", CLUSTER)
def autopilot_no_net_admin(cluster: Bag) -> str | None:
    return "every pod may ask for NET_ADMIN" if switched_on(cluster, "allowNetAdmin") else None


@rule("cluster-secret-manager-addon", CLUSTER)
def secret_manager_addon(cluster: Bag) -> str | None:
    ways = ("secretManagerConfig.enabled", "secretSyncConfig.enabled")
    if either(*(lambda way=way: switched_on(cluster, way) for way in ways)):
        return None
    return "pods can read secrets only as Kubernetes Secrets, not from Secret Manager"
