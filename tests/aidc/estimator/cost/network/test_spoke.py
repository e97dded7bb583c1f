"""Spokes of Network Connectivity Center."""

from __future__ import annotations

from decimal import Decimal

from aidc.estimator.cost import estimate
from aidc.inventory.resource import Resource

SPOKE = "gcp:networkconnectivity/spoke:Spoke"


def test_a_vpc_spoke_costs_its_hours_and_what_it_sends(month_of):
    bill = month_of(SPOKE, {"linkedVpcNetwork": {"uri": "n"}}, {"monthly_data_processed_gb": 500})
    assert bill.usd_per_month == Decimal("0.10") * 730 + Decimal("0.02") * 500


def test_three_vpn_spokes_and_three_interconnect_spokes_of_a_project_are_free():
    tunnels = [Resource(SPOKE, f"t{number}", {"linkedVpnTunnels": {"uris": ["t"]}}) for number in range(4)]
    attachments = [Resource(SPOKE, f"a{number}", {"linkedInterconnectAttachments": {"uris": ["a"]}}) for number in range(3)]
    elsewhere = Resource(SPOKE, "other", {"linkedVpnTunnels": {"uris": ["t"]}, "project": "p"})
    bill = estimate([*tunnels, *attachments, elsewhere])
    assert [(line.resource, line.usd_per_month) for line in bill.lines] == [("t3", Decimal("0.075") * 730)]
    assert len(bill.free) == 7


def test_appliances_are_never_free_and_a_spoke_of_nothing_is_a_gap(month_of):
    assert month_of(SPOKE, {"linkedRouterApplianceInstances": {"instances": [{}]}}).usd_per_month == Decimal("0.075") * 730
    assert [gap.reason for gap in month_of(SPOKE, {}).unpriced] == ["Spoke: what it links is not stated"]
