"""Cloud NAT: VM-hours, bytes in both directions, and addresses.

A gateway bills each VM that uses it up to 32 VMs, and no more beyond. An address that is a resource of the record is priced there, not here;
addresses that Google allocates are priced when usage says how many. Source: Cloud NAT price page.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aidc.estimator.cost.charge import Charge, Gap, Note, Pricer
from aidc.estimator.cost.network.internet import INTERNET_KEYS, internet_egress
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.estimator.cost.used import used
from aidc.inventory.resource import UNKNOWN

MOST_BILLED_VMS = Decimal(32)
ADDRESS = "gcp:compute/address:Address"


def router_nat(reader: Reader) -> Iterator[Charge | Gap | Note]:
    """Price gcp:compute/routerNat:RouterNat."""
    region, hours = reader.region, reader.usage.hours_per_month
    vms = reader.usage.number("assigned_vms")
    if vms is not None:
        yield Charge("Assigned VMs (first 32)", "nat.vm", region, min(vms, MOST_BILLED_VMS) * hours, "VM-hour", by_usage=True)
    yield from used(reader, "monthly_data_processed_gb", "Data processed", "nat.data", region, "GiB")
    yield from internet_egress(reader)
    yield from _addresses(reader, region, hours)


def _addresses(reader: Reader, region: str, hours: Decimal) -> Iterator[Charge | Note]:
    said = reader.usage.number("addresses")
    if said is not None:
        yield Charge("NAT addresses", "nat.address", region, said * hours, "IP-hour", by_usage=True)
    elif elsewhere := _from_elsewhere(reader):
        yield Charge("NAT addresses", "nat.address", region, elsewhere * hours, "IP-hour")
    elif not reader.value("natIps") and reader.usage.given:
        yield Note("its addresses are allocated by Google, 0.005 USD an hour each and not in the sum: say addresses")


def _from_elsewhere(reader: Reader) -> Decimal:
    """Return how many of the gateway's own addresses are no resource of this record; unknown ones are taken for resources of it."""
    given = reader.resource.inputs.get("natIps")
    entries = given if isinstance(given, list) else []
    return Decimal(sum(1 for entry in entries if entry != UNKNOWN and reader.whole.referred(reader.resource, entry, (ADDRESS,)) is None))


NAT_KEYS: Keys = (
    UsageKey("assigned_vms", "VMs", "VMs that use the gateway, on average; Google bills 32 of them at most"),
    UsageKey("monthly_data_processed_gb", "GiB a month", "Bytes through the gateway in both directions"),
    UsageKey(
        "addresses", "addresses", "Addresses of the gateway that no resource of the record carries, such as those that Google allocates"
    ),
    *INTERNET_KEYS,
)
PRICERS: dict[str, Pricer] = {"gcp:compute/routerNat:RouterNat": router_nat}
KEYS: dict[str, Keys] = {"gcp:compute/routerNat:RouterNat": NAT_KEYS}
