"""The GKE cluster."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pulumi_gcp as gcp

from aidc.blueprint.cluster import AddOnsPlan, ClusterPlan
from aidc.blueprint.maintenance import MaintenancePlan
from aidc.blueprint.network import NetworkPlan
from components.network import Network


class Cluster(pulumi.ComponentResource):
    """A regional, private cluster without pools of its own. With an existing cluster it creates nothing and passes the name on."""

    cluster: pulumi.Input[str]
    kubeconfig: pulumi.Output[str] | None
    """How to reach the control plane, without a credential in it; None for an existing cluster, whose kubeconfig is the user's own."""

    def __init__(
        self,
        plan: ClusterPlan,
        *,
        project: str,
        network_plan: NetworkPlan,
        network: Network,
        etcd_key: pulumi.Input[str] | None,
        disk_key: pulumi.Input[str] | None,
        node_account: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("aidc:compute:Cluster", "cluster", None, opts)
        if plan.existing:
            self.cluster, self.kubeconfig = plan.name, None
        else:
            cluster = self._cluster(plan, project, network_plan, network, etcd_key, disk_key, node_account)
            self.cluster, self.kubeconfig = cluster.name, _kubeconfig(plan, cluster)
        self.register_outputs({"cluster": self.cluster})

    def _cluster(
        self,
        plan: ClusterPlan,
        project: str,
        network_plan: NetworkPlan,
        network: Network,
        etcd_key: pulumi.Input[str] | None,
        disk_key: pulumi.Input[str] | None,
        node_account: pulumi.Input[str],
    ) -> gcp.container.Cluster:
        return gcp.container.Cluster(
            "cluster",
            name=plan.name,
            project=project,
            location=plan.location,
            node_locations=list(plan.zones),
            network=network.network,
            subnetwork=network.subnet,
            networking_mode="VPC_NATIVE",
            ip_allocation_policy=gcp.container.ClusterIpAllocationPolicyArgs(
                cluster_secondary_range_name=network_plan.pods_range, services_secondary_range_name=network_plan.services_range
            ),
            # Both are settable only when the cluster is made, and accelerator networks need them.
            datapath_provider="ADVANCED_DATAPATH",
            enable_multi_networking=plan.multi_networking,
            default_max_pods_per_node=plan.default_max_pods_per_node,
            **_reachability(plan),
            workload_identity_config=gcp.container.ClusterWorkloadIdentityConfigArgs(workload_pool=plan.workload_pool),
            enable_shielded_nodes=plan.shielded,
            database_encryption=gcp.container.ClusterDatabaseEncryptionArgs(state="ENCRYPTED", key_name=etcd_key)
            if etcd_key is not None
            else None,
            release_channel=gcp.container.ClusterReleaseChannelArgs(channel=plan.release_channel),
            maintenance_policy=_maintenance(plan.maintenance),
            addons_config=_add_ons(plan.add_ons),
            **_observability(plan),
            **_security(plan),
            **_pools_of_its_own(disk_key, node_account),
            resource_labels=plan.labels,
            deletion_protection=plan.guarded,
            # The removed pool comes back as a difference, and a difference there replaces the cluster.
            opts=pulumi.ResourceOptions(parent=self, protect=plan.guarded, ignore_changes=["nodeConfig"]),
        )


def _pools_of_its_own(disk_key: pulumi.Input[str] | None, node_account: pulumi.Input[str]) -> dict[str, Any]:
    # Every pool is a resource of its own; the pool that comes with a cluster is removed at once. Until then it too must satisfy
    # an organisation that demands keys and named accounts.
    return {
        "remove_default_node_pool": True,
        "initial_node_count": 1,
        "node_config": gcp.container.ClusterNodeConfigArgs(
            service_account=node_account,
            boot_disk_kms_key=disk_key,
            shielded_instance_config=gcp.container.ClusterNodeConfigShieldedInstanceConfigArgs(
                enable_secure_boot=True, enable_integrity_monitoring=True
            ),
            workload_metadata_config=gcp.container.ClusterNodeConfigWorkloadMetadataConfigArgs(mode="GKE_METADATA"),
        ),
        "node_pool_defaults": gcp.container.ClusterNodePoolDefaultsArgs(
            node_config_defaults=gcp.container.ClusterNodePoolDefaultsNodeConfigDefaultsArgs(
                insecure_kubelet_readonly_port_enabled="FALSE",
                gcfs_config=gcp.container.ClusterNodePoolDefaultsNodeConfigDefaultsGcfsConfigArgs(enabled=True),
            )
        ),
    }


def _kubeconfig(plan: ClusterPlan, cluster: gcp.container.Cluster) -> pulumi.Output[str]:
    if plan.dns_endpoint:
        # The name has a certificate that everybody trusts, so no authority is passed along.
        host = cluster.control_plane_endpoints_config.dns_endpoint_config.endpoint
        # A preview may echo the block that was asked for without its address; the id keeps all of it unknown until the cluster is there.
        return pulumi.Output.all(cluster.id, host).apply(lambda known: _kubeconfig_json(plan.name, {"server": f"https://{known[1]}"}))
    authority = cluster.master_auth.cluster_ca_certificate
    return pulumi.Output.all(cluster.endpoint, authority).apply(
        lambda known: _kubeconfig_json(plan.name, {"server": f"https://{known[0]}", "certificate-authority-data": known[1]})
    )


def _kubeconfig_json(name: str, cluster: dict[str, str]) -> str:
    login = {
        "apiVersion": "client.authentication.k8s.io/v1beta1",
        "command": "gke-gcloud-auth-plugin",
        "interactiveMode": "IfAvailable",
        "provideClusterInfo": True,
    }
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": name, "cluster": cluster}],
            "users": [{"name": name, "user": {"exec": login}}],
            "contexts": [{"name": name, "context": {"cluster": name, "user": name}}],
            "current-context": name,
        },
        sort_keys=True,
    )


