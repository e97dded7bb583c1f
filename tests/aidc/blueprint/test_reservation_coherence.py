"""Pools on reservations of the stack: same place, same machine, enough of it, and not before it is there."""

from __future__ import annotations

import pytest

from aidc.catalog.cpu_machines import cpu_machines

HELD = {"name": "held", "kind": "specific", "machine_type": "a3-megagpu-8g", "machines": 4}
ON_IT = {"mode": "reservation", "reservation": "held"}
ORDER = {**HELD, "kind": "future", "window": {"start": "2027-03-01T00:00:00Z", "days": 30}}
YES = {"submit": True, "yes_submit_order_to_google": True}
POD = {"name": "held", "kind": "future", "generation": "v5p", "chips": 16, "window": ORDER["window"], **YES, "delivered": True}


@pytest.fixture
def said(problems, gpu_pool):
    """Return the problems of one reservation and a GPU pool on it."""

    def run(reservation=None, **pool):
        entry = gpu_pool(**{"nodes": 4, "capacity": ON_IT, **pool})
        return problems(reservations=[{**HELD, **(reservation or {})}], gpu_pools=[entry])

    return run


def test_a_pool_that_matches_its_reservation_is_built_and_names_it_as_the_cloud_does(said, plan_of, gpu_pool):
    assert said() == []
    plan = plan_of(reservations=[HELD], gpu_pools=[gpu_pool(nodes=4, capacity=ON_IT)])
    assert plan.gpu_pools[0].node_pool.capacity.reservation_value == "lab-held"
    assert (plan.reservations[0].used_by, plan.reservations[0].used) == (("gpus",), 4)


def test_a_block_of_an_own_reservation_is_named_in_the_long_form(plan_of, gpu_pool):
    plan = plan_of(reservations=[HELD], gpu_pools=[gpu_pool(nodes=4, capacity={**ON_IT, "block": "b"})])
    value = plan.gpu_pools[0].node_pool.capacity.reservation_value
    assert value == "projects/acme-lab/reservations/lab-held/reservationBlocks/b"


def test_an_existing_one_of_another_project_is_named_with_it(plan_of, gpu_pool):
    theirs = {"name": "held", "kind": "existing", "project": "acme-host"}
    plan = plan_of(reservations=[theirs], gpu_pools=[gpu_pool(capacity=ON_IT)])
    assert plan.gpu_pools[0].node_pool.capacity.reservation_value == "projects/acme-host/reservations/held"


@pytest.mark.parametrize("capacity", [{**ON_IT, "reservation": "other"}, {**ON_IT, "reservation_project": "acme-host"}])
def test_a_name_that_the_stack_does_not_have_stays_somebody_elses(capacity, plan_of, gpu_pool):
    plan = plan_of(reservations=[{**HELD, "machines": 1}], gpu_pools=[gpu_pool(nodes=64, capacity=capacity)])
    assert "lab-held" not in plan.gpu_pools[0].node_pool.capacity.reservation_value
    assert plan.reservations[0].used_by == ()


def test_another_zone_another_machine_and_too_few_are_refused_all_at_once(said):
    assert said({"machines": 3, "zone": "us-central1-b"}, machine_type="a3-highgpu-8g") == [
        "gpu_pools[0].machine_type: held holds a3-megagpu-8g, not a3-highgpu-8g. Use a3-megagpu-8g, or another reservation",
        "gpu_pools[0].zones: held is held in us-central1-b; gpus would stand in us-central1-a. Use us-central1-b",
        "reservations[0].machines: 3 are fewer than the 4 that its pools may take (gpus 4). Raise it to 4, or make the pools smaller",
    ]


def test_all_pools_together_must_fit_at_their_largest_sizes(problems, gpu_pool):
    pools = [gpu_pool(nodes={"min": 0, "max": 3}, capacity=ON_IT), gpu_pool(name="more", nodes=2, capacity=ON_IT)]
    assert problems(reservations=[HELD], gpu_pools=pools) == [
        "reservations[0].machines: 4 are fewer than the 5 that its pools may take (gpus 3, more 2). Raise it to 5, or make the pools smaller"
    ]
    assert problems(reservations=[{**HELD, "machines": 5}], gpu_pools=pools) == []


def test_an_existing_one_is_checked_for_what_it_says_and_for_nothing_else(said, problems, gpu_pool):
    silent = {"name": "held", "kind": "existing"}
    assert problems(reservations=[silent], gpu_pools=[gpu_pool(nodes=400, capacity=ON_IT)]) == []
    assert said({"kind": "existing", "machines": 2, "zone": "us-central1-b"}) == [
        "gpu_pools[0].zones: held is held in us-central1-b; gpus would stand in us-central1-a. Use us-central1-b",
        "reservations[0].machines: 2 are fewer than the 4 that its pools may take (gpus 4). Raise it to 4, or make the pools smaller",
    ]


