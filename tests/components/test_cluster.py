"""The GKE cluster: private, without a pool of its own, every choice that cannot be made later made at once."""

from __future__ import annotations

import json

import pytest

from aidc.inventory.resource import UNKNOWN

CLUSTER = "gcp:container/cluster:Cluster"
NEVER = {
    "enableAutopilot",
    "enableTpu",
    "tpuConfig",
    "podSecurityPolicyConfig",
    "protectConfig",
    "enterpriseConfig",
    "clusterTelemetry",
    "networkPolicy",
    "nodePools",
    "loggingService",
    "monitoringService",
    "description",
    "minMasterVersion",
    "nodeVersion",
}


class ARunningCluster:
    """A cloud that answers with what a cluster has once it runs."""

    def create(self, type, name, inputs, *, preview):  # noqa: A002 - Pulumi's own word
        found = {
            "controlPlaneEndpointsConfig": {"dnsEndpointConfig": {"endpoint": "gke-1.us-central1.gke.goog"}},
            "endpoint": "10.11.128.2",
            "masterAuth": {"clusterCaCertificate": "Q0E="},
        }
        return f"{name}-id", {**inputs, **(found if type == CLUSTER else {})}

    def invoke(self, token, args):
        raise AssertionError(f"a component looks nothing up, yet {token} was asked")


@pytest.fixture
def declared(declare, plan_of):
    """Declare the cluster of a blueprint with stand-ins for keys and accounts."""

    def run(preview=False, simulation=None, **sections):
        plan = plan_of(**sections)

        def program():
            import pulumi

            from components.cluster import Cluster
            from components.network import Network

            cluster = Cluster(
                plan.cluster,
                project="acme-lab",
                network_plan=plan.network,
                network=Network(plan.network, region="us-central1"),
                etcd_key="etcd-key" if plan.keys.keys else None,
                disk_key="disk-key" if plan.keys.keys else None,
                node_account="lab-nodes@acme-lab.iam.gserviceaccount.com",
            )
            pulumi.export("cluster", cluster.cluster)
            pulumi.export("kubeconfig", cluster.kubeconfig)

        return declare(program, preview=preview, simulation=simulation)

    return run


@pytest.fixture
def inputs(declared):
    """Return the inputs of the cluster of a blueprint."""
    return lambda **cluster: declared(cluster=cluster).only(CLUSTER).inputs


def test_the_cluster_is_regional_private_and_has_no_pool_of_its_own(inputs):
    cluster = inputs()
    assert (cluster["name"], cluster["location"], cluster["project"]) == ("lab", "us-central1", "acme-lab")
    assert cluster["nodeLocations"] == ["us-central1-a", "us-central1-b"]
    assert (cluster["removeDefaultNodePool"], cluster["initialNodeCount"]) == (True, 1.0), "trap T003"
    assert cluster["privateClusterConfig"] == {
        "enablePrivateNodes": True,
        "enablePrivateEndpoint": True,
        "masterIpv4CidrBlock": "10.11.128.0/28",
        "masterGlobalAccessConfig": {"enabled": False},
    }
    assert cluster["networkingMode"] == "VPC_NATIVE"
    assert cluster["ipAllocationPolicy"] == {"clusterSecondaryRangeName": "pods", "servicesSecondaryRangeName": "services"}


