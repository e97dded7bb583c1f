"""Repositories: images are scanned, stay what they were, come from where they say, and do not pile up."""

from __future__ import annotations

from policies.bag import Bag, NotApplicable
from policies.defaults import effective
from policies.purpose import only_in_production
from policies.rule import rule

REPOSITORY = "gcp:artifactregistry/repository:Repository"


@rule("registry-vulnerability-scanning", REPOSITORY)
def scanning(repository: Bag) -> str | None:
    if effective(repository, "vulnerabilityScanningConfig.enablementConfig") != "DISABLED":
        return None
    if effective(repository, "mode") == "VIRTUAL_REPOSITORY":
        raise NotApplicable("a virtual repository holds nothing itself")
    return "nobody looks for known vulnerabilities in what it holds"


@rule("registry-immutable-tags", REPOSITORY)
def immutable_tags(repository: Bag) -> str | None:
    if repository.has("format") and repository.text("format").upper() != "DOCKER":
        raise NotApplicable(f"packages of {repository.text('format')} have no tags that move")
    if effective(repository, "mode") != "STANDARD_REPOSITORY":
        raise NotApplicable("only what is pushed to a repository can be kept as it is")
    if effective(repository, "dockerConfig.immutableTags") is True:
        return None
    only_in_production(repository)
    return "a tag can be moved to another image after the image was checked"


@rule("registry-cleanup-policies", REPOSITORY)
def cleanup_policies(repository: Bag) -> str | None:
    if effective(repository, "mode") == "VIRTUAL_REPOSITORY":
        raise NotApplicable("a virtual repository holds nothing itself")
    if not repository.has("cleanupPolicies"):
        return "old versions are never deleted"
    return "the cleanup is a dry run, which deletes nothing" if effective(repository, "cleanupPolicyDryRun") is True else None


@rule("registry-remote-upstream-validated", REPOSITORY)
def upstream_validated(repository: Bag) -> str | None:
    if not effective(repository, "remoteRepositoryConfig.disableUpstreamValidation"):
        return None
    if effective(repository, "mode") != "REMOTE_REPOSITORY":
        raise NotApplicable("it stands for nothing outside")
    return "nobody checks that the upstream is there and lets us in"


@rule("registry-no-container-registry", "gcp:container/registry:Registry")
def container_registry(_: Bag) -> str | None:
    """Container Registry was shut down in 2025: nothing of the resource makes it right."""
    return "Container Registry is shut down; images belong in Artifact Registry"
