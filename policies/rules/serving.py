"""Workloads that serve: enough of them, apart from each other, found by their service, and kept up while nodes are drained."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from policies.bag import Bag, NotApplicable, Unknown
from policies.pod import DEPLOYMENT, STATEFUL_SET, WORKLOADS, templates
from policies.reading import first_problem, keys
from policies.rule import stack_rule
from policies.rules.pod_image import SERVICE
from policies.selector import matches, selects
from policies.stack import Stack

BUDGET = "kubernetes:policy/v1:PodDisruptionBudget"
_SCALERS = (
    "kubernetes:autoscaling/v1:HorizontalPodAutoscaler",
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    "kubernetes:keda.sh/v1alpha1:ScaledObject",
)
_LEAST_REPLICAS = 2


def space_of(thing: Bag) -> str:
    """Return the namespace of a resource, `default` where it names none. Raises Unknown."""
    return thing.text("metadata.namespace") or "default"


def in_turn(things: tuple[Bag, ...], check: Callable[[Bag], str | None]) -> Iterator[tuple[Bag | None, str]]:
    """Yield what is wrong with each; what is not known yet comes last."""
    unknown: Unknown | None = None
    for thing in things:
        try:
            if problem := check(thing):
                yield thing, problem
        except Unknown as reason:
            unknown = unknown or reason
        except NotApplicable:
            continue
    if unknown:
        raise unknown


@stack_rule("workload-disruption-budget", DEPLOYMENT, STATEFUL_SET)
def disruption_budget(stack: Stack) -> Iterator[tuple[Bag | None, str]]:
    def check(workload: Bag) -> str | None:
        replicas = workload.number("spec.replicas")
        if replicas is not None and replicas < 2:
            return None
        labels = keys(workload, "spec.template.metadata.labels")
        found: list[Bag] = []

        def covers(budget: Bag) -> str | None:
            if space_of(budget) == space_of(workload) and selects(budget, "spec.selector", labels):
                found.append(budget)
                return "covered"
            return None

        if not first_problem(stack.of(BUDGET), covers):
            return "no disruption budget selects its pods: draining nodes may stop all of them at once"
        return _blocking(found[0], replicas)

    return in_turn(stack.of(DEPLOYMENT, STATEFUL_SET), check)


def _blocking(budget: Bag, replicas: float | None) -> str | None:
    """Return what is wrong with a budget that lets no pod go, so that nodes can never be drained."""
    most, least = budget.get("spec.maxUnavailable"), budget.get("spec.minAvailable")
    number = budget.number("spec.minAvailable")
    if str(most) in ("0", "0%"):
        return f"the disruption budget {budget.name} lets no pod go (maxUnavailable {most})"
    if str(least) == "100%" or (number is not None and replicas is not None and number >= replicas):
        return f"the disruption budget {budget.name} lets no pod go (minAvailable {least})"
    return None


@stack_rule("workload-replicas", DEPLOYMENT)
def replicas(stack: Stack) -> Iterator[tuple[Bag | None, str]]:
    def is_owned(workload: Bag, scaler: Bag) -> bool:
        target = next(scaler.bags("spec.scaleTargetRef"), None)
        if target is None or target.text("kind") not in ("", "Deployment") or space_of(scaler) != space_of(workload):
            return False
        return target.text("name") == (workload.text("metadata.name") or workload.name)

    def check(workload: Bag) -> str | None:
        ignored = {str(path) for path in workload.option("ignoreChanges") or ()}
        if ignored & {"spec", "spec.replicas"}:
            return None
        count = workload.number("spec.replicas")
        count = 1 if count is None else count  # Kubernetes, Deployment: 1 when absent
        if count >= _LEAST_REPLICAS or first_problem(stack.of(*_SCALERS), lambda one: "owned" if is_owned(workload, one) else None):
            return None
        return f"{count:.0f} replica{'' if count == 1 else 's'} and no autoscaler: fewer than {_LEAST_REPLICAS}"

    return in_turn(stack.of(DEPLOYMENT), check)


@stack_rule("service-selects-workload", SERVICE)
def service_selects_workload(stack: Stack) -> Iterator[tuple[Bag | None, str]]:
    def is_selected(service: Bag, workload: Bag) -> bool:
        wanted, labels = keys(service, "spec.selector"), [keys(pod, "metadata.labels") for pod in templates(workload)]
        same = space_of(service) == space_of(workload)
        return same and any(matches(wanted, own, f"{service.path}spec.selector") for own in labels)

    def check(service: Bag) -> str | None:
        if service.text("spec.type") == "ExternalName" or not service.has("spec.selector"):
            return None
        found = first_problem(stack.of(*WORKLOADS), lambda workload: "selected" if is_selected(service, workload) else None)
        return None if found else "it selects no workload of the stack"

    return in_turn(stack.of(SERVICE), check)
