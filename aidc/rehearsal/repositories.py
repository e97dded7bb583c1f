"""What Artifact Registry has against a repository that the provider lets through: blocks of another mode or format, and members that do not fit.

Source: Artifact Registry documentation, repository modes, virtual repositories (unverified: the messages and the exact set of refusals are our own).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aidc.rehearsal import identities, values
from aidc.rehearsal.books import Entries, key_of
from aidc.rehearsal.errors import CloudError

REPOSITORY = "gcp:artifactregistry/repository:Repository"
_BLOCKS = {"remoteRepositoryConfig": "REMOTE_REPOSITORY", "virtualRepositoryConfig": "VIRTUAL_REPOSITORY"}


def refuse_repository(type_: str, inputs: Mapping[str, Any], here: Mapping[str, str], entries: Entries) -> None:
    """Raise the first thing that Artifact Registry has against a repository."""
    for complaint in _complaints(inputs, here, entries) if type_ == REPOSITORY else ():
        raise CloudError(400, "INVALID_ARGUMENT", f"googleapi: Error 400: {complaint}, invalidArgument")


def _complaints(inputs: Mapping[str, Any], here: Mapping[str, str], entries: Entries) -> Iterator[str]:
    mode, kind = str(inputs.get("mode") or "STANDARD_REPOSITORY"), str(inputs.get("format"))
    for block, wanted in _BLOCKS.items():
        if (inputs.get(block) is not None) != (mode == wanted):
            yield f"A {mode} {'needs' if mode == wanted else 'takes no'} {block}."
    if inputs.get("dockerConfig") is not None and kind != "DOCKER":
        yield f"dockerConfig is for the format DOCKER, not for {kind}."
    if mode == "REMOTE_REPOSITORY" and values.at(inputs, f"remoteRepositoryConfig.{kind.lower()}Repository") is None:
        yield f"A remote repository of the format {kind} needs remoteRepositoryConfig.{kind.lower()}Repository."
    for policy in values.at(inputs, "virtualRepositoryConfig.upstreamPolicies") or ():
        written = str(policy.get("repository"))
        member = entries.get(key_of(REPOSITORY, identities.canonical(REPOSITORY, written, here) or written))
        if member is not None and (member.inputs.get("format") != kind or member.inputs.get("mode") == "VIRTUAL_REPOSITORY"):
            yield f"{written} is no standard or remote repository of the format {kind}."
