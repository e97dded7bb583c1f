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
            f"{AT}.mode: 'ondemand' is not one of on-demand, spot, flex-start, queued, reservation, calendar. Did you mean on-demand?",
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


def test_a_mode_that_google_does_not_sell_is_refused(problems, gpu_pool):
    assert problems(gpu_pools=[gpu_pool(capacity={"mode": "preemptible"})]) == [
        f"{AT}.mode: 'preemptible' is not one of on-demand, spot, flex-start, queued, reservation, calendar."
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


GROWS = {"min": 0, "max": 2}


@pytest.mark.parametrize(
    ("short", "whole"),
    [
        ("spot", {"mode": "spot"}),
        (["spot"], {"mode": "spot"}),
        (["flex-start", "spot"], {"mode": "flex-start", "fallbacks": [{"mode": "spot"}]}),
        (
            [RESERVATION, {"mode": "flex-start", "max_run_hours": 24}, "spot"],
            {**RESERVATION, "fallbacks": [{"mode": "flex-start", "max_run_hours": 24}, {"mode": "spot"}]},
        ),
    ],
)
def test_a_word_or_a_list_is_short_for_the_whole(short, whole, plan_of, gpu_pool):
    said, meant = (plan_of(gpu_pools=[gpu_pool(nodes=GROWS, capacity=capacity)]) for capacity in (short, whole))
    assert said == meant


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ([], ": is empty; name at least one way to get machines, such as [spot]"),
        ([3], ": 3 is not a way to get machines; write a mode, or {mode: reservation, reservation: name}"),
        (["spot", "spot"], "[1]: spot is tried before already. Remove it"),
        (
            ["on-demand", "spto"],
            "[1].mode: 'spto' is not one of on-demand, spot, flex-start, queued, reservation, calendar. Did you mean spot?",
        ),
        (["on-demand", "reservation"], "[1].reservation: mode: reservation needs the name of the reservation"),
        (["reservation", "spot"], "[0].reservation: mode: reservation needs the name of the reservation"),
        (
            ["on-demand", "queued"],
            "[1].mode: queued machines come to a request that Kueue makes, not to a compute class, so they cannot be one way of several. "
            "Use flex-start here, or a pool of its own for queued",
        ),
        (
            [{"mode": "spot", "fallbacks": ["on-demand"]}, "flex-start"],
            ": is a list already; put what the first entry has under fallbacks into the list",
        ),
    ],
)
def test_a_wrong_list_is_refused_where_it_was_written(wrong, message, problems, gpu_pool):
    assert problems(gpu_pools=[gpu_pool(nodes=GROWS, capacity=wrong)]) == [f"{AT}{message}"]


def test_a_way_that_is_not_sold_for_the_machine_is_refused_where_it_was_written(problems, gpu_pool):
    pool = gpu_pool(machine_type="a3-highgpu-1g", nodes=GROWS, capacity=["spot", "on-demand"])
    assert problems(gpu_pools=[pool]) == [f"{AT}[1].mode: on-demand is not sold for a3-highgpu-1g; use spot, flex-start, queued"]


def test_every_wrong_way_is_said_at_once(problems, gpu_pool):
    found = problems(gpu_pools=[gpu_pool(nodes=GROWS, capacity=["sport", {"mode": "spot", "block": "b"}, "on-demand", "reservation"])])
    assert [message.partition(": ")[0] for message in found] == [f"{AT}[0].mode", f"{AT}[1].block", f"{AT}[3].reservation"]


def test_fallbacks_take_over_only_where_the_number_is_free(problems, gpu_pool):
    assert problems(gpu_pools=[gpu_pool(nodes=2, capacity=["on-demand", "spot"])]) == [
        "gpu_pools[0].nodes: a fallback takes over when the pools before it cannot grow, so the number cannot be fixed. "
        "Use nodes: {min: 0, max: 2}"
    ]


def test_machines_that_the_scheduler_grants_have_an_agreed_end_and_start_from_none(plan_of, gpu_pool):
    for mode in ("flex-start", "queued"):
        capacity = plan_of(gpu_pools=[gpu_pool(nodes=GROWS, capacity={"mode": mode, "max_run_hours": 2})]).gpu_pools[0].node_pool.capacity
        assert (capacity.max_run_seconds, capacity.is_granted, capacity.starts_empty, capacity.is_scarce) == (7200, True, True, True)


def test_a_booking_is_a_reservation_that_is_not_there_yet(plan_of, problems, gpu_pool):
    booked = {"mode": "calendar", "reservation": "july"}
    capacity = plan_of(gpu_pools=[gpu_pool(nodes=GROWS, capacity=booked)]).gpu_pools[0].node_pool.capacity
    assert (capacity.reservation_value, capacity.max_run_seconds, capacity.is_granted) == ("july", None, False)
    assert problems(gpu_pools=[gpu_pool(capacity=booked)]) == [
        "gpu_pools[0].nodes: a booking has no machines before its first day, so the pool starts empty. Use nodes: {min: 0, max: 2}"
    ]
