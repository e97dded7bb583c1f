"""Reserved addresses: external ones cost by the hour, by who uses them.

A machine or a NAT gateway pays the rate of addresses in use (half of it on spot machines), a forwarding rule nothing beyond the rule; an address
that nobody uses, or that a stopped machine holds, costs most. Internal addresses and IPv6 are free. Source: VPC price page, external IP addresses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from aidc.estimator.cost.charge import Charge, Free, Pricer
from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.estimator.cost.whole import Whole
from aidc.inventory.resource import UNKNOWN, Resource

ADDRESS = "gcp:compute/address:Address"
GLOBAL = "gcp:compute/globalAddress:GlobalAddress"
_RULES = ("gcp:compute/forwardingRule:ForwardingRule", "gcp:compute/globalForwardingRule:GlobalForwardingRule")
_MACHINES = (
    "gcp:compute/instance:Instance",
    "gcp:compute/instanceFromTemplate:InstanceFromTemplate",
    "gcp:compute/instanceFromMachineImage:InstanceFromMachineImage",
)
_NAT = "gcp:compute/routerNat:RouterNat"
_OTHERS_IN_USE = (
    _NAT,
    "gcp:compute/routerNatAddress:RouterNatAddress",
    "gcp:compute/instanceTemplate:InstanceTemplate",
    "gcp:compute/perInstanceConfig:PerInstanceConfig",
)
_KUBERNETES = (
    "kubernetes:networking.k8s.io/v1:Ingress",
    "kubernetes:gateway.networking.k8s.io/v1:Gateway",
    "kubernetes:core/v1:Service",
)


def address(reader: Reader) -> Iterator[Charge | Free]:
    """Price a regional or a global address."""
    place = "global" if reader.resource.type == GLOBAL else reader.region
    if (reader.text("addressType") or "EXTERNAL").upper() == "INTERNAL" or reader.text("purpose") in _INTERNAL_PURPOSES:
        yield Free("internal addresses are free of charge")
    elif reader.value("ipCollection") is not None:
        yield Free("addresses of a range that is brought along are free of charge")
    elif (reader.text("ipVersion") or "IPV4").upper() == "IPV6":
        yield Free("IPv6 addresses are free of charge")
    else:
        yield from _external(reader, place, _users(reader))


_INTERNAL_PURPOSES = ("VPC_PEERING", "PRIVATE_SERVICE_CONNECT", "SHARED_LOADBALANCER_VIP", "IPSEC_INTERCONNECT")
"""Purposes that only an internal address has. GCE_ENDPOINT is the default one of any address: its type decides."""


def _external(reader: Reader, place: str, users: tuple[Resource, ...]) -> Iterator[Charge | Free]:
    said = _said(reader)
    item, why = _by_user(users) if said is None else (_SAID[said], said)
    if item is None:
        yield Free(f"an address of {why} costs nothing beyond it")
        return
    yield Charge(f"External address ({why})", item, place, reader.usage.hours, "IP-hour")


def _said(reader: Reader) -> str | None:
    """Return who uses it by what usage says, or None. Raises Unreadable for a word that is not known."""
    said, kind = reader.usage.text("used_by"), reader.usage.text("address_type")
    if said is not None and said not in _SAID:
        raise Unreadable(f"usage says used_by {said!r:.40}; one of {', '.join(_SAID)} is needed")
    if said is None and kind is not None and kind not in _OF_ADDRESS_TYPE:
        raise Unreadable(f"usage says address_type {kind!r:.40}; one of {', '.join(_OF_ADDRESS_TYPE)} is needed")
    return said or _OF_ADDRESS_TYPE.get(kind or "")


_OF_ADDRESS_TYPE = {"standard_vm": "vm", "preemptible_vm": "spot vm", "unused": "unused"}
"""The words that usage files of Infracost have for who uses an address."""
_SAID = {
    "vm": "address.used",
    "spot vm": "address.used.spot",
    "nat": "address.used",
    "forwarding rule": None,
    "unused": "address.unused",
}


def _by_user(users: tuple[Resource, ...]) -> tuple[str | None, str]:
    """Return the price item and who uses the address; None where it is free."""
    kinds = {user.type for user in users}
    if kinds & set(_RULES) or any(kind.startswith("kubernetes:") for kind in kinds):  # a load balancer of a cluster has a rule of its own
        return None, "a forwarding rule"
    machines = [user for user in users if user.type in _MACHINES]
    running = [user for user in machines if str(user.inputs.get("desiredStatus") or "RUNNING").upper() == "RUNNING"]
    if machines and not running:
        return "address.unused", "held by a stopped machine"
    if running and all(map(_is_spot, running)):
        return "address.used.spot", "used by a spot machine"
    if running or kinds & set(_OTHERS_IN_USE):
        return "address.used", "used by a machine" if running else "used by NAT" if _NAT in kinds else "in use"
    return "address.unused", "unused"


def _is_spot(machine: Resource) -> bool:
    scheduling: Any = machine.inputs.get("scheduling") or {}
    scheduling = scheduling[0] if isinstance(scheduling, list) and scheduling else scheduling
    return isinstance(scheduling, Mapping) and (scheduling.get("preemptible") is True or scheduling.get("provisioningModel") == "SPOT")


def _users(reader: Reader) -> tuple[Resource, ...]:
    """Return who uses an address: by the stated dependencies, and by its number, path or (in Kubernetes) name where an input holds it."""
    resource = reader.resource
    users = {id(user): user for user in reader.whole.dependants(resource)}
    holders = _holders(reader.whole)
    for text in _names(resource):
        users |= {id(user): user for user in holders.get(text, ())}
    name = resource.inputs.get("name")
    users |= {id(user): user for user in holders.get(str(name), ()) if user.type in _KUBERNETES}
    return tuple(users.values())


def _names(resource: Resource) -> frozenset[str]:
    values = [resource.inputs.get("address"), *(resource.outputs.get(key) for key in ("address", "selfLink", "id"))]
    return frozenset(value for value in values if isinstance(value, str) and value and value != UNKNOWN)


@lru_cache(maxsize=1)
def _holders(whole: Whole) -> dict[str, list[Resource]]:
    """Return every text of an input and who has it, of all that may use an address."""
    found: dict[str, list[Resource]] = defaultdict(list)
    for kind in (*_RULES, *_KUBERNETES, *_MACHINES, *_OTHERS_IN_USE):
        for user in whole.of_type(kind):
            for text in set(_texts(user.inputs)):
                found[text].append(user)
    return found


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    entries = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for entry in entries:
        yield from _texts(entry)


PRICERS: dict[str, Pricer] = {ADDRESS: address, GLOBAL: address}
KEYS: dict[str, Keys] = dict.fromkeys(
    PRICERS,
    (
        UsageKey("monthly_hrs", "hours a month", "Hours that the address is reserved; a whole month by default"),
        UsageKey("used_by", "vm, spot vm, nat, forwarding rule or unused", "Who uses it, where the record does not show it", "text"),
        UsageKey("address_type", "standard_vm, preemptible_vm or unused", "The same in the words of Infracost", "text"),
    ),
)