def test_the_whole_cluster_is_what_was_decided_and_nothing_else(inputs):
    """The tests below say why each part is as it is; this one sees what is added or forgotten."""
    assert inputs() == {
        "name": "lab",
        "project": "acme-lab",
        "location": "us-central1",
        "nodeLocations": ["us-central1-a", "us-central1-b"],
        "network": "projects/acme-lab/global/networks/lab-vpc",
        "subnetwork": "projects/acme-lab/regions/us-central1/subnetworks/lab-nodes",
        "networkingMode": "VPC_NATIVE",
        "ipAllocationPolicy": {"clusterSecondaryRangeName": "pods", "servicesSecondaryRangeName": "services"},
        "datapathProvider": "ADVANCED_DATAPATH",
        "enableMultiNetworking": False,
        "defaultMaxPodsPerNode": 64.0,
        "privateClusterConfig": {
            "enablePrivateNodes": True,
            "enablePrivateEndpoint": True,
            "masterIpv4CidrBlock": "10.11.128.0/28",
            "masterGlobalAccessConfig": {"enabled": False},
        },
        "controlPlaneEndpointsConfig": {"dnsEndpointConfig": {"allowExternalTraffic": True}, "ipEndpointsConfig": {"enabled": False}},
        "masterAuthorizedNetworksConfig": {"gcpPublicCidrsAccessEnabled": False},
        "workloadIdentityConfig": {"workloadPool": "acme-lab.svc.id.goog"},
        "enableShieldedNodes": True,
        "databaseEncryption": {"state": "ENCRYPTED", "keyName": "etcd-key"},
        "releaseChannel": {"channel": "REGULAR"},
        "maintenancePolicy": {
            "recurringWindow": {
                "startTime": "2026-01-01T02:00:00Z",
                "endTime": "2026-01-01T10:00:00Z",
                "recurrence": "FREQ=WEEKLY;BYDAY=SA,SU",
            }
        },
        "addonsConfig": {
            "gcsFuseCsiDriverConfig": {"enabled": False},
            "gcpFilestoreCsiDriverConfig": {"enabled": False},
            "gcePersistentDiskCsiDriverConfig": {"enabled": True},
        },
        "loggingConfig": {"enableComponents": ["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"]},
        "monitoringConfig": {
            "enableComponents": [
                "SYSTEM_COMPONENTS",
                "APISERVER",
                "SCHEDULER",
                "CONTROLLER_MANAGER",
                "STORAGE",
                "POD",
                "DEPLOYMENT",
                "STATEFULSET",
                "DAEMONSET",
                "KUBELET",
                "CADVISOR",
                "JOBSET",
            ],
            "managedPrometheus": {"enabled": True},
        },
        "costManagementConfig": {"enabled": True},
        "securityPostureConfig": {"mode": "BASIC", "vulnerabilityMode": "VULNERABILITY_DISABLED"},
        "binaryAuthorization": {"evaluationMode": "DISABLED"},
        "rbacBindingConfig": {"enableInsecureBindingSystemAuthenticated": False, "enableInsecureBindingSystemUnauthenticated": False},
        "anonymousAuthenticationConfig": {"mode": "LIMITED"},
        "serviceExternalIpsConfig": {"enabled": False},
        "masterAuth": {"clientCertificateConfig": {"issueClientCertificate": False}},
        "removeDefaultNodePool": True,
        "initialNodeCount": 1.0,
        "nodeConfig": {
            "serviceAccount": "lab-nodes@acme-lab.iam.gserviceaccount.com",
            "bootDiskKmsKey": "disk-key",
            "shieldedInstanceConfig": {"enableSecureBoot": True, "enableIntegrityMonitoring": True},
            "workloadMetadataConfig": {"mode": "GKE_METADATA"},
        },
        "nodePoolDefaults": {"nodeConfigDefaults": {"insecureKubeletReadonlyPortEnabled": "FALSE", "gcfsConfig": {"enabled": True}}},
        "resourceLabels": {"stack": "lab", "environment": "dev", "managed-by": "aidc"},
        "deletionProtection": True,
    }


def test_dataplane_v2_is_always_on_because_it_can_never_be_switched_on(inputs):
    cluster = inputs()
    assert cluster["datapathProvider"] == "ADVANCED_DATAPATH"
    assert "networkPolicy" not in cluster, "Calico beside Dataplane V2 is invalid (trap T023)"


