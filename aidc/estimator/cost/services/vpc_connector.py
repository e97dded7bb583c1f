"""Serverless VPC Access connectors, which are billed as the machines that they run on.

Two e2-micro at least, up to ten, unless told otherwise. Source: Serverless VPC Access documentation and price page; provider documentation.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aidc.estimator.cost.charge import Charge, Gap, Note, Pricer
from aidc.estimator.cost.compute.machine import Running, machines
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey

_LEAST, _MOST = Decimal(2), Decimal(10)
_MBPS_PER_INSTANCE = Decimal(100)


def connector(reader: Reader) -> Iterator[Charge | Gap | Note]:
    """Price gcp:vpcaccess/connector:Connector."""
    least = _instances(reader, "minInstances", "minThroughput", _LEAST)
    most = max(least, _instances(reader, "maxInstances", "maxThroughput", _MOST))
    stated = reader.usage.number("instances")
    expected = least if stated is None else stated
    if stated is None:
        yield Note("a connector is counted at its least instances; it never gives back those that it adds under load")
    machine_type = reader.tail("machineType") or "e2-micro"
    usage = reader.usage
    running = Running(
        reader.region,
        expected,
        usage.hours,
        minimum=least,
        maximum=max(most, expected),
        by_usage=stated is not None,
        hours_per_month=usage.hours_per_month,
    )
    yield from machines("Connector instances", machine_type, running)


def _instances(reader: Reader, count: str, throughput: str, default: Decimal) -> Decimal:
    """Return a number of instances, stated as such or as throughput, of which each brings 100 Mbit/s."""
    stated, mbps = reader.number(count), reader.number(throughput)
    if stated is not None:
        return stated
    return default if mbps is None else mbps / _MBPS_PER_INSTANCE


PRICERS: dict[str, Pricer] = {"gcp:vpcaccess/connector:Connector": connector}
KEYS: dict[str, Keys] = {
    "gcp:vpcaccess/connector:Connector": (
        UsageKey("instances", "instances", "Instances that run on average; the least by default"),
        UsageKey("monthly_hrs", "hours a month", "Hours that the connector exists; a whole month by default"),
    )
}
