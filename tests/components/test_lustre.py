"""Managed Lustre instances: reached through the peering, encrypted, and made of texts where the provider wants texts."""

from __future__ import annotations

import pytest

LUSTRE = "gcp:lustre/instance:Instance"


@pytest.fixture
def lustre(declare, plan_of):
    """Declare one instance and return its resource."""

    def run(deletion_guard=True, key="k", **fields):
        entry = {"name": "scratch", "tier": 1000, "capacity_gib": 18000, **fields}
        [planned] = plan_of(deletion_guard=deletion_guard, lustres=[entry]).lustres

        def program():
            from components.lustre import Lustre

            Lustre(planned, project="acme-lab", network="projects/acme-lab/global/networks/lab-vpc", private_services="peered", key=key)

        return declare(program).only(LUSTRE)

    return run


def test_an_instance_sends_texts_for_its_numbers_and_nothing_of_the_legacy_mode(lustre):
    assert lustre().inputs == {
        "instanceId": "lab-scratch",
        "project": "acme-lab",
        "location": "us-central1-a",
        "network": "projects/acme-lab/global/networks/lab-vpc",
        "filesystem": "scratch",
        "capacityGib": "18000",
        "perUnitStorageThroughput": "1000",
        "kmsKey": "k",
        "labels": {"stack": "lab", "environment": "dev", "managed-by": "aidc"},
    }, "texts (trap T012), no gkeSupportEnabled (trap T066)"


def test_the_dynamic_tier_names_no_throughput(lustre):
    inputs = lustre(tier="dynamic", capacity_gib=472_000).inputs
    assert "perUnitStorageThroughput" not in inputs
    assert inputs["dynamicTierOptions"] == {"mode": "DEFAULT_CACHE"}


def test_root_is_squashed_and_maintenance_waits_where_that_is_asked(lustre):
    inputs = lustre(root_squash={"exempt": ["10.0.0.0/24"], "uid": 1000}, maintenance={"day": "SUNDAY", "hour": 3}).inputs
    assert inputs["accessRulesOptions"] == {
        "defaultSquashMode": "ROOT_SQUASH",
        "defaultSquashUid": 1000.0,
        "defaultSquashGid": 65534.0,
        "accessRules": [{"name": "administrators", "ipAddressRanges": ["10.0.0.0/24"], "squashMode": "NO_SQUASH"}],
    }
    assert inputs["maintenancePolicy"] == {"weeklyMaintenanceWindows": {"dayOfWeek": "SUNDAY", "startTime": {"hours": 3.0}}}


def test_without_a_key_google_encrypts_with_its_own(lustre):
    assert "kmsKey" not in lustre(key=None).inputs


@pytest.mark.parametrize("guard", [True, False])
def test_an_instance_is_protected_exactly_while_guarded(guard, lustre):
    assert lustre(deletion_guard=guard).options.get("protect", False) is guard


@pytest.mark.parametrize(
    ("property_", "value", "replaces"),
    [
        ("capacityGib", "27000", False),
        ("labels", {"a": "b"}, False),
        ("perUnitStorageThroughput", "500", True),
        ("filesystem", "other", True),
        ("network", "projects/acme-lab/global/networks/other", True),
        ("kmsKey", "other", True),
        ("location", "us-central1-b", True),
        ("dynamicTierOptions", {"mode": "DEFAULT_CACHE"}, True),
    ],
)
def test_only_the_capacity_grows_in_place_and_the_rest_would_replace_what_is_protected(property_, value, replaces, lustre):
    from aidc.rehearsal.cloud import Cloud

    cloud = Cloud(project="acme-lab", region="us-central1", zone="us-central1-a")
    instance = lustre()
    changed = {**instance.inputs, property_: value}
    found = cloud.diff(LUSTRE, "id", instance.inputs, instance.inputs, changed)
    assert (bool(found.replaces), instance.options["protect"]) == (replaces, True), "trap T070"
