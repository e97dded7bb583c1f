"""Target proxies of load balancers: proxy instances of Envoy-based ones, and the bytes they process. Both by usage, as in Infracost."""

from __future__ import annotations

from collections.abc import Iterator

from aidc.estimator.cost.charge import Charge, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.estimator.cost.used import used

_GLOBAL = (
    "gcp:compute/targetHttpProxy:TargetHttpProxy",
    "gcp:compute/targetHttpsProxy:TargetHttpsProxy",
    "gcp:compute/targetGrpcProxy:TargetGrpcProxy",
    "gcp:compute/targetSSLProxy:TargetSSLProxy",
    "gcp:compute/targetTCPProxy:TargetTCPProxy",
)
_REGIONAL = (
    "gcp:compute/regionTargetHttpProxy:RegionTargetHttpProxy",
    "gcp:compute/regionTargetHttpsProxy:RegionTargetHttpsProxy",
    "gcp:compute/regionTargetTcpProxy:RegionTargetTcpProxy",
)


def target_proxy(reader: Reader) -> Iterator[Charge]:
    """Price a target proxy."""
    region = "global" if reader.resource.type in _GLOBAL else reader.region
    hours = reader.usage.hours_per_month
    yield from used(reader, "monthly_proxy_instances", "Proxy instances", "load-balancing.proxy-instance", region, "proxy-hour", hours)
    yield from used(reader, "monthly_data_processed_gb", "Data processed", "load-balancing.data", region, "GiB")


PROXY_KEYS: Keys = (
    UsageKey("monthly_proxy_instances", "proxy instances", "Proxy instances that run, on average"),
    UsageKey("monthly_data_processed_gb", "GiB a month", "Bytes that the proxies process"),
)
PRICERS: dict[str, Pricer] = dict.fromkeys((*_GLOBAL, *_REGIONAL), target_proxy)
KEYS: dict[str, Keys] = dict.fromkeys(PRICERS, PROXY_KEYS)
