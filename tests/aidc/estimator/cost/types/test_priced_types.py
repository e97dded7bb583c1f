"""What others price, and what an AI data centre uses, is priced or priced by use."""

from __future__ import annotations

import pytest

from aidc.estimator.cost.types import class_of, every_type

INFRACOST_PRICES = """
    google_artifact_registry_repository gcp:artifactregistry/repository:Repository
    google_bigquery_dataset gcp:bigquery/dataset:Dataset
    google_bigquery_table gcp:bigquery/table:Table
    google_cloud_run_service gcp:cloudrun/service:Service
    google_cloud_run_v2_job gcp:cloudrunv2/job:Job
    google_cloud_run_v2_service gcp:cloudrunv2/service:Service
    google_cloudfunctions_function gcp:cloudfunctions/function:Function
    google_compute_address gcp:compute/address:Address
    google_compute_disk gcp:compute/disk:Disk
    google_compute_external_vpn_gateway gcp:compute/externalVpnGateway:ExternalVpnGateway
    google_compute_forwarding_rule gcp:compute/forwardingRule:ForwardingRule
    google_compute_global_address gcp:compute/globalAddress:GlobalAddress
    google_compute_global_forwarding_rule gcp:compute/globalForwardingRule:GlobalForwardingRule
    google_compute_ha_vpn_gateway gcp:compute/haVpnGateway:HaVpnGateway
    google_compute_image gcp:compute/image:Image
    google_compute_instance gcp:compute/instance:Instance
    google_compute_instance_group_manager gcp:compute/instanceGroupManager:InstanceGroupManager
    google_compute_machine_image gcp:compute/machineImage:MachineImage
    google_compute_per_instance_config gcp:compute/perInstanceConfig:PerInstanceConfig
    google_compute_region_instance_group_manager gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager
    google_compute_region_per_instance_config gcp:compute/regionPerInstanceConfig:RegionPerInstanceConfig
    google_compute_region_target_http_proxy gcp:compute/regionTargetHttpProxy:RegionTargetHttpProxy
    google_compute_region_target_https_proxy gcp:compute/regionTargetHttpsProxy:RegionTargetHttpsProxy
    google_compute_router_nat gcp:compute/routerNat:RouterNat
    google_compute_snapshot gcp:compute/snapshot:Snapshot
    google_compute_target_grpc_proxy gcp:compute/targetGrpcProxy:TargetGrpcProxy
    google_compute_target_http_proxy gcp:compute/targetHttpProxy:TargetHttpProxy
    google_compute_target_https_proxy gcp:compute/targetHttpsProxy:TargetHttpsProxy
    google_compute_target_ssl_proxy gcp:compute/targetSSLProxy:TargetSSLProxy
    google_compute_target_tcp_proxy gcp:compute/targetTCPProxy:TargetTCPProxy
    google_compute_vpn_gateway gcp:compute/vPNGateway:VPNGateway
    google_compute_vpn_tunnel gcp:compute/vPNTunnel:VPNTunnel
    google_container_cluster gcp:container/cluster:Cluster
    google_container_node_pool gcp:container/nodePool:NodePool
    google_container_registry gcp:container/registry:Registry
    google_dns_managed_zone gcp:dns/managedZone:ManagedZone
    google_dns_record_set gcp:dns/recordSet:RecordSet
    google_kms_crypto_key gcp:kms/cryptoKey:CryptoKey
    google_logging_billing_account_bucket_config gcp:logging/billingAccountBucketConfig:BillingAccountBucketConfig
    google_logging_billing_account_sink gcp:logging/billingAccountSink:BillingAccountSink
    google_logging_folder_bucket_config gcp:logging/folderBucketConfig:FolderBucketConfig
    google_logging_folder_sink gcp:logging/folderSink:FolderSink
    google_logging_organization_bucket_config gcp:logging/organizationBucketConfig:OrganizationBucketConfig
    google_logging_organization_sink gcp:logging/organizationSink:OrganizationSink
    google_logging_project_bucket_config gcp:logging/projectBucketConfig:ProjectBucketConfig
    google_logging_project_sink gcp:logging/projectSink:ProjectSink
    google_monitoring_metric_descriptor gcp:monitoring/metricDescriptor:MetricDescriptor
    google_pubsub_subscription gcp:pubsub/subscription:Subscription
    google_pubsub_topic gcp:pubsub/topic:Topic
    google_redis_cluster gcp:redis/cluster:Cluster
    google_redis_instance gcp:redis/instance:Instance
    google_secret_manager_secret gcp:secretmanager/secret:Secret
    google_secret_manager_secret_version gcp:secretmanager/secretVersion:SecretVersion
    google_service_networking_connection gcp:servicenetworking/connection:Connection
    google_sql_database_instance gcp:sql/databaseInstance:DatabaseInstance
    google_storage_bucket gcp:storage/bucket:Bucket
"""
"""Terraform types that the last registry of Infracost's open-source engine prices, and what Pulumi calls them."""

NOBODY_ELSE_PRICES = """
    backupplan:gkebackup cluster:dataproc batch:dataproc regionDisk:compute storagePool:compute reservation:compute futureReservation:compute
    regionCommitment:compute nodeGroup:compute securityPolicy:compute interconnectAttachment:compute instance:filestore backup:filestore
    instance:lustre instance:parallelstore storagePool:netapp anywhereCache:storage v2Vm:tpu v2QueuedResource:tpu lake:dataplex
    preventionJobTrigger:dataloss instance:memorystore function:cloudfunctionsv2 instance:workbench
"""


@pytest.mark.parametrize("pair", INFRACOST_PRICES.strip().splitlines())
def test_what_infracost_prices_is_priced_or_priced_by_use(pair: str):
    terraform, name = pair.split()
    assessed = class_of(name)
    assert assessed.kind in ("priced", "usage"), terraform
    assert assessed.source == "infracost-priced"


def test_no_row_claims_that_infracost_prices_it_besides_those():
    claimed = {assessed.type for assessed in every_type() if assessed.source == "infracost-priced"}
    assert claimed == {pair.split()[1] for pair in INFRACOST_PRICES.strip().splitlines()}


@pytest.mark.parametrize("name", NOBODY_ELSE_PRICES.split())
def test_what_an_ai_data_centre_uses_and_infracost_lacks_is_priced_or_priced_by_use(name: str):
    member, module = name.split(":")
    found = [a for a in every_type() if a.type.lower().startswith(f"gcp:{module}/{member}:".lower())]
    assert [assessed.kind in ("priced", "usage") for assessed in found] == [True]


@pytest.mark.parametrize(
    "name",
    [
        "gcp:bigquery/job:Job",
        "gcp:logging/metric:Metric",
        "gcp:monitoring/alertPolicy:AlertPolicy",
        "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig",
    ],
)
def test_what_infracost_lists_as_free_but_bills_by_use_is_not_free(name: str):
    assert class_of(name).kind == "usage"
