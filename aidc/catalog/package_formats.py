"""Formats of Artifact Registry: what each can hold, take from the outside, and put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aidc.catalog.source import ARTIFACT_FORMAT_PAGE, Source

FormatName = Literal["docker", "python", "apt", "yum", "npm", "maven", "go", "kfp", "generic"]


@dataclass(frozen=True, slots=True)
class PackageFormat:
    """One format. `upstreams` are public registries that a remote repository of it can name; `custom_upstream`: any other by its address."""

    name: FormatName
    upstreams: tuple[str, ...]
    custom_upstream: bool
    upstream_path: bool
    """A public upstream is a host of many repositories, of which one is named by its path."""
    virtual: bool
    source: Source

    @property
    def remote(self) -> bool:
        """Tell whether a repository of this format can stand for one outside."""
        return bool(self.upstreams)


PACKAGE_FORMATS: dict[FormatName, PackageFormat] = {
    one.name: one
    for one in (
        PackageFormat("docker", ("DOCKER_HUB",), True, False, True, ARTIFACT_FORMAT_PAGE),
        PackageFormat("python", ("PYPI",), True, False, True, ARTIFACT_FORMAT_PAGE),
        PackageFormat("apt", ("DEBIAN", "UBUNTU", "DEBIAN_SNAPSHOT"), False, True, False, ARTIFACT_FORMAT_PAGE),
        PackageFormat(
            "yum", ("CENTOS", "CENTOS_DEBUG", "CENTOS_VAULT", "CENTOS_STREAM", "ROCKY", "EPEL"), False, True, False, ARTIFACT_FORMAT_PAGE
        ),
        PackageFormat("npm", ("NPMJS",), True, False, True, ARTIFACT_FORMAT_PAGE),
        PackageFormat("maven", ("MAVEN_CENTRAL",), True, False, True, ARTIFACT_FORMAT_PAGE),
        PackageFormat("go", (), False, False, False, ARTIFACT_FORMAT_PAGE),
        PackageFormat("kfp", (), False, False, False, ARTIFACT_FORMAT_PAGE),
        PackageFormat("generic", (), False, False, False, ARTIFACT_FORMAT_PAGE),
    )
}
