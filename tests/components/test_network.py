"""The primary VPC: subnet, way out, firewall, peering, DNS; nothing open to the world."""

from __future__ import annotations

import pytest

VPC, SUBNET = "gcp:compute/network:Network", "gcp:compute/subnetwork:Subnetwork"
ROUTER, NAT, FIREWALL = "gcp:compute/router:Router", "gcp:compute/routerNat:RouterNat", "gcp:compute/firewall:Firewall"
ADDRESS, PEERING = "gcp:compute/globalAddress:GlobalAddress", "gcp:servicenetworking/connection:Connection"
ZONE, RECORD = "gcp:dns/managedZone:ManagedZone", "gcp:dns/recordSet:RecordSet"
ACCOUNT = "gcp:serviceaccount/account:Account"
URI = "projects/acme-lab/global/networks/lab-vpc"
EXISTING = {"network": "shared", "subnet": "gke", "pods_range": "pods", "services_range": "services", "private_services_range": "peered"}


@pytest.fixture
def declared(declare, plan_of):
    """Declare the network of a blueprint, and beside it something that uses what it hands out."""

    def run(**sections):
        plan = plan_of(**sections)

        def program():
            import pulumi_gcp as gcp

            from components.network import Network

            network = Network(plan.network, region="us-central1")
            for output in ("network", "subnet", "private_services"):
                gcp.serviceaccount.Account(f"user-of-{output}", account_id="user-of-it", description=getattr(network, output))

        return declare(program)

    return run


def test_the_vpc_and_its_subnet_are_named_sized_and_logged(declared):
    found = declared()
    assert found.only(VPC).inputs == {
        "name": "lab-vpc",
        "project": "acme-lab",
        "autoCreateSubnetworks": False,
        "routingMode": "REGIONAL",
        "mtu": 8896.0,
        "description": "Primary network of the stack",
    }
    assert found.only(SUBNET).inputs == {
        "name": "lab-nodes",
        "project": "acme-lab",
        "region": "us-central1",
        "network": URI,
        "ipCidrRange": "10.8.0.0/15",
        "privateIpGoogleAccess": True,
        "stackType": "IPV4_ONLY",
        "secondaryIpRanges": [
            {"rangeName": "pods", "ipCidrRange": "10.0.0.0/13"},
            {"rangeName": "services", "ipCidrRange": "10.10.0.0/16"},
        ],
        "logConfig": {"aggregationInterval": "INTERVAL_10_MIN", "flowSampling": 0.5, "metadata": "INCLUDE_ALL_METADATA"},
    }
    assert "logConfig" not in declared(network={"flow_logs": False}).only(SUBNET).inputs


def test_the_way_out_is_nat_or_nothing(declared):
    found = declared()
    place = {"project": "acme-lab", "region": "us-central1"}
    assert found.only(ROUTER).inputs == {**place, "name": "lab-router", "network": URI}
    assert found.only(NAT).inputs == {
        **place,
        "name": "lab-nat",
        "router": "lab-router",
        "natIpAllocateOption": "AUTO_ONLY",
        "sourceSubnetworkIpRangesToNat": "ALL_SUBNETWORKS_ALL_IP_RANGES",
        "enableDynamicPortAllocation": True,
        "enableEndpointIndependentMapping": False,
        "minPortsPerVm": 64.0,
        "maxPortsPerVm": 8192.0,
        "logConfig": {"enable": True, "filter": "ERRORS_ONLY"},
    }, "pods leave through it as well; addresses are automatic (trap T055)"
    closed = declared(network={"egress": "restricted"})
    assert closed.all(NAT) == []
    assert closed.all(ROUTER) == []


@pytest.mark.parametrize("egress", ["nat", "restricted"])
def test_a_rule_allows_or_denies_and_nothing_is_open_to_the_world(egress, declared):
    rules = [rule.inputs for rule in declared(network={"egress": egress}).all(FIREWALL)]
    assert rules
    for rule in rules:
        assert ("allows" in rule) != ("denies" in rule), "trap T054"
        world = "0.0.0.0/0" in rule.get("sourceRanges", []) + rule.get("destinationRanges", [])
        assert world is ("denies" in rule), f"{rule['name']}: only what is denied covers everybody"
        assert ("sourceRanges" in rule) is (rule["direction"] == "INGRESS")
        assert ("destinationRanges" in rule) is (rule["direction"] == "EGRESS")
        assert rule["logConfig"] == {"metadata": "INCLUDE_ALL_METADATA"}
        assert not {"sourceTags", "sourceServiceAccounts", "targetServiceAccounts", "enableLogging"} & set(rule)


