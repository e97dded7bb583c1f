"""VLAN attachments of Cloud Interconnect: by the hour, a dedicated one flat, a partner one by its capacity. Source: Cloud Interconnect price page.

The circuits of a Dedicated Interconnect bill by the hour too, by their speed and number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aidc.estimator.cost.charge import Charge, Gap, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys

_SPEED = re.compile(r"ETHERNET_(\d+G)")


def attachment(reader: Reader) -> Iterator[Charge | Gap]:
    """Price gcp:compute/interconnectAttachment:InterconnectAttachment."""
    hours, kind = reader.usage.hours_per_month, reader.text("type") or "DEDICATED"
    if kind == "DEDICATED":
        yield Charge("VLAN attachment", "interconnect.attachment.dedicated", reader.region, hours, "attachment-hour")
        return
    capacity = (reader.text("bandwidth") or "").removeprefix("BPS_").lower()
    if capacity:
        item = f"interconnect.attachment.partner.{capacity}"
        yield Charge(f"VLAN attachment ({capacity})", item, reader.region, hours, "attachment-hour")
    else:
        yield Gap("VLAN attachment", "its capacity is set by the partner and not stated")


def circuits(reader: Reader) -> Iterator[Charge | Gap]:
    """Price gcp:compute/interconnect:Interconnect; a partner's circuits are billed by the partner."""
    speed, count = _SPEED.search(reader.text("linkType") or ""), reader.number("requestedLinkCount")
    if speed is None or count is None:
        yield Gap("Circuits", "their speed or number is not stated")
    else:
        quantity = count * reader.usage.hours_per_month
        yield Charge(f"Circuits ({speed[1]})", f"interconnect.circuit.{speed[1].lower()}", "global", quantity, "circuit-hour")


PRICERS: dict[str, Pricer] = {
    "gcp:compute/interconnectAttachment:InterconnectAttachment": attachment,
    "gcp:compute/interconnect:Interconnect": circuits,
}
KEYS: dict[str, Keys] = {}
