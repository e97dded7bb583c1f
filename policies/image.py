"""Names of container images taken apart: registry, path, tag, digest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_GOOGLE = ("docker.pkg.dev", "gcr.io", "registry.k8s.io")
_CACHES_OF_OTHERS = frozenset({"mirror.gcr.io"})
"""Hosts of Google that hand out what anybody put on Docker Hub."""


@dataclass(frozen=True, slots=True)
class Image:
    """A container image as a container names it. Without a registry it comes from Docker Hub."""

    registry: str
    path: str
    tag: str
    digest: str

    @property
    def is_fixed_by_digest(self) -> bool:
        """Say whether the name stands for one content for ever."""
        return self.digest.startswith("sha256:") and len(self.digest) > len("sha256:")

    def is_from(self, prefixes: Iterable[str]) -> bool:
        """Say whether it comes from Artifact Registry, Container Registry or the registry of Kubernetes, or from below one of the prefixes."""
        host, address = self.registry, f"{self.registry}/{self.path}/"
        if any(address.startswith(f"{prefix.strip().rstrip('/')}/") for prefix in prefixes if prefix.strip()):
            return True
        return host not in _CACHES_OF_OTHERS and any(host == own or host.endswith((f".{own}", f"-{own}")) for own in _GOOGLE)


@lru_cache(4096)
def image(name: str) -> Image:
    """Return an image's parts. A first part with a dot or a colon, or localhost, is a registry; a colon after the last slash begins the tag."""
    rest, _, digest = name.strip().partition("@")
    head, slash, tail = rest.partition("/")
    is_host = bool(slash) and ("." in head or ":" in head or head == "localhost")
    registry, path = (head.lower(), tail) if is_host else ("docker.io", rest)
    folder, slash, last = path.rpartition("/")
    last, _, tag = last.partition(":")
    return Image(registry, f"{folder}{slash}{last}", tag, digest)
