"""Namespaces: used, labelled, limited and closed by default."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from policies.accelerators import GPU, TPU, asked_for
from policies.bag import Bag, NotApplicable, Unknown
from policies.pod import WORKLOADS, is_node_agent, templates
from policies.reading import first_problem, keyed, keys
from policies.rule import rule, stack_rule
from policies.rules.network_policy import NETWORK_POLICY, closes
from policies.rules.pod_credentials import CONFIG_MAP, SECRET_OBJECT
from policies.rules.pod_identity import SERVICE_ACCOUNT
from policies.rules.pod_image import SERVICE
from policies.stack import Stack

NAMESPACE = "kubernetes:core/v1:Namespace"
QUOTA = "kubernetes:core/v1:ResourceQuota"
LIMITS = "kubernetes:core/v1:LimitRange"
_NAMESPACED = (
    *WORKLOADS,
    SERVICE,
    SERVICE_ACCOUNT,
    CONFIG_MAP,
    SECRET_OBJECT,
    NETWORK_POLICY,
    QUOTA,
    LIMITS,
    "kubernetes:autoscaling/v1:HorizontalPodAutoscaler",
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    "kubernetes:core/v1:PersistentVolumeClaim",
    "kubernetes:networking.k8s.io/v1:Ingress",
    "kubernetes:policy/v1:PodDisruptionBudget",
    "kubernetes:rbac.authorization.k8s.io/v1:Role",
    "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
    "kubernetes:resource.k8s.io/v1:ResourceClaimTemplate",
)
_SYSTEM = ("kube-system", "kube-public", "kube-node-lease")


@rule("workload-not-in-default-namespace", *_NAMESPACED)
def not_in_default_namespace(thing: Bag) -> str | None:
    space = thing.text("metadata.namespace")
    if space not in ("", "default"):
        return None
    own = {SERVICE: "kubernetes", SERVICE_ACCOUNT: "default"}.get(thing.type)
    if own and thing.text("metadata.name") == own:
        return None
    return "it lies in the namespace default" if space else "no namespace is named, so it lies in default"


@rule("workload-not-in-system-namespace", *WORKLOADS)
def not_in_system_namespace(workload: Bag) -> str | None:
    space = workload.text("metadata.namespace")
    if space not in _SYSTEM:
        return None
    if is_node_agent(workload):
        raise NotApplicable("an agent of the nodes, as critical as they are, belongs in kube-system")
    return f"it runs in {space}, among the parts of the cluster itself"


@rule("namespace-pod-security-labels", NAMESPACE)
def pod_security_labels(space: Bag) -> str | None:
    level = keyed(space, "metadata.labels", "pod-security.kubernetes.io/enforce")
    if level in ("baseline", "restricted"):
        return None
    return f"pods of every kind are admitted: pod-security.kubernetes.io/enforce is {level or 'not set'}"


def _of_each(stack: Stack, check: Callable[[Bag], Iterator[str]]) -> Iterator[tuple[Bag | None, str]]:
    """Yield what is wrong with each namespace; what is not known yet comes last."""
    unknown: Unknown | None = None
    for space in stack.of(NAMESPACE):
        try:
            for problem in check(space):
                yield space, problem
        except Unknown as reason:
            unknown = unknown or reason
    if unknown:
        raise unknown


def _within(stack: Stack, space: Bag, *types: str) -> tuple[list[Bag], Unknown | None]:
    """Return the resources of the types that lie in a namespace, and why some could not be told."""
    found, unknown = list[Bag](), None
    for thing in stack.of(*types):
        try:
            if stack.referred(thing, "metadata.namespace", NAMESPACE) is space:
                found.append(thing)
        except Unknown as reason:
            unknown = reason
    return found, unknown


@stack_rule("namespace-default-deny-network-policy", NAMESPACE)
def default_deny(stack: Stack) -> Iterator[tuple[Bag | None, str]]:
    def check(space: Bag) -> Iterator[str]:
        policies, unknown = _within(stack, space, NETWORK_POLICY)
        for way, said in (("Ingress", "reached by"), ("Egress", "able to reach")):
            closed = first_problem(policies, lambda policy, way=way: "closed" if closes(policy, way) else None)
            if not closed and unknown:
                raise unknown
            if not closed:
                yield f"pods without a policy of their own are {said} anybody: no policy closes {way.lower()} for all of them"

    return _of_each(stack, check)


@stack_rule("namespace-quotas", NAMESPACE)
def quotas(stack: Stack) -> Iterator[tuple[Bag | None, str]]:
    def check(space: Bag) -> Iterator[str]:
        for kind, said in ((QUOTA, "quota"), (LIMITS, "limit range")):
            found, unknown = _within(stack, space, kind)
            if not found and unknown:
                raise unknown
            if not found:
                yield f"the namespace has no {said}"
            elif kind == QUOTA:
                yield from _unlimited(stack, space, found)

    return _of_each(stack, check)


def _unlimited(stack: Stack, space: Bag, found: list[Bag]) -> Iterator[str]:
    """Yield the accelerators that workloads of a namespace ask for and that no quota of it counts."""
    workloads, _ = _within(stack, space, *WORKLOADS)
    for resource in (GPU, TPU):
        is_asked = any(asked_for(pod, resource) for workload in workloads for pod in templates(workload))
        if is_asked and not any(f"requests.{resource}" in keys(quota, "spec.hard") for quota in found):
            yield f"no quota of the namespace counts {resource}"
