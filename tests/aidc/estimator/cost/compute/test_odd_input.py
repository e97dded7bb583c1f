"""No shape of an input breaks a bill: it is on a line, unpriced, waiting, free or told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aidc.estimator.cost import pricers
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
from aidc.estimator.cost.estimate import estimate
from aidc.inventory.resource import UNKNOWN, Resource

MODULES = (
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
TYPES = sorted({kind for module in MODULES for kind in module.PRICERS})
KEYS = (
    "machineType",
    "zone",
    "region",
    "bootDisk",
    "initializeParams",
    "disks",
    "diskType",
    "diskSizeGb",
    "size",
    "type",
    "image",
    "scratchDisks",
    "guestAccelerators",
    "count",
    "scheduling",
    "preemptible",
    "provisioningModel",
    "nodeAffinities",
    "networkInterfaces",
    "accessConfigs",
    "natIp",
    "reservationAffinity",
    "specificReservation",
    "instanceProperties",
    "specificSkuProperties",
    "values",
    "versions",
    "instanceTemplate",
    "targetSize",
    "sourceInstanceTemplate",
    "sourceDisk",
    "acceleratorType",
    "acceleratorConfig",
    "tpu",
    "nodeSpecs",
    "node",
    "plan",
    "resources",
    "amount",
    "nodeTemplate",
    "autoscalingPolicy",
    "preservedState",
    "storageLocations",
    "timeWindow",
    "desiredStatus",
    "address",
    "provisionedIops",
    "name",
)
WORDS = st.sampled_from(
    (
        "n1-standard-8",
        "custom-4-8192",
        "nvidia-tesla-t4",
        "us-central1-a",
        "pd-ssd",
        "odd",
        "v5p-8",
        "TWELVE_MONTH",
        "VCPU",
        "",
        UNKNOWN,
        "[secret]",
    )
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-3, 10**16), st.floats(), WORDS)
VALUES = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)), max_leaves=8
)


@pytest.mark.parametrize("kind", TYPES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(inputs=st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=8))
def test_no_shape_of_an_input_breaks_a_bill(kind, inputs):
    template = Resource("gcp:compute/instanceTemplate:InstanceTemplate", "t", {**inputs, "name": "t"})
    held = Resource("gcp:compute/reservation:Reservation", "r", inputs)
    bill = estimate([Resource(kind, "x", {"zone": "us-central1-a", **inputs}), template, held])
    named = {entry.resource for entry in (*bill.lines, *bill.unpriced, *bill.needs_usage, *bill.free, *bill.not_assessed)}
    assert "x" in named
    assert all(line.kind != "list" or line.usd_per_month >= Decimal(0) for line in bill.lines)


def test_every_type_of_the_family_has_one_pricer():
    assert set(TYPES) <= set(pricers.PRICERS)
