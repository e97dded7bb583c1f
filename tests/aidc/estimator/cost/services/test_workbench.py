"""Workbench instances, worked by hand: machine, GPU and disks, at the rates of us-central1."""

from __future__ import annotations

from decimal import Decimal

WORKBENCH = "gcp:workbench/instance:Instance"
FEE = "Management fee: its rate is not in the price tables"


def instance(**inputs):
    setup = {
        "machineType": "n1-standard-4",
        "acceleratorConfigs": [{"type": "NVIDIA_TESLA_T4", "coreCount": "1"}],
        "bootDisk": {"diskSizeGb": "150", "diskType": "PD_SSD"},
        "dataDisks": {"diskSizeGb": "330", "diskType": "PD_BALANCED"},
    }
    return {"location": "us-central1-a", "gceSetup": setup, **inputs}


def test_an_instance_pays_for_its_machine_its_gpu_and_its_disks_and_its_fee_is_open(bill_of):
    bill = bill_of(WORKBENCH, instance(), {"monthly_hrs": 100})
    assert {line.component: line.usd_per_month for line in bill.lines} == {
        "Boot disk (pd-ssd)": Decimal("0.17") * 150,
        "Data disk (pd-balanced)": Decimal("0.1") * 330,
        "Instance (n1-standard-4)": Decimal("0.189999") * 100,
        "Instance (nvidia-tesla-t4)": Decimal("0.35") * 100,
    }
    assert [gap.reason for gap in bill.unpriced] == [FEE]


def test_a_stopped_instance_pays_for_its_disks_alone(lines_of):
    assert set(lines_of(WORKBENCH, instance(desiredState="STOPPED"))) == {"Boot disk (pd-ssd)", "Data disk (pd-balanced)"}


def test_what_is_not_stated_is_said(bill_of):
    bill = bill_of(WORKBENCH, {"location": "us-central1-a"})
    assert [line.component for line in bill.lines] == ["Boot disk (pd-balanced)", "Instance (e2-standard-4)"]
    assert [text for _, text in bill.notes] == [
        "Boot disk: what is not stated is taken as pd-balanced and 150 GB",
        "no machine type is stated: e2-standard-4 is counted",
    ]
