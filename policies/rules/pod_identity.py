"""Pods and who they are to the API of the cluster: an account of their own, and a token only where it is used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from policies.bag import Bag, Unknown
from policies.defaults import effective
from policies.namespaces import space_of
from policies.pod import WORKLOADS, templates
from policies.reading import first_problem, objects
from policies.rule import State, each, rule, stack_rule
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


@rule("default-service-account-inert", SERVICE_ACCOUNT, f"{SERVICE_ACCOUNT}Patch")
def default_service_account_inert(account: Bag) -> str | None:
    if account.text("metadata.name") != "default":
        return None
    is_inert = effective(account, "automountServiceAccountToken") in (False, "false")
    return None if is_inert else "pods that name no account are given a token of this one"


@stack_rule("pod-token-mount-only-where-needed", *WORKLOADS)
def token_mount_only_where_needed(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    inert, bound = _inert_accounts(stack), _bound_accounts(stack)
    names = {name for _, name in inert | bound}

    def check_pod(workload: Bag, pod: Bag) -> str | None:
        stated = pod.get("spec.automountServiceAccountToken")
        if stated is not None and not pod.on("spec.automountServiceAccountToken"):
            return None
        # Roles bound to the account are a use of its token; an account that mounts none leaves it to the pod.
        name = account_of(pod)
        account = (space_of(stack, workload), name) if name in names else ("", name)
        if account in bound or (stated is None and account in inert):
            return None
        return f"the pods are given a token of the service account {name}, and no role bound to it says what for"

    return each(stack.of(*WORKLOADS), lambda workload: first_problem(templates(workload), lambda pod: check_pod(workload, pod)))


def _inert_accounts(stack: Stack) -> set[tuple[str, str]]:
    """Return namespace and name of the accounts that mount no token; what is not known yet mounts one."""
    found = set[tuple[str, str]]()
    for account in stack.of(SERVICE_ACCOUNT):
        with suppress(Unknown):
            if not account.on("automountServiceAccountToken", default=True):
                found.add((space_of(stack, account), account.text("metadata.name") or account.name))
    return found


def _bound_accounts(stack: Stack) -> set[tuple[str, str]]:
    """Return namespace and name of the accounts that a role is bound to; what is not known yet binds nothing."""
    found = set[tuple[str, str]]()
    for binding in stack.of(*BINDINGS):
        with suppress(Unknown):
            for subject in objects(binding, "subjects"):
                if subject.text("kind") == "ServiceAccount":
                    found.add((subject.text("namespace") or space_of(stack, binding), subject.text("name")))
    return found


def _is_nobody(pod: Bag) -> bool:
    """Say whether pods have the default account and no token of it, so that they share nothing. Raises Unknown."""
    return account_of(pod) == "default" and not pod.on("spec.automountServiceAccountToken", default=True)


@stack_rule("workload-own-service-account", *WORKLOADS)
def own_service_account(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    first: dict[tuple[str, str], Bag] = {}

    def check(workload: Bag) -> str | None:
        for account in sorted({account_of(pod) for pod in templates(workload) if not _is_nobody(pod)}):
            other = first.setdefault((space_of(stack, workload), account), workload)
            if other is not workload:
                return f"it shares the service account {account} with {other.name}: neither can be granted less than both need"
        return None

    return each(stack.of(*WORKLOADS), check)
