"""Nothing but a bill comes out of the estimator, whatever a record holds, and the bill can be shown.

Records are of two kinds: sane ones with anything in them replaced, and every priced type with the property names that its pricer knows and values
that it does not expect. 80 examples of each; 5,000 with AIDC_SLOW=1.
"""

from __future__ import annotations

import copy
import inspect
import json
import os
import re
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from aidc.estimator.cost import Bill, estimate
from aidc.estimator.cost.carbon import footprint
from aidc.estimator.cost.owner import owners
from aidc.estimator.cost.pricers import KEYS, PRICERS
from aidc.estimator.cost.saving import savings
from aidc.estimator.cost.usage import usage_of
from aidc.estimator.cost.usage_key import UsageError
from aidc.inventory.resource import UNKNOWN, Resource
from aidc.report.cost.answer import CostAnswer
from aidc.report.cost.document import cost_document
from aidc.report.cost.markdown import cost_markdown
from aidc.report.cost.page import cost_page

SLOW = os.environ.get("AIDC_SLOW") == "1"
FUZZ = settings(
    max_examples=5_000 if SLOW else 80,
    derandomize=not SLOW,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
ZONE = "us-central1-a"
SANE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("gcp:compute/disk:Disk", {"zone": ZONE, "type": "hyperdisk-balanced", "size": 500.0, "provisionedIops": 5000.0}),
    ("gcp:compute/address:Address", {"name": "ip", "region": "us-central1"}),
    (
        "gcp:compute/instance:Instance",
        {
            "zone": ZONE,
            "machineType": "n1-standard-8",
            "bootDisk": {"initializeParams": {"image": "windows-cloud/windows-2022", "size": 50.0, "type": "pd-ssd"}},
            "guestAccelerators": [{"type": "nvidia-tesla-t4", "count": 1.0}],
            "scratchDisks": [{"interface": "NVME"}],
            "networkInterfaces": [{"accessConfigs": [{"natIp": "ip"}]}],
            "scheduling": {"preemptible": True},
        },
    ),
    (
        "gcp:compute/instanceTemplate:InstanceTemplate",
        {"name": "t", "region": "us-central1", "machineType": "c3-standard-4", "disks": [{}]},
    ),
    (
        "gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager",
        {"name": "g", "region": "us-central1", "targetSize": 3.0, "versions": [{"instanceTemplate": "t", "targetSize": {"percent": 50.0}}]},
    ),
    (
        "gcp:compute/regionAutoscaler:RegionAutoscaler",
        {"region": "us-central1", "target": "g", "autoscalingPolicy": {"minReplicas": 1.0, "maxReplicas": 9.0}},
    ),
    (
        "gcp:compute/reservation:Reservation",
        {"zone": ZONE, "specificReservation": {"count": 2.0, "instanceProperties": {"machineType": "n1-standard-8"}}},
    ),
    (
        "gcp:compute/regionCommitment:RegionCommitment",
        {
            "region": "us-central1",
            "plan": "TWELVE_MONTH",
            "resources": [{"type": "VCPU", "amount": "8"}, {"type": "MEMORY", "amount": "32"}],
        },
    ),
    (
        "gcp:container/cluster:Cluster",
        {
            "name": "c",
            "location": "us-central1",
            "initialNodeCount": 1.0,
            "nodeLocations": [ZONE],
            "nodePools": [{"name": "p", "nodeCount": 2.0, "nodeConfig": {"machineType": "e2-standard-4"}}],
        },
    ),
    (
        "gcp:container/nodePool:NodePool",
        {
            "cluster": "c",
            "autoscaling": {"minNodeCount": 0.0, "maxNodeCount": 5.0},
            "nodeConfig": {"machineType": "ct5lp-hightpu-4t", "spot": True, "diskSizeGb": 100.0},
            "placementPolicy": {"type": "COMPACT", "tpuTopology": "4x4"},
        },
    ),
    ("gcp:storage/bucket:Bucket", {"location": "US", "storageClass": "NEARLINE", "autoclass": {"enabled": True}}),
    (
        "gcp:sql/databaseInstance:DatabaseInstance",
        {
            "region": "us-central1",
            "databaseVersion": "SQLSERVER_2022_ENTERPRISE",
            "settings": {"tier": "db-custom-4-15360", "availabilityType": "REGIONAL", "diskSize": 100.0},
        },
    ),
    (
        "gcp:cloudrunv2/service:Service",
        {
            "location": "us-central1",
            "template": {"scaling": {"minInstanceCount": 1.0}, "containers": [{"resources": {"limits": {"cpu": "2"}}}]},
        },
    ),
    ("gcp:redis/instance:Instance", {"region": "us-central1", "memorySizeGb": 5.0, "tier": "STANDARD_HA"}),
    ("gcp:filestore/instance:Instance", {"location": ZONE, "tier": "ZONAL", "fileShares": {"capacityGb": 1024.0}}),
    ("gcp:lustre/instance:Instance", {"location": ZONE, "capacityGib": "18000", "perUnitStorageThroughput": "500"}),
    (
        "gcp:dataproc/cluster:Cluster",
        {"region": "us-central1", "clusterConfig": {"workerConfig": {"numInstances": 2.0, "machineType": "n1-standard-4"}}},
    ),
    ("gcp:compute/globalForwardingRule:GlobalForwardingRule", {"target": "t", "loadBalancingScheme": "EXTERNAL_MANAGED"}),
    ("gcp:compute/securityPolicy:SecurityPolicy", {"rules": [{"priority": 1.0, "action": "allow"}]}),
    (
        "kubernetes:core/v1:Service",
        {"metadata": {"name": "s", "annotations": {}}, "spec": {"type": "LoadBalancer", "ports": [{"port": 80.0}]}},
    ),
    (
        "kubernetes:apps/v1:StatefulSet",
        {
            "metadata": {"name": "db"},
            "spec": {
                "replicas": 3.0,
                "template": {"spec": {"containers": [{"resources": {"requests": {"cpu": "500m", "memory": "1Gi"}}}]}},
                "volumeClaimTemplates": [{"spec": {"storageClassName": "premium-rwo", "resources": {"requests": {"storage": "10Gi"}}}}],
            },
        },
    ),
    ("pulumi:providers:gcp", {"region": "us-central1", "zone": ZONE, "project": "p"}),
)

