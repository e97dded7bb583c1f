"""Kinds of Kubernetes under one name each: an older version of the API is judged as the one of today, a list as the objects in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from policies.bag import Bag

_START = "kubernetes:"
_OLDER: dict[str, tuple[str, ...]] = {
    "apps/v1": ("apps/v1beta1", "apps/v1beta2", "extensions/v1beta1"),
    "batch/v1": ("batch/v1beta1", "batch/v2alpha1"),
    "autoscaling/v2": ("autoscaling/v2beta1", "autoscaling/v2beta2"),
    "networking.k8s.io/v1": ("networking.k8s.io/v1beta1", "extensions/v1beta1"),
    "policy/v1": ("policy/v1beta1",),
    "rbac.authorization.k8s.io/v1": ("rbac.authorization.k8s.io/v1beta1", "rbac.authorization.k8s.io/v1alpha1"),
    "storage.k8s.io/v1": ("storage.k8s.io/v1beta1",),
}
_KINDS = {
    "apps/v1": "Deployment StatefulSet DaemonSet ReplicaSet",
    "batch/v1": "Job CronJob",
    "autoscaling/v2": "HorizontalPodAutoscaler",
    "networking.k8s.io/v1": "Ingress NetworkPolicy",
    "policy/v1": "PodDisruptionBudget",
    "rbac.authorization.k8s.io/v1": "Role ClusterRole RoleBinding ClusterRoleBinding",
    "storage.k8s.io/v1": "StorageClass",
}
_TODAY = {(old, kind): version for version, older in _OLDER.items() for kind in _KINDS[version].split() for old in older}
"""The version of today by an older one and the kind (Kubernetes, deprecated API migration guide); the properties that rules read are the same."""


@lru_cache(4096)
def current(kind: str) -> str:
    """Return a type under the version of today: `kubernetes:batch/v1beta1:CronJob` is `kubernetes:batch/v1:CronJob`."""
    if not kind.startswith(_START):
        return kind
    version, _, name = kind.removeprefix(_START).rpartition(":")
    version = "core/v1" if version == "v1" else version
    return f"{_START}{_TODAY.get((version, name), version)}:{name}"


def unfolded(bags: Iterable[Bag]) -> Iterator[Bag]:
    """Yield what is judged in place of each resource: mostly itself."""
    for bag in bags:
        if bag.type.startswith(_START):
            yield from _objects(bag)
        else:
            yield bag


def _objects(bag: Bag) -> Iterator[Bag]:
    items = bag.values.get("items") if bag.type.endswith("List") else None
    if not isinstance(items, list):
        yield _as_current(bag, bag.type, bag.values)
        return
    for item in (item for item in items if isinstance(item, Mapping)):
        yield _as_current(bag, _kind_in(bag.type, item), item)


def _kind_in(kind: str, item: Mapping[str, object]) -> str:
    """Return the type of an object in a list: as the list says, or for a list of anything as the object says itself."""
    if kind.endswith(":List"):
        return f"{_START}{item.get('apiVersion')}:{item.get('kind')}"
    return kind.removesuffix("List")


def _as_current(bag: Bag, kind: str, values: Mapping[str, object]) -> Bag:
    today = current(kind)
    if today == bag.type and values is bag.values:
        return bag
    stated = {"apiVersion": kind.removeprefix(_START).rpartition(":")[0].removeprefix("core/")}
    return Bag(today, bag.name, bag.urn, {**stated, **values}, bag.options)
