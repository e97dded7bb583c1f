"""Services: the first five rules of a project and region cost 0.025 an hour together, each further one 0.01 (us-central1)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.inventory.resource import UNKNOWN


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


INGRESS, GATEWAY = "networking.k8s.io/v1:Ingress", "gateway.networking.k8s.io/v1:Gateway"


@pytest.mark.parametrize(
    ("kind", "spec", "annotations", "rules", "where"),
    [
        (INGRESS, {}, {}, 1, "global"),
        (INGRESS, {"tls": [{"secretName": "s"}]}, {}, 2, "global"),
        (INGRESS, {"tls": [{"secretName": "s"}]}, {"kubernetes.io/ingress.allow-http": "false"}, 1, "global"),
        (INGRESS, {}, {"networking.gke.io/managed-certificates": "m"}, 2, "global"),
        (INGRESS, {}, {"kubernetes.io/ingress.class": "gce-internal"}, 1, "us-central1"),
        (GATEWAY, {"gatewayClassName": "gke-l7-global-external-managed", "listeners": [{"port": 80}, {"port": 443}]}, {}, 2, "global"),
        (GATEWAY, {"gatewayClassName": "gke-l7-rilb", "listeners": [{"port": 80}]}, {}, 1, "us-central1"),
    ],
)
def test_an_ingress_or_gateway_of_gke_makes_a_rule_for_each_port(bill_of, cluster, kube, kind, spec, annotations, rules, where):
    made = kube(kind, spec=spec, metadata={"name": "p", "annotations": annotations})
    bill = bill_of(cluster(location="us-central1"), made)
    lines = [(line.component, line.region) for line in bill.lines if line.resource == "p"]
    assert lines == [("Load balancer: first five together", where)]
    assert len([text for name, text in bill.notes if name == "p"]) == rules - 1


@pytest.mark.parametrize(("kind", "spec"), [(INGRESS, {"ingressClassName": "nginx"}), (GATEWAY, {"gatewayClassName": "istio"})])
def test_one_of_another_class_is_served_inside_the_cluster(bill_of, cluster, kube, kind, spec):
    bill = bill_of(cluster(), kube(kind, spec=spec))
    assert [(free.resource, free.reason) for free in bill.free] == [("p", "makes no load balancer of its own")]


def test_an_ingress_outside_every_cluster_is_unpriced(bill_of, kube):
    assert [gap.reason for gap in bill_of(kube(INGRESS, spec={})).unpriced] == [
        "is in no cluster of this record, so that who serves it is not known"
    ]


def test_rules_of_services_and_ingresses_are_counted_together_with_those_declared(bill_of, cluster, kube):
    internal = {"metadata": {"annotations": {"kubernetes.io/ingress.class": "gce-internal"}}}
    services = [kube("core/v1:Service", name=f"s{index}", spec={"type": "LoadBalancer"}) for index in range(4)]
    ingresses = [kube(INGRESS, name=f"i{index}", spec={}, **internal) for index in range(2)]
    bill = bill_of(cluster(location="us-central1"), *services, *ingresses)
    assert bill.usd_per_month == 73 + Decimal("0.025") * 730 + Decimal("0.01") * 730


def test_a_service_of_an_unknown_type_is_named(bill_of, cluster, kube):
    bill = bill_of(cluster(), kube("core/v1:Service", spec={"type": UNKNOWN}))
    assert [gap.reason for gap in bill.unpriced] == ["spec.type is not known before the resources it depends on exist"]
