"""Target proxies: proxy instances and bytes, by usage."""

from __future__ import annotations

from decimal import Decimal

import pytest

PROXIES = ["targetHttpProxy:TargetHttpProxy", "targetHttpsProxy:TargetHttpsProxy", "targetGrpcProxy:TargetGrpcProxy"]
PROXIES += ["targetSSLProxy:TargetSSLProxy", "targetTCPProxy:TargetTCPProxy", "regionTargetHttpProxy:RegionTargetHttpProxy"]
PROXIES += ["regionTargetHttpsProxy:RegionTargetHttpsProxy", "regionTargetTcpProxy:RegionTargetTcpProxy"]


@pytest.mark.parametrize("proxy", PROXIES)
def test_a_proxy_pays_for_its_instances_and_bytes(month_of, proxy: str):
    bill = month_of(f"gcp:compute/{proxy}", {"region": "us-central1"}, {"monthly_proxy_instances": 10.2, "monthly_data_processed_gb": 100})
    assert bill.usd_per_month == Decimal("0.025") * 7_446 + Decimal("0.008") * 100
    assert month_of(f"gcp:compute/{proxy}", {"region": "us-central1"}).needs_usage
