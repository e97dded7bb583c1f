"""Roles of the cluster: none that reaches beyond its purpose. A wildcard grants what it covers, also what nobody thought of."""

from __future__ import annotations

from collections.abc import Callable, Collection

from policies.bag import Bag
from policies.reading import first_problem, objects, texts
from policies.rule import rule

ROLES = ("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", "kubernetes:rbac.authorization.k8s.io/v1:Role")
_RBAC = ("roles", "clusterroles", "rolebindings", "clusterrolebindings")
_WORKLOADS = ("pods", "deployments", "daemonsets", "statefulsets", "replicasets", "replicationcontrollers", "jobs", "cronjobs", "jobsets")
_WRITES = ("create", "update", "patch", "delete", "deletecollection")


def _verb(entry: Bag, verbs: Collection[str]) -> str:
    """Return the verb by which an entry grants one of the verbs, empty where it grants none. Raises Unknown."""
    return next((verb for verb in texts(entry, "verbs") if verb in verbs or verb == "*"), "")


def _resource(entry: Bag, group: str, resources: Collection[str]) -> str:
    """Return the resource by which an entry reaches one of the resources of a group (`*`: any), empty where it reaches none. Raises Unknown.

    `*` covers every resource, `*/exec` a subresource of every resource. A missing apiGroups is taken for any group.
    """
    groups = set(texts(entry, "apiGroups"))
    if groups and group != "*" and not {group, "*"} & groups:
        return ""
    covered = {"*", *resources, *(f"*/{resource.partition('/')[2]}" for resource in resources if "/" in resource)}
    covered |= {f"{resource.partition('/')[0]}/*" for resource in resources if "/" in resource}
    return next((resource for resource in texts(entry, "resources") if resource in covered), "")


def _granted(role: Bag, check: Callable[[Bag], str | None]) -> str | None:
    return first_problem(objects(role, "rules"), check)


def _grants(role: Bag, group: str, resources: Collection[str], verbs: Collection[str], what: str) -> str | None:
    """Return that a role grants something, told by verb and resource."""

    def check(entry: Bag) -> str | None:
        verb, resource = _verb(entry, verbs), _resource(entry, group, resources)
        return f"{verb} on {resource} {what}" if verb and resource else None

    return _granted(role, check)


def _is_controllers(role: Bag) -> bool:
    """Say whether a role is by its name that of a controller or operator."""
    return any(word in role.text("metadata.name").lower() for word in ("controller", "operator"))


@rule("rbac-no-wildcards", *ROLES)
def no_wildcards(role: Bag) -> str | None:
    def check(entry: Bag) -> str | None:
        wide = [field for field in ("verbs", "resources", "apiGroups") if any("*" in item for item in texts(entry, field))]
        return f"the role grants every one of {' and '.join(wide)} (*)" if wide else None

    return _granted(role, check)


@rule("rbac-no-broad-secret-read", *ROLES)
def no_broad_secret_read(role: Bag) -> str | None:
    def check(entry: Bag) -> str | None:
        verb, resource = _verb(entry, ("get", "list", "watch")), _resource(entry, "", ("secrets",))
        return (
            f"{verb} on {resource} reads every secret: no resourceNames" if verb and resource and not entry.has("resourceNames") else None
        )

    return _granted(role, check)


@rule("rbac-no-impersonation", *ROLES)
def no_impersonation(role: Bag) -> str | None:
    def check(entry: Bag) -> str | None:
        if "impersonate" in texts(entry, "verbs"):
            return "the role may act as somebody else (impersonate)"
        resource = _resource(entry, "*", ("users", "groups", "uids", "serviceaccounts")) if "*" in texts(entry, "verbs") else ""
        return f"* on {resource} includes to act as somebody else (impersonate)" if resource else None

    return _granted(role, check)


@rule("rbac-no-bind-escalate", *ROLES)
def no_bind_escalate(role: Bag) -> str | None:
    return _grants(role, "rbac.authorization.k8s.io", _RBAC, ("bind", "escalate"), "hands out rights that its holder does not have")


@rule("rbac-no-exec", *ROLES)
def no_exec(role: Bag) -> str | None:
    """Judge creating, and getting too: by WebSocket it opens the same sessions (Kubernetes, RBAC good practices)."""
    sessions = ("pods/exec", "pods/attach", "pods/portforward", "nodes/proxy")
    return _grants(role, "", sessions, ("create", "get"), "opens a session in pods or on nodes")


@rule("rbac-no-webhook-management", *ROLES)
def no_webhook_management(role: Bag) -> str | None:
    webhooks = ("validatingwebhookconfigurations", "mutatingwebhookconfigurations")
    return _grants(role, "admissionregistration.k8s.io", webhooks, _WRITES, "changes what is admitted to the cluster")


@rule("rbac-no-csr-approval", *ROLES)
def no_csr_approval(role: Bag) -> str | None:
    approval = ("certificatesigningrequests/approval",)
    return _grants(role, "certificates.k8s.io", approval, ("update", "patch"), "approves certificates for anybody")


@rule("rbac-pod-creation-limited", *ROLES)
def pod_creation_limited(role: Bag) -> str | None:
    if _is_controllers(role):
        return None
    return _grants(role, "*", _WORKLOADS, ("create",), "runs pods under any account of the namespace")


@rule("rbac-network-config-limited", *ROLES)
def network_config_limited(role: Bag) -> str | None:
    if _is_controllers(role):
        return None
    limited = ("networkpolicies", "services/status", "configmaps", "pods/log")
    return _grants(role, "*", limited, _WRITES, "changes network rules, configuration or logs of others")
