"""What a SKU prices is told by its whole description."""

from __future__ import annotations

import pytest

from aidc.estimator.cost.refresh.description import priced_by
from aidc.estimator.cost.refresh.sku import Unusable, read_sku

SPOT, YEAR, THREE = "Preemptible", "Commit1Yr", "Commit3Yr"


@pytest.mark.parametrize(
    ("description", "usage_type", "item", "column"),
    [
        ("N2 Instance Core running in Americas", "OnDemand", "n2.predefined.vcpu", "on_demand"),
        ("N2D AMD Instance Ram running in Sydney", "OnDemand", "n2d.predefined.ram", "on_demand"),
        ("N1 Predefined Instance Core running in Americas", "OnDemand", "n1.predefined.vcpu", "on_demand"),
        ("Custom Instance Core running in Americas", "OnDemand", "n1.custom.vcpu", "on_demand"),
        ("N2 Custom Extended Instance Ram running in Americas", "OnDemand", "n2.custom_extended.ram", "on_demand"),
        ("Compute optimized Core running in Americas", "OnDemand", "c2.predefined.vcpu", "on_demand"),
        ("Compute optimized Instance Core running in Doha", "OnDemand", "c2.predefined.vcpu", "on_demand"),
        ("Spot Preemptible C4A Arm Instance Core running in Americas", SPOT, "c4a.predefined.vcpu", "spot"),
        ("M4Ultramem224 Instance Ram running in Iowa", "OnDemand", "m4-ultramem-224.predefined.ram", "on_demand"),
        ("A3Plus Instance Core running in Americas", "OnDemand", "a3-mega.predefined.vcpu", "on_demand"),
        ("A3Ultra Instance Ram running in Americas", "OnDemand", "a3-ultra.predefined.ram", "on_demand"),
        ("Commitment v1: Cpu in Americas for 1 Year", YEAR, "n1.predefined.vcpu", "cud_1y"),
        ("Commitment v1: Ram in Americas for 3 Years", THREE, "n1.predefined.ram", "cud_3y"),
        ("Commitment v1: C3 Cpu in Tokyo for 3 Year", THREE, "c3.predefined.vcpu", "cud_3y"),
        ("Commitment: Compute optimized Core in Americas for 1 Year", YEAR, "c2.predefined.vcpu", "cud_1y"),
        ("Nvidia H100 80GB GPU running in Americas", "OnDemand", "a3.gpu.H100", "on_demand"),
        ("Nvidia H100 80GB Plus GPU running in Americas", "OnDemand", "a3-mega.gpu.H100", "on_demand"),
        ("Nvidia H100 80GB Mega GPU running in Tokyo", "OnDemand", "a3-mega.gpu.H100", "on_demand"),
        ("Nvidia Tesla A100 80GB GPU attached to Spot Preemptible VMs running in Americas", SPOT, "a2.gpu.A100-80GB", "spot"),
        ("Commitment v1: Nvidia Tesla A100 GPU running in Americas for 1 Year", YEAR, "a2.gpu.A100-40GB", "cud_1y"),
        ("TpuV6e running in Columbus", "OnDemand", "tpu.v6e", "on_demand"),
        ("TpuV6e attached to Spot Preemptible VMs running in Columbus", SPOT, "tpu.v6e", "spot"),
        ("SSD backed Local Storage", "OnDemand", "all.local_ssd.local_ssd", "on_demand"),
        ("SSD backed Local Storage in Zurich", "OnDemand", "all.local_ssd.local_ssd", "on_demand"),
        ("SSD backed Local Storage attached to Spot Preemptible VMs in Zurich", SPOT, "all.local_ssd.local_ssd", "spot"),
        ("Commitment v1: C4 Local SSD in Americas for 3 Years", THREE, "c4.local_ssd.local_ssd", "cud_3y"),
        ("Regional SSD backed PD Capacity in Zurich", "OnDemand", "disk.regional.pd-ssd.capacity", "on_demand"),
        ("Storage PD Capacity", "OnDemand", "disk.pd-standard.capacity", "on_demand"),
        ("Nearline Storage Belgium", "OnDemand", "storage.nearline.region", "on_demand"),
        ("Micro Instance with burstable CPU running in Americas", "OnDemand", "machine.f1-micro", "on_demand"),
    ],
)
def test_a_description_names_an_item_and_a_term(sku, description, usage_type, item, column):
    found = priced_by(read_sku(sku(description, "1", usage_type)))
    assert found is not None
    assert (found[0].name, found[1]) == (item, column)


