from decimal import Decimal

import pytest

from aidc.inventory.resource import UNKNOWN, Resource

GROUP = "gcp:compute/instanceGroupManager:InstanceGroupManager"
REGION_GROUP = "gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager"
E2_MEDIUM = Decimal("0.033506")


def template(name="small", **inputs):
    disks = [{"boot": True, "diskType": "pd-ssd", "diskSizeGb": 50}]
    return Resource(
        "gcp:compute/instanceTemplate:InstanceTemplate",
        name,
        {"name": name, "machineType": "e2-medium", "disks": disks, **inputs},
        urn=f"urn:{name}",
    )


def group(kind=GROUP, **inputs):
    place = {"zone": "us-central1-a"} if kind == GROUP else {"region": "us-central1"}
    return Resource(kind, "web", {"name": "web", "versions": [{"instanceTemplate": "small"}], **place, **inputs}, urn="urn:web")


def autoscaler(target="web", kind="gcp:compute/autoscaler:Autoscaler", **policy):
    policy = {"minReplicas": 1, "maxReplicas": 5, **policy}
    return Resource(kind, "scaler", {"target": target, "zone": "us-central1-a", "autoscalingPolicy": policy})


@pytest.mark.parametrize("kind", [GROUP, REGION_GROUP])
def test_a_group_is_as_many_machines_and_disks_as_its_target_size(bill_of, shown, kind):
    bill = bill_of(template(), group(kind, targetSize=3))
    assert shown(bill) == {"Instances (e2-medium)": E2_MEDIUM * 3 * 730, "Boot disk (pd-ssd)": Decimal("0.17") * 50 * 3}


def test_the_template_itself_costs_nothing(bill_of):
    bill = bill_of(template())
    assert (bill.lines, [named.resource for named in bill.free]) == ((), ["urn:small"])


def test_a_template_that_is_not_known_yet_is_found_by_the_dependency(bill_of, shown):
    manager = group(targetSize=1, versions=[{"instanceTemplate": UNKNOWN}])
    manager = Resource(manager.type, manager.name, manager.inputs, manager.urn, dependencies=("urn:small",))
    assert shown(bill_of(template(), manager))["Instances (e2-medium)"] == E2_MEDIUM * 730


def test_a_group_with_gpus_scratch_disks_and_addresses_has_them_on_every_machine(bill_of, shown):
    one = template(
        machineType="n1-standard-4",
        disks=[
            {"boot": True, "diskType": "pd-standard", "diskSizeGb": 10},
            {"type": "SCRATCH", "diskType": "local-ssd", "diskSizeGb": 375},
        ],
        guestAccelerators=[{"type": "nvidia-tesla-t4", "count": 1}],
        networkInterfaces=[{"accessConfigs": [{}]}],
        scheduling={"preemptible": True},
    )
    amounts = shown(bill_of(one, group(targetSize=2)))
    assert amounts["GPUs (nvidia-tesla-t4)"] == Decimal("0.175") * 2 * 730
    assert amounts["Local SSD"] == Decimal("0.0428") * 375 * 2
    assert amounts["Boot disk (pd-standard)"] == Decimal("0.04") * 10 * 2
    assert amounts["External address (ephemeral)"] == Decimal("0.0025") * 2 * 730


def test_an_autoscaler_makes_the_bill_a_range_and_its_least_is_expected(bill_of):
    bill = bill_of(template(), group(), autoscaler(minReplicas=2, maxReplicas=6))
    each = E2_MEDIUM * 730 + Decimal("8.5")
    assert (bill.usd_per_month, bill.minimum_usd_per_month, bill.maximum_usd_per_month) == (each * 2, each * 2, each * 6)


def test_the_usage_says_how_many_instances_an_autoscaled_group_has(bill_of):
    bill = bill_of(template(), group(), autoscaler(), usage={"web": {"instances": 2.5}})
    each = E2_MEDIUM * 730 + Decimal("8.5")
    assert (bill.usd_per_month, bill.minimum_usd_per_month, bill.maximum_usd_per_month) == (each * Decimal("2.5"), each, each * 5)


