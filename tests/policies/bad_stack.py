"""A stack that nobody should build: an AI lab open to the world, with keys in its scripts. It breaks rules of every family.

Records as any Pulumi program leaves them. Each resource breaks what it is here for and, as such stacks do, much else.
"""

from __future__ import annotations

from typing import Any

PUBLIC = "allUsers"
PROJECT = "bad-lab"


def _made(kind: str, name: str, /, **inputs: Any) -> dict[str, Any]:
    urn = f"urn:pulumi:bad::lab::{kind}::{name}"
    return {"type": kind, "name": name, "urn": urn, "inputs": inputs, "options": {"protect": False}, "dependencies": []}


def _network() -> list[dict[str, Any]]:
    return [
        _made("gcp:compute/network:Network", "default", name="default", autoCreateSubnetworks=True),
        _made(
            "gcp:compute/firewall:Firewall",
            "everything",
            network="default",
            direction="INGRESS",
            allows=[{"protocol": "all"}],
            sourceRanges=["0.0.0.0/0"],
        ),
        _made("gcp:compute/subnetwork:Subnetwork", "nodes", network="default", ipCidrRange="10.0.0.0/20", region="us-central1"),
        _made("gcp:compute/router:Router", "router", network="default", region="us-central1"),
    ]


def _cluster() -> list[dict[str, Any]]:
    access = [{"cidrBlocks": [{"cidrBlock": "0.0.0.0/0"}]}]
    fabric = [{"network": "a", "subnetwork": "a"}]
    return [
        _made(
            "gcp:container/cluster:Cluster",
            "cluster",
            name="cluster",
            location="us-central1-a",
            enableLegacyAbac=True,
            masterAuthorizedNetworksConfig=access,
            deletionProtection=False,
            initialNodeCount=1,
            nodeConfig={"machineType": "n2-standard-4"},
        ),
        _made(
            "gcp:container/nodePool:NodePool",
            "gpus",
            cluster="cluster",
            location="us-central1-a",
            nodeCount=2,
            networkConfig={"enablePrivateNodes": False, "additionalNodeNetworkConfigs": fabric},
            nodeConfig={
                "machineType": "a3-highgpu-8g",
                "spot": True,
                "reservationAffinity": {"consumeReservationType": "ANY_RESERVATION"},
                "oauthScopes": ["https://www.googleapis.com/auth/cloud-platform"],
            },
        ),
        _made("gcp:gkebackup/backupPlan:BackupPlan", "nightly", cluster="cluster", location="us-central1", deactivated=True),
        _made(
            "gcp:binaryauthorization/policy:Policy",
            "images",
            defaultAdmissionRule={"evaluationMode": "ALWAYS_ALLOW", "enforcementMode": "DRYRUN_AUDIT_LOG_ONLY"},
        ),
    ]


def _pods() -> list[dict[str, Any]]:
    root = {
        "name": "notebook",
        "image": "jupyter/base-notebook:latest",
        "securityContext": {"privileged": True, "runAsUser": 0, "capabilities": {"add": ["ALL"]}},
        "env": [{"name": "HF_TOKEN", "value": "not-really-a-token"}],
    }
    host = {"hostNetwork": True, "hostPID": True, "volumes": [{"name": "host", "hostPath": {"path": "/"}}], "containers": [root]}
    everybody = [{"kind": "Group", "name": "system:anonymous", "apiGroup": "rbac.authorization.k8s.io"}]
    return [
        _made("kubernetes:core/v1:Pod", "notebook", metadata={"name": "notebook", "namespace": "default"}, spec=host),
        _made(
            "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
            "everybody",
            metadata={"name": "everybody"},
            roleRef={"kind": "ClusterRole", "name": "cluster-admin", "apiGroup": "rbac.authorization.k8s.io"},
            subjects=everybody,
        ),
    ]


def _machines() -> list[dict[str, Any]]:
    open_nic = [{"network": "default", "accessConfigs": [{}]}]
    return [
        _made(
            "gcp:compute/instance:Instance",
            "bastion",
            machineType="n2-standard-4",
            zone="us-central1-a",
            canIpForward=True,
            networkInterfaces=open_nic,
            metadata={"serial-port-enable": "TRUE", "enable-oslogin": "FALSE"},
            serviceAccount={
                "email": "123456789012-compute@developer.gserviceaccount.com",
                "scopes": ["https://www.googleapis.com/auth/cloud-platform"],
            },
        ),
        _made(
            "gcp:tpu/v2Vm:V2Vm",
            "tpu",
            zone="us-central1-a",
            acceleratorType="v5litepod-4",
            runtimeVersion="v2-alpha-tpuv5-lite",
            networkConfig={"enableExternalIps": True, "canIpForward": True},
            metadata={"startup-script": "export PASSWORD=hunter2hunter2"},
        ),
        _made(
            "gcp:dataproc/cluster:Cluster",
            "spark",
            region="us-central1",
            clusterConfig={
                "endpointConfig": {"enableHttpPortAccess": True},
                "initializationActions": [{"script": "gs://somebody-elses-bucket/run.sh"}],
                "gceClusterConfig": {"internalIpOnly": False},
            },
        ),
        _made("gcp:cloudbuild/workerPool:WorkerPool", "builders", location="us-central1", workerConfig={"noExternalIp": False}),
        _made("gcp:workbench/instance:Instance", "notebook", location="us-central1-a", gceSetup={"disablePublicIp": False}),
        _made("gcp:vertex/aiEndpoint:AiEndpoint", "endpoint", location="us-central1", displayName="endpoint"),
    ]


