"""What a role's name says of it: basic, administrative, or one that lets its holder act as a service account."""

from __future__ import annotations

BASIC = frozenset(f"roles/{name}" for name in ("owner", "editor", "viewer", "admin", "writer", "reader"))
"""Roles over every service at once: the three old ones and their successors (IAM documentation, basic roles)."""
IMPERSONATION = frozenset(
    f"roles/iam.{name}"
    for name in (
        "serviceAccountUser",
        "serviceAccountTokenCreator",
        "serviceAccountOpenIdTokenCreator",
        "serviceAccountKeyAdmin",
        "workloadIdentityUser",
    )
)
"""Roles that let their holder act as a service account, or make a key that does."""


def is_basic(role: str) -> bool:
    """Say whether a role spans every service."""
    return role in BASIC


def is_administrative(role: str) -> bool:
    """Say whether a role is the owner's, the editor's, or an administrator's by its name."""
    return role in ("roles/owner", "roles/editor", "roles/writer") or "admin" in role.rpartition("roles/")[2].casefold()


def is_impersonation(role: str) -> bool:
    """Say whether a role lets its holder act as service accounts."""
    return role in IMPERSONATION
