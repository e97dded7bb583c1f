"""Public DNS zones: signed, and with an algorithm that still holds."""

from __future__ import annotations

from policies.bag import Bag, NotApplicable
from policies.defaults import effective
from policies.rule import rule

ZONE = "gcp:dns/managedZone:ManagedZone"


@rule("dns-zone-dnssec", ZONE)
def zone_dnssec(zone: Bag) -> str | None:
    if str(effective(zone, "visibility")).lower() != "public":
        raise NotApplicable("a private zone is not signed")
    state = str(effective(zone, "dnssecConfig.state"))
    return None if state.lower() == "on" else f"DNSSEC of a public zone is {state}"


@rule("dnssec-no-rsasha1", ZONE)
def no_rsasha1(zone: Bag) -> str | None:
    for key in zone.bags("dnssecConfig.defaultKeySpecs"):
        if key.text("algorithm").lower().startswith("rsasha1"):
            return f"{key.text('keyType') or 'a key'} is made with {key.text('algorithm')}"
    return None
