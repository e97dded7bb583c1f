"""Managed Lustre instances: capacities of their tier, names that clients can mount, and what the network must give."""

from __future__ import annotations

import pytest

BANDS_OF_1000 = "9,000 to 1,530,000 in steps of 9,000 or 1,584,000 to 10,008,000 in steps of 72,000 GiB"
FILESYSTEM = "is not the name of a file system: a letter, then at most 7 letters and digits"
EXISTING = {"network": "vpc", "subnet": "nodes", "pods_range": "pods", "services_range": "services"}


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        ({"tier": 750}, "tier: 750 is not one of 125, 250, 500, 1000, dynamic. Did you mean 500?", {"tier": 500, "capacity_gib": 18000}),
        (
            {"capacity_gib": 1000},
            f"capacity_gib: 1,000 GiB is not a capacity of the tier of 1000 MB/s for each TiB: {BANDS_OF_1000}. Try 9,000",
            {"capacity_gib": 9000},
        ),
        (
            {"capacity_gib": 20000},
            f"capacity_gib: 20,000 GiB is not a capacity of the tier of 1000 MB/s for each TiB: {BANDS_OF_1000}. Try 18,000 or 27,000",
            {"capacity_gib": 27000},
        ),
        (
            {"capacity_gib": 1_539_000},
            f"capacity_gib: 1,539,000 GiB is not a capacity of the tier of 1000 MB/s for each TiB: {BANDS_OF_1000}. "
            "Try 1,530,000 or 1,584,000",
            {"capacity_gib": 1_584_000},
        ),
        (
            {"tier": "dynamic", "capacity_gib": 9000},
            "capacity_gib: 9,000 GiB is not a capacity of the dynamic tier: 472,000 to 84,016,000 in steps of 472,000 GiB. Try 472,000",
            {"tier": "dynamic", "capacity_gib": 472_000},
        ),
        ({"capacity_gib": 0}, "capacity_gib: 0 is out of range: more than 0", {"capacity_gib": 9000}),
        ({"filesystem": "ninechars"}, f"filesystem: 'ninechars' {FILESYSTEM}", {"filesystem": "eightchr"}),
        ({"filesystem": "a-b"}, f"filesystem: 'a-b' {FILESYSTEM}", {"filesystem": "aB1"}),
        ({"filesystem": ""}, f"filesystem: '' {FILESYSTEM}", {"filesystem": "a"}),
        ({"filesystem": "1st"}, f"filesystem: '1st' {FILESYSTEM}", {"filesystem": "st1"}),
        (
            {"zone": "us-east1-b"},
            "zone: 'us-east1-b' is not a zone of us-central1, the region of the site. Did you mean us-central1-b?",
            {"zone": "us-central1-f"},
        ),
        (
            {"maintenance": {"day": "SUN", "hour": 3}},
            "maintenance.day: 'SUN' is not one of MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY. Did you mean SUNDAY?",
            {"maintenance": {"day": "SUNDAY", "hour": 3}},
        ),
        (
            {"maintenance": {"day": "SUNDAY", "hour": 24}},
            "maintenance.hour: 24 is out of range: at most 23",
            {"maintenance": {"day": "SUNDAY", "hour": 23}},
        ),
        (
            {"root_squash": {}},
            "root_squash.exempt: is missing: Ranges whose root stays root; without one nobody could hand out directories. "
            "admin-host: an address among the nodes' that the stack keeps free for it.",
            {"root_squash": {"exempt": ["10.0.0.0/24"]}},
        ),
        (
            {"root_squash": {"exempt": ["0.0.0.0/0"]}},
            "root_squash.exempt[0]: 0.0.0.0/0 leaves root to everybody; name the ranges of the administrators, or remove root_squash",
            {"root_squash": {"exempt": ["10.0.0.0/24", "10.1.0.0/24"]}},
        ),
        (
            {"root_squash": {"exempt": ["10.0.0.0/24", "10.0.0.0/24"]}},
            "root_squash.exempt[1]: '10.0.0.0/24' is listed twice",
            {"root_squash": {"exempt": ["10.0.0.0/24"], "uid": 1, "gid": 1}},
        ),
        (
            {"root_squash": {"exempt": ["10.0.0.0/24"], "uid": 0}},
            "root_squash.uid: 0 is out of range: at least 1",
            {"root_squash": {"exempt": ["10.0.0.0/24"], "uid": 1000}},
        ),
    ],
)
def test_a_lustre_is_refused_with_the_reason_and_its_neighbour_accepted(wrong, message, right, problems, lustre):
    assert problems(lustres=[lustre(**wrong)]) == [f"lustres[0].{message}"]
    assert problems(lustres=[lustre(**right)]) == []


