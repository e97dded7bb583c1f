"""Cloud VPN and private connections to managed services: tunnel hours, and traffic by where it goes.

Rates between locations are those that the Infracost open-source engine recorded from the catalogue; an external gateway pays internet egress.
"""

from __future__ import annotations

from collections.abc import Iterator

from aidc.estimator.cost.charge import Charge, Gap, Pricer
from aidc.estimator.cost.network.internet import INTERNET_KEYS, internet_egress
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.estimator.cost.used import used

_KEY = "monthly_egress_data_transfer_gb"
_WAYS = {
    "same_region": ("same-region", "within the region"),
    "us_or_canada": ("us-canada", "within the US and Canada"),
    "europe": ("europe", "within Europe"),
    "asia": ("asia", "within Asia"),
    "south_america": ("south-america", "within South America"),
    "oceania": ("oceania", "to and from Indonesia and Oceania"),
    "worldwide": ("intercontinental", "between continents, Oceania excluded"),
}


def tunnel(reader: Reader) -> Iterator[Charge]:
    """Price gcp:compute/vPNTunnel:VPNTunnel. Every tunnel bills by the hour; an HA VPN needs two."""
    yield Charge("VPN tunnel", "vpn.tunnel", reader.region, reader.usage.hours_per_month, "tunnel-hour")


def transfer(reader: Reader) -> Iterator[Charge]:
    """Price the traffic of a VPN gateway or of a private connection."""
    for key, (name, where) in _WAYS.items():
        yield from used(reader, f"{_KEY}.{key}", f"Traffic {where}", f"network.transfer.{name}", "global", "GiB")


def external_gateway(reader: Reader) -> Iterator[Charge | Gap]:
    """Price gcp:compute/externalVpnGateway:ExternalVpnGateway: what goes through it leaves to the internet."""
    yield from internet_egress(reader)


TRANSFER_KEYS: Keys = tuple(UsageKey(f"{_KEY}.{key}", "GiB a month", f"Bytes sent {where}") for key, (_, where) in _WAYS.items())
_EXTERNAL = "gcp:compute/externalVpnGateway:ExternalVpnGateway"
_CARRIERS = (
    "gcp:compute/vPNGateway:VPNGateway",
    "gcp:compute/haVpnGateway:HaVpnGateway",
    "gcp:servicenetworking/connection:Connection",
)
PRICERS: dict[str, Pricer] = {
    "gcp:compute/vPNTunnel:VPNTunnel": tunnel,
    _EXTERNAL: external_gateway,
    **dict.fromkeys(_CARRIERS, transfer),
}
KEYS: dict[str, Keys] = {_EXTERNAL: INTERNET_KEYS, **dict.fromkeys(_CARRIERS, TRANSFER_KEYS)}