ODD = (
    *("", " ", "-", "/", "1", "-1", "1e400", "NaN", "Infinity", "0x10", "१", "10Gi", "100m", "true", "4x4", "0x0", "us", "EU", "global"),
    *(ZONE, "us-central1", "europe-west4-b", "mars-north1", "projects/p/zones/z/machineTypes/n2-standard-4", "c", "t", "g", "ip", "p"),
    *("n1-standard-8", "custom-4-8192", "n2-custom-0-0", "e2-custom-999999-1", "a3-highgpu-8g", "ct5lp-hightpu-4t", "v5litepod-16", "nope"),
    *("pd-ssd", "hyperdisk-ml", "local-ssd", "SCRATCH", "SPOT", "FLEX_START", "RESERVATION_BOUND", "ENTERPRISE_PLUS", "db-f1-micro"),
    *(UNKNOWN, "[secret]", "\x1b[31m", "::error::", "x" * 300),
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0.0, -1.0, 0.5, 1.0, 3.0, 375.0, 1e15, 1e16, 1e300]),
    st.text(max_size=12),
    st.sampled_from(ODD),
)
structures = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3), max_leaves=6
)


@cache
def _words(kind: str) -> tuple[tuple[str, ...], ...]:
    """Return the property paths that the modules of a type's pricer speak of."""
    source = inspect.getsource(sys.modules[PRICERS[kind].__module__])
    paths = {"zone", "region", "location", "name", *re.findall(r'"([a-z][a-zA-Z]+(?:\.[a-zA-Z]+)*)"', source)}
    return tuple(sorted(tuple(path.split(".")) for path in paths))


@st.composite
def unexpected(draw: st.DrawFn) -> Resource:
    """A resource of a priced type whose known properties hold anything."""
    kind = draw(st.sampled_from(sorted(PRICERS)))
    inputs: dict[str, Any] = {"zone": ZONE} if draw(st.booleans()) else {}
    for path in draw(st.lists(st.sampled_from(_words(kind)), max_size=6)):
        holder = inputs
        for key in path[:-1]:
            holder = holder[key] if isinstance(holder.get(key), dict) else holder.setdefault(key, {})
            if not isinstance(holder, dict):
                break
        if isinstance(holder, dict):
            holder[path[-1]] = draw(structures)
    return _resource(kind, draw(st.sampled_from(["a", "b", "::", "\n|"])), inputs)


