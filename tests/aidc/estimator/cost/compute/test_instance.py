from decimal import Decimal

import pytest

from aidc.inventory.resource import UNKNOWN, Resource

IMAGE = "gcp:compute/image:Image"


def test_a_machine_that_runs_all_month_gets_the_sustained_use_discount(bill_of, machine, shown):
    assert shown(bill_of(machine("n1-standard-8"))) == {
        "Instance (n1-standard-8)": Decimal("0.379998") * 730,
        "Instance (n1-standard-8): sustained use discount": Decimal("0.379998") * 730 * Decimal("-0.3"),
    }


def test_a_machine_of_a_series_without_sustained_use_pays_the_list_price(bill_of, machine, shown):
    assert shown(bill_of(machine("e2-medium"))) == {"Instance (e2-medium)": Decimal("0.033506") * 730}


def test_fewer_hours_cost_less_machine_but_the_same_disk(bill_of, shown):
    vm = Resource(
        "gcp:compute/instance:Instance",
        "vm",
        {"machineType": "e2-medium", "zone": "us-central1-a", "bootDisk": {"initializeParams": {"type": "pd-ssd", "size": 40.0}}},
    )
    bill = bill_of(vm, usage={"vm": {"monthly_hrs": 100}})
    assert shown(bill) == {"Instance (e2-medium)": Decimal("3.3506"), "Boot disk (pd-ssd)": Decimal("0.17") * 40}


def test_gpus_and_local_ssd_are_added_to_a_machine_of_n1(bill_of, machine, shown):
    bill = bill_of(
        machine(
            "n1-standard-8",
            guestAccelerators=[{"type": "projects/p/zones/z/acceleratorTypes/nvidia-tesla-t4", "count": 2.0}],
            scratchDisks=[{"interface": "NVME"}, {"interface": "NVME"}],
        )
    )
    amounts = shown(bill)
    assert amounts["GPUs (nvidia-tesla-t4)"] == Decimal("0.35") * 2 * 730
    assert amounts["GPUs (nvidia-tesla-t4): sustained use discount"] == Decimal("0.35") * 2 * 730 * Decimal("-0.3")
    assert amounts["Local SSD"] == Decimal("0.08") * 750


def test_local_ssd_is_paid_only_while_its_machine_runs(bill_of, machine, shown):
    bill = bill_of(machine("n2-standard-8", scratchDisks=[{"interface": "NVME"}]), usage={"vm": {"monthly_hrs": 365}})
    assert shown(bill)["Local SSD"] == Decimal("0.08") * 375 / 2


def test_accelerators_and_local_ssd_inside_a_machine_are_not_added_again(bill_of, machine, shown):
    """Other tools list g2-standard-4 and then its L4 a second time."""
    g2 = bill_of(machine("g2-standard-4", guestAccelerators=[{"type": "nvidia-l4", "count": 1}]))
    a3 = bill_of(machine("a3-highgpu-8g", scratchDisks=[{"interface": "NVME"}] * 16))
    assert list(shown(g2)) == ["Instance (g2-standard-4)"]
    assert list(shown(a3)) == ["Instance (a3-highgpu-8g)"]


def test_a_gpu_type_without_a_price_is_named_and_the_machine_stays_on_the_bill(bill_of, machine, shown):
    bill = bill_of(machine("n1-standard-4", guestAccelerators=[{"type": "nvidia-tesla-k80", "count": 1}]))
    assert "Instance (n1-standard-4)" in shown(bill)
    assert [gap.reason for gap in bill.unpriced] == ["GPUs: no price of nvidia-tesla-k80 attached to n1-standard-4 is known"]


def test_a_virtual_workstation_pays_its_gpu_and_its_licence_is_named(bill_of, machine, shown):
    bill = bill_of(machine("n1-standard-4", guestAccelerators=[{"type": "nvidia-tesla-t4-vws", "count": 1}]))
    assert shown(bill)["GPUs (nvidia-tesla-t4-vws)"] == Decimal("0.35") * 730
    assert [gap.reason for gap in bill.unpriced] == ["GPUs: no price of the virtual workstation licence of nvidia-tesla-t4-vws is known"]


@pytest.mark.parametrize(
    "scheduling",
    [{"preemptible": True}, {"provisioningModel": "SPOT"}, [{"provisioningModel": "SPOT", "preemptible": True}], {"preemptible": "true"}],
)
def test_spot_is_read_however_it_is_written(bill_of, machine, scheduling):
    (line,) = bill_of(machine("e2-medium", scheduling=scheduling)).lines
    assert (line.term, line.usd_per_unit) == ("spot", Decimal("0.020106"))


def test_flex_start_has_its_own_price(bill_of, machine):
    (line,) = bill_of(machine("a2-highgpu-1g", scheduling={"provisioningModel": "FLEX_START"})).lines
    assert (line.term, line.usd_per_month) == ("flex-start", Decimal("2.02038") * 730)


def test_an_unknown_provisioning_model_is_told(bill_of, machine):
    bill = bill_of(machine(scheduling={"provisioningModel": "CHEAP"}))
    assert [gap.reason for gap in bill.unpriced] == [
        "scheduling.provisioningModel is 'CHEAP'; STANDARD, SPOT, FLEX_START or RESERVATION_BOUND is needed"
    ]


