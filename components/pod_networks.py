"""The Kubernetes side of accelerator networks: one Network and one GKENetworkParamSet for each extra interface.

Without them GKE attaches the interfaces to the node but no pod can ask for them, and collectives quietly fall back to TCP.
"""

from __future__ import annotations

import pulumi
import pulumi_kubernetes as kubernetes

from aidc.blueprint.accelerator_network import AcceleratorNetworkPlan
from components.accelerator_network import AcceleratorNetwork

API_VERSION = "networking.gke.io/v1"


class PodNetworks(pulumi.ComponentResource):
    """Network objects of one accelerator network. The networks themselves belong to AcceleratorNetwork."""

    def __init__(self, plan: AcceleratorNetworkPlan, *, network: AcceleratorNetwork, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("aidc:fabric:PodNetworks", plan.key, None, opts)
        for subnet, interface in zip(plan.subnets, network.interfaces, strict=True):
            params = kubernetes.apiextensions.CustomResource(
                f"{subnet.pod_network}-params",
                api_version=API_VERSION,
                kind="GKENetworkParamSet",
                metadata=kubernetes.meta.v1.ObjectMetaArgs(name=subnet.pod_network),
                spec={"vpc": interface.network, "vpcSubnet": interface.subnet, "deviceMode": subnet.device_mode},
                opts=pulumi.ResourceOptions(parent=self),
            )
            kubernetes.apiextensions.CustomResource(
                subnet.pod_network,
                api_version=API_VERSION,
                kind="Network",
                metadata=kubernetes.meta.v1.ObjectMetaArgs(name=subnet.pod_network),
                spec={
                    "type": "Device",
                    "parametersRef": {"group": "networking.gke.io", "kind": "GKENetworkParamSet", "name": subnet.pod_network},
                },
                # GKE resolves the reference by name when the object is admitted; no value flows from one to the other.
                opts=pulumi.ResourceOptions(parent=self, depends_on=[params]),
            )
        self.register_outputs({})
