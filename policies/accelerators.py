"""Accelerators that a pod asks for, and the fabrics between them, as Kubernetes spells them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from policies.bag import Bag
from policies.pod import JOB, JOB_SET
from policies.reading import keyed, keys, objects

GPU = "nvidia.com/gpu"
TPU = "google.com/tpu"
_SIGNS = ("gpudirect", "tcpx", "fastrak", "nccl-plugin", "networking.gke.io/interfaces", "networking.gke.io/default-interface")

_FABRICS = ("nvidia-h100-", "nvidia-h200-", "nvidia-b200", "nvidia-b300", "nvidia-gb200", "nvidia-gb300")
"""Accelerators whose machines have GPUDirect (Google Cloud, GPU networking): TCPX, TCPXO or RDMA."""


def asked_for(pod: Bag, resource: str) -> bool:
    """Say whether a container of the pod asks for an accelerator, in limits or in requests. Raises Unknown."""
    parts = chain(objects(pod, "spec.containers"), objects(pod, "spec.initContainers"))
    return any(keys(part, f"resources.{kind}").get(resource) not in (None, 0, "0") for part in parts for kind in ("limits", "requests"))


def needs_host_network(workload: Bag, pod: Bag) -> str:
    """Return why a job needs the network of its node, empty where it does not: GPUDirect, or a TPU slice of several hosts."""
    if asked_for(pod, TPU) and _has_several_hosts(workload):
        return "a TPU job of several hosts uses the network of its nodes"
    if asked_for(pod, GPU) and (
        any(sign in word.lower() for word in _words(workload, pod) for sign in _SIGNS)
        or (_has_several_hosts(workload) and str(keyed(pod, "spec.nodeSelector", "cloud.google.com/gke-accelerator")).startswith(_FABRICS))
    ):
        return "a GPUDirect job uses the network interfaces of its nodes"
    return ""


def _has_several_hosts(workload: Bag) -> bool:
    if workload.type == JOB:
        return max(workload.number("spec.completions") or 1, workload.number("spec.parallelism") or 1) > 1
    return workload.type == JOB_SET or workload.type.endswith(":LeaderWorkerSet")


def _words(workload: Bag, pod: Bag) -> Iterator[str]:
    """Yield what a workload that uses GPUDirect is told by: annotations and labels, names and images of its containers."""
    for holder in (workload, pod):
        for path in ("metadata.annotations", "metadata.labels"):
            for key, value in keys(holder, path).items():
                yield key
                yield value if isinstance(value, str) else ""
    for part in (*objects(pod, "spec.containers"), *objects(pod, "spec.initContainers")):
        yield from (value for key in ("name", "image") if isinstance(value := part.values.get(key), str))


def selected(pod: Bag) -> Iterator[str]:
    """Yield the labels of nodes that a pod asks for: its selector, and what its node affinity requires. Raises Unknown."""
    yield from keys(pod, "spec.nodeSelector")
    terms = objects(pod, "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms")
    for expression in (one for term in terms for one in objects(term, "matchExpressions")):
        if isinstance(expression.values, Mapping) and expression.text("operator") in ("In", "Exists"):
            yield expression.text("key")
