"""Pods, whatever makes them: one reader for Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob, JobSet and their like.

A template is a bag that has `metadata` and `spec` as a Pod has them. What is not known yet is told last: a problem elsewhere is never silenced.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from policies.bag import SECRET, UNKNOWN, Bag, NotApplicable, Unknown
from policies.reading import keyed

POD = "kubernetes:core/v1:Pod"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
STATEFUL_SET = "kubernetes:apps/v1:StatefulSet"
DAEMON_SET = "kubernetes:apps/v1:DaemonSet"
JOB = "kubernetes:batch/v1:Job"
CRON_JOB = "kubernetes:batch/v1:CronJob"
JOB_SET = "kubernetes:jobset.x-k8s.io/v1alpha2:JobSet"

_TEMPLATES: dict[str, tuple[str, ...]] = {
    DEPLOYMENT: ("spec.template",),
    POD: ("",),
    STATEFUL_SET: ("spec.template",),
    DAEMON_SET: ("spec.template",),
    "kubernetes:apps/v1:ReplicaSet": ("spec.template",),
    "kubernetes:core/v1:ReplicationController": ("spec.template",),
    "kubernetes:core/v1:PodTemplate": ("template",),
    JOB: ("spec.template",),
    CRON_JOB: ("spec.jobTemplate.spec.template",),
    JOB_SET: ("spec.replicatedJobs[].template.spec.template",),
    "kubernetes:leaderworkerset.x-k8s.io/v1:LeaderWorkerSet": (
        "spec.leaderWorkerTemplate.leaderTemplate",
        "spec.leaderWorkerTemplate.workerTemplate",
    ),
}
"""Where a template lies, by type: `[]` stands for each of a list."""

WORKLOADS = tuple(_TEMPLATES)
_CONTAINERS = ("containers", "initContainers", "ephemeralContainers")
_RUNNING = _CONTAINERS[:1]


@dataclass(frozen=True, slots=True)
class _Pods:
    """The templates of one workload and their containers by kind; `missing` are the paths of parts that are not known yet, by the same kinds."""

    of: Bag
    parts: dict[str, tuple[Bag, ...]]
    every_container: tuple[Bag, ...]
    missing: dict[str, list[str]]

    @property
    def contexts(self) -> tuple[Bag, ...]:
        """The security contexts, read when first asked for: who looks at them relies on them."""
        if "contexts" not in self.parts:
            self.parts["contexts"] = tuple(_contexts(self.parts, self.missing["contexts"]))
        return self.parts["contexts"]


_last: list[_Pods] = []


def _read(workload: Bag) -> _Pods:
    """Return the pods of a workload. Its rules run one after the other, so the last reading is kept; other threads may replace it any time."""
    kept = _last[0] if _last else None
    if kept is not None and kept.of is workload:
        return kept
    missing: dict[str, list[str]] = {kind: [] for kind in ("templates", *_CONTAINERS, "contexts")}
    found = tuple(template for path in _TEMPLATES[workload.type] for template in _parts(workload, path, missing["templates"]))
    parts = {"templates": found}
    for kind in _CONTAINERS:
        parts[kind] = tuple(one for each in found for one in _parts(each, f"spec.{kind}[]", missing[kind]))
    read = _Pods(workload, parts, tuple(one for kind in _CONTAINERS for one in parts[kind]), missing)
    _last[:] = [read]
    return read


def _parts(bag: Bag, path: str, missing: list[str]) -> Iterator[Bag]:
    """Yield the objects under a path; the paths of unknown ones are added to `missing`."""
    head, each, rest = path.partition("[]")
    try:
        value = bag.get(head) if head else bag.values
    except Unknown as unknown:
        missing.append(str(unknown))
        return
    if value is None and _is_hidden(bag.values, head):
        missing.append(f"{bag.path}{head}")
        return
    for index, item in enumerate(value if isinstance(value, list) else [value]):
        where = f"{head}[{index}]" if each else head
        if item is UNKNOWN or item is SECRET:
            missing.append(f"{bag.path}{where}")
        elif isinstance(item, dict):
            part = bag.at(item, where)
            yield from _parts(part, rest.lstrip("."), missing) if rest else (part,)


def _is_hidden(value: Any, path: str) -> bool:
    """Say whether something on the way of a path is marked as secret as a whole."""
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
        if value is SECRET:
            return True
    return False


def templates(workload: Bag) -> Iterator[Bag]:
    """Yield the pod templates; last raises Unknown when one is not known yet."""
    pods = _read(workload)
    return _told_last(pods, pods.parts["templates"], ("templates",))


def containers(workload: Bag, *, running: bool = False) -> Iterator[Bag]:
    """Yield the containers, with `running` only those that stay, not the init ones; last raises Unknown when some are not known yet."""
    pods = _read(workload)
    kinds = _RUNNING if running else _CONTAINERS
    return _told_last(pods, pods.parts["containers"] if running else pods.every_container, ("templates", *kinds))


def contexts(workload: Bag) -> Iterator[Bag]:
    """Yield the stated security contexts of pods and containers, each named after whose it is; last raises Unknown when one is not known yet."""
    pods = _read(workload)
    return _told_last(pods, pods.contexts, tuple(pods.missing))


def _contexts(parts: Mapping[str, tuple[Bag, ...]], missing: list[str]) -> Iterator[Bag]:
    for pod in parts["templates"]:
        yield from (context.at(context.values, "", "pods") for context in _parts(pod, "spec.securityContext", missing))
    for container in (one for kind in _CONTAINERS for one in parts[kind]):
        yield from (context.at(context.values, "", name_of(container)) for context in _parts(container, "securityContext", missing))


def _told_last(pods: _Pods, parts: tuple[Bag, ...], kinds: tuple[str, ...]) -> Iterator[Bag]:
    """Return an iterator over parts that last raises Unknown when some of the kinds are not known yet."""
    missing = [path for kind in kinds for path in pods.missing[kind]]
    return chain(parts, _raised(missing[0])) if missing else iter(parts)


def _raised(path: str) -> Iterator[Bag]:
    raise Unknown(path)
    yield  # what makes it raise when it is reached, and not before


def pod_of(container: Bag, workload: Bag) -> Bag:
    """Return the template that a container belongs to."""
    found = _read(workload).parts["templates"]
    return found[0] if len(found) == 1 else next(each for each in found if container.path.startswith(f"{each.path}spec."))


def name_of(container: Bag) -> str:
    """Return how a container is called in a sentence."""
    name = container.values.get("name")
    return f"container {name}" if isinstance(name, str) else "a container without a name"


def is_windows(pod: Bag) -> bool:
    """Say whether a pod asks for Windows nodes, which have neither capabilities nor seccomp."""
    return pod.text("spec.os.name").lower() == "windows" or keyed(pod, "spec.nodeSelector", "kubernetes.io/os") == "windows"


def on_linux(workload: Bag) -> None:
    """Raise NotApplicable when every pod asks for Windows nodes. Raises Unknown."""
    pods = list(templates(workload))
    if pods and all(is_windows(pod) for pod in pods):
        raise NotApplicable("the pods run on Windows, which has no such setting")


def is_node_agent(workload: Bag) -> bool:
    """Say whether it serves the nodes themselves: a DaemonSet of kube-system whose pods are as critical as the node."""
    if workload.type != DAEMON_SET or workload.text("metadata.namespace") != "kube-system":
        return False
    return workload.text("spec.template.spec.priorityClassName") == "system-node-critical"


def excuse(workload: Bag, key: str) -> None:
    """Raise NotApplicable where a node agent says in the annotation aidc/<key> why it needs what others may not have."""
    reason = keyed(workload, "metadata.annotations", f"aidc/{key}")
    if isinstance(reason, str) and reason.strip() and is_node_agent(workload):
        raise NotApplicable(f"a node agent says why: {reason}")
