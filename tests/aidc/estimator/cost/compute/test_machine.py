from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.catalog.prices import priced_items
from aidc.estimator.cost.charge import Charge
from aidc.estimator.cost.compute.machine import Running, attached_gpus, bundles_local_ssd, local_ssds, machines
from aidc.estimator.cost.compute.shape import shape_of

MONTH = Decimal(730)


def running(count=1, hours=MONTH, region="us-central1", **more):
    return Running(region, Decimal(count), hours, **more)


def charges(machine_type, **more):
    return {charge.item: charge.quantity for charge in machines("Node", machine_type, running(**more)) if isinstance(charge, Charge)}


@pytest.mark.parametrize(
    ("machine_type", "items"),
    [
        ("custom-6-20480", {"n1.custom.vcpu": 6, "n1.custom.ram": 20}),
        ("n2-custom-6-20480", {"n2.custom.vcpu": 6, "n2.custom.ram": 20}),
        ("custom-2-15360-ext", {"n1.custom.vcpu": 2, "n1.custom.ram": 13, "n1.custom_extended.ram": 2}),
        ("n2-custom-2-32768-ext", {"n2.custom.vcpu": 2, "n2.custom.ram": 16, "n2.custom_extended.ram": 16}),
        ("e2-custom-4-8192", {"e2.custom.vcpu": 4, "e2.custom.ram": 8}),
        ("e2-custom-micro-1024", {"e2.custom.vcpu": Decimal("0.25"), "e2.custom.ram": 1}),
        ("n4-custom-8-16384", {"n4.custom.vcpu": 8, "n4.custom.ram": 16}),
        ("ct5lp-hightpu-4t", {"tpu.v5e": 4}),
        ("ct5p-hightpu-4t", {"tpu.v5p": 4}),
        ("ct6e-standard-8t", {"tpu.v6e": 8}),
        ("tpu7x-standard-4t", {"tpu.tpu7x": 4}),
        ("a3-highgpu-8g", {"machine.a3-highgpu-8g": 1}),
        ("n1-ultramem-40", {"machine.m1-ultramem-40": 1}),
    ],
)
def test_a_machine_type_is_one_price_or_its_parts(machine_type, items):
    assert charges(machine_type) == {item: each * MONTH for item, each in items.items()}


def test_every_machine_of_the_price_table_has_a_shape():
    names = [item.removeprefix("machine.") for item in priced_items() if item.startswith("machine.")]
    assert [name for name in names if shape_of(name) is None] == []


def test_a_shared_core_counts_as_the_fraction_that_is_billed():
    assert [shape_of(name).vcpus for name in ("e2-micro", "e2-small", "e2-medium")] == [Decimal("0.25"), Decimal("0.5"), 1]


@given(st.integers(0, 5000), st.integers(0, 744), st.integers(0, 5000))
def test_what_is_left_and_what_is_paid_elsewhere_are_all_the_machines(count, hours, paid):
    whole = running(count, Decimal(hours))
    left = whole.less(Decimal(paid))
    assert left.count == max(count - paid, 0)
    assert whole.of("x", "i", "u").quantity == count * hours


@pytest.mark.parametrize(
    ("machine_type", "bundles"),
    [
        ("a2-ultragpu-1g", True),
        ("a2-highgpu-1g", False),
        ("a3-highgpu-8g", True),
        ("c3-standard-88-lssd", True),
        ("c4-standard-288-lssd-metal", True),
        ("c3-standard-88", False),
        ("z3-highmem-88-highlssd", True),
        ("n2-standard-8", False),
        ("g2-standard-4", False),
    ],
)
def test_some_machine_types_bundle_their_local_ssd(machine_type, bundles):
    assert bundles_local_ssd(machine_type) is bundles


def test_gpus_are_added_to_n1_alone():
    assert [charge.item for charge in attached_gpus("GPUs", "n1-standard-8", "nvidia-tesla-v100", Decimal(2), running())] == ["n1.gpu.V100"]
    assert list(attached_gpus("GPUs", "a2-highgpu-1g", "nvidia-tesla-a100", Decimal(1), running())) == []


def test_local_ssd_of_half_a_month_is_half_a_gib_month_in_any_month():
    half = running(2, Decimal(360), hours_per_month=Decimal(720))
    assert [charge.quantity for charge in local_ssds("Local SSD", Decimal(3), half)] == [Decimal(375) * 3 * 2 / 2]
