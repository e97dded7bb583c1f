"""Regions and zones of the simulated cloud, and what a new cluster there runs.

Source: Google Cloud's page of regions and zones (unverified: zone letters are from knowledge of it); release notes of GKE's Regular channel,
2026-09-17.
"""

from __future__ import annotations

import ipaddress
import re

GKE_VERSION = "1.35.8-gke.1036000"
"""Default of the Regular channel on 2026-09-17 (GKE release notes)."""

_LETTERS = {"us-central1": "abcf", "us-east1": "bcd", "europe-west1": "bcd"}
"""Zone letters of the regions that differ from a, b, c."""
_ZONE = re.compile(r"^[a-z]+-[a-z]+\d+-[a-z]+\d*[a-z]?$")


def is_zone(location: str) -> bool:
    """Return whether a location is a zone (us-central1-a), not a region."""
    return bool(_ZONE.match(location))


def region_of(location: str) -> str:
    """Return the region of a zone; regions stay as they are."""
    return location.rpartition("-")[0] if is_zone(location) else location


def zones_in(location: str) -> tuple[str, ...]:
    """Return the zones of a region (a cluster takes three by default), or the zone itself."""
    if is_zone(location) or not location:
        return (location,) if location else ()
    return tuple(f"{location}-{letter}" for letter in _LETTERS.get(location, "abc")[:3])


def all_zones_in(region: str) -> tuple[str, ...]:
    """Return every zone of a region."""
    return tuple(f"{region}-{letter}" for letter in _LETTERS.get(region, "abc"))


def first_host(cidr: str) -> str:
    """Return the first usable address of a range: the gateway of a subnetwork."""
    try:
        network = ipaddress.ip_network(cidr, strict=False)
    except ValueError:
        return ""
    return str(network.network_address + 1)
