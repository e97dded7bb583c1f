"""What an API server refuses in the pods of a workload, beside wrong types: names twice, mounts of nothing, selectors that miss their own pods.

Owns rules between the parts of a pod, which no type can state. Leaves out admission policies, scheduling and everything that nodes say.
Source: Kubernetes API reference and its core and apps validation (unverified against a live server).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from aidc.rehearsal.errors import CloudError

WITH_TEMPLATE = frozenset({"DaemonSet", "Deployment", "StatefulSet", "ReplicaSet", "Job"})
WITH_SELECTOR = WITH_TEMPLATE - {"Job"}
_DNS_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def refuse_pods(kind: str, identity: str, inputs: Mapping[str, Any]) -> None:
    """Raise the error with which an API server answers a workload whose pods contradict themselves, with every contradiction."""
    problems = list(_workload(kind, inputs.get("spec") or {}))
    if problems:
        raise CloudError(422, "INVALID", f'{kind} "{identity.rpartition("/")[2]}" is invalid: {"; ".join(problems)}')


def _workload(kind: str, spec: Mapping[str, Any]) -> Iterator[str]:
    if kind == "Pod":
        yield from _pod(spec, "spec")
    if kind not in WITH_TEMPLATE:
        return
    template = spec.get("template") or {}
    labels = (template.get("metadata") or {}).get("labels") or {}
    wanted = (spec.get("selector") or {}).get("matchLabels") or {}
    if kind in WITH_SELECTOR and any(labels.get(key) != value for key, value in wanted.items()):
        yield "spec.template.metadata.labels: Invalid value: `selector` does not match template `labels`"
    yield from _pod(template.get("spec") or {}, "spec.template.spec")


def _pod(pod: Mapping[str, Any], at: str) -> Iterator[str]:
    volumes = [str(volume.get("name")) for volume in pod.get("volumes") or []]
    yield from _names(volumes, f"{at}.volumes")
    containers = [(field, index, one) for field in ("initContainers", "containers") for index, one in enumerate(pod.get(field) or [])]
    yield from _names([str(one.get("name")) for _, _, one in containers], f"{at}.containers")
    for field, index, container in containers:
        yield from _container(container, volumes, f"{at}.{field}[{index}]")


def _names(names: list[str], at: str) -> Iterator[str]:
    for index, name in enumerate(names):
        if not _DNS_LABEL.fullmatch(name):
            yield f'{at}[{index}].name: Invalid value: "{name}": a lowercase RFC 1123 label is needed'
        if name in names[:index]:
            yield f'{at}[{index}].name: Duplicate value: "{name}"'


def _container(container: Mapping[str, Any], volumes: list[str], at: str) -> Iterator[str]:
    mounts = container.get("volumeMounts") or []
    paths = [mount.get("mountPath") for mount in mounts]
    for index, mount in enumerate(mounts):
        if mount.get("name") not in volumes:
            yield f'{at}.volumeMounts[{index}].name: Not found: "{mount.get("name")}"'
        if mount.get("mountPath") in paths[:index]:
            yield f'{at}.volumeMounts[{index}].mountPath: Invalid value: "{mount.get("mountPath")}": must be unique'
    security = container.get("securityContext") or {}
    if security.get("privileged") is True and security.get("allowPrivilegeEscalation") is False:
        yield f"{at}.securityContext: Invalid value: cannot set `allowPrivilegeEscalation` to false and `privileged` to true"
    yield from _resources(container.get("resources") or {}, f"{at}.resources")


def _resources(resources: Mapping[str, Any], at: str) -> Iterator[str]:
    requests, limits = (resources.get(side) or {} for side in ("requests", "limits"))
    for name in sorted(name for name in requests if name.startswith("hugepages-")):
        # A request that is left out is the limit.
        if requests[name] != limits.get(name):
            yield f"{at}.requests[{name}]: Invalid value: must be equal to the limit: huge pages are not overcommitted"
