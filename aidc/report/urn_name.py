"""The short name of a resource: what is left of a URN without its stack, project and types."""

from __future__ import annotations


def short_name(resource: str) -> str:
    """Return the name of a URN; a plain name is itself."""
    parts = resource.split("::", 3)  # a name may hold two colons itself
    return parts[3] if len(parts) == 4 and resource.startswith("urn:pulumi:") else resource
