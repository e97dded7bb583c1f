"""Spokes of Network Connectivity Center: by the hour and kind, three VPN and three Interconnect spokes of a project free; hubs are free.

Source: Network Connectivity price page.
"""

from __future__ import annotations

from collections.abc import Iterator

from aidc.estimator.cost.charge import Charge, Free, Gap, Note, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.estimator.cost.used import used
from aidc.inventory.resource import Resource

SPOKE = "gcp:networkconnectivity/spoke:Spoke"
FREE_OF_A_KIND = 3
_VPC = ("linkedVpcNetwork", "linkedProducerVpcNetwork")
_FREE_AT_FIRST = {"linkedVpnTunnels": "VPN", "linkedInterconnectAttachments": "Interconnect"}
_APPLIANCE = "linkedRouterApplianceInstances"


def spoke(reader: Reader) -> Iterator[Charge | Gap | Note | Free]:
    """Price gcp:networkconnectivity/spoke:Spoke."""
    linked = next((name for name in (*_VPC, *_FREE_AT_FIRST, _APPLIANCE) if reader.resource.inputs.get(name)), None)
    hours = reader.usage.hours_per_month
    if linked is None:
        yield Gap("Spoke", "what it links is not stated")
    elif linked in _VPC:
        yield Charge("VPC spoke", "network-connectivity.spoke.vpc", "global", hours, "spoke-hour")
        yield from used(reader, "monthly_data_processed_gb", "Data from the spoke", "network-connectivity.data", "global", "GiB")
    elif linked in _FREE_AT_FIRST and _place(reader, linked) < FREE_OF_A_KIND:
        yield Free(f"the first three {_FREE_AT_FIRST[linked]} spokes are free of charge")
    else:
        yield Charge("Hybrid spoke", "network-connectivity.spoke.hybrid", "global", hours, "spoke-hour")


def _place(reader: Reader, linked: str) -> int:
    """Return how many spokes of the project that link the same kind come before."""
    whole = reader.whole
    project = whole.project(reader.resource)

    def is_alike(other: Resource) -> bool:
        return bool(other.inputs.get(linked)) and whole.project(other) == project

    alike = [id(other) for other in whole.of_type(SPOKE) if is_alike(other)]
    return alike.index(id(reader.resource))


PRICERS: dict[str, Pricer] = {SPOKE: spoke}
KEYS: dict[str, Keys] = {SPOKE: (UsageKey("monthly_data_processed_gb", "GiB a month", "Bytes that a VPC spoke sends through the hub"),)}
