"""Workloads that serve: enough of them, found by their service, and kept up while nodes are drained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from policies.bag import Bag, Unknown
from policies.defaults import effective
from policies.namespaces import by_space, space_of
from policies.pod import DEPLOYMENT, JOB, JOB_SET, STATEFUL_SET, WORKLOADS, templates
from policies.reading import first_problem, keyed, keys, objects
from policies.rule import State, each, stack_rule
from policies.rules.pod_image import SERVICE
from policies.selector import Selectors, matches, selects
from policies.stack import Stack

BUDGET = "kubernetes:policy/v1:PodDisruptionBudget"
_SCALERS = (
    "kubernetes:autoscaling/v1:HorizontalPodAutoscaler",
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    "kubernetes:keda.sh/v1alpha1:ScaledObject",
)


@stack_rule("workload-disruption-budget", DEPLOYMENT, STATEFUL_SET, BUDGET)
def disruption_budget(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    spaces, unplaced = by_space(stack, BUDGET)
    budgets = Selectors(spaces, "spec.selector.matchLabels")

    def check(workload: Bag) -> str | None:
        replicas = workload.number("spec.replicas")
        if replicas is not None and replicas < 2:
            return None
        labels = keys(workload, "spec.template.metadata.labels")
        found = _first(budgets.candidates(space_of(stack, workload), labels), labels, unplaced)
        return _blocking(found, replicas) if found else "no disruption budget selects its pods: draining nodes may stop all of them at once"

    yield from each(stack.of(DEPLOYMENT, STATEFUL_SET), check)
    yield from each(stack.of(BUDGET), lambda budget: _blocking(budget, None))


def _first(budgets: Iterable[Bag], labels: Mapping[str, Any], unknown: Unknown | None) -> Bag | None:
    """Return the first budget that selects the labels. Without one, raises Unknown where some might."""
    for budget in budgets:
        try:
            if selects(budget, "spec.selector", labels):
                return budget
        except Unknown as reason:
            unknown = unknown or reason
    if unknown:
        raise unknown
    return None


def _blocking(budget: Bag, replicas: float | None) -> str | None:
    """Return what is wrong with a budget that lets no pod go, so that nodes can never be drained."""
    most, least = budget.get("spec.maxUnavailable"), budget.get("spec.minAvailable")
    number = budget.number("spec.minAvailable")
    if str(most) in ("0", "0%"):
        return f"the disruption budget {budget.name} lets no pod go (maxUnavailable {most})"
    if str(least) == "100%" or (number is not None and replicas is not None and number >= replicas):
        return f"the disruption budget {budget.name} lets no pod go (minAvailable {least})"
    return None


@stack_rule("workload-replicas", DEPLOYMENT, least=2)
def replicas(stack: Stack, least: int) -> Iterator[tuple[Bag | None, State]]:
    scalers, unplaced = by_space(stack, *_SCALERS)

    def scales(scaler: Bag, name: str) -> str | None:
        target = next(objects(scaler, "spec.scaleTargetRef"), None)
        is_owner = target is not None and target.text("name") == name and target.text("kind") in ("", "Deployment")
        return "owned" if is_owner else None

    def is_scaled(workload: Bag) -> bool:
        name = workload.text("metadata.name") or workload.name
        found = first_problem(scalers.get(space_of(stack, workload), ()), lambda scaler: scales(scaler, name))
        if not found and unplaced:
            raise unplaced
        return bool(found)

    def check(workload: Bag) -> str | None:
        if {str(path) for path in workload.option("ignoreChanges") or ()} & {"spec", "spec.replicas"}:
            return None
        count = workload.number("spec.replicas")
        count = effective(workload, "spec.replicas") if workload.get("spec.replicas") is None else count
        if count is None:
            return None
        if count >= least or (stack.of(*_SCALERS) and is_scaled(workload)):
            return None
        return f"{count:.0f} replica{'' if count == 1 else 's'} and no autoscaler: fewer than {least}"

    return each(stack.of(DEPLOYMENT), check)


@stack_rule("service-selects-workload", SERVICE)
def service_selects_workload(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    spaces, _ = by_space(stack, SERVICE)
    services, found, unknown = Selectors(spaces, "spec.selector"), set[int](), dict[int | str, Unknown]()
    for workload in stack.of(*WORKLOADS):
        _mark(stack, services, workload, found, unknown)

    def check(service: Bag) -> str | None:
        if service.text("spec.type") == "ExternalName":
            return None
        if not service.has("spec.selector"):
            return None if _has_endpoints(stack, service) else "it selects nothing (selector)"
        if id(service) in found:
            return None
        space = space_of(stack, service)
        if reason := unknown.get(id(service)) or unknown.get(space) or unknown.get(""):
            raise reason
        return "it selects no workload of the stack"

    return each(stack.of(SERVICE), check)


def _has_endpoints(stack: Stack, service: Bag) -> bool:
    """Say whether the stack says itself where a service leads: by its Endpoints or EndpointSlices. The API server's own has some always."""
    name = service.text("metadata.name") or service.name
    ends = stack.of("kubernetes:core/v1:Endpoints", "kubernetes:discovery.k8s.io/v1:EndpointSlice")
    called = ((end.text("metadata.name"), keyed(end, "metadata.labels", "kubernetes.io/service-name")) for end in ends)
    return (name, space_of(stack, service)) == ("kubernetes", "default") or any(name in names for names in called)


def _mark(stack: Stack, services: Selectors, workload: Bag, found: set[int], unknown: dict[int | str, Unknown]) -> None:
    """Note the services that select a workload, and what cannot be told: of a service, of a namespace, or (under "") of any."""
    space = ""
    try:
        space = space_of(stack, workload)
        for labels in [{**keys(pod, "metadata.labels"), **_given(workload)} for pod in templates(workload)]:
            for service in services.candidates(space, labels):
                try:
                    if matches(keys(service, "spec.selector"), labels, "spec.selector"):
                        found.add(id(service))
                except Unknown as reason:
                    unknown.setdefault(id(service), reason)
    except Unknown as reason:
        unknown.setdefault(space, reason)


def _given(workload: Bag) -> dict[str, str]:
    """Return the labels that a controller gives its pods beside those of the template."""
    name = workload.text("metadata.name") or workload.name
    if workload.type == JOB:
        return {"job-name": name, "batch.kubernetes.io/job-name": name}
    if workload.type == JOB_SET:
        return {"jobset.sigs.k8s.io/jobset-name": name}
    return {"leaderworkerset.sigs.k8s.io/name": name} if workload.type.endswith(":LeaderWorkerSet") else {}
