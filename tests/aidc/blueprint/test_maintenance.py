"""When GKE may upgrade: windows long enough, exclusions short enough, and the arithmetic across midnight."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.blueprint.maintenance import MaintenanceExclusionSpec, MaintenanceSpec, plan_maintenance

AT = "cluster.maintenance"
ADVENT = {"name": "advent", "start": "2026-12-01T00:00:00Z", "end": "2026-12-24T00:00:00Z"}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        ({"days": []}, "days: has 0 entries; at least 1", {"days": ["SA"], "hours": 12}),
        ({"days": ["MON"]}, "days[0]: 'MON' is not one of MO, TU, WE, TH, FR, SA, SU. Did you mean MO?", {"days": ["MO"], "hours": 12}),
        ({"days": ["SA", "SU", "SA"]}, "days[2]: 'SA' is listed twice", {"days": ["SA", "SU"]}),
        ({"start_utc": "2:00"}, "start_utc: '2:00' is not a time of day; write hh:mm", {"start_utc": "02:00"}),
        ({"start_utc": "24:00"}, "start_utc: '24:00' is not a time of day; write hh:mm", {"start_utc": "23:59"}),
        ({"start_utc": "0２:00"}, "start_utc: '0２:00' is not a time of day; write hh:mm", {"start_utc": "02:00"}),
        ({"start_utc": 120}, "start_utc: 120 is not text", {"start_utc": "02:00"}),
        ({"hours": 3}, "hours: 3 is out of range: at least 4", {"hours": 6}),
        ({"hours": 25}, "hours: 25 is out of range: at most 24", {"hours": 24}),
        (
            {"days": ["SU"], "hours": 11},
            "hours: gives 44 hours in 32 days; GKE wants at least 48. Add a day or hours",
            {"days": ["SU"], "hours": 12},
        ),
        ({"exclusions": [{**ADVENT, "start": 20261201}]}, "exclusions[0].start: 20261201 is not a time such as 2026-12-20T00:00:00Z", {}),
        (
            {"exclusions": [{**ADVENT, "start": "20261201"}]},
            "exclusions[0].start: '20261201' is not a time such as 2026-12-20T00:00:00Z",
            {"exclusions": [{**ADVENT, "start": "2026-12-01T00:00:00+08:00"}]},
        ),
        (
            {"exclusions": [{**ADVENT, "end": "2026-12-24 noon"}]},
            "exclusions[0].end: '2026-12-24 noon' is not a time such as 2026-12-20T00:00:00Z",
            {"exclusions": [{**ADVENT, "end": "2026-12-24T12:00:00Z"}]},
        ),
        (
            {"exclusions": [{**ADVENT, "end": "2026-12-24"}]},
            "exclusions[0].start: times need a time zone: 2026-12-20T00:00:00Z",
            {"exclusions": [ADVENT]},
        ),
        (
            {"exclusions": [{**ADVENT, "end": "2026-12-01T00:00:00Z"}]},
            "exclusions[0].end: 2026-12-01T00:00:00+00:00 is not after start",
            {"exclusions": [{**ADVENT, "end": "2026-12-01T00:00:01Z"}]},
        ),
        (
            {"exclusions": [{**ADVENT, "scope": "NO_UPGRADES", "end": "2027-03-01T01:00:00Z"}]},
            "exclusions[0].end: NO_UPGRADES lasts at most 90 days, this one 90.04. Use NO_MINOR_OR_NODE_UPGRADES or shorten it",
            {"exclusions": [{**ADVENT, "scope": "NO_UPGRADES", "end": "2027-03-01T00:00:00Z"}]},
        ),
        (
            {"exclusions": [ADVENT, ADVENT]},
            "exclusions[1].name: advent is the name of exclusions[0] already; each needs a name of its own",
            {"exclusions": [ADVENT, {**ADVENT, "name": "launch"}]},
        ),
    ],
)
def test_maintenance_is_refused_with_the_reason_and_its_neighbour_accepted(wrong, message, right, problems):
    assert problems(cluster={"maintenance": wrong}) == [f"{AT}.{message}"]
    assert problems(cluster={"maintenance": right}) == []


def test_a_window_across_midnight_ends_on_the_next_day():
    plan = plan_maintenance(MaintenanceSpec(days=["SA"], start_utc="22:00", hours=12))
    assert (plan.start, plan.end) == ("2026-01-01T22:00:00Z", "2026-01-02T10:00:00Z")
    assert plan.recurrence == "FREQ=WEEKLY;BYDAY=SA"


def test_a_window_of_a_whole_day_ends_when_it_began():
    plan = plan_maintenance(MaintenanceSpec(days=["SA", "SU"], start_utc="00:00", hours=24))
    assert (plan.start, plan.end) == ("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")


def test_an_exclusion_keeps_its_time_zone():
    exclusion = {"name": "run", "start": "2026-12-01T00:00:00+08:00", "end": "2026-12-05T00:00:00Z"}
    [planned] = plan_maintenance(MaintenanceSpec.model_validate({"exclusions": [exclusion]})).exclusions
    assert (planned.start, planned.end, planned.scope) == (
        "2026-12-01T00:00:00+08:00",
        "2026-12-05T00:00:00Z",
        "NO_MINOR_OR_NODE_UPGRADES",
    )


@given(st.sets(st.sampled_from(DAYS), min_size=1), st.integers(0, 23), st.integers(0, 59), st.integers(4, 24))
def test_a_window_is_as_long_as_asked_and_accepted_when_it_offers_48_hours_in_32_days(days, hour, minute, hours):
    fields = {"days": sorted(days), "start_utc": f"{hour:02}:{minute:02}", "hours": hours}
    if 4 * len(days) * hours < 48:
        with pytest.raises(ValueError, match="GKE wants at least 48"):
            MaintenanceSpec.model_validate(fields)
        return
    plan = plan_maintenance(MaintenanceSpec.model_validate(fields))
    start, end = (datetime.fromisoformat(moment) for moment in (plan.start, plan.end))
    assert end - start == timedelta(hours=hours)
    assert (start.hour, start.minute) == (hour, minute)


def test_an_unquoted_time_means_the_same_as_the_pulumi_cli_hands_it_over():
    given = {"name": "run", "start": "2026-12-20T00:00:00Z", "end": "2027-01-05T06:30:00+02:00"}
    handed = {"name": "run", "start": "2026-12-20 00:00:00 +0000 UTC", "end": "2027-01-05 06:30:00 +0200 +0200"}
    assert MaintenanceExclusionSpec.model_validate(handed) == MaintenanceExclusionSpec.model_validate(given)
