"""Reservations by themselves: what each kind says, what it cannot hold, and the two yeses of an order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.blueprint.reservation import named_reservation, reservation_uri
from aidc.catalog.reservations import CALENDAR_TPUS, TPU_FAMILIES

WINDOW = {"start": "2027-03-01T00:00:00Z", "days": 30}
NO_TPUS = (
    "kind: specific cannot hold TPUs: they are reserved in aggregate, by a future reservation. "
    "Use kind: future or calendar, or kind: existing with the name of one that you have"
)
FAMILIES = "v3, v4, v5e, v5p, v6e"
YES = {"submit": True, "yes_submit_order_to_google": True}


def _specific(**fields):
    return _entry({"name": "held", "kind": "specific", "machine_type": "a3-megagpu-8g", "machines": 4}, fields)


def _future(**fields):
    return _entry({"name": "held", "kind": "future", "machine_type": "a3-megagpu-8g", "machines": 4, "window": WINDOW}, fields)


def _tpus(**fields):
    base = {"name": "held", "kind": "calendar", "generation": "v5p", "chips": 64, "window": WINDOW}
    return _entry(base, fields)


def _entry(base, fields):
    return {field: value for field, value in {**base, **fields}.items() if value is not None}


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        (_specific(kind="borrowed"), "kind: 'borrowed' is not one of specific, future, calendar, existing.", _specific()),
        (_specific(generation="v5p"), f"generation: {NO_TPUS}", _tpus()),
        (_specific(machine_type="ct5p-hightpu-4t"), f"machine_type: {NO_TPUS}", _tpus(kind="future")),
        (
            _future(machine_type="ct5p-hightpu-4t"),
            "machine_type: 'ct5p-hightpu-4t' is a TPU host; say generation and chips instead",
            _tpus(kind="future"),
        ),
        (
            _specific(machine_type="a3-megagpu-8"),
            "machine_type: 'a3-megagpu-8' is not a machine type in the catalogue. Did you mean a3-megagpu-8g?",
            _specific(machine_type="n2-standard-4"),
        ),
        (
            _specific(instance_template="global/instanceTemplates/t"),
            "machine_type: say either machine_type or instance_template, not both",
            _specific(machine_type=None, instance_template="global/instanceTemplates/t"),
        ),
        (
            _specific(machine_type=None),
            "machine_type: say either machine_type or instance_template, not neither",
            _specific(),
        ),
        (_specific(machines=None), "machines: is missing: how many machines are held", _specific(machines=1)),
        (
            _specific(local_ssd_disks=2),
            "local_ssd_disks: a3-megagpu-8g always comes with 16 Local SSD disks. Remove it",
            _specific(machine_type="g2-standard-8", local_ssd_disks=1),
        ),
        (
            _specific(machine_type="g2-standard-8", local_ssd_disks=2),
            "local_ssd_disks: 2 is more than the 1 that g2-standard-8 takes",
            _specific(machine_type="g2-standard-8", local_ssd_disks=1),
        ),
        (
            _specific(machine_type="n2-standard-4", local_ssd_disks=1),
            "local_ssd_disks: pools of n2-standard-4 take no Local SSD here, and would not match the reservation. Remove it",
            _specific(machine_type="n2-standard-4", local_ssd_disks=0),
        ),
        (
            _entry(_specific(), {"machine_type": None, "instance_template": "t", "local_ssd_disks": 1}),
            "local_ssd_disks: goes with machine_type. Name the machine",
            _specific(),
        ),
        (
            _specific(gpu="nvidia-tesla-t4"),
            "gpu: only N1 machines take GPUs apart from their type; 'a3-megagpu-8g' has its own or none. Remove it",
            _specific(machine_type="n1-standard-8", gpu="nvidia-tesla-t4"),
        ),
        (
            _specific(machine_type="n1-standard-8", gpu="nvidia-tesla-t5"),
            "gpu: 'nvidia-tesla-t5' is not a GPU that is attached to N1; allowed: nvidia-tesla-t4, nvidia-tesla-v100, nvidia-tesla-p100, "
            "nvidia-tesla-p4. Did you mean nvidia-tesla-t4?",
            _specific(machine_type="n1-standard-8", gpu="nvidia-tesla-t4", gpus_per_machine=4, local_ssd_disks=2),
        ),
        (
            _specific(machine_type="n1-standard-8", gpu="nvidia-tesla-t4", gpus_per_machine=3),
            "gpus_per_machine: n1-standard-8 does not take 3 of nvidia-tesla-t4; there are 1 (at most 48 vCPU), 2 (at most 48 vCPU), "
            "4 (at most 96 vCPU)",
            _specific(machine_type="n1-standard-8", gpu="nvidia-tesla-t4", gpus_per_machine=2),
        ),
        (
            _specific(machine_type="n1-standard-8", gpus_per_machine=3),
            "gpus_per_machine: goes with gpu. Name the GPU",
            _specific(machine_type="n1-standard-8"),
        ),
        (
            _specific(window=WINDOW),
            "window: goes with kind: future or calendar, not with specific. Remove it or change the kind",
            _future(),
        ),
        (
            _future(google_services=True),
            "google_services: goes with kind: specific, not with future. Remove it or change the kind",
            _specific(google_services=True),
        ),
        (
            _specific(share_with=["acme-other", "acme-other"]),
            "share_with[1]: 'acme-other' is listed twice",
            _specific(share_with=["acme-other"]),
        ),
        (
            _future(window=None),
            "window: is missing: say when the capacity is held, such as {start: 2027-03-01T00:00:00Z, days: 30}",
            _future(),
        ),
        (_future(window={"start": "2027-03-01T00:00:00Z"}), "window.days: say either end or days", _future()),
        (_future(window={**WINDOW, "end": "2027-04-01T00:00:00Z"}), "window.days: say either end or days", _future()),
        (
            _future(window={"start": "2027-03-01T00:00:00Z", "end": "2027-02-01T00:00:00Z"}),
            "window.end: 2027-02-01T00:00:00Z is not after start 2027-03-01T00:00:00Z",
            _future(window={"start": "2027-03-01T00:00:00Z", "end": "2027-04-01T00:00:00Z"}),
        ),
        (
            _future(window={"start": "2027-03-01T00:00:00", "days": 3}),
            "window.start: times need a time zone: 2027-03-01T00:00:00Z",
            _future(),
        ),
        (
            _future(submit=True),
            "submit: sends Google an order that costs money; it commits to the capacity asked for. "
            "Set yes_submit_order_to_google: true as well",
            _future(**YES),
        ),
        (
            _tpus(submit=True),
            "submit: sends Google an order that costs money; an order in calendar mode can never be cancelled. "
            "Set yes_submit_order_to_google: true as well",
            _tpus(**YES),
        ),
        (
            _future(delivered=True),
            "delivered: a draft is never delivered. Set submit: true, or remove it",
            _future(**YES, delivered=True),
        ),
        (
            _future(chips=4),
            "chips: goes with generation. Name the TPU generation",
            _tpus(kind="future", chips=4),
        ),
        (
            _tpus(kind="future", machines=2),
            "machines: a reservation holds machines or TPU chips, not both. Remove it or generation: v5p",
            _tpus(kind="future"),
        ),
        (
            _tpus(kind="future", generation="v2"),
            f"generation: 'v2' is not a TPU generation that Compute Engine holds in a future reservation; allowed: {FAMILIES}.",
            _tpus(kind="future"),
        ),
        (_tpus(chips=None), "chips: is missing: how many TPU chips are held", _tpus()),
        (
            _future(delete_at="2027-04-01T00:00:00Z", delete_after_hours=24),
            "delete_at: say either delete_at or delete_after_hours",
            _future(delete_at="2027-04-01T00:00:00Z"),
        ),
        (
            _future(delete_at="2027-04-01T00:00:00"),
            "delete_at: times need a time zone: 2027-03-01T00:00:00Z",
            _future(delete_after_hours=24),
        ),
        (
            _future(delete_at_end=False, delete_after_hours=24),
            "delete_at_end: is false, so nothing is deleted by itself. Remove delete_at and delete_after_hours, or this",
            _future(delete_at_end=False),
        ),
        (
            _future(commitment={"name": "c"}),
            "commitment.term: is missing: Term of the commitment.",
            _future(commitment={"name": "c", "term": "TWELVE_MONTH"}),
        ),
        (
            _tpus(window={**WINDOW, "days": 91}),
            "window: calendar mode holds capacity for 1 to 90 days, this window lasts 91. Use kind: future",
            _tpus(window={**WINDOW, "days": 90}),
        ),
        (
            _tpus(chips=60),
            "chips: one request in calendar mode takes 4, 8, 16, 32, 64, 128, 256, 512, 1024 chips of v5p, not 60",
            _tpus(chips=1024),
        ),
        (
            _future(kind="calendar", machine_type="a2-highgpu-8g"),
            "machine_type: calendar mode does not have a2-highgpu-8g; it has A3 High, A3 Mega, A3 Ultra, A4 and TPUs. Use kind: future",
            _future(kind="calendar"),
        ),
        (
            _future(kind="calendar", machines=81),
            "machines: one request in calendar mode takes at most 80 GPU machines. Use kind: future",
            _future(machines=81),
        ),
        (
            _tpus(deployment="FLEXIBLE"),
            "deployment: calendar mode places machines densely. Remove it",
            _tpus(deployment="DENSE"),
        ),
        (
            _tpus(kind="existing", window=None, chips=None, generation="v9"),
            "generation: 'v9' is not a TPU generation in the catalogue; allowed: v2, v3, v4, v5e, v5p, v6e, tpu7x.",
            {"name": "held", "kind": "existing"},
        ),
        (
            _specific(zone="us-east1-b"),
            "zone: 'us-east1-b' is not a zone of us-central1, the region of the site. Did you mean us-central1-b?",
            _specific(zone="us-central1-b"),
        ),
    ],
)
def test_a_reservation_is_refused_with_the_reason_and_its_neighbour_accepted(wrong, message, right, problems):
    assert f"reservations[0].{message}" in problems(reservations=[wrong])
    assert problems(reservations=[right]) == []


def test_calendar_mode_sells_v5e_by_what_it_is_for(problems, site):
    west = site(region="us-west4", zones=["us-west4-a"])

    def said(**fields):
        return problems(site=west, reservations=[_tpus(generation="v5e", **fields)])

    missing = "reservations[0].workload: is missing: calendar mode sells v5e for BATCH and SERVING in different zones"
    assert said(chips=16) == [missing]
    assert said(chips=8, workload="BATCH") == ["reservations[0].workload: calendar mode sells 8 chips of v5e for SERVING only"]
    assert said(chips=8, workload="SERVING") == []
    assert said(chips=16, workload="BATCH") == []


def test_calendar_mode_is_only_for_generations_that_it_has(problems, site):
    central = site(region="us-central2", zones=["us-central2-b"])
    found = problems(site=central, reservations=[_tpus(generation="v4")])
    text = "reservations[0].generation: calendar mode does not have TPU v4; it has v5e, v5p, v6e. Use kind: future"
    assert text in found


def test_two_reservations_have_two_names(problems):
    assert problems(reservations=[_specific(), _specific()]) == [
        "reservations[1].name: held is the name of reservations[0] already; a reservation needs a name of its own"
    ]


def test_an_unsaid_order_is_a_draft_and_nothing_but_two_yeses_sends_it(plan_of):
    statuses = [plan_of(reservations=[entry]).reservations[0].planning_status for entry in (_specific(), _future(), _future(**YES))]
    assert statuses == ["", "DRAFT", "SUBMITTED"], "trap T064"


def test_counts_and_durations_travel_as_text(plan_of):
    [one] = plan_of(reservations=[_future(delete_after_hours=2)]).reservations
    assert (one.window.seconds, one.delete_after_seconds) == ("2592000", "7200"), "trap T014"


def test_a_window_is_written_in_utc_whatever_its_zone(plan_of):
    window = {"start": "2027-03-01T01:00:00+01:00", "end": "2027-03-31T00:00:00-05:00"}
    [one] = plan_of(reservations=[_future(window=window)]).reservations
    assert (one.window.start, one.window.end, one.window.seconds) == ("2027-03-01T00:00:00Z", "2027-03-31T05:00:00Z", "")


def test_an_existing_one_keeps_its_name_its_project_and_is_never_guarded(plan_of):
    [one] = plan_of(reservations=[{"name": "theirs", "kind": "existing", "project": "acme-host"}]).reservations
    assert (one.name, one.uri, one.zone, one.guarded) == ("theirs", "projects/acme-host/reservations/theirs", "", False)
    assert not one.is_made_here


def test_own_ones_start_with_the_name_of_the_stack_and_stand_in_the_first_zone(plan_of):
    [one] = plan_of(reservations=[_specific()]).reservations
    assert (one.name, one.zone, one.guarded, one.delivered) == ("lab-held", "us-central1-a", True, True)


@pytest.mark.parametrize("generation", sorted(CALENDAR_TPUS))
def test_every_generation_of_calendar_mode_has_a_family(generation):
    assert generation in TPU_FAMILIES


@given(project=st.from_regex(r"[a-z][a-z0-9-]{4,10}[a-z0-9]", fullmatch=True), name=st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True))
def test_a_value_in_short_or_long_form_names_the_same_reservation(project, name):
    uri = reservation_uri(project, name)
    for value, own in ((name, project), (uri, "elsewhere"), (f"{uri}/reservationBlocks/b/reservationSubBlocks/s", "elsewhere")):
        assert named_reservation(value, own) == uri
