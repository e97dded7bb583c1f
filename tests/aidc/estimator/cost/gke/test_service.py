"""Services: the first five rules of a project and region cost 0.025 an hour together, each further one 0.01 (us-central1)."""

from __future__ import annotations

from decimal import Decimal


def test_a_load_balancer_costs_the_flat_rate_and_every_other_service_nothing(bill_of, lines_of, cluster, kube):
    assert lines_of(cluster(), kube("core/v1:Service", spec={"type": "LoadBalancer"})) == {
        "Load balancer: first five together": Decimal("0.025") * 730
    }
    assert [free.resource for free in bill_of(cluster(), kube("core/v1:Service", spec={"type": "ClusterIP"})).free] == ["p"]


def test_seven_load_balancers_pay_the_flat_rate_and_two_further_rules(bill_of, cluster, kube):
    services = [kube("core/v1:Service", name=f"s{index}", spec={"type": "LoadBalancer"}) for index in range(7)]
    bill = bill_of(cluster(location="us-central1"), *services)
    assert bill.usd_per_month == 73 + Decimal("0.025") * 730 + 2 * Decimal("0.01") * 730


def test_data_is_billed_as_usage_says(lines_of, cluster, kube):
    lines = lines_of(cluster(), kube("core/v1:Service", spec={"type": "LoadBalancer"}), p={"monthly_data_processed_gb": 100})
    assert lines["Load balancer: data processed"] == Decimal("0.008") * 100
