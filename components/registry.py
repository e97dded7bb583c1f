"""Artifact Registry: repositories, and the nodes that pull from them. Who else reads or pushes is up to Workload."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_gcp as gcp

from aidc.blueprint.registry import PULL_ROLE, CleanupPlan, RegistryPlan, RepositoryPlan, UpstreamPlan


class Registry(pulumi.ComponentResource):
    """Repositories of images and packages. Owns the nodes' right to read them where that is granted one by one."""

    repositories: dict[str, pulumi.Output[str]]
    """Repository ids by name in the stack file."""
    addresses: dict[str, pulumi.Output[str]]
    """What images and packages are named by, known once the repository stands."""

    def __init__(
        self,
        plan: RegistryPlan,
        *,
        project: str,
        key: pulumi.Input[str] | None,
        node_account: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("aidc:platform:Registry", "registry", None, opts)
        self._project, self._key = project, key
        self.repositories = {}
        # A virtual repository stands behind the ones that it is made of.
        for repository in sorted(plan.repositories, key=lambda one: bool(one.members)):
            self.repositories[repository.resource_name] = self._repository(repository)
        if plan.nodes_read_each:
            for repository in plan.repositories:
                self._readable(repository, node_account)
        self.addresses = {one.resource_name: self._known_with(one, one.address) for one in plan.repositories}
        self.register_outputs({"addresses": dict(self.addresses)})

    def _known_with(self, plan: RepositoryPlan, text: str) -> pulumi.Output[str]:
        return self.repositories[plan.resource_name].apply(lambda _: text)

    def _repository(self, plan: RepositoryPlan) -> pulumi.Output[str]:
        args = gcp.artifactregistry
        return args.Repository(
            plan.resource_name,
            project=self._project,
            location=plan.location,
            repository_id=plan.name,
            format=plan.format,
            mode=plan.mode,
            kms_key_name=self._key,
            docker_config=args.RepositoryDockerConfigArgs(immutable_tags=True) if plan.immutable_tags else None,
            remote_repository_config=_remote(plan.format, plan.upstream) if plan.upstream else None,
            virtual_repository_config=self._virtual(plan) if plan.members else None,
            cleanup_policies=[_cleanup(policy) for policy in plan.cleanup] or None,
            cleanup_policy_dry_run=plan.cleanup_dry_run if plan.cleanup else None,
            vulnerability_scanning_config=args.RepositoryVulnerabilityScanningConfigArgs(enablement_config=plan.scanning)
            if plan.scanning
            else None,
            labels=plan.labels,
            opts=pulumi.ResourceOptions(parent=self, protect=plan.guarded),
        ).repository_id

    def _virtual(self, plan: RepositoryPlan) -> gcp.artifactregistry.RepositoryVirtualRepositoryConfigArgs:
        return gcp.artifactregistry.RepositoryVirtualRepositoryConfigArgs(
            upstream_policies=[
                gcp.artifactregistry.RepositoryVirtualRepositoryConfigUpstreamPolicyArgs(
                    id=member.repository,
                    repository=self.repositories[member.repository].apply(lambda _, uri=member.uri: uri),
                    priority=member.priority,
                )
                for member in plan.members
            ]
        )

    def _readable(self, plan: RepositoryPlan, node_account: pulumi.Input[str]) -> None:
        gcp.artifactregistry.RepositoryIamMember(
            f"nodes/{plan.resource_name}",
            project=self._project,
            location=plan.location,
            repository=self.repositories[plan.resource_name],
            role=PULL_ROLE,
            member=pulumi.Output.from_input(node_account).apply(lambda address: f"serviceAccount:{address}"),
            opts=pulumi.ResourceOptions(parent=self),
        )


def _remote(kind: str, upstream: UpstreamPlan) -> gcp.artifactregistry.RepositoryRemoteRepositoryConfigArgs:
    """Return the block of an upstream: each format has one of its own."""
    source: dict[str, Any] = {"custom_repository": {"uri": upstream.address}}
    if upstream.public:
        source = {"public_repository": upstream.public}
    if upstream.path:
        source = {"public_repository": {"repository_base": upstream.public, "repository_path": upstream.path}}
    blocks: dict[str, Any] = {f"{kind.lower()}_repository": source}
    return gcp.artifactregistry.RepositoryRemoteRepositoryConfigArgs(**blocks)


def _cleanup(plan: CleanupPlan) -> gcp.artifactregistry.RepositoryCleanupPolicyArgs:
    args = gcp.artifactregistry
    if plan.older_than_seconds is None:
        newest = args.RepositoryCleanupPolicyMostRecentVersionsArgs(keep_count=plan.keep_newest)
        return args.RepositoryCleanupPolicyArgs(id=plan.id, action="KEEP", most_recent_versions=newest)
    aged = args.RepositoryCleanupPolicyConditionArgs(older_than=f"{plan.older_than_seconds}s", tag_state=plan.tag_state)
    return args.RepositoryCleanupPolicyArgs(id=plan.id, action="DELETE", condition=aged)