@pytest.mark.parametrize(("machine", "on"), [("a3-megagpu-8g", True), ("a2-ultragpu-8g", False)])
def test_multi_networking_follows_the_fabrics(machine, on, declared):
    pool = {"name": "g", "machine_type": machine, "nodes": 2, "capacity": {"mode": "spot"}}
    assert declared(gpu_pools=[pool]).only(CLUSTER).inputs["enableMultiNetworking"] is on


def test_keys_encrypt_etcd_and_the_disks_of_the_first_nodes(inputs, declared):
    cluster = inputs()
    assert cluster["databaseEncryption"] == {"state": "ENCRYPTED", "keyName": "etcd-key"}
    assert cluster["nodeConfig"] == {
        "serviceAccount": "lab-nodes@acme-lab.iam.gserviceaccount.com",
        "bootDiskKmsKey": "disk-key",
        "shieldedInstanceConfig": {"enableSecureBoot": True, "enableIntegrityMonitoring": True},
        "workloadMetadataConfig": {"mode": "GKE_METADATA"},
    }
    google = declared(keys={"managed_by": "google"}).only(CLUSTER).inputs
    assert "databaseEncryption" not in google
    assert "bootDiskKmsKey" not in google["nodeConfig"]


def test_by_name_the_control_plane_has_no_address_to_open(inputs):
    cluster = inputs(endpoint="dns")
    assert cluster["controlPlaneEndpointsConfig"] == {
        "dnsEndpointConfig": {"allowExternalTraffic": True},
        "ipEndpointsConfig": {"enabled": False},
    }
    assert cluster["masterAuthorizedNetworksConfig"] == {"gcpPublicCidrsAccessEnabled": False}, (
        "an empty block admits nobody, no block everybody"
    )


def test_from_inside_the_control_plane_is_open_to_named_ranges_only(inputs):
    cluster = inputs(endpoint="private", authorized_cidrs=["10.200.0.0/24"])
    assert cluster["controlPlaneEndpointsConfig"] == {
        "dnsEndpointConfig": {"allowExternalTraffic": False},
        "ipEndpointsConfig": {"enabled": True},
    }
    assert cluster["masterAuthorizedNetworksConfig"] == {
        "cidrBlocks": [{"cidrBlock": "10.8.0.0/15"}, {"cidrBlock": "10.200.0.0/24"}],
        "gcpPublicCidrsAccessEnabled": False,
    }, "no block and an empty block differ (trap T017): the block is always there"


def test_upgrades_come_in_one_recurring_window(inputs):
    exclusions = [{"name": "run", "start": "2026-12-01T00:00:00Z", "end": "2026-12-24T00:00:00Z", "scope": "NO_UPGRADES"}]
    policy = inputs(maintenance={"days": ["SA"], "start_utc": "22:00", "hours": 12, "exclusions": exclusions})["maintenancePolicy"]
    assert policy == {
        "recurringWindow": {
            "startTime": "2026-01-01T22:00:00Z",
            "endTime": "2026-01-02T10:00:00Z",
            "recurrence": "FREQ=WEEKLY;BYDAY=SA",
        },
        "maintenanceExclusions": [
            {
                "exclusionName": "run",
                "startTime": "2026-12-01T00:00:00Z",
                "endTime": "2026-12-24T00:00:00Z",
                "exclusionOptions": {"scope": "NO_UPGRADES"},
            }
        ],
    }, "exactly one kind of window, exactly one end (traps T018 and T019)"