def _reachability(plan: ClusterPlan) -> dict[str, Any]:
    authorized = [gcp.container.ClusterMasterAuthorizedNetworksConfigCidrBlockArgs(cidr_block=cidr) for cidr in plan.authorized_cidrs]
    return {
        "private_cluster_config": gcp.container.ClusterPrivateClusterConfigArgs(
            enable_private_nodes=True,
            enable_private_endpoint=True,
            master_ipv4_cidr_block=plan.control_plane_cidr,
            master_global_access_config=gcp.container.ClusterPrivateClusterConfigMasterGlobalAccessConfigArgs(enabled=False),
        ),
        "control_plane_endpoints_config": gcp.container.ClusterControlPlaneEndpointsConfigArgs(
            dns_endpoint_config=gcp.container.ClusterControlPlaneEndpointsConfigDnsEndpointConfigArgs(
                allow_external_traffic=plan.dns_endpoint
            ),
            ip_endpoints_config=gcp.container.ClusterControlPlaneEndpointsConfigIpEndpointsConfigArgs(enabled=not plan.dns_endpoint),
        ),
        # No block and an empty block differ: without one GKE lets every address in, and refuses a cluster whose control plane is private.
        "master_authorized_networks_config": gcp.container.ClusterMasterAuthorizedNetworksConfigArgs(
            cidr_blocks=authorized or None, gcp_public_cidrs_access_enabled=False
        ),
    }


def _maintenance(plan: MaintenancePlan) -> gcp.container.ClusterMaintenancePolicyArgs:
    return gcp.container.ClusterMaintenancePolicyArgs(
        recurring_window=gcp.container.ClusterMaintenancePolicyRecurringWindowArgs(
            start_time=plan.start, end_time=plan.end, recurrence=plan.recurrence
        ),
        maintenance_exclusions=[
            gcp.container.ClusterMaintenancePolicyMaintenanceExclusionArgs(
                exclusion_name=exclusion.name,
                start_time=exclusion.start,
                end_time=exclusion.end,
                exclusion_options=gcp.container.ClusterMaintenancePolicyMaintenanceExclusionExclusionOptionsArgs(scope=exclusion.scope),
            )
            for exclusion in plan.exclusions
        ]
        or None,
    )


