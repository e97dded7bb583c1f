"""Reservations as the provider takes them: held from now on, or ordered for a time."""

from __future__ import annotations

import pytest

HELD, ORDERED = "gcp:compute/reservation:Reservation", "gcp:compute/futureReservation:FutureReservation"
WINDOW = {"start": "2027-03-01T00:00:00Z", "days": 30}


@pytest.fixture
def reservation(declare, plan_of):
    """Declare one reservation and return its resource."""

    def run(type_, deletion_guard=True, **fields):
        [planned] = plan_of(deletion_guard=deletion_guard, reservations=[{"name": "held", **fields}]).reservations

        def program():
            from components.reservation import Reservation

            Reservation(planned)

        return declare(program).only(type_)

    return run


def test_a_specific_one_is_held_for_machines_that_name_it(reservation):
    assert reservation(HELD, kind="specific", machine_type="a3-megagpu-8g", machines=4).inputs == {
        "name": "lab-held",
        "project": "acme-lab",
        "zone": "us-central1-a",
        "specificReservation": {"count": 4.0, "instanceProperties": {"machineType": "a3-megagpu-8g"}},
        "specificReservationRequired": True,
    }, "GPUs and bundled Local SSD come with the machine type"


def test_everything_that_a_specific_one_may_say_is_sent(reservation):
    asked = {
        "kind": "specific",
        "machine_type": "g2-standard-24",
        "machines": 3,
        "zone": "us-central1-b",
        "local_ssd_disks": 2,
        "by_name_only": False,
        "share_with": ["acme-other"],
        "google_services": True,
        "emergent_maintenance": True,
        "delete_after_hours": 48,
    }
    disk = {"interface": "NVME", "diskSizeGb": 375.0}
    assert reservation(HELD, **asked).inputs == {
        "name": "lab-held",
        "project": "acme-lab",
        "zone": "us-central1-b",
        "specificReservation": {"count": 3.0, "instanceProperties": {"machineType": "g2-standard-24", "localSsds": [disk, disk]}},
        "specificReservationRequired": False,
        "shareSettings": {"shareType": "SPECIFIC_PROJECTS", "projectMaps": [{"id": "acme-other", "projectId": "acme-other"}]},
        "reservationSharingPolicy": {"serviceShareType": "ALLOW_ALL"},
        "enableEmergentMaintenance": True,
        "deleteAfterDuration": {"seconds": "172800"},
    }


@pytest.mark.parametrize(("kind", "type_"), [("specific", HELD), ("future", ORDERED)])
def test_a_template_says_what_a_machine_is_instead_of_properties(kind, type_, reservation):
    more = {"window": WINDOW} if kind == "future" else {}
    inputs = reservation(type_, kind=kind, instance_template="global/instanceTemplates/t", machines=2, **more).inputs
    held = inputs["specificSkuProperties" if kind == "future" else "specificReservation"]
    assert held["sourceInstanceTemplate"] == "global/instanceTemplates/t"
    assert "instanceProperties" not in held, "trap T063: one of the two"


@pytest.mark.parametrize(("kind", "type_"), [("specific", HELD), ("future", ORDERED)])
def test_gpus_of_n1_machines_are_said(kind, type_, reservation):
    more = {"window": WINDOW} if kind == "future" else {}
    asked = {"machine_type": "n1-standard-8", "gpu": "nvidia-tesla-t4", "gpus_per_machine": 2, "machines": 1}
    inputs = reservation(type_, kind=kind, **asked, **more).inputs
    held = inputs["specificSkuProperties" if kind == "future" else "specificReservation"]["instanceProperties"]
    assert held == {
        "machineType": "n1-standard-8",
        "guestAccelerators": [{"acceleratorType": "nvidia-tesla-t4", "acceleratorCount": 2.0}],
    }


def test_a_future_one_is_a_draft_of_machines_counted_as_text(reservation):
    asked = {"kind": "future", "machine_type": "g2-standard-8", "machines": 8, "local_ssd_disks": 1, "window": WINDOW}
    assert reservation(ORDERED, **asked).inputs == {
        "name": "lab-held",
        "project": "acme-lab",
        "zone": "us-central1-a",
        "planningStatus": "DRAFT",
        "reservationMode": "DEFAULT",
        "reservationName": "lab-held",
        "timeWindow": {"startTime": "2027-03-01T00:00:00Z", "duration": {"seconds": "2592000"}},
        "specificReservationRequired": True,
        "autoDeleteAutoCreatedReservations": True,
        "specificSkuProperties": {
            "totalCount": "8",
            "instanceProperties": {"machineType": "g2-standard-8", "localSsds": [{"interface": "NVME", "diskSizeGb": "375"}]},
        },
    }, "traps T014 and T064"