def test_an_instance_knows_its_throughput_and_how_far_it_grows(plan_of, lustre):
    small, large, cold = plan_of(
        lustres=[
            lustre(name="small"),
            lustre(name="large", capacity_gib=1_584_000),
            lustre(name="cold", tier="dynamic", capacity_gib=472_000),
        ]
    ).lustres
    assert (small.mb_per_s, small.grows_to_gib, small.mb_per_s_per_tib) == (8_789, 1_530_000, 1000)
    assert (large.mb_per_s, large.grows_to_gib) == (1_546_875, 10_008_000), "an instance never leaves the steps that it was made in"
    assert (cold.mb_per_s, cold.grows_to_gib, cold.mb_per_s_per_tib) == (11_523, 84_016_000, None)


@pytest.mark.parametrize(
    ("fields", "filesystem"),
    [({}, "scratch"), ({"name": "train-data-2"}, "traindat"), ({"name": "a"}, "a"), ({"filesystem": "Fast1"}, "Fast1")],
)
def test_a_file_system_is_named_after_its_instance_unless_it_is_said(fields, filesystem, plan_of, lustre):
    [planned] = plan_of(lustres=[lustre(**fields)]).lustres
    assert planned.filesystem == filesystem


def test_two_file_systems_of_one_name_cannot_be_mounted_on_one_node(problems, lustre):
    pair = [lustre(name="train-data-1"), lustre(name="train-data-2")]
    assert problems(lustres=pair) == [
        "lustres[1].filesystem: traindat is the file system of lustres[0] already, and no node can mount both. Give one of the two another name"
    ]
    assert problems(lustres=[pair[0], {**pair[1], "filesystem": "data2"}]) == []


def test_two_instances_have_two_names(problems, lustre):
    assert problems(lustres=[lustre(), lustre()]) == [
        "lustres[1].name: scratch is the name of lustres[0] already; a lustre needs a name of its own"
    ]


def test_an_instance_stands_beside_the_accelerators_unless_it_is_said(plan_of, lustre):
    first, second = plan_of(lustres=[lustre(), lustre(name="other", zone="us-central1-b")]).lustres
    assert (first.zone, second.zone) == ("us-central1-a", "us-central1-b")


def test_the_peered_range_holds_at_least_a_22(problems, plan_of, lustre):
    small = {"ranges": {"private_services": "10.100.0.0/23"}}
    assert problems(network=small) == []
    assert problems(network=small, lustres=[lustre()]) == [
        "network.ranges.private_services: private_services 10.100.0.0/23 has 512 addresses; Google's peered services with Managed Lustre "
        "among them need 1,024, a /22. Widen it, lower the node counts, max_pods_per_node or network.growth"
    ]
    assert problems(network={"ranges": {"private_services": "10.100.0.0/22"}}, lustres=[lustre()]) == []


def test_an_existing_network_names_its_peered_range(problems, lustre, filestore):
    assert problems(network={"existing": EXISTING}, lustres=[lustre()], filestores=[filestore()]) == [
        "network.existing.private_services_range: is missing; Filestore and Managed Lustre reach the network through a range peered with "
        "Google's services. Name it"
    ]
    assert problems(network={"existing": {**EXISTING, "private_services_range": "peered"}}, lustres=[lustre()]) == []


def test_servers_reach_the_nodes_on_the_port_of_lnet_alone(plan_of, lustre):
    [rule] = [rule for rule in plan_of(lustres=[lustre()]).network.firewall if rule.resource_name == "allow-lustre"]
    assert (rule.direction, rule.ranges, rule.protocols) == ("INGRESS", ("10.11.0.0/17",), (("tcp", ("988",)),)), "trap T066"
    assert not [rule for rule in plan_of().network.firewall if "988" in str(rule.protocols)]


def test_the_driver_follows_the_instances_unless_it_is_said(plan_of, lustre):
    assert plan_of(lustres=[lustre()]).cluster.add_ons.lustre
    assert not plan_of().cluster.add_ons.lustre
    assert plan_of(cluster={"add_ons": {"lustre": True}}).cluster.add_ons.lustre
    assert not plan_of(lustres=[lustre()], cluster={"add_ons": {"lustre": False}}).cluster.add_ons.lustre


def test_instances_have_a_key_of_their_own_and_an_agent_that_is_asked_for(plan_of, lustre):
    keys = plan_of(lustres=[lustre()]).keys
    [key] = [key for key in keys.keys if key.use == "lustres"]
    assert (key.location, key.agents) == ("us-central1", ("serviceAccount:service-123456789012@gcp-sa-lustre.iam.gserviceaccount.com",))
    assert "lustre.googleapis.com" in keys.identities
