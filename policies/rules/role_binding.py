"""Bindings of roles: nobody is everybody, and nobody is the administrator of a whole cluster by habit."""

from __future__ import annotations

from collections.abc import Collection

from policies.bag import Bag
from policies.reading import first_problem, objects
from policies.rule import rule
from policies.rules.pod_identity import BINDINGS

_ANYBODY = ("system:anonymous", "system:unauthenticated", "system:authenticated")
_BY_DEFAULT = ("system:basic-user", "system:discovery", "system:public-info-viewer")
"""Bindings that Kubernetes itself makes for everybody; CIS GKE 4.1.8 to 4.1.10 ask about the others."""
_ADMINS = ("system:masters",)


@rule("default-service-account-unbound", *BINDINGS)
def default_service_account_unbound(binding: Bag) -> str | None:
    def check(subject: Bag) -> str | None:
        kind, name = subject.text("kind"), subject.text("name")
        if kind == "ServiceAccount":
            is_default = name == "default"
        else:
            is_default = name.startswith("system:serviceaccount:") and name.endswith(":default")
            is_default = is_default or name == "system:serviceaccounts" or name.startswith("system:serviceaccounts:")
        return f"the role is bound to {name}, whose rights every pod without an account of its own has" if is_default else None

    return first_problem(objects(binding, "subjects"), check)


@rule("rbac-cluster-admin-limited", *BINDINGS, subjects=())
def cluster_admin_limited(binding: Bag, subjects: Collection[str]) -> str | None:
    if binding.text("roleRef.name") != "cluster-admin" or binding.text("roleRef.kind") == "Role":
        return None

    def check(subject: Bag) -> str | None:
        name = subject.text("name")
        return f"{name or 'somebody'} is made cluster-admin" if name not in (*_ADMINS, *subjects) else None

    return first_problem(objects(binding, "subjects"), check)


@rule("rbac-no-system-masters", *BINDINGS)
def no_system_masters(binding: Bag) -> str | None:
    def check(subject: Bag) -> str | None:
        return "the role is bound to system:masters, whom no role limits" if subject.text("name") == "system:masters" else None

    return first_problem(objects(binding, "subjects"), check)


@rule("rbac-no-anonymous-groups", *BINDINGS)
def no_anonymous_groups(binding: Bag) -> str | None:
    def check(subject: Bag) -> str | None:
        if (name := subject.text("name")) not in _ANYBODY or binding.text("metadata.name") == binding.text("roleRef.name") in _BY_DEFAULT:
            return None
        whom = "every Google account" if name == "system:authenticated" else "everybody, without signing in"
        return f"the role is bound to {name}: {whom}"

    return first_problem(objects(binding, "subjects"), check)