def _add_ons(plan: AddOnsPlan) -> gcp.container.ClusterAddonsConfigArgs:
    addons = gcp.container
    return addons.ClusterAddonsConfigArgs(
        gcs_fuse_csi_driver_config=addons.ClusterAddonsConfigGcsFuseCsiDriverConfigArgs(enabled=plan.gcs_fuse),
        gcp_filestore_csi_driver_config=addons.ClusterAddonsConfigGcpFilestoreCsiDriverConfigArgs(enabled=plan.filestore),
        gce_persistent_disk_csi_driver_config=addons.ClusterAddonsConfigGcePersistentDiskCsiDriverConfigArgs(enabled=plan.persistent_disk),
        lustre_csi_driver_config=addons.ClusterAddonsConfigLustreCsiDriverConfigArgs(enabled=True) if plan.lustre else None,
        # The only add-on that is a list.
        ray_operator_configs=[
            addons.ClusterAddonsConfigRayOperatorConfigArgs(
                enabled=True,
                ray_cluster_logging_config=addons.ClusterAddonsConfigRayOperatorConfigRayClusterLoggingConfigArgs(enabled=True),
                ray_cluster_monitoring_config=addons.ClusterAddonsConfigRayOperatorConfigRayClusterMonitoringConfigArgs(enabled=True),
            )
        ]
        if plan.ray
        else None,
        slice_controller_config=addons.ClusterAddonsConfigSliceControllerConfigArgs(enabled=True) if plan.slice_controller else None,
        high_scale_checkpointing_config=addons.ClusterAddonsConfigHighScaleCheckpointingConfigArgs(enabled=True)
        if plan.multi_tier_checkpointing
        else None,
        gke_backup_agent_config=addons.ClusterAddonsConfigGkeBackupAgentConfigArgs(enabled=True) if plan.backup else None,
    )


def _observability(plan: ClusterPlan) -> dict[str, Any]:
    return {
        "logging_config": gcp.container.ClusterLoggingConfigArgs(
            enable_components=["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"]
        ),
        "monitoring_config": gcp.container.ClusterMonitoringConfigArgs(
            enable_components=list(plan.monitoring_components),
            managed_prometheus=gcp.container.ClusterMonitoringConfigManagedPrometheusArgs(enabled=plan.managed_prometheus),
        ),
        "cost_management_config": gcp.container.ClusterCostManagementConfigArgs(enabled=plan.cost_allocation),
    }


def _security(plan: ClusterPlan) -> dict[str, Any]:
    return {
        "security_posture_config": gcp.container.ClusterSecurityPostureConfigArgs(
            mode=plan.security_posture, vulnerability_mode="VULNERABILITY_DISABLED"
        ),
        "binary_authorization": gcp.container.ClusterBinaryAuthorizationArgs(
            evaluation_mode="PROJECT_SINGLETON_POLICY_ENFORCE" if plan.binary_authorization else "DISABLED"
        ),
        # Whoever only has a Google account, or none, is given no role by mistake, and reaches health checks alone.
        "rbac_binding_config": gcp.container.ClusterRbacBindingConfigArgs(
            enable_insecure_binding_system_authenticated=False, enable_insecure_binding_system_unauthenticated=False
        ),
        "anonymous_authentication_config": gcp.container.ClusterAnonymousAuthenticationConfigArgs(mode="LIMITED"),
        # A Service that may claim any address takes over traffic that is not its own (CVE-2020-8554).
        "service_external_ips_config": gcp.container.ClusterServiceExternalIpsConfigArgs(enabled=False),
        "master_auth": gcp.container.ClusterMasterAuthArgs(
            client_certificate_config=gcp.container.ClusterMasterAuthClientCertificateConfigArgs(issue_client_certificate=False)
        ),
    }
