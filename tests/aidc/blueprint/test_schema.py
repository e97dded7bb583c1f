"""The stack file as a whole: its own fields, and keys that do not exist."""

from __future__ import annotations

import pytest

NOT_A_NAME = "is not a name: lower-case letters, digits and dashes, starting with a letter, not ending with a dash"
SECTIONS = (
    "name, environment, deletion_guard, labels, site, network, keys, access, cluster, reservations, cpu_pools, gpu_pools, tpu_slices, tpu_vms, buckets, filestores, "
    "lustres, disks, storage_pools, registry, budget, usage, policies, waivers"
)


def test_the_smallest_blueprint_can_be_built(problems):
    assert problems() == []


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        ({"name": "Lab"}, f"name: 'Lab' {NOT_A_NAME}", {"name": "lab"}),
        ({"name": "lab-"}, f"name: 'lab-' {NOT_A_NAME}", {"name": "lab-1"}),
        ({"name": "1lab"}, f"name: '1lab' {NOT_A_NAME}", {"name": "lab1"}),
        ({"name": "l" * 21}, f"name: '{'l' * 21}' has 21 characters; at most 20", {"name": "l" * 20}),
        ({"name": 7}, "name: 7 is not text", {"name": "seven"}),
        ({"environment": "live"}, "environment: 'live' is not one of dev, staging, production, research.", {"environment": "production"}),
        (
            {"environment": "prod"},
            "environment: 'prod' is not one of dev, staging, production, research. Did you mean production?",
            {"environment": "production"},
        ),
        (
            {"environment": "stagin"},
            "environment: 'stagin' is not one of dev, staging, production, research. Did you mean staging?",
            {"environment": "staging"},
        ),
        ({"deletion_guard": "maybe"}, "deletion_guard: 'maybe' is not true or false", {"deletion_guard": False}),
        (
            {"labels": {"Team": "x"}},
            "labels.Team: 'Team' is not a label key: a lower-case letter, then at most 62 letters, digits, dashes and underscores",
            {"labels": {"team": "x"}},
        ),
        (
            {"labels": {"team": "A b"}},
            "labels.team: 'A b' is not a label value: at most 63 lower-case letters, digits, dashes and underscores",
            {"labels": {"team": "a-b_1"}},
        ),
        (
            {"labels": {"team": "x" * 64}},
            f"labels.team: '{'x' * 56}... is not a label value: at most 63 lower-case letters, digits, dashes and underscores",
            {"labels": {"team": "x" * 63}},
        ),
        (
            {"labels": {f"l{index}": "x" for index in range(61)}},
            "labels: has 61 entries; at most 60",
            {"labels": {f"l{index}": "x" for index in range(60)}},
        ),
        ({"labels": 3}, "labels: 3 is not a mapping", {"labels": {"cost-center": 42}}),
        ({"cpu_pools": {"name": "system"}}, "cpu_pools: {'name': 'system'} is not a list", {}),
    ],
)
def test_a_field_of_the_stack_is_refused_with_the_reason_and_its_neighbour_accepted(wrong, message, right, problems):
    assert problems(**wrong) == [message]
    assert problems(**right) == []


def test_a_missing_section_is_named_with_what_belongs_there(problems):
    assert problems(site=None) == ["site: is missing: Project, region and zones."]
    assert problems(environment=None) == ["environment: is missing: Kind of environment, a label on everything."]


def test_a_key_that_does_not_exist_is_answered_with_the_closest_and_the_list(problems):
    assert problems(nmae="x") == [f"nmae: is not a key here. Did you mean name? Allowed: {SECTIONS}"]
    assert problems(zzz=1) == [f"zzz: is not a key here. Allowed: {SECTIONS}"], "nothing is close to it"


@pytest.mark.parametrize(
    ("sections", "start"),
    [
        ({"network": {"cdir": "10.0.0.0/12"}}, "network.cdir: is not a key here. Did you mean cidr? Allowed: cidr, ranges, "),
        (
            {"cluster": {"maintenance": {"day": ["SA"]}}},
            "cluster.maintenance.day: is not a key here. Did you mean days? Allowed: days, start_utc, ",
        ),
        (
            {"buckets": [{"name": "data", "tier": "hot", "versions": True}]},
            "buckets[0].versions: is not a key here. Did you mean versioning? Allowed: name, tier, ",
        ),
        ({"keys": {"rotation": 3}}, "keys.rotation: is not a key here. Did you mean rotation_days? Allowed: managed_by, "),
    ],
)
def test_a_wrong_key_is_answered_in_every_section(sections, start, problems):
    [message] = problems(**sections)
    assert message.startswith(start)


def test_an_entry_that_is_no_mapping_is_refused(problems):
    assert problems(buckets=["data"]) == ["buckets[0]: 'data' is not a mapping"]
    assert problems(buckets=[None]) == ["buckets[0]: nothing is not a mapping"]


def test_a_number_in_quotes_is_a_number_and_a_boolean_is_none(problems, filestore, site):
    assert problems(filestores=[filestore(capacity_gib="1024")]) == []
    assert problems(filestores=[filestore(capacity_gib=True)]) == ["filestores[0].capacity_gib: true is not a number"]
    assert problems(filestores=[filestore(capacity_gib=1024.5)]) == ["filestores[0].capacity_gib: 1024.5 is not a whole number"]
    assert problems(site=site(project_number=True)) == ["site.project_number: true is not a number"]


@pytest.mark.parametrize(("value", "shown"), [(float("inf"), "inf"), (float("-inf"), "-inf"), (float("nan"), "nan")])
def test_numbers_that_are_not_finite_are_refused(value, shown, problems, bucket):
    assert problems(buckets=[bucket(expected_tib=value)]) == [f"buckets[0].expected_tib: {shown} is not a finite number"]
    assert problems(network={"growth": value}) == [f"network.growth: {shown} is not a finite number"]
