"""What a stack file may say of a repository of Artifact Registry. Rules are in registry_rules.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from aidc.blueprint.spec import Field, Name, Rule, Spec, sets
from aidc.catalog.package_formats import FormatName

Mode = Literal["standard", "remote", "virtual"]
TagState = Literal["any", "tagged", "untagged"]


class CleanupStepSpec(Spec):
    """Which versions go, or which stay whatever else is said."""

    delete_older_than_days: int | None = Field(
        default=None, ge=1, le=36500, description="Delete versions of that age", **sets("artifactregistry.Repository.cleanupPolicies")
    )
    tags: TagState = Field(
        default="any",
        description="docker: delete only images with, or without, a tag",
        **sets("artifactregistry.Repository.cleanupPolicies"),
    )
    keep_newest: int | None = Field(
        default=None,
        ge=1,
        le=10000,
        description="Keep so many of the newest versions of each package",
        **sets("artifactregistry.Repository.cleanupPolicies"),
    )

    def rules(self) -> Iterator[Rule]:
        """Yield a step that does nothing or two things."""
        if (self.delete_older_than_days is None) == (self.keep_newest is None):
            yield "", "a step either deletes (delete_older_than_days: 30) or keeps (keep_newest: 10)"
        elif self.keep_newest is not None and self.tags != "any":
            yield "tags", "goes with delete_older_than_days; keep_newest counts all versions. Remove it"


class RepositoryFields(Spec):
    """What a stack file may say of a repository."""

    name: Name = Field(
        max_length=40, description="Name of the repository, unique in the registry", **sets("artifactregistry.Repository.repositoryId")
    )
    format: FormatName = Field(description="What it holds", **sets("artifactregistry.Repository.format"))
    mode: Mode = Field(
        default="standard",
        description="standard: holds what is pushed. remote: brings in and keeps what is outside. virtual: several under one address",
        **sets("artifactregistry.Repository.mode"),
    )
    upstream: str | None = Field(
        default=None,
        description="remote: what it stands for: DOCKER_HUB, PYPI, DEBIAN, …, or an address, https://ghcr.io",
        **sets("artifactregistry.Repository.remoteRepositoryConfig"),
    )
    upstream_path: str | None = Field(
        default=None,
        description="remote, apt and yum: repository below the upstream, debian/dists/bookworm",
        **sets("artifactregistry.Repository.remoteRepositoryConfig"),
    )
    members: list[str] = Field(
        default_factory=list,
        max_length=20,
        description="virtual: repositories of this registry, asked in this order",
        **sets("artifactregistry.Repository.virtualRepositoryConfig.upstreamPolicies"),
    )
    immutable_tags: bool = Field(
        default=False,
        description="docker, standard: a tag is never moved to another image",
        **sets("artifactregistry.Repository.dockerConfig.immutableTags"),
    )
    cleanup: list[CleanupStepSpec] = Field(default_factory=list, max_length=10, description="What is deleted as it ages, and what never is")
    cleanup_dry_run: bool = Field(
        default=False, description="Only log what cleanup would delete", **sets("artifactregistry.Repository.cleanupPolicyDryRun")
    )
    scanning: bool | None = Field(
        default=None,
        description="docker: scan images for known vulnerabilities, billed by image; default on, except in a virtual repository",
        **sets("artifactregistry.Repository.vulnerabilityScanningConfig.enablementConfig"),
    )
