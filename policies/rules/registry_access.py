"""Who may change images: what builds them, and never what runs them."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from policies.bag import Bag, Unknown
from policies.grants import FOLDER, ORGANIZATION, PROJECT, granted
from policies.labels import words_of
from policies.principals import is_default_service_account, is_service_account
from policies.rule import State, each, rule, stack_rule
from policies.stack import Stack

REPOSITORY_GRANTS = (
    "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember",
    "gcp:artifactregistry/repositoryIamBinding:RepositoryIamBinding",
    "gcp:artifactregistry/repositoryIamPolicy:RepositoryIamPolicy",
)
_WRITES = frozenset(
    f"roles/artifactregistry.{name}" for name in ("writer", "repoAdmin", "admin", "createOnPushWriter", "createOnPushRepoAdmin")
)
_BUILDS = frozenset(
    {
        "ci",
        "cd",
        "cicd",
        "build",
        "builds",
        "builder",
        "cloudbuild",
        "pipeline",
        "pipelines",
        "deploy",
        "deployer",
        "release",
        "releaser",
        "publish",
        "publisher",
        "push",
        "pusher",
        "github",
        "gitlab",
        "actions",
        "runner",
        "jenkins",
        "tekton",
        "circleci",
        "buildkite",
        "packer",
        "kaniko",
        "image",
        "images",
        "registry",
    }
)
_RUNS = frozenset(
    {
        "node",
        "nodes",
        "gke",
        "compute",
        "default",
        "developer",
        "train",
        "trainer",
        "training",
        "serve",
        "server",
        "serving",
        "inference",
        "notebook",
        "workload",
        "worker",
        "app",
        "web",
        "api",
        "pod",
        "job",
        "jobs",
        "batch",
    }
)
_NODES = frozenset({"node", "nodes"})
_NODES_OF = {
    "gcp:container/nodePool:NodePool": ("nodeConfig.serviceAccount",),
    "gcp:container/cluster:Cluster": ("nodeConfig.serviceAccount", "clusterAutoscaling.autoProvisioningDefaults.serviceAccount"),
    "gcp:tpu/v2Vm:V2Vm": ("serviceAccount.email",),
}


@rule("registry-ci-only-push", *REPOSITORY_GRANTS, accounts=())
def ci_only_push(grant: Bag, accounts: tuple[str, ...]) -> str | None:
    """`accounts` are patterns of the members that may push; with none, accounts of people and of what runs images may not."""
    found = granted(grant, _WRITES.__contains__, lambda member: not _may_push(member, accounts))
    return f"{found[1]} may push images ({found[0].role}) and is no build account" if found else None


def _may_push(member: str, accounts: tuple[str, ...]) -> bool:
    if accounts:
        return any(fnmatchcase(member, pattern) or fnmatchcase(member.partition(":")[2], pattern) for pattern in accounts)
    if member.startswith(("principal:", "principalSet:")):
        return True
    return is_service_account(member) and not is_default_service_account(member) and not _runs_images(_account(member))


def _account(member: str) -> frozenset[str]:
    """Return the words of the name of an account."""
    return words_of(member.partition(":")[2].partition("@")[0])


def _runs_images(words: frozenset[str]) -> bool:
    """Say whether the name of an account tells that it runs images and does not build them."""
    return not words.isdisjoint(_RUNS) and words.isdisjoint(_BUILDS)


@stack_rule("registry-nodes-read-only", *REPOSITORY_GRANTS, *PROJECT, *FOLDER, *ORGANIZATION)
def nodes_read_only(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    """Nodes are the accounts of the stack's pools, and those that are called so."""
    accounts = frozenset(_node_accounts(stack))

    def is_node(member: str) -> bool:
        if not is_service_account(member):
            return False
        named = not _NODES.isdisjoint(_account(member))
        return named or is_default_service_account(member) or member.partition(":")[2].lower() in accounts

    def problem(grant: Bag) -> str | None:
        found = granted(grant, _WRITES.__contains__, is_node)
        return f"nodes ({found[1]}) may change images ({found[0].role})" if found else None

    yield from each(stack.of(*REPOSITORY_GRANTS, *PROJECT, *FOLDER, *ORGANIZATION), problem)


def _node_accounts(stack: Stack) -> Iterator[str]:
    for bag in stack.of(*_NODES_OF):
        for path in _NODES_OF[bag.type]:
            try:
                yield bag.text(path).lower()
            except Unknown:
                continue
