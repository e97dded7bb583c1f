from decimal import Decimal

import pytest

from aidc.inventory.resource import UNKNOWN, Resource

ADDRESS = "gcp:compute/address:Address"
GLOBAL = "gcp:compute/globalAddress:GlobalAddress"
USED, UNUSED, SPOT = Decimal("0.005") * 730, Decimal("0.01") * 730, Decimal("0.0025") * 730


def address(kind=ADDRESS, **inputs):
    return Resource(kind, "ip", {"region": "us-central1", "name": "ip", **inputs}, urn="urn:ip")


def user(kind, **inputs):
    return Resource(kind, "user", {"zone": "us-central1-a", **inputs}, urn="urn:user", dependencies=("urn:ip",))


def machine(**inputs):
    interfaces = [{"accessConfigs": [{"natIp": UNKNOWN}]}]
    return user("gcp:compute/instance:Instance", machineType="e2-medium", bootDisk={"source": "b"}, networkInterfaces=interfaces, **inputs)


def of_address(bill):
    return sum((line.usd_per_month for line in bill.lines if line.resource == "urn:ip"), Decimal(0))


def test_an_address_that_nobody_uses_costs_most(bill_of):
    assert of_address(bill_of(address())) == UNUSED


def test_an_unused_address_costs_what_its_region_asks(bill_of):
    assert of_address(bill_of(address(region="europe-west3"))) == Decimal("0.012") * 730


@pytest.mark.parametrize(
    ("inputs", "usd"),
    [
        ({}, USED),
        ({"scheduling": {"preemptible": True}}, SPOT),
        ({"scheduling": [{"provisioningModel": "SPOT"}]}, SPOT),
        ({"desiredStatus": "TERMINATED"}, UNUSED),
    ],
)
def test_an_address_on_a_machine_costs_by_how_the_machine_runs(bill_of, inputs, usd):
    assert of_address(bill_of(address(), machine(**inputs))) == usd


def test_an_address_of_nat_costs_as_one_in_use(bill_of):
    assert of_address(bill_of(address(), user("gcp:compute/routerNat:RouterNat", router="r", region="us-central1"))) == USED


@pytest.mark.parametrize(
    "kind",
    [
        "gcp:compute/forwardingRule:ForwardingRule",
        "gcp:compute/globalForwardingRule:GlobalForwardingRule",
        "kubernetes:networking.k8s.io/v1:Ingress",
        "kubernetes:helm.sh/v3:Release",
    ],
)
def test_an_address_of_a_forwarding_rule_costs_nothing_beyond_the_rule(bill_of, kind):
    bill = bill_of(address(), user(kind, region="us-central1"))
    assert of_address(bill) == 0
    assert "an address of a forwarding rule costs nothing beyond it" in [named.reason for named in bill.free]


def test_a_user_is_found_by_the_number_of_the_address_where_no_dependency_says_so(bill_of):
    rule = Resource("gcp:compute/forwardingRule:ForwardingRule", "rule", {"ipAddress": "34.1.2.3", "region": "us-central1"})
    held = Resource(ADDRESS, "ip", {"region": "us-central1"}, urn="urn:ip", outputs={"address": "34.1.2.3"})
    assert of_address(bill_of(held, rule)) == 0


def test_an_ingress_names_its_global_address(bill_of):
    metadata = {"annotations": {"kubernetes.io/ingress.global-static-ip-name": "ip"}}
    ingress = Resource("kubernetes:networking.k8s.io/v1:Ingress", "web", {"metadata": metadata})
    assert of_address(bill_of(address(GLOBAL), ingress)) == 0


def test_a_record_of_a_name_server_does_not_make_an_address_used(bill_of):
    assert of_address(bill_of(address(), user("gcp:dns/recordSet:RecordSet"))) == UNUSED


def test_an_unused_global_address_costs_as_in_iowa(bill_of):
    assert of_address(bill_of(address(GLOBAL))) == Decimal("7.30")


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"addressType": "INTERNAL"}, "internal addresses are free of charge"),
        ({"purpose": "VPC_PEERING"}, "internal addresses are free of charge"),
        ({"ipVersion": "IPV6"}, "IPv6 addresses are free of charge"),
        ({"ipCollection": "mine"}, "addresses of a range that is brought along are free of charge"),
    ],
)
def test_addresses_that_are_free_say_why(bill_of, inputs, reason):
    bill = bill_of(address(**inputs))
    assert (bill.lines, [named.reason for named in bill.free]) == ((), [reason])


def test_the_usage_says_who_uses_an_address(bill_of):
    assert of_address(bill_of(address(), usage={"ip": {"used_by": "vm"}})) == USED
    assert of_address(bill_of(address(), usage={"ip": {"used_by": "forwarding rule"}})) == 0
    bill = bill_of(address(), usage={"ip": {"used_by": "friend"}})
    assert [gap.reason for gap in bill.unpriced] == [
        "usage says used_by 'friend'; one of vm, spot vm, nat, forwarding rule, unused is needed"
    ]


def test_an_address_that_is_held_for_part_of_the_month_costs_that_part(bill_of):
    assert of_address(bill_of(address(), usage={"ip": {"monthly_hrs": 100}})) == Decimal("1.00")
