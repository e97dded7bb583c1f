"""TPU VMs of one entry: the nodes, or the queued resources that wait for them, or nothing but the identity of a request that is sent by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_gcp as gcp

from aidc.blueprint.tpu_vm import SCOPES, TpuNodePlan, TpuVmPlan
from components.service_account import service_account


@dataclass(frozen=True, slots=True)
class TpuVmInputs:
    """What TPU VMs take from the rest of the stack: live names."""

    project: str
    network: pulumi.Input[str]
    subnet: pulumi.Input[str]
    buckets: Mapping[str, pulumi.Output[str]]
    disks: Mapping[str, pulumi.Output[str]]


class TpuVm(pulumi.ComponentResource):
    """TPU nodes with private addresses and an identity of their own. Does not own the network, the buckets or the disks."""

    nodes: list[pulumi.Output[str]]
    request: pulumi.Output[dict[str, object]] | None
    """What to send to the Cloud TPU API by hand, known once its identity may do its work."""

    def __init__(self, plan: TpuVmPlan, *, inputs: TpuVmInputs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("aidc:compute:TpuVm", plan.name, None, opts)
        self._plan, self._inputs = plan, inputs
        account = self._identity() if plan.account_id else None
        self.request = None
        self.nodes = []
        if plan.made_by == "V2QueuedResource":
            self.nodes = [self._queued(node) for node in plan.nodes]
        elif account is not None and plan.made_by == "V2Vm":
            self.nodes = [self._node(node, account) for node in plan.nodes]
        elif account is not None:
            self.request = self._rendered(account)
        self.register_outputs({"nodes": self.nodes})

    def _child(self) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self)

    def _identity(self) -> pulumi.Output[str]:
        """Declare the account of the nodes and return its e-mail, known once it may do what it must."""
        plan, project = self._plan, self._inputs.project
        address = service_account(plan.name, plan.account_id, f"TPU VMs {plan.name}", project=project, parent=self)
        member = address.apply(lambda known: f"serviceAccount:{known}")
        granted = [
            gcp.projects.IAMMember(
                f"{plan.name}-{role.rpartition('.')[2]}", project=project, role=role, member=member, opts=self._child()
            ).role
            for role in plan.roles
        ]
        granted += [
            gcp.storage.BucketIAMMember(
                f"{plan.name}/{grant.bucket}", bucket=self._inputs.buckets[grant.bucket], role=grant.role, member=member, opts=self._child()
            ).role
            for grant in plan.grants
        ]
        return pulumi.Output.all(address, *granted).apply(lambda resolved: resolved[0])

    def _node(self, node: TpuNodePlan, account: pulumi.Output[str]) -> pulumi.Output[str]:
        plan = self._plan
        config = gcp.tpu.V2VmAcceleratorConfigArgs(type=plan.config_type, topology=plan.topology) if plan.config_type else None
        made = gcp.tpu.V2Vm(
            node.resource_name,
            name=node.name,
            project=self._inputs.project,
            zone=plan.zone,
            runtime_version=plan.runtime_version,
            # One of the two is always said: with neither, Google makes a v2-8 (trap T046), and both are refused (trap T047).
            accelerator_type=None if config else plan.accelerator_type,
            accelerator_config=config,
            network_config=gcp.tpu.V2VmNetworkConfigArgs(
                network=self._inputs.network, subnetwork=self._inputs.subnet, enable_external_ips=False, can_ip_forward=False
            ),
            scheduling_config=gcp.tpu.V2VmSchedulingConfigArgs(
                spot=True if plan.mode == "spot" else None, reserved=True if plan.mode == "reservation" else None
            )
            if plan.mode in {"spot", "reservation"}
            else None,
            service_account=gcp.tpu.V2VmServiceAccountArgs(email=account, scopes=list(SCOPES)),
            shielded_instance_config=gcp.tpu.V2VmShieldedInstanceConfigArgs(enable_secure_boot=plan.secure_boot),
            data_disks=self._disks(),
            labels=plan.labels,
            metadata=plan.metadata,
            tags=list(plan.tags),
            opts=self._child(),
        )
        return made.name

    def _disks(self) -> list[gcp.tpu.V2VmDataDiskArgs] | None:
        own = self._inputs.disks
        return [
            gcp.tpu.V2VmDataDiskArgs(
                source_disk=own[disk.own].apply(lambda _, source=disk.disk: source) if disk.own else disk.disk, mode=disk.mode
            )
            for disk in self._plan.data_disks
        ] or None

    def _queued(self, node: TpuNodePlan) -> pulumi.Output[str]:
        plan, project = self._plan, self._inputs.project
        network = gcp.tpu.V2QueuedResourceTpuNodeSpecNodeNetworkConfigArgs(
            network=self._inputs.network, subnetwork=self._inputs.subnet, enable_external_ips=False, can_ip_forward=False
        )
        spec = gcp.tpu.V2QueuedResourceTpuNodeSpecArgs(
            parent=f"projects/{project}/locations/{plan.zone}",
            node_id=node.name,
            node=gcp.tpu.V2QueuedResourceTpuNodeSpecNodeArgs(
                runtime_version=plan.runtime_version, accelerator_type=plan.accelerator_type, network_config=network
            ),
        )
        tpu = gcp.tpu.V2QueuedResourceTpuArgs(node_specs=[spec])
        return gcp.tpu.V2QueuedResource(
            node.resource_name, name=node.name, project=project, zone=plan.zone, tpu=tpu, opts=self._child()
        ).name

    def _rendered(self, account: pulumi.Output[str]) -> pulumi.Output[dict[str, object]]:
        request = self._plan.request
        assert request is not None, "the plan renders every request"
        # The text is decided; it is handed out once identity, network and disks are there.
        waits = [
            account,
            self._inputs.network,
            self._inputs.subnet,
            *(self._inputs.disks[one.own] for one in self._plan.data_disks if one.own),
        ]
        return pulumi.Output.all(*waits).apply(
            lambda _: {"url": request.url, "body": request.body, "send": request.send, "withdraw": request.withdraw}
        )