@pytest.mark.parametrize(
    ("description", "column"),
    [
        ("DWS Defined Duration A2 Core running in Americas", "flex_start"),
        ("DWS Defined Duration A2 Instance Ram running in Americas", "flex_start"),
        ("Nvidia H100 80GB GPU attached to DWS Defined Duration VMs running in Americas", "flex_start"),
        ("Nvidia H100 Mega 80GB GPU attached to DWS Defined Duration VMs running in Americas", "flex_start"),
        ("DWS Defined Duration V6e running in Columbus", "flex_start"),
        ("Reserved V6e TPU in Columbus in Calendar Mode", "calendar"),
        ("Reserved Nvidia H100 80GB Mega GPU in Americas in Calendar Mode", "calendar"),
        ("A4 Nvidia B200 (1 gpu slice) attached to DWS Calendar Mode VMs running in Americas", "calendar"),
        ("Spot Preemptible A4 Nvidia B200 (1 gpu slice) running in Americas", "spot"),
    ],
)
def test_what_calls_itself_on_demand_and_is_not_is_told_apart(sku, description, column):
    found = priced_by(read_sku(sku(description, "4.2", "OnDemand")))
    assert found is not None
    assert found[1] == column


@pytest.mark.parametrize(
    "description",
    [
        "Reserved Nvidia Tesla A100 80GB GPU in Virginia",
        "Capacity Optimized TpuV6e running in Columbus",
        "N2 Sole Tenancy Instance Core running in Americas",
        "Sole Tenancy Premium for N2 Sole Tenancy Instance Core running in Americas",
        "Commitment v1: N4A Core in Johannesburg for 5 Years",
        "Committed Use Discount Premium for E2 Custom Instance Core running in Johannesburg",
        "Nvidia Tesla A100 80GB GPU running in Americas (deprecated)",
        "My N2 Instance Core running in Americas",
        "Standard Storage US Multi-region",
        "Nearline Storage Belgium (Early Delete)",
        "Licensing Fee for Windows Server 2019 Datacenter Edition (CPU cost)",
        "",
    ],
)
def test_anything_more_or_less_than_the_words_prices_nothing(sku, description):
    assert priced_by(read_sku(sku(description, "1"))) is None


def test_the_name_of_one_gpu_inside_that_of_another_is_not_the_other(sku):
    small = priced_by(read_sku(sku("Nvidia Tesla A100 GPU running in Americas", "2.93391")))
    large = priced_by(read_sku(sku("Nvidia Tesla A100 80GB GPU running in Americas", "3.92809")))
    assert small
    assert large
    assert (small[0].name, large[0].name) == ("a2.gpu.A100-40GB", "a2.gpu.A100-80GB")


@pytest.mark.parametrize(
    ("description", "usage_type", "reason"),
    [
        ("N2 Instance Core running in Americas", "Preemptible", "its description says on_demand, its usage type Preemptible"),
        ("Commitment v1: N2 Cpu in Americas for 1 Year", "Commit3Yr", "its description says cud_1y, its usage type Commit3Yr"),
        ("DWS Defined Duration A2 Core running in Americas", "", "its description says flex_start, its usage type nothing"),
    ],
)
def test_a_description_against_its_usage_type_is_refused(sku, description, usage_type, reason):
    with pytest.raises(Unusable, match=reason):
        priced_by(read_sku(sku(description, "1", usage_type)))


def test_a_bucket_of_several_regions_is_another_item(sku):
    answer = sku("Standard Storage Asia", "0.026", regions=("asia-east1", "asia-northeast1"), unit="GiBy.mo")
    assert priced_by(read_sku(answer)) is None