def test_the_usage_says_how_a_machine_is_bought_where_its_inputs_do_not(bill_of, machine):
    (line,) = bill_of(machine("e2-medium"), usage={"vm": {"term": "spot"}}).lines
    assert line.term == "spot"


def test_a_commitment_bills_every_hour_of_the_month_run_or_not(bill_of, machine):
    bill = bill_of(machine("n1-standard-8"), usage={"vm": {"monthly_hrs": 10, "commitment": {"term": "3y"}}})
    assert bill.usd_per_month == Decimal("0.17101") * 730


def test_a_commitment_without_a_term_is_told(bill_of, machine):
    bill = bill_of(machine(), usage={"vm": {"commitment": {"coverage": 0.5}}})
    assert [gap.reason for gap in bill.unpriced] == ["usage says commitment.coverage and no commitment.term: 1y or 3y is needed"]


def test_a_stopped_machine_pays_for_its_disk_alone(bill_of, shown):
    vm = Resource(
        "gcp:compute/instance:Instance",
        "vm",
        {
            "machineType": "n2-standard-8",
            "zone": "us-central1-a",
            "desiredStatus": "TERMINATED",
            "bootDisk": {"initializeParams": {"type": "pd-balanced", "size": 100}},
            "networkInterfaces": [{"accessConfigs": [{}]}],
        },
    )
    bill = bill_of(vm)
    assert shown(bill) == {"Boot disk (pd-balanced)": Decimal("0.1") * 100}
    assert ("vm", "it is stopped: its disks and addresses are billed, the machine is not") in bill.notes


def test_an_address_that_google_picks_costs_as_much_as_a_reserved_one_in_use(bill_of, machine, shown):
    usual = bill_of(machine("e2-medium", networkInterfaces=[{"accessConfigs": [{}]}]))
    spot = bill_of(
        machine("e2-medium", networkInterfaces=[{"accessConfigs": [{"networkTier": "PREMIUM"}]}], scheduling={"preemptible": True})
    )
    assert shown(usual)["External address (ephemeral)"] == Decimal("3.65")
    assert shown(spot)["External address (ephemeral)"] == Decimal("0.0025") * 730


@pytest.mark.parametrize("given", ["34.1.2.3", UNKNOWN])
def test_a_reserved_address_is_not_billed_with_the_machine(bill_of, machine, shown, given):
    bill = bill_of(machine("e2-medium", networkInterfaces=[{"accessConfigs": [{"natIp": given}]}]))
    assert list(shown(bill)) == ["Instance (e2-medium)"]


def test_a_boot_disk_that_says_nothing_is_said_to_be_assumed(bill_of, shown):
    vm = Resource(
        "gcp:compute/instance:Instance",
        "vm",
        {"machineType": "e2-medium", "zone": "us-central1-a", "bootDisk": {"initializeParams": {"image": "debian-cloud/debian-12"}}},
    )
    bill = bill_of(vm)
    assert shown(bill)["Boot disk (pd-standard)"] == Decimal("0.4")
    assert bill.notes == (
        ("vm", "Boot disk: no type is stated; pd-standard is assumed"),
        ("vm", "Boot disk: no size is stated; 10 GiB is assumed, the size of its image"),
    )


def test_a_boot_disk_is_as_large_as_the_image_of_the_record(bill_of, shown):
    image = Resource(IMAGE, "golden", {"name": "golden", "diskSizeGb": 30, "project": "p"}, urn="u:image")
    vm = Resource(
        "gcp:compute/instance:Instance",
        "vm",
        {"machineType": "e2-medium", "zone": "us-central1-a", "bootDisk": {"initializeParams": {"image": UNKNOWN, "type": "pd-ssd"}}},
        dependencies=("u:image",),
    )
    assert shown(bill_of(image, vm))["Boot disk (pd-ssd)"] == Decimal("0.17") * 30


def test_a_series_that_takes_hyperdisk_alone_boots_from_hyperdisk(bill_of, shown):
    vm = Resource(
        "gcp:compute/instance:Instance",
        "vm",
        {"machineType": "c4-standard-8", "zone": "us-central1-a", "bootDisk": {"initializeParams": {"size": 50}}},
    )
    assert shown(bill_of(vm))["Boot disk (hyperdisk-balanced)"] == Decimal("0.08") * 50


def test_an_unknown_machine_type_is_named_with_the_nearest_one_and_the_disk_stays(bill_of, shown):
    vm = Resource(
        "gcp:compute/instance:Instance",
        "vm",
        {"machineType": "n2-standrd-8", "zone": "us-central1-a", "bootDisk": {"initializeParams": {"type": "pd-ssd", "size": 10}}},
    )
    bill = bill_of(vm)
    assert [gap.reason for gap in bill.unpriced] == [
        "Instance: n2-standrd-8 is no machine type that is known here. Did you mean n2-standard-8?"
    ]
    assert shown(bill) == {"Boot disk (pd-ssd)": Decimal("1.7")}
    assert bill.is_lower_bound


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (UNKNOWN, "machineType is not known before the resources it depends on exist"),
        (None, "machineType is not stated"),
        (True, "machineType is True; a text is needed"),
        ({"name": "n2"}, "machineType is {'name': 'n2'}; a text is needed"),
    ],
)
def test_a_machine_type_that_cannot_be_read_is_told(bill_of, machine, value, reason):
    assert [gap.reason for gap in bill_of(machine(value)).unpriced] == [reason]


