"""A bill small enough to be read: a disk with a price, a disk without, a bucket that nobody uses, a network that is free."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from aidc.estimator.cost import Bill, Line
from aidc.estimator.cost.bill import Named, Unpriced
from aidc.estimator.cost.carbon import footprint
from aidc.estimator.cost.owner import Owner
from aidc.report.cost.answer import CostAnswer

DISK = Line(
    resource="urn:pulumi:dev::acme::aidc:storage:Disk$gcp:compute/disk:Disk::scratch",
    type="gcp:compute/disk:Disk",
    component="Disk (pd-ssd)",
    kind="list",
    item="disk.pd-ssd.capacity",
    region="us-central1",
    term="on-demand",
    quantity=Decimal(100),
    unit="GiB-month",
    usd_per_unit=Decimal("0.17"),
    usd_per_month=Decimal("17.00"),
    as_of="2026-07-30",
    source="gcosts-fd66b26",
    confidence="verified",
)


@pytest.fixture
def disk() -> Line:
    return DISK


@pytest.fixture
def answer() -> CostAnswer:
    bill = Bill(
        Decimal(730),
        (DISK,),
        (Unpriced("other", "gcp:compute/disk:Disk", "Disk (hyperdisk-ml): no rate"),),
        (Named("logs", "gcp:storage/bucket:Bucket", "say storage_gb"),),
        (Named("net", "gcp:compute/network:Network", "networks are free"),),
        (Named("odd", "gcp:spanner/instance:Instance", "priced product; its rates are not in the price tables"),),
        (("scratch", "taken to exist all month"),),
    )
    owners = {DISK.resource: Owner("disks", {"team": "vision"})}
    return CostAnswer("dev", bill, owners, footprint(bill), date(2026, 11, 24))
