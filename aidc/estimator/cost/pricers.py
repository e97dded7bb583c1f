"""Which pricer answers for which type, and which usage keys it takes. Each module of a family lists its own."""

from __future__ import annotations

from types import ModuleType

from aidc.estimator.cost.charge import Pricer
from aidc.estimator.cost.compute import (
    address,
    commitment,
    disk,
    image,
    instance,
    instance_group,
    per_instance_config,
    reservation,
    resize_request,
    sole_tenancy,
    storage_pool,
    tpu,
)
from aidc.estimator.cost.gke import backup, cluster, pool, service, volume, workload
from aidc.estimator.cost.network import armor, armor_enterprise, dns, forwarding, interconnect, nat, proxy, spoke, vpn
from aidc.estimator.cost.services.every import SERVICES
from aidc.estimator.cost.storage import bucket, cache, filestore, insight, parallel
from aidc.estimator.cost.usage_key import Keys

_MODULES: tuple[ModuleType, ...] = (
    *SERVICES,
    *(bucket, cache, filestore, insight, parallel),
    *(armor, armor_enterprise, dns, forwarding, interconnect, nat, proxy, spoke, vpn),
    address,
    commitment,
    disk,
    image,
    instance,
    instance_group,
    per_instance_config,
    reservation,
    resize_request,
    sole_tenancy,
    storage_pool,
    tpu,
    *(backup, cluster, pool, service, volume, workload),
)


def _joined(modules: tuple[ModuleType, ...]) -> tuple[dict[str, Pricer], dict[str, Keys]]:
    pricers: dict[str, Pricer] = {}
    keys: dict[str, Keys] = {}
    for module in modules:
        if twice := pricers.keys() & module.PRICERS.keys():
            raise ValueError(f"{module.__name__} prices {', '.join(sorted(twice))} a second time")
        pricers |= module.PRICERS
        keys |= module.KEYS
    return pricers, keys


PRICERS, KEYS = _joined(_MODULES)