def test_everything_that_a_future_one_may_say_is_sent(reservation):
    asked = {
        "kind": "future",
        "machine_type": "a3-ultragpu-8g",
        "zone": "us-central1-b",
        "machines": 8,
        "window": {"start": "2027-03-01T00:00:00Z", "end": "2027-06-01T00:00:00Z"},
        "submit": True,
        "yes_submit_order_to_google": True,
        "share_with": ["acme-other"],
        "delete_at": "2027-05-01T00:00:00Z",
        "commitment": {"name": "spring", "term": "TWELVE_MONTH", "extend_previous": True},
        "deployment": "DENSE",
        "scheduling": "GROUPED",
    }
    inputs = reservation(ORDERED, **asked).inputs
    assert inputs["planningStatus"] == "SUBMITTED"
    assert inputs["timeWindow"] == {"startTime": "2027-03-01T00:00:00Z", "endTime": "2027-06-01T00:00:00Z"}
    assert inputs["shareSettings"] == {"shareType": "SPECIFIC_PROJECTS", "projectMaps": [{"id": "acme-other", "projectId": "acme-other"}]}
    assert inputs["autoCreatedReservationsDeleteTime"] == "2027-05-01T00:00:00Z"
    assert inputs["commitmentInfo"] == {
        "commitmentName": "spring",
        "commitmentPlan": "TWELVE_MONTH",
        "previousCommitmentTerms": "EXTEND",
    }
    assert (inputs["deploymentType"], inputs["schedulingType"]) == ("DENSE", "GROUPED")


def test_what_is_delivered_can_be_kept_or_deleted_after_some_hours(reservation):
    asked = {"kind": "future", "machine_type": "n2-standard-4", "machines": 1, "window": WINDOW}
    assert reservation(ORDERED, **asked, delete_at_end=False).inputs["autoDeleteAutoCreatedReservations"] is False
    assert reservation(ORDERED, **asked, delete_after_hours=2).inputs["autoCreatedReservationsDuration"] == {"seconds": "7200"}


def test_tpus_are_held_in_aggregate(reservation):
    inputs = reservation(ORDERED, kind="calendar", generation="v5p", chips=64, workload="BATCH", window=WINDOW).inputs
    accelerator = {"acceleratorCount": 64.0, "acceleratorType": "projects/acme-lab/zones/us-central1-a/acceleratorTypes/ct5p"}
    assert inputs["aggregateReservation"] == {
        "vmFamily": "VM_FAMILY_CLOUD_TPU_POD_SLICE_CT5P",
        "workloadType": "BATCH",
        "reservedResources": [{"accelerator": accelerator}],
    }, "trap T062"
    assert (inputs["reservationMode"], inputs["deploymentType"]) == ("CALENDAR", "DENSE")
    assert "specificSkuProperties" not in inputs


@pytest.mark.parametrize("guard", [True, False])
def test_capacity_is_protected_exactly_while_the_stack_is_guarded(guard, reservation):
    machines = {"machine_type": "n2-standard-4", "machines": 1}
    assert reservation(HELD, guard, kind="specific", **machines).options.get("protect", False) is guard
    assert reservation(ORDERED, guard, kind="future", window=WINDOW, **machines).options.get("protect", False) is guard


def test_a_pool_takes_its_reservation_by_value_and_waits_for_it(declare, plan_of, upstream):
    held = {"name": "held", "kind": "specific", "machine_type": "n2-standard-4", "machines": 2}
    on_it = {"mode": "reservation", "reservation": "held"}
    pool = {"name": "pool", "machine_type": "n2-standard-4", "nodes": 2, "zones": ["us-central1-a"], "capacity": on_it}
    plan = plan_of(reservations=[held], cpu_pools=[pool])

    def program():
        from components.cpu_pool import CpuPool
        from components.node_pool import PoolInputs
        from components.reservation import Reservation

        made = {one.uri: Reservation(one).reservation for one in plan.reservations}
        CpuPool(plan.cpu_pools[0], inputs=PoolInputs("acme-lab", "lab", "us-central1", "a@b", None, "node", {}, made, {}))

    declared = declare(program, preview=True)
    pool = declared.only("gcp:container/nodePool:NodePool")
    assert pool.inputs["nodeConfig"]["reservationAffinity"]["values"] == ["lab-held"], "known in a preview"
    assert declared.only(HELD).urn in upstream(declared.resources, pool)
