"""Who may do what: one service account per role, bound member by member at the lowest scope that works. No basic roles, no exported keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aidc.blueprint.errors import shown
from aidc.blueprint.names import SERVICE_ACCOUNT, Names
from aidc.blueprint.registry import PULL_ROLE, PUSH_ROLE, RegistryPlan
from aidc.blueprint.site import SitePlan
from aidc.blueprint.spec import Field, Name, Rule, Spec, listed_twice, sets

NODE_ROLES = ("roles/container.defaultNodeServiceAccount", PULL_ROLE)
"""What a GKE node needs (GKE documentation, least privilege service account): logs, metrics, and to pull images."""
READ_ROLE = "roles/storage.objectViewer"
WRITE_ROLE = "roles/storage.objectUser"
OPERATOR_ROLE = "roles/container.developer"
_MEMBER = re.compile(r"(user|group|serviceAccount):[^@\s]+@[^@\s]+\.[^@\s]+")


class WorkloadSpec(Spec):
    """A role that pods take on: a Kubernetes service account that acts as a Google service account of its own."""

    name: Name = Field(max_length=20, description="Name of the role", **sets("serviceaccount.Account.accountId"))
    namespace: Name = Field(max_length=63, description="Kubernetes namespace of the pods", **sets("serviceaccount.IAMMember.member"))
    service_account: Name | None = Field(
        default=None,
        max_length=63,
        description="Kubernetes service account, default the name of the role",
        **sets("serviceaccount.IAMMember.member"),
    )
    reads: list[str] = Field(default_factory=list, description="Buckets it reads", **sets("storage.BucketIAMMember.role"))
    writes: list[str] = Field(default_factory=list, description="Buckets it reads and writes", **sets("storage.BucketIAMMember.role"))

    pulls: list[str] = Field(
        default_factory=list,
        description="Repositories it reads itself, as builds do; images of pods are pulled by the nodes",
        **sets("artifactregistry.RepositoryIamMember.role"),
    )
    pushes: list[str] = Field(
        default_factory=list,
        description="Standard repositories it pushes to and reads",
        **sets("artifactregistry.RepositoryIamMember.role"),
    )

    def rules(self) -> Iterator[Rule]:
        """Yield what is listed twice, or both to read and to write."""
        for less, more in (("reads", "writes"), ("pulls", "pushes")):
            for index, name in enumerate(getattr(self, less)):
                if name in getattr(self, more):
                    yield f"{less}[{index}]", f"{shown(name)} is in {more} as well, which includes reading. Remove it here"
        for field in ("reads", "writes", "pulls", "pushes"):
            yield from listed_twice(field, getattr(self, field))


class AccessSpec(Spec):
    """Roles of pods and people."""

    workloads: list[WorkloadSpec] = Field(default_factory=list, description="Roles that pods take on through Workload Identity")
    operators: list[str] = Field(
        default_factory=list, description="Members (group:…, user:…) who may deploy to the cluster", **sets("projects.IAMMember.member")
    )

    def rules(self) -> Iterator[Rule]:
        """Yield operators that are not single, named members, and those that are listed twice."""
        yield from listed_twice("operators", self.operators)
        for index, member in enumerate(self.operators):
            if not _MEMBER.fullmatch(member):
                yield f"operators[{index}]", f"{shown(member)} is not a member; write group:name@example.com, user:… or serviceAccount:…"


@dataclass(frozen=True, slots=True)
class BucketGrantPlan:
    """A role on one bucket, by the bucket's name in the blueprint."""

    bucket: str
    role: str


@dataclass(frozen=True, slots=True)
class RepositoryGrantPlan:
    """A role on one repository, by the repository's name in the blueprint."""

    repository: str
    location: str
    role: str


@dataclass(frozen=True, slots=True)
class WorkloadPlan:
    """A Google service account, the Kubernetes identity that may act as it, and its grants."""

    name: str
    account_id: str
    pods: str
    """namespace/account of the pods."""
    identity: str
    """Workload Identity member: serviceAccount:PROJECT.svc.id.goog[namespace/account]."""
    grants: tuple[BucketGrantPlan, ...]
    repository_grants: tuple[RepositoryGrantPlan, ...]


@dataclass(frozen=True, slots=True)
class AccessPlan:
    """Service accounts and bindings, decided."""

    node_account_id: str
    node_roles: tuple[str, ...]
    workloads: tuple[WorkloadPlan, ...]
    operators: tuple[str, ...]


def plan_access(spec: AccessSpec, site: SitePlan, registry: RegistryPlan, names: Names) -> AccessPlan:
    """Decide the service accounts."""
    return AccessPlan(
        node_account_id=names.name(SERVICE_ACCOUNT, "nodes", path="name"),
        # What is granted on each repository need not be granted on the project.
        node_roles=tuple(role for role in NODE_ROLES if role != PULL_ROLE or not registry.nodes_read_each),
        workloads=tuple(_plan_workload(workload, index, site, names) for index, workload in enumerate(spec.workloads)),
        operators=tuple(spec.operators),
    )


def _plan_workload(spec: WorkloadSpec, index: int, site: SitePlan, names: Names) -> WorkloadPlan:
    account = spec.service_account or spec.name
    reads = [BucketGrantPlan(bucket, READ_ROLE) for bucket in spec.reads]
    writes = [BucketGrantPlan(bucket, WRITE_ROLE) for bucket in spec.writes]
    pulls = [RepositoryGrantPlan(repository, site.region, PULL_ROLE) for repository in spec.pulls]
    pushes = [RepositoryGrantPlan(repository, site.region, PUSH_ROLE) for repository in spec.pushes]
    return WorkloadPlan(
        name=spec.name,
        account_id=names.name(SERVICE_ACCOUNT, spec.name, path=f"access.workloads[{index}].name"),
        pods=f"{spec.namespace}/{account}",
        identity=f"serviceAccount:{site.project}.svc.id.goog[{spec.namespace}/{account}]",
        grants=tuple(reads + writes),
        repository_grants=tuple(pulls + pushes),
    )
