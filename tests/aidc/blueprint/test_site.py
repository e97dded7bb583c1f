"""Project, region and zones."""

from __future__ import annotations

import pytest

from aidc.blueprint.site import SiteSpec, plan_site

NO_ID = "is not a project id: 6 to 30 lower-case letters, digits and dashes, starting with a letter"


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        ({"project": "acme"}, f"site.project: 'acme' {NO_ID}", {"project": "acme-1"}),
        ({"project": "a" * 31}, f"site.project: '{'a' * 31}' {NO_ID}", {"project": "a" * 30}),
        ({"project": "Acme-lab"}, f"site.project: 'Acme-lab' {NO_ID}", {"project": "acme-lab"}),
        ({"project_number": 0}, "site.project_number: 0 is out of range: more than 0", {"project_number": 1}),
        (
            {"project_number": 2**63},
            "site.project_number: 9223372036854775808 is out of range: at most 9223372036854775807",
            {"project_number": 2**63 - 1},
        ),
        ({"region": "us-centrall"}, "site.region: 'us-centrall' is not a known region. Did you mean us-central2?", {}),
        ({"zones": []}, "site.zones: has 0 entries; at least 1", {"zones": ["us-central1-f"]}),
        ({"zones": "us-central1-a"}, "site.zones: 'us-central1-a' is not a list", {"zones": ["us-central1-a"]}),
        (
            {"zones": ["us-central1-a", "us-central1-a"]},
            "site.zones[1]: 'us-central1-a' is listed twice",
            {"zones": ["us-central1-a", "us-central1-c"]},
        ),
        (
            {"zones": ["us-central1-a", "europe-west4-a"]},
            "site.zones[1]: 'europe-west4-a' is not a zone of us-central1; write it as us-central1-a",
            {"zones": ["us-central1-a", "us-central1-ai1a"]},
        ),
        (
            {"zones": ["us-central1-a1"]},
            "site.zones[0]: 'us-central1-a1' is not a zone of us-central1; write it as us-central1-a",
            {"zones": ["us-central1-a"]},
        ),
    ],
)
def test_a_site_is_refused_with_the_reason_and_its_neighbour_accepted(wrong, message, right, problems, site, cpu_pool):
    pools = [cpu_pool(nodes={"min": 0, "max": 3})]
    assert problems(site=site(**wrong), cpu_pools=pools) == [message]
    assert problems(site=site(**right), cpu_pools=pools) == []


def test_nine_zones_are_more_than_a_region_has(problems, site):
    zones = [f"us-central1-{letter}" for letter in "abcdefghi"]
    assert problems(site=site(zones=zones)) == ["site.zones: has 9 entries; at most 8"]


def test_an_unknown_region_is_one_problem_and_not_one_for_each_zone(problems, site):
    assert problems(site=site(region="moon-base1")) == ["site.region: 'moon-base1' is not a known region."]


def test_an_ai_zone_carries_accelerators_but_no_nodes_of_the_cluster(problems, site, plan_of):
    plan = plan_of(site=site(zones=["us-central1-ai1a", "us-central1-a"]))
    assert plan.site.zones == ("us-central1-ai1a", "us-central1-a")
    assert plan.cluster.zones == ("us-central1-a",), "an AI zone must stay out of a regional cluster's own locations"
    assert problems(site=site(zones=["us-central1-ai1a"])) == [
        "site.zones: has AI zones only; a cluster's own nodes need an ordinary zone as well, such as us-central1-a"
    ]


def test_a_cpu_pool_on_a_site_of_ai_zones_names_its_zones(problems, site, cpu_pool):
    ai_only, existing = site(zones=["us-central1-ai1a"]), {"existing": {"name": "shared"}}
    assert problems(site=ai_only, cluster=existing, cpu_pools=[cpu_pool()]) == [
        "cpu_pools[0].zones: is missing; the site has AI zones only. Name ordinary zones, such as us-central1-a"
    ]
    assert problems(site=ai_only, cluster=existing, cpu_pools=[cpu_pool(zones=["us-central1-a"])]) == []


def test_a_region_without_published_energy_facts_has_none():
    known = plan_site(SiteSpec(project="acme-lab", project_number=1, region="us-central1", zones=["us-central1-a"]))
    unknown = plan_site(SiteSpec(project="acme-lab", project_number=1, region="me-central1", zones=["me-central1-a"]))
    assert known.energy is not None
    assert known.energy.cfe_fraction == 0.88
    assert unknown.energy is None
