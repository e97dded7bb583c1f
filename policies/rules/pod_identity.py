"""Pods and who they are to the API of the cluster: an account of their own, and a token only where it is used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from policies.bag import Bag, Unknown
from policies.pod import WORKLOADS, templates
from policies.reading import first_problem
from policies.rule import rule, stack_rule
from policies.stack import Stack

SERVICE_ACCOUNT = "kubernetes:core/v1:ServiceAccount"
BINDINGS = ("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding")


def account_of(pod: Bag) -> str:
    """Return the service account that pods run as, `default` where none is named. Raises Unknown."""
    return pod.text("spec.serviceAccountName") or pod.text("spec.serviceAccount") or "default"


@rule("pod-named-service-account", *WORKLOADS)
def named_service_account(workload: Bag) -> str | None:
    held = first_problem(templates(workload), lambda pod: "default" if account_of(pod) == "default" else None)
    return "the pods run as the default service account of their namespace" if held else None


@rule("default-service-account-inert", SERVICE_ACCOUNT)
def default_service_account_inert(account: Bag) -> str | None:
    if account.text("metadata.name") != "default":
        return None
    is_inert = not account.on("automountServiceAccountToken", default=True)
    return None if is_inert else "pods that name no account are given a token of this one"


@stack_rule("pod-token-mount-only-where-needed", *WORKLOADS)
def token_mount_only_where_needed(stack: Stack) -> Iterator[tuple[Bag | None, str]]:
    inert, bound = _inert_accounts(stack), _bound_accounts(stack)
    unknown: Unknown | None = None
    for workload in stack.of(*WORKLOADS):
        try:
            problem = first_problem(templates(workload), lambda pod, of=workload: _token_problem(of, pod, inert, bound))
        except Unknown as reason:
            unknown = unknown or reason
            continue
        if problem:
            yield workload, problem
    if unknown:
        raise unknown


def _token_problem(workload: Bag, pod: Bag, inert: set[tuple[str, str]], bound: set[tuple[str, str]]) -> str | None:
    """Return what is wrong: a token without a use. Roles bound to the account are a use; an account that mounts none leaves it to the pod."""
    stated = pod.get("spec.automountServiceAccountToken")
    account = (workload.text("metadata.namespace") or "default", account_of(pod))
    if (stated is not None and not pod.on("spec.automountServiceAccountToken")) or account in bound:
        return None
    if stated is None and account in inert:
        return None
    return f"the pods are given a token of the service account {account[1]}, and no role bound to it says what for"


def _inert_accounts(stack: Stack) -> set[tuple[str, str]]:
    """Return namespace and name of the accounts that mount no token."""
    accounts = (one for one in stack.of(SERVICE_ACCOUNT) if one.values.get("automountServiceAccountToken") in (False, "false"))
    return {(_plain_text(one, "namespace") or "default", _plain_text(one, "name") or one.name) for one in accounts}


def _plain_text(bag: Bag, field: str) -> str:
    try:
        return bag.text(f"metadata.{field}")
    except Unknown:
        return ""


def _bound_accounts(stack: Stack) -> set[tuple[str, str]]:
    """Return namespace and name of the accounts that a role is bound to; what is not known yet binds nothing."""
    found: set[tuple[str, str]] = set()
    for binding in stack.of(*BINDINGS):
        try:
            subjects = [one for one in binding.bags("subjects") if one.text("kind") == "ServiceAccount"]
            found |= {(one.text("namespace") or binding.text("metadata.namespace") or "default", one.text("name")) for one in subjects}
        except Unknown:
            continue
    return found


@stack_rule("workload-own-service-account", *WORKLOADS)
def own_service_account(stack: Stack) -> Iterator[tuple[Bag | None, str]]:
    users: dict[tuple[str, str], list[Bag]] = defaultdict(list)
    unknown: Unknown | None = None
    for workload in stack.of(*WORKLOADS):
        try:
            space = workload.text("metadata.namespace") or "default"
            for account in {account_of(pod) for pod in templates(workload)} - {"default"}:
                users[space, account].append(workload)
        except Unknown as reason:
            unknown = unknown or reason
    for (_, account), workloads in users.items():
        for later in workloads[1:]:
            yield later, f"it shares the service account {account} with {workloads[0].name}: neither can be granted less than both need"
    if unknown:
        raise unknown
