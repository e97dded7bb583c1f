"""The same program recorded offline, previewed by the engine and exported from its state is one record.

`shop/engine/` holds what pulumi v3.259.0 printed on 2026-11-24 for the program in `shop/`, run against a provider that echoes what it gets and
reports the links of what it creates; source positions, times and property dependencies are taken out. `make` targets do not rewrite it: it changes
only with the engine.
"""

import dataclasses
import shutil
from pathlib import Path

import pytest

from aidc.inventory.read import read
from aidc.inventory.record import record
from aidc.inventory.resource import UNKNOWN

SHOP = Path(__file__).parent / "shop"
ENGINE = SHOP / "engine"
README = "urn:pulumi:prod::shop::gcp:storage/bucketObject:BucketObject::readme"
NOT_IN_ENGINE_FILES = {"aliases", "deleteBeforeReplace", "version"}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """Return the offline record of the shop, before and after its change."""
    copy = tmp_path_factory.mktemp("project") / "shop"
    shutil.copytree(SHOP, copy)
    first = record(copy, "prod")
    stack_file = copy / "stacks" / "Pulumi.prod.yaml"
    stack_file.write_text(stack_file.read_text() + "  shop:later: true\n")
    return {False: first, True: record(copy, "prod")}


def comparable(resources):
    """Return resources by URN, without outputs and what engine files do not hold."""
    return {
        one.urn: dataclasses.replace(
            one, outputs={}, options={key: value for key, value in one.options.items() if key not in NOT_IN_ENGINE_FILES}
        )
        for one in resources
    }


def expected_readme(record_, found):
    """What a bucket of others is called is known to the engine, which reads it, and unknown offline."""
    assert record_[README].inputs["bucket"] == UNKNOWN
    assert found[README].inputs["bucket"] == "existing"
    return dataclasses.replace(record_[README], inputs={**record_[README].inputs, "bucket": "existing"})


def test_a_first_preview_is_the_record(recorded):
    ours, theirs = comparable(recorded[False].resources), comparable(read(ENGINE / "preview_create.json"))
    ours[README] = expected_readme(ours, theirs)
    assert ours == theirs


def test_a_preview_of_a_change_with_every_step_is_the_record_of_the_changed_program(recorded):
    ours, theirs = comparable(recorded[True].resources), comparable(read(ENGINE / "preview_change_every_step.json"))
    ours[README] = expected_readme(ours, theirs)
    assert set(ours) == set(theirs)
    for urn in ours:
        assert {**ours[urn].inputs, "network": ""} == {**theirs[urn].inputs, "network": ""}, "ids are known by now to the engine alone"


def test_a_preview_of_a_change_without_unchanged_resources_is_the_part_that_changes(recorded):
    ours, theirs = comparable(recorded[True].resources), comparable(read(ENGINE / "preview_change.json"))
    assert {one.name for one in theirs.values()} == {"data", "net", "kept", "eu-cell-pool", "default_10_2_0"}
    assert all({key: one.inputs[key] for key in ours[urn].inputs} == ours[urn].inputs for urn, one in theirs.items())


@pytest.mark.parametrize("file", ["state.json", "state_with_secrets.json"])
def test_an_exported_state_is_the_record_with_ids_known(recorded, file):
    ours, theirs = comparable(recorded[False].resources), comparable(read(ENGINE / file))
    assert set(ours) == set(theirs)
    for urn, one in theirs.items():
        known = {key: ours[urn].inputs[key] for key in one.inputs if ours[urn].inputs[key] != UNKNOWN}
        assert known == {key: one.inputs[key] for key in known}
        assert (one.parent, one.dependencies, one.custom) == (ours[urn].parent, ours[urn].dependencies, ours[urn].custom)


def test_no_secret_of_the_program_is_in_any_of_them(recorded):
    everything = repr(recorded) + "".join(repr(read(file)) for file in ENGINE.glob("*.json"))
    assert "hunter" not in everything
    assert "hunter" in (ENGINE / "state_with_secrets.json").read_text(), "the export was made with --show-secrets"


def test_each_resource_leads_to_the_region_of_its_provider(recorded):
    for resources in (recorded[False].resources, read(ENGINE / "preview_create.json"), read(ENGINE / "state.json")):
        by_urn = {one.urn: one for one in resources}
        regions = {
            one.name: by_urn[one.options["provider"].rpartition("::")[0]].inputs["region"] for one in resources if "provider" in one.options
        }
        assert regions["eu-cell-pool"] == regions["sub"] == "europe-west1"
        assert regions["data"] == regions["net"] == "europe-west4", "the default provider's region is configuration"