def test_local_ssd_must_be_the_same_where_one_chooses_it(problems, gpu_pool):
    held = {**HELD, "machine_type": "g2-standard-8"}
    pool = gpu_pool(machine_type="g2-standard-8", local_ssd_disks=1, capacity=ON_IT)
    assert problems(reservations=[held], gpu_pools=[pool]) == [
        "gpu_pools[0].local_ssd_disks: held holds machines with 0 Local SSD disks, not 1; both must be the same"
    ]
    assert problems(reservations=[{**held, "local_ssd_disks": 1}], gpu_pools=[pool]) == []


def test_machines_that_do_not_name_it_are_not_served_by_name(said):
    assert said({"by_name_only": False}) == [
        "gpu_pools[0].capacity.reservation: held is not held for machines that name it. Set its by_name_only: true"
    ]


def test_a_pool_on_an_order_has_no_nodes_until_it_is_delivered(problems, gpu_pool):
    fixed, empty = gpu_pool(nodes=4, capacity=ON_IT), gpu_pool(nodes={"min": 0, "max": 4}, capacity=ON_IT)
    draft = "held is a draft that nobody has sent to Google; until then the pool has no nodes"
    sent = "held is not said to be delivered yet; until then the pool has no nodes"
    assert problems(reservations=[ORDER], gpu_pools=[fixed]) == [
        f"gpu_pools[0].nodes: {draft}. Use nodes: {{min: 0, max: 4}}, or submit it first"
    ]
    assert problems(reservations=[{**ORDER, **YES}], gpu_pools=[fixed]) == [
        f"gpu_pools[0].nodes: {sent}. Use nodes: {{min: 0, max: 4}}, or set its delivered: true once the start has come"
    ]
    assert problems(reservations=[ORDER], gpu_pools=[empty]) == []
    assert problems(reservations=[{**ORDER, **YES, "delivered": True}], gpu_pools=[fixed]) == []


def test_slices_count_in_chips_and_cannot_wait_empty(problems, tpu_slice):
    entry = tpu_slice(generation="v5p", topology="2x2x2", slices=2, capacity=ON_IT)
    assert problems(reservations=[POD], tpu_slices=[entry]) == []
    assert problems(reservations=[{**POD, "chips": 8}], tpu_slices=[entry]) == [
        "reservations[0].chips: 8 are fewer than the 16 that its pools may take (tpus 16). Raise it to 16, or make the pools smaller"
    ]
    assert problems(reservations=[{**POD, "delivered": False}], tpu_slices=[entry]) == [
        "tpu_slices[0].slices: held is not said to be delivered yet; a slice cannot wait empty. "
        "Use mode: calendar, under which it grows from none, or set its delivered: true once the start has come"
    ]
    assert problems(reservations=[{**POD, "generation": "v5e"}], tpu_slices=[entry]) == [
        "tpu_slices[0].generation: held holds v5e, not v5p. Use v5e, or another reservation",
    ]


def test_a_reservation_of_what_a_zone_does_not_sell_is_refused(problems):
    [text] = problems(reservations=[{**HELD, "machine_type": "a2-megagpu-16g", "zone": "us-central1-d"}])
    assert text.startswith("reservations[0].machine_type: a2-megagpu-16g is not offered in us-central1-d. ")
    unsold = next(name for name, machine in cpu_machines().items() if "us-central1" not in machine.sold_regions)
    assert problems(reservations=[{**HELD, "machine_type": unsold}]) == [
        f"reservations[0].machine_type: {unsold} is not sold in us-central1. Name a machine type that is"
    ]


def test_a_cpu_pool_on_a_reservation_stands_in_its_zone(problems, cpu_pool):
    held = {**HELD, "machine_type": "n2-standard-4"}
    assert problems(reservations=[held], cpu_pools=[cpu_pool(capacity=ON_IT)]) == [
        "cpu_pools[0].zones: held is held in us-central1-a; system would stand in us-central1-b. Use us-central1-a"
    ]
    assert problems(reservations=[held], cpu_pools=[cpu_pool(zones=["us-central1-a"], capacity=ON_IT)]) == []


def test_gpus_that_are_attached_must_be_the_same(problems, gpu_pool):
    held = {**HELD, "machine_type": "n1-standard-8", "gpu": "nvidia-tesla-t4"}
    pool = gpu_pool(machine_type="n1-standard-8", gpu="nvidia-tesla-t4", gpus_per_node=2, capacity=ON_IT)
    assert problems(reservations=[held], gpu_pools=[pool]) == [
        "gpu_pools[0].gpu: held holds machines with 1 × nvidia-tesla-t4, not 2 × nvidia-tesla-t4"
    ]
    assert problems(reservations=[{**held, "gpus_per_machine": 2}], gpu_pools=[pool]) == []


def test_only_a_booking_serves_pools_in_calendar_mode(problems, gpu_pool):
    pool = gpu_pool(nodes={"min": 0, "max": 4}, capacity={"mode": "calendar", "reservation": "held"})
    assert problems(reservations=[HELD], gpu_pools=[pool]) == [
        "gpu_pools[0].capacity.mode: held is no booking in calendar mode but of kind: specific. Use mode: reservation"
    ]
    assert problems(reservations=[{**ORDER, "kind": "calendar"}], gpu_pools=[pool]) == []
