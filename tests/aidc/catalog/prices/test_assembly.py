"""What a machine type is billed as."""

from __future__ import annotations

from decimal import Decimal

from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.prices.assembly import HOURS_PER_MONTH, parts


def quantities(machine_type: str) -> dict[str, Decimal]:
    return {part.item: part.quantity for part in parts(machine_type)}


def test_a_machine_without_accelerators_is_vcpus_memory_and_its_local_ssd():
    assert quantities("n2-standard-8") == {"n2.predefined.vcpu": 8, "n2.predefined.ram": 32}
    assert quantities("c4-standard-4-lssd") == {"c4.predefined.vcpu": 4, "c4.predefined.ram": 15, "c4.local_ssd.local_ssd": 375}
    assert quantities("z3-highmem-14-standardlssd")["all.local_ssd.local_ssd"] == 3000


def test_a_series_of_one_memory_ratio_has_one_rate():
    assert quantities("c2-standard-8") == {"c2.predefined.vcpu_with_4_gib": 8}


def test_a_shared_core_is_billed_for_its_fraction():
    assert quantities("e2-micro") == {"e2.predefined.vcpu": Decimal("0.25"), "e2.predefined.ram": 1}


def test_an_a4_is_slices_and_nothing_else():
    assert quantities("a4-highgpu-8g") == {"a4.gpu.B200": 8}


def test_an_a3_ultra_has_a_host_of_its_own():
    assert quantities("a3-ultragpu-8g") == {
        "a3-ultra.gpu.H200": 8,
        "a3-ultra.predefined.vcpu": 224,
        "a3-ultra.predefined.ram": 2952,
        "all.local_ssd.local_ssd": 12000,
    }


def test_a_part_of_a_gpu_is_a_part_of_its_price():
    assert quantities("g4-standard-6")["g4.gpu.RTX-PRO-6000"] == Decimal("0.125")


def test_the_local_ssd_that_comes_along_is_priced_by_the_month():
    ssd = parts("a2-ultragpu-1g")[-1]
    assert (ssd.item, ssd.per_hour) == ("all.local_ssd.local_ssd", Decimal(375) / HOURS_PER_MONTH)


def test_m4_ultramem_224_is_not_billed_as_other_m4():
    assert "m4-ultramem-224.predefined.vcpu" in quantities("m4-ultramem-224")


def test_what_is_one_price_or_not_known_has_no_parts():
    assert parts("f1-micro") == parts("x4-megamem-960-metal") == parts("no-such-machine") == ()


def test_every_gpu_machine_that_is_sold_without_a_quote_has_parts():
    without = [name for name in GPU_MACHINES if not parts(name)]
    assert without == ["a3-edgegpu-8g", "a4x-highgpu-4g", "a4x-maxgpu-4g-metal", *(name for name in without if name.endswith("-nolssd"))]


def test_a_shape_without_its_local_ssd_is_billed_for_none():
    assert "all.local_ssd.local_ssd" not in quantities("a3-highgpu-8g-nolssd")
    assert quantities("a3-highgpu-8g-nolssd")["a3.gpu.H100"] == 8
