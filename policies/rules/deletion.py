"""What holds data or keys, in production, is not deleted by a mistake."""

from __future__ import annotations

from policies.bag import Bag, NotApplicable
from policies.defaults import effective
from policies.deletion_guard import is_guarded
from policies.either import either
from policies.keys import RING
from policies.node_pools import CLUSTER
from policies.purpose import only_in_production
from policies.rule import rule

SWITCHES = {CLUSTER: ("deletionProtection",), "gcp:filestore/instance:Instance": ("deletionProtectionEnabled",)}
STATEFUL = (
    "gcp:storage/bucket:Bucket",
    RING,
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
    if bag.type == RING:
        raise NotApplicable("Google Cloud never deletes a key ring")
    only_in_production(bag)
    return "nothing keeps it and its data from being deleted"
