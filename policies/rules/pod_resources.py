"""What containers ask for: processors, memory, accelerators and the nodes that have them, and whether they answer."""

from __future__ import annotations

from policies.accelerators import GPU, TPU, selected
from policies.bag import Bag, NotApplicable
from policies.pod import DEPLOYMENT, STATEFUL_SET, WORKLOADS, containers, name_of, pod_of, templates
from policies.reading import first_of, first_problem, keyed, objects
from policies.rule import rule

_SERVING = (DEPLOYMENT, STATEFUL_SET)


@rule("pod-probes", *WORKLOADS)
def probes(workload: Bag) -> str | None:
    if workload.type not in _SERVING:
        raise NotApplicable("probes are for Deployments and StatefulSets, which serve")

    def check(container: Bag) -> str | None:
        lacking = [kind for kind in ("liveness", "readiness") if not container.has(f"{kind}Probe")]
        return f"{name_of(container)} has no {' and no '.join(lacking)} probe" if lacking else None

    return first_problem(containers(workload, running=True), check)


def _asks(workload: Bag, container: Bag, resource: str, *kinds: str) -> bool:
    """Say whether a container, or its pod as a whole, states an amount of a resource under one of the kinds."""
    pod = pod_of(container, workload)
    held = [(container, f"resources.{kind}") for kind in kinds] + [(pod, f"spec.resources.{kind}") for kind in kinds]
    return any(keyed(bag, path, resource) not in (None, "") for bag, path in held)


@rule("pod-resource-requests", *WORKLOADS)
def resource_requests(workload: Bag) -> str | None:
    def check(container: Bag) -> str | None:
        # Kubernetes, resource management: a limit without a request is the request too.
        lacking = [resource for resource in ("cpu", "memory") if not _asks(workload, container, resource, "requests", "limits")]
        return f"{name_of(container)} requests no {' and no '.join(lacking)}" if lacking else None

    return first_problem(containers(workload, running=True), check)


@rule("pod-resource-limits", *WORKLOADS)
def resource_limits(workload: Bag) -> str | None:
    def check(container: Bag) -> str | None:
        return None if _asks(workload, container, "memory", "limits") else f"{name_of(container)} may take all the memory of its node"

    return first_problem(containers(workload, running=True), check)


_NODES_OF = {GPU: ("cloud.google.com/gke-accelerator",), TPU: ("cloud.google.com/gke-tpu-accelerator",)}
_ANY_NODES = ("cloud.google.com/compute-class", "cloud.google.com/gke-nodepool", "node.kubernetes.io/instance-type")


@rule("accelerator-requests-match-selector", *WORKLOADS)
def accelerator_requests(workload: Bag) -> str | None:
    return first_of(
        lambda: first_problem(containers(workload), lambda part: _accelerator_problem(pod_of(part, workload), part)),
        lambda: first_problem(templates(workload), lambda pod: _unused_nodes(workload, pod)),
    )


def _accelerator_problem(pod: Bag, container: Bag) -> str | None:
    for resource, labels in _NODES_OF.items():
        limit, request = (_amount(container, kind, resource) for kind in ("limits", "requests"))
        if limit == request == "":
            continue
        if not limit or (request and request != limit):
            return f"{name_of(container)} requests {request or 'nothing'} of {resource} and is limited to {limit or 'nothing'}: both must be equal"
        asked = set(selected(pod))
        if not asked & {*labels, *_ANY_NODES}:
            return f"{name_of(container)} asks for {limit} {resource}, and the pods do not select nodes by {labels[0]}"
    return None


def _amount(container: Bag, kind: str, resource: str) -> str:
    value = keyed(container, f"resources.{kind}", resource)
    return "" if value in (None, 0, "0", "") else str(value)


def _unused_nodes(workload: Bag, pod: Bag) -> str | None:
    """Return what is wrong with pods that select accelerator nodes by their own selector and use none. Agents of the nodes do, claims do too."""
    if workload.type.endswith(":DaemonSet") or pod.has("spec.resourceClaims"):
        return None
    parts = [*objects(pod, "spec.containers"), *objects(pod, "spec.initContainers")]
    for resource, labels in _NODES_OF.items():
        if keyed(pod, "spec.nodeSelector", labels[0]) is not None and not any(_amount(part, "limits", resource) for part in parts):
            return f"the pods select nodes by {labels[0]}, and no container asks for {resource}"
    return None


@rule("shm-volume-sized", *WORKLOADS)
def shm_volume_sized(workload: Bag) -> str | None:
    def check(pod: Bag) -> str | None:
        for volume in objects(pod, "spec.volumes"):
            if volume.text("emptyDir.medium") == "Memory" and not volume.has("emptyDir.sizeLimit"):
                return f"volume {volume.text('name') or 'without a name'} lies in memory and has no sizeLimit"
        return None

    return first_problem(templates(workload), check)
