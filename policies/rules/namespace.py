"""Namespaces: used, labelled, limited and closed by default."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policies.accelerators import GPU, TPU, asked_for
from policies.bag import Bag, NotApplicable
from policies.namespaces import NAMESPACE, by_space, name_of_space, space_of
from policies.pod import WORKLOADS, is_node_agent, templates
from policies.reading import first_problem, keyed, keys
from policies.rule import State, each, rule, stack_rule
from policies.rules.network_policy import NETWORK_POLICY, closes, is_about_all
from policies.rules.pod_credentials import CONFIG_MAP, SECRET_OBJECT
from policies.rules.pod_identity import SERVICE_ACCOUNT
from policies.rules.pod_image import SERVICE
from policies.stack import Stack

QUOTA = "kubernetes:core/v1:ResourceQuota"
LIMITS = "kubernetes:core/v1:LimitRange"
_LIMITED_BY = {QUOTA: "spec.hard", LIMITS: "spec.limits"}
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


@stack_rule("namespace-default-deny-network-policy", NAMESPACE, NETWORK_POLICY)
def default_deny(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    policies, unplaced = by_space(stack, NETWORK_POLICY)
    ways = (("Ingress", "reached by"), ("Egress", "able to reach"))

    def check(name: str, way: str, said: str) -> str | None:
        own = policies.get(name, ())
        closed = first_problem(own, lambda policy: "closed" if closes(policy, way) else None)
        if not closed and unplaced:
            raise unplaced
        return None if closed else f"pods without a policy of their own are {said} anybody: no policy closes {way.lower()} for all of them"

    # A namespace made elsewhere is judged by a policy that is about all of its pods: others may have theirs beside it.
    made = {name_of_space(space) for space in stack.of(NAMESPACE)}
    elsewhere = [policy for name, own in policies.items() if name not in made for policy in own if is_about_all(policy)]
    for way, said in ways:
        yield from each(stack.of(NAMESPACE), lambda space, way=way, said=said: check(name_of_space(space), way, said))
        yield from each(elsewhere, lambda policy, way=way, said=said: check(space_of(stack, policy), way, said))


@stack_rule("namespace-quotas", NAMESPACE)
def quotas(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    workloads, _ = by_space(stack, *WORKLOADS)
    limits = {kind: by_space(stack, kind) for kind in _LIMITED_BY}

    def check(space: Bag, kind: str, said: str) -> str | None:
        found, unplaced = limits[kind]
        own = [limit for limit in found.get(name_of_space(space), ()) if limit.has(_LIMITED_BY[kind])]
        if not own and unplaced:
            raise unplaced
        if not own:
            return f"the namespace has no {said}"
        return _unlimited(workloads.get(name_of_space(space), ()), own) if kind == QUOTA else None

    for kind, said in ((QUOTA, "quota"), (LIMITS, "limit range")):
        yield from each(stack.of(NAMESPACE), lambda space, kind=kind, said=said: check(space, kind, said))


def _unlimited(workloads: Iterable[Bag], quotas: Iterable[Bag]) -> str | None:
    """Return the accelerator that workloads of a namespace ask for and that no quota of it counts."""
    for resource in (GPU, TPU):
        is_asked = any(asked_for(pod, resource) for workload in workloads for pod in templates(workload))
        if is_asked and not any(f"requests.{resource}" in keys(quota, "spec.hard") for quota in quotas):
            return f"no quota of the namespace counts {resource}"
    return None