def test_a_part_that_cannot_be_read_takes_nothing_of_the_others_away(bill_of, machine, shown):
    bill = bill_of(machine("e2-medium", guestAccelerators=[{"type": "nvidia-tesla-t4", "count": -1}]))
    assert list(shown(bill)) == ["Instance (e2-medium)"]
    assert [gap.reason for gap in bill.unpriced] == ["Instance: guestAccelerators[0].count is -1; a number from 0 to 10^15 is needed"]


def test_a_machine_type_may_be_an_address_and_numbers_may_be_text(bill_of, shown):
    vm = Resource(
        "gcp:compute/instance:Instance",
        "vm",
        {
            "machineType": "projects/p/zones/us-central1-a/machineTypes/e2-medium",
            "zone": "projects/p/zones/us-central1-a",
            "bootDisk": {"initializeParams": {"size": "20", "type": "zones/us-central1-a/diskTypes/pd-ssd"}},
        },
    )
    assert shown(bill_of(vm)) == {"Instance (e2-medium)": Decimal("0.033506") * 730, "Boot disk (pd-ssd)": Decimal("3.4")}


def test_an_instance_from_a_template_has_what_the_template_says_and_its_own_on_top(bill_of, shown):
    template = Resource(
        "gcp:compute/instanceTemplate:InstanceTemplate",
        "small",
        {"name": "small", "machineType": "e2-medium", "disks": [{"boot": True, "diskType": "pd-ssd", "diskSizeGb": 20}]},
    )
    vm = Resource(
        "gcp:compute/instanceFromTemplate:InstanceFromTemplate",
        "vm",
        {"sourceInstanceTemplate": "small", "zone": "us-central1-a", "machineType": "e2-small"},
    )
    assert shown(bill_of(template, vm)) == {"Instance (e2-small)": Decimal("0.016753") * 730, "Boot disk (pd-ssd)": Decimal("3.4")}


def test_an_instance_from_a_foreign_template_is_not_priced_by_guess(bill_of):
    vm = Resource("gcp:compute/instanceFromTemplate:InstanceFromTemplate", "vm", {"sourceInstanceTemplate": "x", "zone": "us-central1-a"})
    assert [gap.reason for gap in bill_of(vm).unpriced] == ["sourceInstanceTemplate names an instance template that is not in the record"]
    image = Resource(
        "gcp:compute/instanceFromMachineImage:InstanceFromMachineImage", "vm", {"sourceMachineImage": "x", "zone": "us-central1-a"}
    )
    assert [gap.reason for gap in bill_of(image).unpriced] == ["its machine type is that of the machine image, which is not in the record"]


def test_an_instance_from_a_machine_image_takes_the_machine_of_its_origin(bill_of, machine, shown):
    origin = machine("e2-medium", "origin")
    origin = Resource(origin.type, "origin", {**origin.inputs, "name": "origin"})
    image = Resource("gcp:compute/machineImage:MachineImage", "copy", {"name": "copy", "sourceInstance": "origin"})
    vm = Resource(
        "gcp:compute/instanceFromMachineImage:InstanceFromMachineImage", "vm", {"sourceMachineImage": "copy", "zone": "us-central1-b"}
    )
    bill = bill_of(origin, image, vm)
    assert [line.resource for line in bill.lines] == ["vm", "origin"] or [line.resource for line in bill.lines] == ["origin", "vm"]
    assert bill.usd_per_month == Decimal("0.033506") * 730 * 2


def test_a_confidential_machine_names_its_surcharge(bill_of, machine):
    bill = bill_of(machine("n2d-standard-2", confidentialInstanceConfig={"enableConfidentialCompute": True}))
    assert [gap.reason for gap in bill.unpriced] == ["Confidential VM: its surcharge on vCPUs and memory is not known here"]


def test_a_machine_with_faster_networking_names_its_surcharge(bill_of, machine):
    bill = bill_of(machine("n2-standard-32", networkPerformanceConfig={"totalEgressBandwidthTier": "TIER_1"}))
    assert [gap.reason for gap in bill.unpriced] == ["Tier_1 networking: its price for each machine is not known here"]


@pytest.mark.parametrize("series", ["e2-standard-4", "n2-standard-8", "f1-micro", "c3-standard-8"])
def test_a_gpu_on_a_machine_that_takes_none_is_named(bill_of, machine, series):
    bill = bill_of(machine(series, guestAccelerators=[{"type": "nvidia-tesla-t4", "count": 2}]))
    assert [gap.reason for gap in bill.unpriced] == [f"GPUs: nvidia-tesla-t4 cannot be attached to {series}, only to N1"]