def test_the_control_plane_reaches_only_the_ports_of_kubelets_and_webhooks(declared):
    found = declared()
    assert found.named("allow-control-plane").inputs == {
        "name": "lab-allow-control-plane",
        "project": "acme-lab",
        "network": URI,
        "description": "The control plane calls kubelets and admission webhooks",
        "direction": "INGRESS",
        "priority": 1000.0,
        "allows": [{"protocol": "tcp", "ports": ["443", "8443", "9443", "10250"]}],
        "sourceRanges": ["10.11.128.0/28"],
        "targetTags": ["lab-node"],
        "logConfig": {"metadata": "INCLUDE_ALL_METADATA"},
    }
    assert found.named("deny-ingress").inputs["priority"] == 65000.0


def test_the_peered_range_is_known_once_the_peering_stands(declared):
    found = declared()
    address, peering = found.only(ADDRESS), found.only(PEERING)
    assert address.inputs == {
        "name": "lab-private-services",
        "project": "acme-lab",
        "purpose": "VPC_PEERING",
        "addressType": "INTERNAL",
        "address": "10.11.0.0",
        "prefixLength": 17.0,
        "network": URI,
    }
    assert peering.inputs == {
        "network": URI,
        "service": "servicenetworking.googleapis.com",
        "reservedPeeringRanges": ["lab-private-services"],
        "deletionPolicy": "ABANDON",
    }
    user = found.named("user-of-private_services")
    assert user.inputs["description"] == "lab-private-services"
    assert {address.urn, peering.urn} <= set(user.dependencies), "Filestore would find no way in before"


@pytest.mark.parametrize("guard", [True, False])
def test_only_the_peered_range_is_protected_and_only_while_guarded(guard, declared):
    found = declared(deletion_guard=guard)
    assert found.only(ADDRESS).options.get("protect", False) is guard, "replacing it cuts off every service behind it (trap T056)"
    others = [resource for resource in found.resources if resource.type != ADDRESS]
    assert not [resource.name for resource in others if resource.options.get("protect")]


def test_what_uses_the_network_waits_for_it_and_knows_its_name_at_preview(declared):
    found = declared()
    assert found.named("user-of-network").inputs["description"] == URI
    assert found.only(VPC).urn in found.named("user-of-network").dependencies
    assert found.named("user-of-subnet").inputs["description"] == "projects/acme-lab/regions/us-central1/subnetworks/lab-nodes"
    assert found.only(SUBNET).urn in found.named("user-of-subnet").dependencies


@pytest.mark.parametrize(("egress", "target"), [("nat", "private.googleapis.com."), ("restricted", "restricted.googleapis.com.")])
def test_googles_names_lead_to_its_private_addresses(egress, target, declared):
    found = declared(network={"egress": egress})
    assert [zone.inputs["dnsName"] for zone in found.all(ZONE)] == ["gcr.io.", "gke.goog.", "googleapis.com.", "pkg.dev."]
    assert {zone.inputs["visibility"] for zone in found.all(ZONE)} == {"private"}
    assert all(zone.inputs["privateVisibilityConfig"] == {"networks": [{"networkUrl": URI}]} for zone in found.all(ZONE))
    assert found.named("pkg-dev").inputs["description"] == "Sends pkg.dev. to Google's private addresses"
    record = {"project": "acme-lab", "managedZone": "lab-googleapis-com", "ttl": 300.0}
    assert found.named("googleapis-com-cname").inputs == {**record, "name": "*.googleapis.com.", "type": "CNAME", "rrdatas": [target]}
    addresses = [f"199.36.153.{last}" for last in (range(8, 12) if egress == "nat" else range(4, 8))]
    assert found.named("googleapis-com-a").inputs == {**record, "name": target, "type": "A", "rrdatas": addresses}
    assert len(found.all(RECORD)) == 8


def test_an_existing_network_is_passed_on_and_nothing_is_made(declared):
    found = declared(network={"existing": {**EXISTING, "project": "acme-host"}})
    assert [resource for resource in found.resources if resource.type.startswith("gcp:") and resource.type != ACCOUNT] == []
    assert {user.name: user.inputs["description"] for user in found.all(ACCOUNT)} == {
        "user-of-network": "projects/acme-host/global/networks/shared",
        "user-of-subnet": "projects/acme-host/regions/us-central1/subnetworks/gke",
        "user-of-private_services": "peered",
    }