def test_an_autoscaler_of_another_group_or_switched_off_changes_nothing(bill_of):
    for scaler in (autoscaler(target="other"), autoscaler(mode="OFF")):
        bill = bill_of(template(), group(targetSize=3), scaler)
        assert bill.minimum_usd_per_month == bill.usd_per_month == bill.maximum_usd_per_month


def test_a_group_that_says_no_size_has_none_and_says_so(bill_of):
    bill = bill_of(template(), group())
    assert bill.usd_per_month == 0
    assert ("urn:web", "neither targetSize nor usage says how many instances it has; 0 are assumed") in bill.notes


def test_a_canary_takes_its_share_and_the_other_version_the_rest(bill_of, shown):
    versions = [{"instanceTemplate": "small"}, {"instanceTemplate": "tiny", "targetSize": {"percent": 20}}]
    tiny = template("tiny", machineType="e2-small", disks=[])
    amounts = shown(bill_of(template(), tiny, group(targetSize=4, versions=versions)))
    assert amounts["Instances (e2-medium)"] == E2_MEDIUM * 3 * 730
    assert amounts["Instances (e2-small)"] == Decimal("0.016753") * 730


def test_instances_that_wait_stopped_pay_for_their_disks(bill_of):
    bill = bill_of(template(), group(targetSize=1, targetStoppedSize=2))
    assert bill.usd_per_month == E2_MEDIUM * 730 + Decimal("8.5") * 3


def test_hours_of_a_group_cut_its_machines_and_not_its_disks(bill_of):
    bill = bill_of(template(), group(targetSize=2), usage={"web": {"monthly_hrs": 100}})
    assert bill.usd_per_month == E2_MEDIUM * 200 + Decimal(17)


def test_a_group_on_a_foreign_template_is_not_priced_by_guess(bill_of):
    bill = bill_of(group(targetSize=2))
    assert [gap.reason for gap in bill.unpriced] == [
        "Instances of version 0: versions[0].instanceTemplate names an instance template that is not in the record"
    ]


@pytest.mark.parametrize(
    ("size", "reason"),
    [
        (UNKNOWN, "targetSize is not known before the resources it depends on exist"),
        (-1, "targetSize is -1; a number from 0 to 10^15 is needed"),
        ("many", "targetSize is 'many'; a number is needed"),
    ],
)
def test_a_size_that_cannot_be_read_is_told(bill_of, size, reason):
    assert [gap.reason for gap in bill_of(template(), group(targetSize=size)).unpriced] == [reason]


def test_a_template_may_be_named_by_its_unique_link(bill_of, shown):
    link = "https://www.googleapis.com/compute/v1/projects/p/global/instanceTemplates/small?uniqueId=123"
    amounts = shown(bill_of(template(), group(targetSize=1, versions=[{"instanceTemplate": link}])))
    assert amounts["Instances (e2-medium)"] == E2_MEDIUM * 730


ONE, BULK = "gcp:compute/perInstanceConfig:PerInstanceConfig", "gcp:compute/bulkPerInstanceConfig:BulkPerInstanceConfig"


def test_a_group_has_the_machines_that_its_configurations_make(bill_of, shown):
    one = Resource(ONE, "one", {"zone": "us-central1-a", "name": "one", "instanceGroupManager": "web"})
    both = {"zone": "us-central1-a", "instanceGroupManager": "web", "perInstanceConfigs": [{"name": "two"}, {"name": "three"}]}
    bill = bill_of(template(), group(targetSize=0), one, Resource(BULK, "both", both))
    assert shown(bill)["Instances (e2-medium)"] == E2_MEDIUM * 730 * 3


def test_configurations_are_among_the_machines_of_the_target_size(bill_of, shown):
    one = Resource(ONE, "one", {"zone": "us-central1-a", "name": "one", "instanceGroupManager": "web"})
    assert shown(bill_of(template(), group(targetSize=4), one))["Instances (e2-medium)"] == E2_MEDIUM * 730 * 4


def test_configurations_of_another_group_make_no_machine(bill_of):
    other = Resource(ONE, "one", {"zone": "us-central1-a", "name": "one", "instanceGroupManager": "another"})
    assert bill_of(template(), group(targetSize=0), other).usd_per_month == 0
