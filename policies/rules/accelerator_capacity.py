"""Accelerator pools: ways to obtain machines that do not contradict each other.

Facts: preconditions of Cluster Toolkit (GoogleCloudPlatform/cluster-toolkit@1047080 modules/compute/gke-node-pool/main.tf).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from policies.accelerator_machines import accelerator, machine_type, needs_accelerator
from policies.bag import Bag, NotApplicable, Unknown
from policies.node_pools import NODE_POOL, is_queued, is_spot, most_nodes, reservation, zones
from policies.rule import State, each, rule, stack_rule
from policies.stack import Stack

RESERVATION = "gcp:compute/reservation:Reservation"
_NAME_KEY = "compute.googleapis.com/reservation-name"
_LONGEST_RUN_SECONDS = 7 * 24 * 3600
"""Machines of flex-start are granted for at most seven days (Compute Engine documentation)."""
_FLEX_START_COMPACT = ("a3-ultragpu-", "a4-", "h4d-")


@rule("accelerator-spot-consistent", NODE_POOL)
def spot_consistent(pool: Bag) -> str | None:
    if not is_spot(pool):
        raise NotApplicable("its machines are not spot")
    draws = reservation(pool)
    if draws not in ("", "NO_RESERVATION"):
        return f"spot machines never draw on a reservation: consumeReservationType is {draws}"
    if pool.on("nodeConfig.flexStart") or is_queued(pool):
        return "spot machines are not granted for a time: flexStart or queuedProvisioning is on"
    return None


@rule("accelerator-flex-start-consistent", NODE_POOL)
def flex_start_consistent(pool: Bag) -> str | None:
    flex = pool.on("nodeConfig.flexStart")
    if not flex and not is_queued(pool):
        raise NotApplicable("its machines are not granted for a time")
    draws = reservation(pool)
    if draws != "NO_RESERVATION":
        return f"granted machines draw on no reservation: consumeReservationType is {draws or 'absent'}, not NO_RESERVATION"
    return _growth(pool) or _placement(pool, flex) or (_care(pool) if flex else None)


def _growth(pool: Bag) -> str | None:
    if not pool.has("autoscaling"):
        return "granted machines come one request at a time, and the pool does not grow by itself"
    for path in ("nodeCount", "initialNodeCount", "autoscaling.minNodeCount", "autoscaling.totalMinNodeCount"):
        count = pool.number(path)
        if count:
            return f"granted machines are there only when they are asked for: {path} is {count:.0f}, not 0"
    return None


def _placement(pool: Bag, flex: bool) -> str | None:
    if pool.text("placementPolicy.type") != "COMPACT" or accelerator(pool) == "tpu":
        return None
    machine = machine_type(pool)
    if flex and not is_queued(pool) and machine.startswith(_FLEX_START_COMPACT):
        return None
    return f"granted {machine} machines take no compact placement"


def _care(pool: Bag) -> str | None:
    if pool.on("management.autoRepair", default=True):
        return "granted machines are not repaired: management.autoRepair is not false"
    longest = pool.text("nodeConfig.maxRunDuration").removesuffix("s")
    if longest.isdecimal() and int(longest) > _LONGEST_RUN_SECONDS:
        return f"machines are granted for at most {_LONGEST_RUN_SECONDS} seconds, maxRunDuration is {longest}"
    return None


@rule("accelerator-reservation-affinity-stated", NODE_POOL)
def reservation_affinity_stated(pool: Bag) -> str | None:
    needs_accelerator(pool)
    draws = reservation(pool)
    if not draws:
        return "nothing says which reservation it draws on, so it takes any that is open"
    if draws != "SPECIFIC_RESERVATION":
        return None
    key = pool.text("nodeConfig.reservationAffinity.key")
    if key != _NAME_KEY:
        return f"its reservation is named under {key or 'no key'}, not under {_NAME_KEY}"
    return None if pool.has("nodeConfig.reservationAffinity.values") else "it draws on a reservation that is not named"


@stack_rule("accelerator-reservation-holds-pool", RESERVATION)
def reservation_holds_pool(stack: Stack) -> Iterator[tuple[Bag, State]]:
    named: dict[str, list[Bag]] = defaultdict(list)
    for pool in stack.of(NODE_POOL):
        for value in _stated(pool):
            named[value].append(pool)

    def problem(held: Bag) -> str | None:
        pools = named.get(held.text("name") or held.name, [])
        if not pools:
            raise NotApplicable("no pool of the stack draws on it")
        return _mismatch(held, pools)

    yield from each(stack.of(RESERVATION), problem)


def _stated(pool: Bag) -> Iterator[str]:
    """Yield the names of the reservations that a pool is known to draw on, without project and block."""
    try:
        values = pool.get("nodeConfig.reservationAffinity.values")
    except Unknown:
        return
    for value in values if isinstance(values, list) else ():
        if isinstance(value, str):
            yield value.split("/reservationBlocks/")[0].rsplit("/", 1)[-1]


def _mismatch(held: Bag, pools: list[Bag]) -> str | None:
    machine = held.text("specificReservation.instanceProperties.machineType")
    zone = held.text("zone").rsplit("/", 1)[-1]
    for pool in pools:
        if machine and machine_type(pool) != machine:
            return f"it holds {machine}, the pool {pool.name} needs {machine_type(pool)}"
        if zones(pool) and zone not in zones(pool):
            return f"it lies in {zone}, the pool {pool.name} in {', '.join(sorted(zones(pool)))}"
    count, needed = held.number("specificReservation.count"), sum(most_nodes(pool) or 0 for pool in pools)
    return f"it holds {count:.0f} machines, its pools may have {needed}" if count is not None and needed > count else None
