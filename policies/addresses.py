"""Addresses as firewalls mean them, whatever way they are spelled: without a mask, shortened, or the whole internet in several halves."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from typing import Any

from policies.bag import UNKNOWN, Unknown

_INTERNET_V4 = 7
_INTERNET_V6 = 15
"""Prefixes this short hold more than any one owner has: no IPv4 block given to one is larger than a /8, and IPv6 2000::/3 is all there is."""
_GLOBAL_V6 = IPv6Network("2000::/3")
"""Outside of it nothing comes from the internet: fd00::/8 and fe80::/10 are private (RFC 4193, RFC 4291)."""


def is_everyone(ranges: Any, path: str) -> bool:
    """Say whether ranges together hold the whole internet, or a part of it that nobody owns. Raises Unknown where one of them may."""
    given = ranges if isinstance(ranges, list) else [ranges]
    if ranges is UNKNOWN:
        raise Unknown(path)
    if _is_everyone(tuple(one for one in given if isinstance(one, str))):
        return True
    if any(one is UNKNOWN for one in given):
        raise Unknown(path)
    return False


@lru_cache(maxsize=4096)
def _is_everyone(ranges: tuple[str, ...]) -> bool:
    found = [network for one in ranges if (network := network_of(one)) is not None]
    v4 = collapse_addresses(one for one in found if isinstance(one, IPv4Network))
    v6 = collapse_addresses(one for one in found if isinstance(one, IPv6Network))
    return _has_short(v4, _INTERNET_V4) or _has_short((one for one in v6 if one.overlaps(_GLOBAL_V6)), _INTERNET_V6)


def _has_short(networks: Iterable[IPv4Network | IPv6Network], longest: int) -> bool:
    return any(network.prefixlen <= longest for network in networks)


@lru_cache(maxsize=4096)
def network_of(text: str) -> IPv4Network | IPv6Network | None:
    """Return a range, or None for what is none. The address of zeros without a mask means every address."""
    try:
        found = ip_network(text.strip(), strict=False)
    except ValueError:
        return None
    unmasked = "/" not in text and int(found.network_address) == 0
    return ip_network(f"{found.network_address}/0") if unmasked else found
