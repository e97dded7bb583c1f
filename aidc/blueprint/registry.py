"""Artifact Registry: repositories of images and packages in the region of the site.

Nodes read images as their own account. Without a registry that account may read every repository of the project; with one it reads the stack's own
repositories, unless `nodes_read: project` says otherwise. Image streaming, which every pool has, starts containers from these repositories before
the whole image is there. Where `network.egress` is restricted, remote repositories are how images and packages from outside come in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from aidc.blueprint.names import REPOSITORY, Names
from aidc.blueprint.registry_fields import CleanupStepSpec, RepositoryFields
from aidc.blueprint.registry_rules import broken_rules, rules_between
from aidc.blueprint.site import SitePlan
from aidc.blueprint.spec import Field, Rule, Spec, sets
from aidc.catalog.package_formats import PACKAGE_FORMATS

PULL_ROLE = "roles/artifactregistry.reader"
PUSH_ROLE = "roles/artifactregistry.writer"
HIGHEST_PRIORITY = 100
"""Priority of the first member of a virtual repository; each one after it has ten less."""


class RepositorySpec(RepositoryFields):
    """One repository."""

    def rules(self) -> Iterator[Rule]:
        """Yield fields that do not go with the mode or the format."""
        yield from broken_rules(self)


class RegistrySpec(Spec):
    """Repositories of images and packages. With network.egress: restricted, remote ones are how public images and packages come in."""

    repositories: list[RepositorySpec] = Field(default_factory=list, max_length=100, description="The repositories")
    nodes_read: Literal["repositories", "project"] = Field(
        default="repositories",
        description="What nodes may pull from: the repositories of this registry, or every one of the project",
        **sets("artifactregistry.RepositoryIamMember.member", "projects.IAMMember.role"),
    )

    def rules(self) -> Iterator[Rule]:
        """Yield names that are taken, and members that cannot be put together."""
        yield from rules_between(self.repositories)


@dataclass(frozen=True, slots=True)
class UpstreamPlan:
    """What a remote repository stands for: a public registry, with a path for some, or an address."""

    public: str
    path: str
    address: str


@dataclass(frozen=True, slots=True)
class MemberPlan:
    """One repository behind a virtual one; the highest priority is asked first."""

    repository: str
    uri: str
    priority: int


@dataclass(frozen=True, slots=True)
class CleanupPlan:
    """One cleanup policy: it deletes by age, or keeps the newest."""

    id: str
    older_than_seconds: int | None
    tag_state: str
    keep_newest: int | None


@dataclass(frozen=True, slots=True)
class RepositoryPlan:
    """One repository, decided."""

    path: str
    resource_name: str
    name: str
    location: str
    format: str
    """As the API writes it: DOCKER."""
    mode: str
    """As the API writes it: STANDARD_REPOSITORY."""
    address: str
    """What images and packages are named by: us-central1-docker.pkg.dev/project/repository."""
    upstream: UpstreamPlan | None
    members: tuple[MemberPlan, ...]
    immutable_tags: bool
    cleanup: tuple[CleanupPlan, ...]
    cleanup_dry_run: bool
    scanning: Literal["", "INHERITED", "DISABLED"]
    """Empty where a repository holds no images."""
    guarded: bool
    labels: dict[str, str]

    @property
    def holds_its_own(self) -> bool:
        """Tell whether what it holds is nowhere else: remote repositories keep copies, virtual ones nothing."""
        return self.mode == "STANDARD_REPOSITORY"


@dataclass(frozen=True, slots=True)
class RegistryPlan:
    """The repositories, and whether nodes are granted each of them by itself."""

    repositories: tuple[RepositoryPlan, ...]
    nodes_read_each: bool

    @property
    def scans(self) -> bool:
        """Tell whether any repository has its images scanned."""
        return any(repository.scanning == "INHERITED" for repository in self.repositories)


def plan_registry(spec: RegistrySpec, site: SitePlan, labels: dict[str, str], guarded: bool, names: Names) -> RegistryPlan:
    """Decide the repositories."""
    planned = tuple(_plan_repository(one, index, site, labels, guarded, names) for index, one in enumerate(spec.repositories))
    return RegistryPlan(repositories=planned, nodes_read_each=bool(planned) and spec.nodes_read == "repositories")


def _plan_repository(
    spec: RepositorySpec, index: int, site: SitePlan, labels: dict[str, str], guarded: bool, names: Names
) -> RepositoryPlan:
    path = f"registry.repositories[{index}]"
    name = names.name(REPOSITORY, spec.name, path=f"{path}.name")
    folder = f"projects/{site.project}/locations/{site.region}/repositories"
    return RepositoryPlan(
        path=path,
        resource_name=spec.name,
        name=name,
        location=site.region,
        format=spec.format.upper(),
        mode=f"{spec.mode.upper()}_REPOSITORY",
        address=_address(spec, site, name),
        upstream=_plan_upstream(spec),
        members=tuple(
            MemberPlan(member, f"{folder}/{names.prefix}-{member}", HIGHEST_PRIORITY - 10 * place)
            for place, member in enumerate(spec.members)
        ),
        immutable_tags=spec.immutable_tags,
        cleanup=tuple(_plan_cleanup(step) for step in spec.cleanup),
        cleanup_dry_run=spec.cleanup_dry_run,
        scanning=_scanning(spec),
        guarded=guarded and spec.mode == "standard",
        labels=labels,
    )


def _address(spec: RepositorySpec, site: SitePlan, name: str) -> str:
    """Return how clients of a format name a repository; the generic format has no host, and is named as the API does."""
    host = f"{site.region}-{spec.format}.pkg.dev"
    match spec.format:
        case "apt":
            return f"{host}/projects/{site.project} {name}"
        case "yum":
            return f"{host}/projects/{site.project}/{name}"
        case "generic":
            return f"projects/{site.project}/locations/{site.region}/repositories/{name}"
        case _:
            return f"{host}/{site.project}/{name}"


def _plan_upstream(spec: RepositorySpec) -> UpstreamPlan | None:
    if spec.upstream is None:
        return None
    public = spec.upstream in PACKAGE_FORMATS[spec.format].upstreams
    return UpstreamPlan(spec.upstream if public else "", spec.upstream_path or "", "" if public else spec.upstream)


def _plan_cleanup(step: CleanupStepSpec) -> CleanupPlan:
    if step.delete_older_than_days is None:
        return CleanupPlan("keep-newest", None, "", step.keep_newest)
    return CleanupPlan(f"delete-{step.tags}", step.delete_older_than_days * 86_400, step.tags.upper(), None)


def _scanning(spec: RepositorySpec) -> Literal["", "INHERITED", "DISABLED"]:
    if spec.format != "docker" or spec.mode == "virtual":
        return ""
    return "DISABLED" if spec.scanning is False else "INHERITED"
