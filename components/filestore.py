"""One Filestore instance."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_gcp as gcp

from aidc.blueprint.filestore import FilestoreBackupPlan, FilestorePerformancePlan, FilestorePlan
from aidc.blueprint.filestore_exports import ExportPlan


class Filestore(pulumi.ComponentResource):
    """A shared NFS file system, reached through the range peered with Google's services, and the backups taken of it."""

    instance: pulumi.Output[str]
    address: pulumi.Output[str]
    """Address of the NFS server, known once the instance stands."""

    def __init__(
        self,
        plan: FilestorePlan,
        *,
        project: str,
        network: pulumi.Input[str],
        private_services: pulumi.Input[str],
        key: pulumi.Input[str] | None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("aidc:storage:Filestore", plan.resource_name, None, opts)
        instance = gcp.filestore.Instance(
            plan.resource_name,
            name=plan.name,
            project=project,
            location=plan.location,
            tier=plan.tier,
            protocol=plan.protocol,
            file_shares=gcp.filestore.InstanceFileSharesArgs(
                name=plan.share, capacity_gb=plan.capacity_gib, nfs_export_options=[_export(export) for export in plan.exports] or None
            ),
            networks=[
                gcp.filestore.InstanceNetworkArgs(
                    network=network, modes=["MODE_IPV4"], connect_mode="PRIVATE_SERVICE_ACCESS", reserved_ip_range=private_services
                )
            ],
            kms_key_name=key if plan.encrypted else None,
            performance_config=_performance(plan.performance) if plan.performance else None,
            deletion_protection_enabled=plan.guarded,
            deletion_protection_reason=plan.guard_reason or None,
            labels=plan.labels,
            opts=pulumi.ResourceOptions(parent=self, protect=plan.guarded),
        )
        self.instance = instance.name
        # A preview may echo the network that was asked for without its address; the id keeps it unknown until the instance is there.
        self.address = instance.id.apply(lambda _: instance.networks).apply(_address)
        source = instance.name.apply(lambda name: f"projects/{project}/locations/{plan.location}/instances/{name}")
        for backup in plan.backups:
            self._backup(backup, plan, project, source)
        self.register_outputs({"instance": self.instance})

    def _backup(self, backup: FilestoreBackupPlan, plan: FilestorePlan, project: str, source: pulumi.Output[str]) -> None:
        gcp.filestore.Backup(
            backup.resource_name,
            name=backup.name,
            project=project,
            location=backup.location,
            source_instance=source,
            source_file_share=plan.share,
            labels=plan.labels,
            # It cannot be taken again: the data of that moment exists nowhere else.
            opts=pulumi.ResourceOptions(parent=self, protect=plan.guarded),
        )


def _export(plan: ExportPlan) -> gcp.filestore.InstanceFileSharesNfsExportOptionArgs:
    return gcp.filestore.InstanceFileSharesNfsExportOptionArgs(
        ip_ranges=list(plan.ranges),
        access_mode="READ_ONLY" if plan.read_only else "READ_WRITE",
        squash_mode="ROOT_SQUASH" if plan.squash else "NO_ROOT_SQUASH",
        anon_uid=plan.anon_uid,
        anon_gid=plan.anon_gid,
    )


def _performance(plan: FilestorePerformancePlan) -> gcp.filestore.InstancePerformanceConfigArgs:
    if plan.iops_per_tib is not None:
        per_tib = gcp.filestore.InstancePerformanceConfigIopsPerTbArgs(max_iops_per_tb=plan.iops_per_tib)
        return gcp.filestore.InstancePerformanceConfigArgs(iops_per_tb=per_tib)
    return gcp.filestore.InstancePerformanceConfigArgs(fixed_iops=gcp.filestore.InstancePerformanceConfigFixedIopsArgs(max_iops=plan.iops))


def _address(networks: Sequence[gcp.filestore.outputs.InstanceNetwork]) -> str:
    addresses = networks[0].ip_addresses
    assert addresses, "an instance that stands has an address"
    return addresses[0]
