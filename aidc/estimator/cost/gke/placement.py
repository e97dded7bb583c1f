"""Where the nodes of a pool are: its cluster, its region and in how many zones every count is repeated.

Zones (GKE documentation, regional and multi-zonal clusters; provider documentation of nodeLocations): a pool's own list is complete; without
one it takes its cluster's. A zonal cluster has its own zone beside those listed, a regional one three zones unless it lists others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage import ResourceUsage
from aidc.inventory.resource import UNKNOWN, Resource

CLUSTER = "gcp:container/cluster:Cluster"
ZONES_OF_A_REGION = 3
"""Zones that GKE puts the nodes of a regional cluster in where nobody names them."""
_ZONE = re.compile(r"-(?:ai\d)?[a-z]$")
_IN_PATH = re.compile(r"(?:^|/)(?:locations|zones|regions)/([a-z0-9-]+)(?:/|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Placement:
    """A region, the number of zones, and what was assumed about them."""

    region: str
    zones: int
    note: str = ""


def is_zone(location: str) -> bool:
    """Say whether a location is a zone and not a region."""
    return _ZONE.search(location) is not None


def region_of(location: str) -> str:
    """Return the region of a zone; a region is its own."""
    return _ZONE.sub("", location)


def cluster_of(pool: Reader) -> Reader | None:
    """Return the cluster that a pool names, by its cloud name, id or name in the program; the only one where the name is not known yet."""
    whole, given = pool.whole, pool.resource.inputs.get("cluster")
    found = whole.referred(pool.resource, given, (CLUSTER,)) or _named(whole.of_type(CLUSTER), given)
    return None if found is None else Reader(found, ResourceUsage(), whole)


def _named(clusters: tuple[Resource, ...], given: object) -> Resource | None:
    if given is None or given == UNKNOWN:
        return clusters[0] if len(clusters) == 1 else None
    tail = given.rstrip("/").rsplit("/", 1)[-1] if isinstance(given, str) else ""
    return next((cluster for cluster in clusters if cluster.name == tail), None)


def location_of(pool: Reader, cluster: Reader | None) -> str:
    """Return the zone or region of a pool: its own word, its cluster's, its cluster's id, its zones. Raises Unreadable when nobody says."""
    if own := _said(pool.resource):
        return own
    if cluster is not None:
        return cluster.location
    given = pool.resource.inputs.get("cluster")
    if isinstance(given, str) and (path := _IN_PATH.search(given)):
        return path[1].lower()
    zones = zones_of(pool)
    return region_of(min(zones)) if zones else pool.location


def zones_of(reader: Reader) -> set[str]:
    """Return the zones that a pool or cluster lists; where its inputs list none, those that an exported state has. Raises Unreadable."""
    stated, answered = reader.texts("nodeLocations"), reader.resource.outputs.get("nodeLocations")
    if not stated and reader.inside is None and isinstance(answered, list):
        stated = tuple(zone for zone in answered if isinstance(zone, str) and zone != UNKNOWN)
    return {zone.rstrip("/").rsplit("/", 1)[-1].lower() for zone in stated} - {""}


def _said(resource: Resource) -> str | None:
    for key in ("location", "zone", "region"):
        for value in (resource.inputs.get(key), resource.outputs.get(key)):
            if isinstance(value, str) and value and value != UNKNOWN:
                return value.rstrip("/").rsplit("/", 1)[-1].lower()
    return None


def placement_of(pool: Reader, cluster: Reader | None, *, one_zone: bool = False) -> Placement:
    """Return where a pool's nodes are. `one_zone`: its machines must be side by side, so that a list of zones is not taken from the cluster."""
    location = location_of(pool, cluster)
    region = region_of(location)
    if own := zones_of(pool):
        return Placement(region, len(own))
    if one_zone:
        return Placement(region, 1, "" if is_zone(location) else "its nodes are placed side by side, so in one zone")
    return of_cluster(cluster, location)


def of_cluster(cluster: Reader | None, location: str) -> Placement:
    """Return where pools are that name no zones of their own."""
    region = region_of(location)
    listed = zones_of(cluster) if cluster else set[str]()
    if is_zone(location):
        return Placement(region, len(listed | {location}))
    if listed:
        return Placement(region, len(listed))
    return Placement(region, ZONES_OF_A_REGION, f"no zones are named: every count is taken for {ZONES_OF_A_REGION} zones of {region}")
