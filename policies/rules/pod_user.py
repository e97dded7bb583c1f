"""Pods and who they run as: not root, in no group of root, on a file system that nobody writes to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from policies.bag import Bag
from policies.pod import WORKLOADS, containers, contexts, name_of, on_linux, pod_of
from policies.reading import first_of, first_problem
from policies.rule import rule

_LEAST_ID = 10_000
"""Below it lie the ids that operating systems hand out to their own users (Trivy KSV-0020, Checkov CKV_K8S_40)."""


def _number(workload: Bag, container: Bag, field: str) -> float | None:
    """Return a number of a container's security context, else of its pod's. Raises Unknown."""
    own = container.number(f"securityContext.{field}")
    return pod_of(container, workload).number(f"spec.securityContext.{field}") if own is None else own


@rule("pod-run-as-non-root", *WORKLOADS)
def run_as_non_root(workload: Bag) -> str | None:
    def check(container: Bag) -> str | None:
        own = container.get("securityContext.runAsNonRoot")
        safe = container.on("securityContext.runAsNonRoot") if own is not None else _pod_is_safe(container)
        return None if safe else f"{name_of(container)} may run as root: nothing says runAsNonRoot"

    def _pod_is_safe(container: Bag) -> bool:
        return pod_of(container, workload).on("spec.securityContext.runAsNonRoot")

    return first_problem(containers(workload), check)


@rule("pod-no-explicit-root-user", *WORKLOADS)
def no_explicit_root_user(workload: Bag) -> str | None:
    def check(context: Bag) -> str | None:
        return f"user 0 is stated for {context.name}" if context.number("runAsUser") == 0 else None

    return first_problem(contexts(workload), check)


@rule("pod-high-user-id", *WORKLOADS)
def high_user_id(workload: Bag) -> str | None:
    on_linux(workload)

    def check(container: Bag) -> str | None:
        user = _number(workload, container, "runAsUser")
        if user is None:
            return f"{name_of(container)} runs as the user of its image: no runAsUser is stated"
        return f"{name_of(container)} runs as user {user:.0f}, below {_LEAST_ID}" if user < _LEAST_ID else None

    return first_problem(containers(workload), check)


@rule("pod-no-root-group", *WORKLOADS)
def no_root_group(workload: Bag) -> str | None:
    on_linux(workload)

    def check_stated(context: Bag) -> str | None:
        if (owner := context.number("fsGroup")) is not None and owner < _LEAST_ID:
            return f"{context.name} own their volumes as group {owner:.0f}, below {_LEAST_ID} (fsGroup)"
        low = next((group for group in _groups(context) if group < _LEAST_ID), None)
        return f"{context.name} are members of group {low:.0f}, below {_LEAST_ID} (supplementalGroups)" if low is not None else None

    return first_of(
        lambda: first_problem(contexts(workload), check_stated),
        lambda: first_problem(containers(workload), lambda part: _group_problem(workload, part)),
    )


def _groups(context: Bag) -> Iterator[float]:
    """Yield the groups that a context adds; what is no number is no group. Raises Unknown."""
    for group in context.list("supplementalGroups"):
        with suppress(ValueError):
            yield float(str(group))


def _group_problem(workload: Bag, container: Bag) -> str | None:
    group = _number(workload, container, "runAsGroup")
    if group is None:
        return f"{name_of(container)} runs in the group of its image or of root: no runAsGroup is stated"
    return f"{name_of(container)} runs in group {group:.0f}, below {_LEAST_ID}" if group < _LEAST_ID else None


@rule("pod-read-only-root-filesystem", *WORKLOADS)
def read_only_root_filesystem(workload: Bag) -> str | None:
    on_linux(workload)

    def check(container: Bag) -> str | None:
        read_only = container.on("securityContext.readOnlyRootFilesystem")
        return None if read_only else f"{name_of(container)} can write to its own image's file system"

    return first_problem(containers(workload), check)
