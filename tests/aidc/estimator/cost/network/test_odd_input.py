"""No shape of an input breaks a bill of storage or network: it is priced, free, waits for usage, or is unpriced with a reason."""

from __future__ import annotations

import pytest

from aidc.estimator.cost import estimate
from aidc.estimator.cost.network import armor, armor_enterprise, dns, forwarding, interconnect, nat, proxy, spoke, vpn
from aidc.estimator.cost.pricers import KEYS
from aidc.estimator.cost.storage import bucket, cache, filestore, insight, parallel
from aidc.estimator.cost.usage import Usage, usage_of
from aidc.inventory.resource import UNKNOWN, Resource

MODULES = (armor, armor_enterprise, dns, forwarding, interconnect, nat, proxy, spoke, vpn, bucket, cache, filestore, insight, parallel)
TYPES = sorted(kind for module in MODULES for kind in module.PRICERS)
PROPERTIES = {
    "location": "US-CENTRAL1",
    "region": "us-central1",
    "zone": "us-central1-a",
    "storageClass": "STANDARD",
    "tier": "ZONAL",
    "fileShares": {"capacityGb": 1024.0},
    "performanceConfig": {"fixedIops": {"maxIops": 1000.0}},
    "capacityGib": "9000",
    "perUnitStorageThroughput": "1000",
    "dynamicTierOptions": {"mode": "DISABLED"},
    "serviceLevel": "FLEX",
    "customPlacementConfig": {"dataLocations": ["US-CENTRAL1", "US-EAST1"]},
    "lifecycleRules": [{"action": {"storageClass": "NEARLINE"}}],
    "autoclass": {"enabled": True},
    "hierarchicalNamespace": {"enabled": True},
    "rpo": "DEFAULT",
    "natIps": ["projects/p/regions/us-central1/addresses/a"],
    "target": "projects/p/global/targetHttpProxies/a",
    "loadBalancingScheme": "EXTERNAL",
    "ipProtocol": "TCP",
    "rules": [{"priority": 1.0}],
    "routingPolicy": {"wrrs": []},
    "type": "DEDICATED",
    "bandwidth": "BPS_10G",
    "linkType": "LINK_TYPE_ETHERNET_10G_LR",
    "requestedLinkCount": 1.0,
    "editionConfig": "STANDARD",
    "cloudArmorTier": "CA_ENTERPRISE_ANNUAL",
    "networkTier": "PREMIUM",
    "linkedVpnTunnels": {"uris": ["t"]},
    "remoteLocation": "iad-zone1",
    "aaiEnabled": True,
}
ODD = [
    UNKNOWN,
    "[secret]",
    None,
    "",
    "nonsense",
    -1.0,
    10.0**30,
    float("nan"),
    True,
    [],
    [UNKNOWN],
    [[]],
    {},
    {"a": UNKNOWN},
    [{"a": [None]}],
    3,
]


def everything_used(kind: str) -> Usage:
    """Return usage that says 1 of every key that a type takes."""
    said: dict = {}
    for key in KEYS.get(kind, ()):
        inner = said
        *path, last = key.name.split(".")
        for part in path:
            inner = inner.setdefault(part, {})
        inner[last] = 1
    return usage_of({"defaults": {kind: said}} if said else {}, "usage")


@pytest.mark.parametrize("used", [False, True])
@pytest.mark.parametrize("kind", TYPES)
def test_every_odd_value_of_every_property_lands_somewhere(kind: str, used: bool):
    for name in PROPERTIES:
        resources = [Resource(kind, f"r{number}", {**PROPERTIES, name: odd}) for number, odd in enumerate(ODD)]
        bill = estimate(resources, everything_used(kind) if used else None)
        places = (bill.lines, bill.unpriced, bill.needs_usage, bill.free, bill.not_assessed)
        assert {found.resource for place in places for found in place} == {resource.name for resource in resources}
        assert all(line.usd_per_month >= 0 for line in bill.lines if line.kind == "list")


@pytest.mark.parametrize("kind", TYPES)
def test_a_resource_without_any_input_lands_somewhere(kind: str):
    bill = estimate([Resource(kind, "r", {})])
    assert {found.resource for place in (bill.lines, bill.unpriced, bill.needs_usage, bill.free) for found in place} == {"r"}
