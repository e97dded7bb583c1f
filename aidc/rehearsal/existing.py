"""What a stack takes for granted: networks, clusters, keys, buckets and reservations that somebody else made.

Owns their requests, made from the plan, so that a rehearsal starts from a cloud in which they stand. They belong to no stack: neither the comparison
of books and state nor what a destroy leaves over counts them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aidc.blueprint import Plan
from aidc.blueprint.reservation import named_reservation
from aidc.rehearsal.cloud import Cloud

Request = tuple[str, dict[str, Any]]


def stand_existing(cloud: Cloud, plan: Plan) -> None:
    """Put into the cloud what the plan refers to and does not make."""
    for type_, inputs in existing(plan):
        cloud.stand(type_, inputs)


def existing(plan: Plan) -> Iterator[Request]:
    """Yield type and inputs of everything that the plan takes for granted, what is referred to first."""
    yield from _network(plan)
    yield from _cluster(plan)
    yield from _keys(plan)
    yield from _buckets(plan)
    yield from _reservations(plan)


def _network(plan: Plan) -> Iterator[Request]:
    network = plan.network
    if not network.existing:
        return
    yield "gcp:compute/network:Network", {"name": network.name, "project": network.project, "autoCreateSubnetworks": False}
    ranges = ((network.pods_range, network.pods_cidr), (network.services_range, network.services_cidr))
    yield (
        "gcp:compute/subnetwork:Subnetwork",
        {
            "name": network.subnet,
            "project": network.project,
            "region": plan.site.region,
            "network": network.uri,
            "ipCidrRange": network.nodes_cidr,
            "secondaryIpRanges": [{"rangeName": name, "ipCidrRange": cidr} for name, cidr in ranges],
        },
    )
    if network.private_services_range:
        yield "gcp:compute/globalAddress:GlobalAddress", {"name": network.private_services_range, "project": network.project}
        yield (
            "gcp:servicenetworking/connection:Connection",
            {
                "network": network.uri,
                "service": "servicenetworking.googleapis.com",
                "reservedPeeringRanges": [network.private_services_range],
            },
        )


def _cluster(plan: Plan) -> Iterator[Request]:
    if plan.cluster.existing:
        yield (
            "gcp:container/cluster:Cluster",
            {
                "name": plan.cluster.name,
                "project": plan.site.project,
                "location": plan.cluster.location,
                "workloadIdentityConfig": {"workloadPool": plan.cluster.workload_pool},
            },
        )


def _keys(plan: Plan) -> Iterator[Request]:
    rings = set()
    for key in plan.keys.keys:
        if key.existing:
            ring, _, name = key.existing.partition("/cryptoKeys/")
            _, project, _, location, _, ring_name = ring.split("/")
            if ring not in rings:
                rings.add(ring)
                yield "gcp:kms/keyRing:KeyRing", {"name": ring_name, "project": project, "location": location}
            yield "gcp:kms/cryptoKey:CryptoKey", {"name": name, "keyRing": ring}


def _buckets(plan: Plan) -> Iterator[Request]:
    """Yield buckets of others. Where they lie is their owners' business; here they lie in the region of the site."""
    for bucket in plan.buckets:
        if bucket.existing:
            yield (
                "gcp:storage/bucket:Bucket",
                {"name": bucket.name, "project": plan.site.project, "location": plan.site.region.upper(), "uniformBucketLevelAccess": True},
            )


def _reservations(plan: Plan) -> Iterator[Request]:
    """Yield the reservations of the stack's own project that its pools draw on and it does not make, each as large as its pools need."""
    made = {one.uri for one in plan.reservations if one.is_made_here}
    wanted: dict[str, dict[str, Any]] = {}
    for pool in plan.node_pools:
        value = pool.capacity.reservation_value
        uri = named_reservation(value, plan.site.project) if value else ""
        _, project, *_, name = uri.split("/") if uri else ("", "", "")
        if project != plan.site.project or uri in made:
            continue
        request = {"name": name, "project": project, "zone": pool.zones[0], "specificReservationRequired": True}
        held = wanted.setdefault(
            uri, {**request, "specificReservation": {"count": 0, "instanceProperties": {"machineType": pool.machine_type}}}
        )
        held["specificReservation"]["count"] += pool.nodes.max_total
    for inputs in wanted.values():
        yield "gcp:compute/reservation:Reservation", inputs
