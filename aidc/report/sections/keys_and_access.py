"""Keys and access: who encrypts what with which key, and who may do what."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType

from aidc.blueprint import Plan
from aidc.blueprint.access import OPERATOR_ROLE, WorkloadPlan
from aidc.blueprint.keys import KeyPlan, KeysPlan
from aidc.report.layout import facts, section, table
from aidc.report.units import duration


def keys_and_access_section(plan: Plan) -> RenderableType:
    """Return the ring, its keys, the service accounts and the people."""
    access = plan.access
    rows = [*_keys(plan.keys), ("nodes run as", f"{access.node_account_id} with {', '.join(map(_short, access.node_roles))}")]
    operators = f"{', '.join(access.operators)} with {_short(OPERATOR_ROLE)}" if access.operators else "nobody named"
    parts: list[RenderableType] = [facts([*rows, ("operators", operators)])]
    if access.workloads:
        parts.append(_workloads(access.workloads))
    return section("keys and access", *parts)


def _keys(keys: KeysPlan) -> list[tuple[str, RenderableType]]:
    if not keys.keys:
        return [("keys", "Google's own: nothing here is encrypted with keys of this project")]
    turned = f"rotated every {duration(keys.rotation_seconds)}" if keys.rotation_seconds else "rotated by the external key manager"
    guard = "guarded" if keys.guarded else "not guarded"
    return [
        *(("key ring", f"{ring.name} in {ring.location} · {keys.protection} · {guard}") for ring in keys.rings),
        ("key versions", f"{turned} · destroyed ones can be restored for {duration(keys.destroy_after_seconds)}"),
        ("keys for", ", ".join(map(_key, keys.keys))),
    ]


def _key(key: KeyPlan) -> str:
    return f"{key.id} (existing {key.existing})" if key.existing else f"{key.id} (external)" if key.external_uri else key.id


def _workloads(workloads: tuple[WorkloadPlan, ...]) -> RenderableType:
    repositories = any(workload.repository_grants for workload in workloads)
    columns = ["workload", "pods of", "act as", "on buckets", *["on repositories"] * repositories]
    made = table([(column, "left") for column in columns])
    for workload in workloads:
        buckets = _granted((grant.role, grant.bucket) for grant in workload.grants)
        pulled = _granted((grant.role, grant.repository) for grant in workload.repository_grants)
        pods = workload.identity.partition("[")[2].rstrip("]")
        made.add_row("", workload.name, pods, workload.account_id, buckets or "no bucket", *[pulled or "none"] * repositories)
    return made


def _granted(grants: Iterable[tuple[str, str]]) -> str:
    roles: dict[str, list[str]] = {}
    for role, name in grants:
        roles.setdefault(_short(role), []).append(name)
    return " · ".join(f"{role}: {', '.join(names)}" for role, names in roles.items())


def _short(role: str) -> str:
    return role.removeprefix("roles/")
