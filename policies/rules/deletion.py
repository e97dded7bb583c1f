"""What holds data or keys, in production, is not deleted by a mistake."""

from __future__ import annotations

from policies.bag import Bag, NotApplicable
from policies.defaults import effective
from policies.deletion_guard import is_guarded
from policies.either import either
from policies.labels import is_not_production
from policies.rule import rule

CLUSTER = "gcp:container/cluster:Cluster"
KEY_RING = "gcp:kms/keyRing:KeyRing"
SWITCHES = {CLUSTER: ("deletionProtection",), "gcp:filestore/instance:Instance": ("deletionProtectionEnabled",)}
STATEFUL = (
    "gcp:storage/bucket:Bucket",
    KEY_RING,
    "gcp:bigquery/dataset:Dataset",
    "gcp:filestore/instance:Instance",
    "gcp:lustre/instance:Instance",
    CLUSTER,
)


@rule("stateful-deletion-protection", *STATEFUL)
def stateful_deletion_protection(bag: Bag) -> str | None:
    by_default = (lambda: effective(bag, "deletionProtection") is True,) if bag.type == CLUSTER else ()
    if either(lambda: is_guarded(bag), *(lambda switch=switch: bag.on(switch) for switch in SWITCHES.get(bag.type, ())), *by_default):
        return None
    if bag.type == KEY_RING:
        raise NotApplicable("Google Cloud never deletes a key ring")
    if is_not_production(bag, "labels", "resourceLabels"):
        raise NotApplicable("a label says that it is not of production")
    return "nothing keeps it and its data from being deleted"