def _storage() -> list[dict[str, Any]]:
    everybody = [{"ipRange": ["0.0.0.0/0"], "squashMode": "NO_ROOT_SQUASH", "accessMode": "READ_WRITE"}]
    return [
        _made(
            "gcp:storage/bucket:Bucket", "data", name="bad-lab-data", location="US", forceDestroy=True, publicAccessPrevention="inherited"
        ),
        _made(
            "gcp:storage/bucketIAMMember:BucketIAMMember", "world", bucket="bad-lab-data", role="roles/storage.objectViewer", member=PUBLIC
        ),
        _made(
            "gcp:filestore/instance:Instance",
            "homes",
            name="homes",
            tier="BASIC_HDD",
            location="us-central1-a",
            fileShares={"name": "homes", "capacityGb": 1024, "nfsExportOptions": everybody},
            networks=[{"network": "default", "modes": ["MODE_IPV4"], "connectMode": "DIRECT_PEERING"}],
        ),
        _made(
            "gcp:lustre/instance:Instance",
            "scratch",
            instanceId="scratch",
            location="europe-west4-a",
            capacityGib="18000",
            filesystem="scratch",
            network="default",
            accessRulesOptions={"defaultSquashMode": "NO_SQUASH"},
        ),
        _made("gcp:artifactregistry/repository:Repository", "images", repositoryId="images", location="us", format="DOCKER"),
        _made(
            "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember",
            "everybody-reads",
            repository="images",
            role="roles/artifactregistry.reader",
            member=PUBLIC,
        ),
    ]


def _data() -> list[dict[str, Any]]:
    return [
        _made("gcp:bigquery/dataset:Dataset", "people", datasetId="people", location="US", deleteContentsOnDestroy=True),
        _made(
            "gcp:bigquery/datasetIamMember:DatasetIamMember",
            "people-are-public",
            datasetId="people",
            role="roles/bigquery.dataViewer",
            member="allAuthenticatedUsers",
        ),
        _made(
            "gcp:dataloss/preventionInspectTemplate:PreventionInspectTemplate",
            "template",
            parent=f"projects/{PROJECT}",
            inspectConfig={"includeQuote": True},
        ),
        _made("gcp:pubsub/topic:Topic", "events", name="events"),
        _made(
            "gcp:pubsub/topicIAMMember:TopicIAMMember", "anybody-publishes", topic="events", role="roles/pubsub.publisher", member=PUBLIC
        ),
    ]


def _trust() -> list[dict[str, Any]]:
    return [
        _made("gcp:kms/keyRing:KeyRing", "ring", name="ring", location="us"),
        _made("gcp:kms/cryptoKey:CryptoKey", "key", name="key", keyRing="ring", purpose="ENCRYPT_DECRYPT"),
        _made(
            "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
            "key-is-public",
            cryptoKeyId="key",
            role="roles/cloudkms.cryptoKeyEncrypterDecrypter",
            member=PUBLIC,
        ),
        _made("gcp:secretmanager/secret:Secret", "token", secretId="token", replication={"auto": {}}),
        _made("gcp:secretmanager/secretVersion:SecretVersion", "token-1", secret="token", secretData="not-really-a-token"),
        _made("gcp:projects/iAMMember:IAMMember", "owner", project=PROJECT, role="roles/owner", member="user:ann@gmail.com"),
        _made("gcp:serviceaccount/key:Key", "download", serviceAccountId="trainer"),
        _made(
            "gcp:accesscontextmanager/accessLevel:AccessLevel",
            "anywhere",
            parent="accessPolicies/1",
            title="anywhere",
            basic={"conditions": [{"ipSubnetworks": ["0.0.0.0/0"]}]},
        ),
        _made("gcp:logging/projectSink:ProjectSink", "sink", destination="storage.googleapis.com/bad-lab-data", filter="severity>=ERROR"),
    ]


BAD_STACK = [*_network(), *_cluster(), *_pods(), *_machines(), *_storage(), *_data(), *_trust()]
