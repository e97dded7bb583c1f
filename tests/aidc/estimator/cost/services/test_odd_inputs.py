"""Whatever a property holds, a service is priced, named as unpriced or waits for usage: nothing crashes and nothing is negative."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidc.estimator.cost import estimate
from aidc.estimator.cost.pricers import KEYS
from aidc.estimator.cost.services.every import SERVICES
from aidc.estimator.cost.usage import usage_of
from aidc.inventory.resource import UNKNOWN, Resource

_CONTAINER = {"resources": {"limits": {"cpu": "2", "memory": "1Gi", "nvidia.com/gpu": "1"}, "cpuIdle": False}}
_NODES = {
    "numInstances": 2.0,
    "machineType": "n1-standard-4",
    "diskConfig": {"bootDiskSizeGb": 100.0, "bootDiskType": "pd-ssd", "numLocalSsds": 1.0},
}
_SAMPLES: dict[str, dict[str, Any]] = {
    "gcp:artifactregistry/repository:Repository": {"location": "us"},
    "gcp:bigquery/table:Table": {"datasetId": "d"},
    "gcp:cloudfunctions/function:Function": {"region": "us-central1", "availableMemoryMb": 256.0, "minInstances": 1.0},
    "gcp:cloudfunctionsv2/function:Function": {
        "location": "us-central1",
        "serviceConfig": {"availableMemory": "1Gi", "availableCpu": "1", "minInstanceCount": 1.0},
    },
    "gcp:cloudrun/service:Service": {
        "location": "us-central1",
        "template": {
            "metadata": {"annotations": {"autoscaling.knative.dev/minScale": "1", "run.googleapis.com/cpu-throttling": "false"}},
            "spec": {"containers": [_CONTAINER], "nodeSelector": {"run.googleapis.com/accelerator": "nvidia-l4"}},
        },
    },
    "gcp:cloudrunv2/service:Service": {
        "location": "us-central1",
        "scaling": {"minInstanceCount": 1.0, "scalingMode": "AUTOMATIC"},
        "template": {"containers": [_CONTAINER], "scaling": {"minInstanceCount": 1.0}, "nodeSelector": {"accelerator": "nvidia-l4"}},
    },
    "gcp:cloudrunv2/job:Job": {"location": "us-central1", "template": {"taskCount": 2.0, "template": {"containers": [_CONTAINER]}}},
    "gcp:dataproc/cluster:Cluster": {
        "region": "us-central1",
        "clusterConfig": {
            "masterConfig": _NODES,
            "workerConfig": _NODES,
            "preemptibleWorkerConfig": {"numInstances": 2.0},
            "gceClusterConfig": {"zone": "us-central1-a"},
            "softwareConfig": {"overrideProperties": {"dataproc:dataproc.allow.zero.workers": "true"}},
            "autoscalingConfig": {"policyUri": "p"},
        },
    },
    "gcp:kms/cryptoKey:CryptoKey": {
        "rotationPeriod": "7776000s",
        "versionTemplate": {"protectionLevel": "HSM", "algorithm": "EC_SIGN_P256_SHA256"},
    },
    "gcp:kms/cryptoKeyVersion:CryptoKeyVersion": {"cryptoKey": "k", "state": "ENABLED"},
    "gcp:logging/projectBucketConfig:ProjectBucketConfig": {"bucketId": "b", "retentionDays": 90.0},
    "gcp:memorystore/instance:Instance": {
        "location": "us-central1",
        "nodeType": "HIGHMEM_MEDIUM",
        "shardCount": 2.0,
        "replicaCount": 1.0,
        "persistenceConfig": {"mode": "AOF"},
    },
    "gcp:redis/cluster:Cluster": {"region": "us-central1", "nodeType": "REDIS_HIGHMEM_MEDIUM", "shardCount": 2.0, "replicaCount": 1.0},
    "gcp:redis/instance:Instance": {"region": "us-central1", "memorySizeGb": 5.0, "tier": "STANDARD_HA", "readReplicasMode": "x"},
    "gcp:secretmanager/secret:Secret": {"replication": {"userManaged": {"replicas": [{"location": "us-east1"}]}}},
    "gcp:secretmanager/secretVersion:SecretVersion": {"secret": "s"},
    "gcp:sql/databaseInstance:DatabaseInstance": {
        "region": "us-central1",
        "databaseVersion": "SQLSERVER_2019_WEB",
        "settings": {
            "tier": "db-custom-2-7680",
            "diskSize": 10.0,
            "availabilityType": "REGIONAL",
            "ipConfiguration": {"ipv4Enabled": True},
            "activationPolicy": "ALWAYS",
        },
    },
    "gcp:pubsub/subscription:Subscription": {"bigqueryConfig": {"table": "t"}},
    "gcp:vpcaccess/connector:Connector": {"region": "us-central1", "machineType": "e2-micro", "minInstances": 2.0, "maxInstances": 3.0},
    "gcp:workbench/instance:Instance": {
        "location": "us-central1-a",
        "gceSetup": {"machineType": "n1-standard-4", "bootDisk": {"diskSizeGb": "150", "diskType": "PD_SSD"}, "acceleratorConfigs": [{}]},
    },
}
_TYPES = sorted(kind for module in SERVICES for kind in module.PRICERS)
_ODD = st.sampled_from(
    [
        UNKNOWN,
        "[secret]",
        None,
        "",
        "x",
        "-1",
        "1e400",
        True,
        -1,
        0,
        10**30,
        float("nan"),
        float("inf"),
        [],
        {},
        [[]],
        [None],
        {"": {}},
        [UNKNOWN],
    ]
)


def _places(value: Any, path: tuple = ()) -> list[tuple]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, entry in entries for place in [(*path, key), *_places(entry, (*path, key))]]


def _used(kind: str) -> dict[str, Any]:
    """Return a number for every usage key that takes one."""
    used: dict[str, Any] = {}
    for key in KEYS.get(kind, ()):
        if key.kind == "number" and "[" not in key.name:
            *outer, last = key.name.replace("*", "us_east1").split(".")
            inside = used
            for name in outer:
                inside = inside.setdefault(name, {})
            inside[last] = 3
    return used


@pytest.mark.parametrize("kind", _TYPES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_odd_values_are_named_and_never_crash(kind, data):
    inputs = copy.deepcopy(_SAMPLES.get(kind, {"location": "us-central1"}))
    for place in data.draw(st.lists(st.sampled_from(_places(inputs)), max_size=2)):
        try:
            inside = inputs
            for key in place[:-1]:
                inside = inside[key]
            inside[place[-1]] = data.draw(_ODD)
        except (TypeError, KeyError, IndexError):
            continue
    used = data.draw(st.sampled_from([{}, _used(kind)]))
    bill = estimate([Resource(kind, "it", inputs)], usage_of({"resources": {"it": used} if used else {}}, "usage"))
    assert bill.lines or bill.unpriced or bill.needs_usage or bill.notes
    assert all(line.usd_per_month >= 0 for line in bill.lines if line.kind == "list")
    assert bill.usd_per_month >= 0


@pytest.mark.parametrize("kind", _TYPES)
def test_a_resource_without_any_input_is_never_silent(kind):
    bill = estimate([Resource(kind, "it", {})])
    assert bill.lines or bill.unpriced or bill.needs_usage or bill.notes
