"""How a pool gets its machines: fields that belong to another mode are refused, reservations get their exact name."""

from __future__ import annotations

import pytest

from aidc.blueprint.capacity import CapacitySpec, plan_capacity, reservation_value

AT = "gpu_pools[0].capacity"
RESERVATION = {"mode": "reservation", "reservation": "block-a"}
NEVER = "capacity never draws on a reservation. Set mode: reservation or remove the field"
NO_END = "nodes have no agreed end. Set mode: flex-start or remove the field"


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        ({}, f"{AT}.mode: is missing: How the machines are obtained.", {"mode": "on-demand"}),
        (
            {"mode": "ondemand"},
            f"{AT}.mode: 'ondemand' is not one of on-demand, spot, flex-start, reservation. Did you mean on-demand?",
            {"mode": "on-demand"},
        ),
        (
            {"mode": "spot", "reservation": "block-a"},
            f"{AT}.reservation: goes with mode: reservation, not with spot; spot {NEVER}",
            {"mode": "spot"},
        ),
        (
            {"mode": "on-demand", "reservation_project": "acme-capacity"},
            f"{AT}.reservation_project: goes with mode: reservation, not with on-demand; on-demand {NEVER}",
            {**RESERVATION, "reservation_project": "acme-capacity"},
        ),
        (
            {"mode": "spot", "block": "block-7"},
            f"{AT}.block: goes with mode: reservation, not with spot; spot {NEVER}",
            {**RESERVATION, "block": "block-7"},
        ),
        ({"mode": "reservation"}, f"{AT}.reservation: mode: reservation needs the name of the reservation", RESERVATION),
        (
            {**RESERVATION, "sub_block": "sub-1"},
            f"{AT}.block: a sub_block lies in a block; name the block too",
            {**RESERVATION, "block": "block-7", "sub_block": "sub-1"},
        ),
        (
            {"mode": "spot", "max_run_hours": 3},
            f"{AT}.max_run_hours: goes with mode: flex-start, not with spot; spot {NO_END}",
            {"mode": "spot"},
        ),
        (
            {**RESERVATION, "max_run_hours": 3},
            f"{AT}.max_run_hours: goes with mode: flex-start, not with reservation; reservation {NO_END}",
            RESERVATION,
        ),
        (
            {**RESERVATION, "reservation_project": "Acme"},
            f"{AT}.reservation_project: 'Acme' is not a project id: 6 to 30 lower-case letters, digits and dashes, starting with a letter",
            {**RESERVATION, "reservation_project": "acme-capacity"},
        ),
        (
            {**RESERVATION, "block": "a/b"},
            f"{AT}.block: 'a/b' is not a name: lower-case letters, digits and dashes, starting with a letter, not ending with a dash",
            {**RESERVATION, "block": "a-b"},
        ),
    ],
)
def test_capacity_is_refused_with_the_reason_and_its_neighbour_accepted(wrong, message, right, problems, gpu_pool):
    assert problems(gpu_pools=[gpu_pool(capacity=wrong)]) == [message]
    assert problems(gpu_pools=[gpu_pool(capacity=right)]) == []


@pytest.mark.parametrize("mode", ["queued", "calendar", "preemptible"])
def test_a_mode_that_is_not_built_is_refused(mode, problems, gpu_pool):
    assert problems(gpu_pools=[gpu_pool(capacity={"mode": mode})]) == [
        f"{AT}.mode: {mode!r} is not one of on-demand, spot, flex-start, reservation."
    ]


@pytest.mark.parametrize(("hours", "legal"), [(0, False), (1, True), (168, True), (169, False)])
def test_a_flex_start_node_runs_from_one_hour_to_seven_days(hours, legal, problems, gpu_pool):
    pool = gpu_pool(nodes={"min": 0, "max": 2}, capacity={"mode": "flex-start", "max_run_hours": hours})
    bound = "at least 1" if hours == 0 else "at most 168"
    assert problems(gpu_pools=[pool]) == ([] if legal else [f"{AT}.max_run_hours: {hours} is out of range: {bound}"])


@pytest.mark.parametrize(
    ("fields", "value"),
    [
        ({}, "block-a"),
        ({"reservation_project": "acme-lab"}, "block-a"),
        ({"reservation_project": "acme-capacity"}, "projects/acme-capacity/reservations/block-a"),
        ({"block": "b-1"}, "projects/acme-lab/reservations/block-a/reservationBlocks/b-1"),
        (
            {"reservation_project": "acme-capacity", "block": "b-1", "sub_block": "s-2"},
            "projects/acme-capacity/reservations/block-a/reservationBlocks/b-1/reservationSubBlocks/s-2",
        ),
    ],
)
def test_an_own_reservation_has_its_short_name_a_shared_one_or_a_block_the_long_form(fields, value):
    spec = CapacitySpec.model_validate({**RESERVATION, **fields})
    assert reservation_value(spec, "acme-lab") == value, "rule NP08, trap T034"


@pytest.mark.parametrize(
    ("spec", "reservation", "seconds", "scarce"),
    [
        ({"mode": "on-demand"}, "", None, False),
        ({"mode": "spot"}, "", None, True),
        ({"mode": "flex-start"}, "", 168 * 3600, True),
        ({"mode": "flex-start", "max_run_hours": 24}, "", 86400, True),
        (RESERVATION, "block-a", None, False),
    ],
)
def test_only_flex_start_has_a_run_limit_and_only_reservations_a_value(spec, reservation, seconds, scarce):
    plan = plan_capacity(CapacitySpec.model_validate(spec), "acme-lab")
    assert (plan.reservation_value, plan.max_run_seconds, plan.is_scarce) == (reservation, seconds, scarce)
