from decimal import Decimal

import pytest

from aidc.estimator.cost.compute.reservation_use import covered
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage import ResourceUsage
from aidc.estimator.cost.whole import Whole
from aidc.inventory.resource import UNKNOWN, Resource

POOL = "gcp:container/nodePool:NodePool"


def reservation(count=2, machine_type="n2-standard-8", name="held", **inputs):
    return Resource(
        "gcp:compute/reservation:Reservation",
        name,
        {
            "name": name,
            "zone": "us-central1-a",
            "specificReservation": {"count": count, "instanceProperties": {"machineType": machine_type}},
            **inputs,
        },
        urn=f"urn:{name}",
    )


def by_name(name):
    return {"type": "SPECIFIC_RESERVATION", "specificReservation": {"key": "compute.googleapis.com/reservation-name", "values": [name]}}


def test_a_machine_on_a_reservation_of_the_record_is_not_billed_again(bill_of, machine, shown):
    bill = bill_of(reservation(), machine("n2-standard-8"))
    assert shown(bill) == {
        "Reserved machine (n2-standard-8)": Decimal("0.388472") * 2 * 730,
        "Reserved machine (n2-standard-8): sustained use discount": Decimal("0.388472") * 2 * 730 * Decimal("-0.1998"),
    }
    assert bill.notes == (("vm", "1 of 1 run on held, where they are paid"),)


def test_a_machine_beyond_the_reservation_is_billed(bill_of, machine):
    bill = bill_of(reservation(1), machine("n2-standard-8", "a"), machine("n2-standard-8", "b"))
    assert {line.resource: line.quantity for line in bill.lines if line.kind == "list"} == {"b": 730, "urn:held": 730}


@pytest.mark.parametrize(
    "vm",
    [
        {"machine_type": "n2-standard-4"},
        {"zone": "us-central1-b"},
        {"zone": "us-east1-b"},
        {"scheduling": {"provisioningModel": "SPOT"}},
        {"reservationAffinity": {"type": "NO_RESERVATION"}},
        {"reservationAffinity": by_name("another")},
    ],
)
def test_a_machine_that_does_not_fit_pays_for_itself(bill_of, machine, vm):
    vm = {"machine_type": "n2-standard-8", **vm}
    bill = bill_of(reservation(), machine(**vm))
    assert "vm" in {line.resource for line in bill.lines}


def test_a_reservation_that_must_be_named_serves_only_those_that_name_it(bill_of, machine):
    named = reservation(specificReservationRequired=True)
    assert "vm" in {line.resource for line in bill_of(named, machine("n2-standard-8")).lines}
    assert "vm" not in {line.resource for line in bill_of(named, machine("n2-standard-8", reservationAffinity=by_name("held"))).lines}
    path = by_name("projects/p/reservations/held/reservationBlocks/b")
    assert "vm" not in {line.resource for line in bill_of(named, machine("n2-standard-8", reservationAffinity=path)).lines}


def test_a_name_that_is_not_known_yet_is_found_by_the_dependency(bill_of, machine):
    vm = machine("n2-standard-8", reservationAffinity=by_name(UNKNOWN))
    vm = Resource(vm.type, vm.name, vm.inputs, dependencies=("urn:held",))
    assert "vm" not in {line.resource for line in bill_of(reservation(specificReservationRequired=True), vm).lines}


def test_a_node_pool_asks_for_all_its_nodes_and_gets_the_same_answer_twice():
    held = reservation(3, "a3-highgpu-8g", specificReservationRequired=True)
    affinity = {"consumeReservationType": "SPECIFIC_RESERVATION", "key": "compute.googleapis.com/reservation-name", "values": ["held"]}
    pools = [Resource(POOL, name, {"location": "us-central1", "nodeConfig": {"reservationAffinity": affinity}}) for name in ("a", "b")]
    whole = Whole([held, *pools])
    first, second = (Reader(pool, ResourceUsage(), whole) for pool in pools)
    where = "nodeConfig.reservationAffinity"
    for _ in range(2):
        assert covered(first, "a3-highgpu-8g", Decimal(2), "us-central1", where) == 2
        assert covered(second, "a3-highgpu-8g", Decimal(2), "us-central1", where) == 1


def test_licences_are_paid_on_a_reserved_machine_too(bill_of, shown):
    vm = Resource(
        "gcp:compute/instance:Instance",
        "vm",
        {
            "machineType": "n2-standard-8",
            "zone": "us-central1-a",
            "bootDisk": {"initializeParams": {"image": "windows-cloud/windows-2022", "size": 50, "type": "pd-ssd"}},
        },
    )
    amounts = shown(bill_of(reservation(1), vm))
    assert amounts["Instance licence (windows)"] == Decimal("0.046") * 8 * 730


def test_tpu_machines_of_a_pool_run_on_chips_that_are_held():
    window = {"startTime": "2026-03-01T00:00:00Z", "endTime": "2026-05-01T00:00:00Z"}
    held = {"vmFamily": "VM_FAMILY_CLOUD_TPU_POD_SLICE_CT5P", "reservedResources": [{"accelerator": {"acceleratorCount": 24}}]}
    chips = Resource(
        "gcp:compute/futureReservation:FutureReservation",
        "held",
        {"name": "held", "zone": "us-east5-a", "aggregateReservation": held, "timeWindow": window},
    )
    affinity = {"consumeReservationType": "SPECIFIC_RESERVATION", "values": ["held"]}
    pool = Resource(POOL, "pool", {"location": "us-east5", "nodeConfig": {"reservationAffinity": affinity}})
    reader = Reader(pool, ResourceUsage(), Whole([chips, pool]))
    assert covered(reader, "ct5p-hightpu-4t", Decimal(8), "us-east5", "nodeConfig.reservationAffinity") == 6
