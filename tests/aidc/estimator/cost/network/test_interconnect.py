"""Cloud Interconnect: circuits, attachments, and what is sent through them."""

from __future__ import annotations

from decimal import Decimal

import pytest

ATTACHMENT = "gcp:compute/interconnectAttachment:InterconnectAttachment"
CIRCUITS = "gcp:compute/interconnect:Interconnect"


@pytest.mark.parametrize(
    ("inputs", "usd_per_hour"),
    [
        ({"type": "DEDICATED", "bandwidth": "BPS_10G"}, "0.10"),
        ({}, "0.10"),
        ({"bandwidth": "BPS_50M"}, "0.10"),
        ({"bandwidth": "BPS_20G"}, "0.20"),
        ({"bandwidth": "BPS_100G"}, "1.00"),
        ({"type": "PARTNER_PROVIDER", "bandwidth": "BPS_1G"}, "0.2778"),
        ({"type": "PARTNER", "bandwidth": "BPS_50G"}, "9.02"),
    ],
)
def test_an_attachment_costs_its_hours(month_of, inputs, usd_per_hour):
    assert month_of(ATTACHMENT, {"region": "us-central1", **inputs}).usd_per_month == Decimal(usd_per_hour) * 730


def test_a_partner_attachment_without_a_capacity_is_a_gap(month_of):
    bill = month_of(ATTACHMENT, {"region": "us-central1", "type": "PARTNER"})
    assert [gap.reason for gap in bill.unpriced] == ["VLAN attachment: its capacity is set by the partner and not stated"]


def test_the_example_of_the_price_page_for_a_month_of_720_hours(month_of):
    circuits = month_of(CIRCUITS, {"linkType": "LINK_TYPE_ETHERNET_10G_LR", "requestedLinkCount": 3.0}, hours_per_month=720)
    assert circuits.usd_per_month == Decimal("5028.48")
    usage = {"monthly_data_transfer_gb": 20_480}
    attachment = month_of(ATTACHMENT, {"region": "us-central1", "bandwidth": "BPS_10G"}, usage, hours_per_month=720)
    assert attachment.usd_per_month == Decimal("72.00") + Decimal("409.60")


def test_circuits_to_another_cloud_and_application_awareness_cost_more(month_of):
    inputs = {"linkType": "LINK_TYPE_ETHERNET_100G_LR", "requestedLinkCount": "2", "remoteLocation": "aws-dc", "aaiEnabled": True}
    assert month_of(CIRCUITS, inputs).usd_per_month == (Decimal("30.00") + Decimal("3.492")) * 2 * 730
    plain = {"linkType": "LINK_TYPE_ETHERNET_100G_LR", "requestedLinkCount": 1.0}
    assert month_of(CIRCUITS, plain).usd_per_month == Decimal("23.28") * 730


def test_circuits_without_a_speed_are_a_gap(month_of):
    assert [gap.reason for gap in month_of(CIRCUITS, {}).unpriced] == ["Circuits: their speed or number is not stated"]
