"""Managed Lustre: who holds the key, who is root, where it lies, and what keeps it from being deleted."""

from __future__ import annotations

from collections.abc import Iterator

from policies.accelerator_machines import accelerator
from policies.addresses import is_everyone
from policies.bag import Bag, NotApplicable
from policies.deletion_guard import is_guarded
from policies.node_pools import NODE_POOL, zones
from policies.rule import State, each, rule, stack_rule
from policies.stack import Stack

LUSTRE = "gcp:lustre/instance:Instance"
TPUS = ("gcp:tpu/v2Vm:V2Vm", "gcp:tpu/v2QueuedResource:V2QueuedResource")


@rule("lustre-cmek", LUSTRE)
def customer_key(instance: Bag) -> str | None:
    return None if instance.has("kmsKey") else "the data is encrypted with a key of Google's alone"


@rule("lustre-root-squash", LUSTRE)
def root_squash(instance: Bag) -> str | None:
    if not instance.has("accessRulesOptions"):
        return "root of every client is root on the file system"
    mode = instance.text("accessRulesOptions.defaultSquashMode")
    if mode != "ROOT_SQUASH":
        return f"root of every client is root on the file system: defaultSquashMode is {mode or 'absent'}"
    # Without a uid root becomes 0, which is root again (provider documentation of pulumi_gcp 10.2.0).
    if not instance.number("accessRulesOptions.defaultSquashUid"):
        return "root is squashed to uid 0, which is root"
    return _open_exception(instance)


def _open_exception(instance: Bag) -> str | None:
    for access in instance.bags("accessRulesOptions.accessRules"):
        if access.text("squashMode") != "NO_SQUASH":
            continue
        ranges = access.list("ipAddressRanges")
        if not ranges or is_everyone(ranges, f"{access.path}ipAddressRanges"):
            return f"the exception {access.text('name') or 'without a name'} leaves root to every address"
    return None


@rule("lustre-dedicated-network", LUSTRE)
def dedicated_network(instance: Bag) -> str | None:
    if not instance.has("network"):
        return "no network is named"
    network = instance.text("network")
    return "it lies in the default network" if network.rstrip("/").rsplit("/", 1)[-1] == "default" else None


@rule("lustre-deletion-protection", LUSTRE)
def deletion_protection(instance: Bag) -> str | None:
    return None if is_guarded(instance) else "nothing keeps it from being deleted with its data"


@stack_rule("lustre-same-zone-as-clients", LUSTRE)
def same_zone_as_clients(stack: Stack) -> Iterator[tuple[Bag, State]]:
    clients = [pool for pool in stack.of(NODE_POOL) if accelerator(pool)] + list(stack.of(*TPUS))
    if not clients:
        raise NotApplicable("the stack has no accelerators")
    where = frozenset(zone for client in clients for zone in (zones(client) if client.type == NODE_POOL else {client.text("zone")}))

    def problem(instance: Bag) -> str | None:
        location = instance.text("location")
        return None if location in where else f"it lies in {location or 'no stated zone'}, accelerators in {', '.join(sorted(where))}"

    yield from each(stack.of(LUSTRE), problem)


@rule("lustre-maintenance-window", LUSTRE)
def maintenance_window(instance: Bag) -> str | None:
    if not instance.has("maintenancePolicy.weeklyMaintenanceWindows"):
        return "Google may maintain it at any time"
    stated = any(window.has("dayOfWeek") for window in instance.bags("maintenancePolicy.weeklyMaintenanceWindows"))
    return None if stated else "the maintenance window names no day"