def test_every_add_on_has_the_shape_that_the_provider_wants(inputs):
    everything = dict.fromkeys(["gcs_fuse", "filestore", "lustre", "ray", "slice_controller", "multi_tier_checkpointing", "backup"], True)
    add_ons = inputs(add_ons=everything)["addonsConfig"]
    ray = {"enabled": True, "rayClusterLoggingConfig": {"enabled": True}, "rayClusterMonitoringConfig": {"enabled": True}}
    assert add_ons == {
        "gcsFuseCsiDriverConfig": {"enabled": True},
        "gcpFilestoreCsiDriverConfig": {"enabled": True},
        "gcePersistentDiskCsiDriverConfig": {"enabled": True},
        "lustreCsiDriverConfig": {"enabled": True},
        "rayOperatorConfigs": [ray],
        "sliceControllerConfig": {"enabled": True},
        "highScaleCheckpointingConfig": {"enabled": True},
        "gkeBackupAgentConfig": {"enabled": True},
    }, "Ray alone is a list (trap T007)"
    assert set(inputs()["addonsConfig"]) == {"gcsFuseCsiDriverConfig", "gcpFilestoreCsiDriverConfig", "gcePersistentDiskCsiDriverConfig"}


@pytest.mark.parametrize("guard", [True, False])
def test_a_guarded_cluster_is_protected_twice_and_an_unguarded_one_not_at_all(guard, declared):
    cluster = declared(deletion_guard=guard).only(CLUSTER)
    assert cluster.inputs["deletionProtection"] is guard, "it defaults to true, so it is always said (trap T002)"
    assert cluster.options.get("protect", False) is guard


def test_the_removed_pool_is_no_difference(declared):
    assert declared().only(CLUSTER).options["ignoreChanges"] == ["nodeConfig"], "a difference there would replace the cluster"


def test_values_that_look_like_booleans_are_the_texts_that_gke_takes(inputs):
    defaults = inputs()["nodePoolDefaults"]["nodeConfigDefaults"]
    assert defaults["insecureKubeletReadonlyPortEnabled"] == "FALSE", "trap T010"
    on, off = inputs(binary_authorization=True), inputs()
    assert on["binaryAuthorization"] == {"evaluationMode": "PROJECT_SINGLETON_POLICY_ENFORCE"}, "trap T015"
    assert off["binaryAuthorization"] == {"evaluationMode": "DISABLED"}


def test_nothing_legacy_or_conflicting_is_ever_sent(inputs):
    everything = dict.fromkeys(["lustre", "ray", "backup"], True)
    cluster = inputs(add_ons=everything, endpoint="private", security_posture="ENTERPRISE")
    assert not NEVER & set(cluster), "traps T001, T005, T020 to T022"
    assert not {"istioConfig", "kalmConfig", "cloudrunConfig", "networkPolicyConfig", "httpLoadBalancing"} & set(cluster["addonsConfig"])
    assert cluster["releaseChannel"] == {"channel": "REGULAR"}, "always said: removing it would not unenrol (trap T025)"


@pytest.mark.parametrize(
    ("endpoint", "reached"),
    [
        ("dns", {"server": "https://gke-1.us-central1.gke.goog"}),
        ("private", {"server": "https://10.11.128.2", "certificate-authority-data": "Q0E="}),
    ],
)
def test_a_kubeconfig_says_where_the_control_plane_is_and_holds_no_credential(endpoint, reached, declared):
    known = json.loads(declared(simulation=ARunningCluster(), cluster={"endpoint": endpoint}).outputs["kubeconfig"])
    assert known["clusters"] == [{"name": "lab", "cluster": reached}]
    [user] = known["users"]
    assert set(user["user"]) == {"exec"}, "the plugin logs in with the caller's own identity"
    assert user["user"]["exec"]["command"] == "gke-gcloud-auth-plugin"
    assert known["current-context"] == "lab"


def test_at_preview_only_the_address_of_the_control_plane_is_unknown(declared):
    assert declared(preview=True).outputs["kubeconfig"] == UNKNOWN
    assert declared(preview=True).outputs["cluster"] == "lab"


def test_an_existing_cluster_is_passed_on_and_nothing_is_made(declared):
    found = declared(cluster={"existing": {"name": "shared"}})
    assert found.all(CLUSTER) == []
    assert found.outputs["cluster"] == "shared"
    assert found.outputs.get("kubeconfig") is None, "its kubeconfig is the user's own"
