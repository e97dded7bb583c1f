"""Cloud Interconnect: circuits by speed and number, VLAN attachments by capacity, and what is sent through them.

Source: Network Connectivity price page. A dedicated attachment costs the same up to 10 Gbps, which is also its default; a partner's by its capacity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aidc.estimator.cost.charge import Charge, Gap, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.estimator.cost.used import used

_SPEED = re.compile(r"ETHERNET_(\d+G)")
_LARGE = ("20g", "50g", "100g")


def attachment(reader: Reader) -> Iterator[Charge | Gap]:
    """Price gcp:compute/interconnectAttachment:InterconnectAttachment."""
    region = reader.region
    yield from used(reader, "monthly_data_transfer_gb", "Data through the attachment", "interconnect.transfer", region, "GiB")
    capacity = (reader.text("bandwidth") or "").removeprefix("BPS_").lower()
    if (reader.text("type") or "DEDICATED") == "DEDICATED":
        item = f"interconnect.attachment.dedicated.{capacity}" if capacity in _LARGE else "interconnect.attachment.dedicated"
    elif capacity:
        item = f"interconnect.attachment.partner.{capacity}"
    else:
        yield Gap("VLAN attachment", "its capacity is set by the partner and not stated")
        return
    component = f"VLAN attachment ({capacity})" if capacity else "VLAN attachment"
    yield Charge(component, item, region, reader.usage.hours_per_month, "attachment-hour")


def circuits(reader: Reader) -> Iterator[Charge | Gap]:
    """Price gcp:compute/interconnect:Interconnect; a remote location makes it a Cross-Cloud Interconnect."""
    found, count = _SPEED.search(reader.text("linkType") or ""), reader.number("requestedLinkCount")
    if found is None or count is None:
        yield Gap("Circuits", "their speed or number is not stated")
        return
    speed, hours = found[1].lower(), count * reader.usage.hours_per_month
    across = "cross-cloud." if reader.text("remoteLocation") else ""
    yield Charge(f"Circuits ({found[1]})", f"interconnect.circuit.{across}{speed}", "global", hours, "circuit-hour")
    if reader.flag("aaiEnabled"):
        yield Charge("Application awareness", f"interconnect.application-awareness.{speed}", "global", hours, "circuit-hour")


_ATTACHMENT = "gcp:compute/interconnectAttachment:InterconnectAttachment"
PRICERS: dict[str, Pricer] = {_ATTACHMENT: attachment, "gcp:compute/interconnect:Interconnect": circuits}
KEYS: dict[str, Keys] = {_ATTACHMENT: (UsageKey("monthly_data_transfer_gb", "GiB a month", "Bytes sent through the attachment"),)}