@st.composite
def mutants(draw: st.DrawFn) -> list[Resource]:
    """A sane record with one to five places deleted, replaced, doubled or wrapped in a list."""
    chosen = draw(st.lists(st.sampled_from(SANE), min_size=1, max_size=6))
    made: list[Any] = [copy.deepcopy(inputs) for _, inputs in chosen]
    for _ in range(draw(st.integers(1, 5))):
        places = [path for path in _places(made) if len(path) > 1]
        if not places:
            break
        path = draw(st.sampled_from(places))
        holder: Any = made
        for key in path[:-1]:
            holder = holder[key]
        match draw(st.sampled_from(["delete", "replace", "replace", "list", "double"])):
            case "delete":
                del holder[path[-1]]
            case "replace":
                holder[path[-1]] = draw(structures)
            case "list":
                holder[path[-1]] = [holder[path[-1]]]
            case _ if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[path[-1]]))
            case _:
                pass
    return [_resource(kind, str(number), inputs) for number, ((kind, _), inputs) in enumerate(zip(chosen, made, strict=True))]


def _resource(kind: str, name: str, inputs: dict[str, Any]) -> Resource:
    return Resource(kind, name, inputs, f"urn:pulumi:dev::p::{kind}::{name}", outputs={"selfLink": name})


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in children:
        yield from _places(inner, (*path, key))


def _judge(record: list[Resource], bill: Bill) -> None:
    """Hold a bill to what every bill keeps, and show it in every form."""
    assert bill.usd_per_month.is_finite()
    assert bill.minimum_usd_per_month <= bill.maximum_usd_per_month
    for line in bill.lines:
        assert (line.usd_per_month >= 0) if line.kind == "list" else (line.usd_per_month <= 0), line
    assert sum(line.usd_per_month for line in bill.lines) >= 0
    told = {entry.resource for part in (bill.lines, bill.unpriced, bill.needs_usage, bill.free, bill.not_assessed) for entry in part}
    told |= {resource for resource, _ in bill.notes}
    assert {resource.urn for resource in record if not resource.type.startswith("pulumi:")} <= told
    answer = CostAnswer("x", bill, owners(record), footprint(bill), date(2026, 11, 24), savings=savings(bill))
    json.dumps(cost_document(answer), allow_nan=False)
    cost_markdown(answer)
    with (console := Console(width=120)).capture():
        console.print(cost_page(answer))


@FUZZ
@given(record=mutants())
def test_a_record_with_anything_replaced_is_billed_or_named(record: list[Resource]):
    _judge(record, estimate(record))


@FUZZ
@given(record=st.lists(unexpected(), min_size=1, max_size=3))
def test_a_priced_type_with_anything_in_its_properties_is_billed_or_named(record: list[Resource]):
    _judge(record, estimate(record, region="us-central1"))


@st.composite
def usages(draw: st.DrawFn) -> dict[str, Any]:
    """Usage of a sane resource under keys that it knows, nested as a file has them."""
    kind = draw(st.sampled_from(sorted({kind for kind, _ in SANE} & KEYS.keys())))
    given_keys: dict[str, Any] = {}
    for key in draw(st.lists(st.sampled_from(KEYS[kind]), max_size=4)):
        holder, *rest = given_keys, *key.name.replace("[*]", "[0]").replace("*", "europe_west1").split(".")
        for word in rest[:-1]:
            holder = holder.setdefault(word, {})
        holder[rest[-1]] = draw(st.sampled_from([0, 0.5, 1, 730, 1e6, 1e15]) if key.kind in ("number", "share") else scalars)
    return {"defaults": {kind: given_keys}}


@FUZZ
@given(usage=usages())
def test_any_usage_is_billed_or_refused(usage: dict[str, Any]):
    record = [_resource(kind, str(number), copy.deepcopy(inputs)) for number, (kind, inputs) in enumerate(SANE)]
    try:
        bill = estimate(record, usage_of(usage, "usage"))
    except UsageError:
        return
    _judge(record, bill)
