"""The stack files in stacks/: they load without a warning, plan, record the same bytes every time, and match their lists of resources."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import yaml

from aidc.blueprint import load_stack_file
from aidc.catalog.capacity_modes import EVERY_MODE
from aidc.inventory.resource import UNKNOWN, to_json_lines
from policies.judge import judge
from policies.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


def _file(stack) -> Path:
    return ROOT / "stacks" / f"Pulumi.{stack.name}.yaml"


def test_a_reference_stack_loads_without_a_warning(reference_stack):
    assert load_stack_file(_file(reference_stack)).warnings == ()


def test_a_reference_stack_says_in_one_line_what_it_is_for(reference_stack):
    assert re.match(r"# \S.{20,}\.$", _file(reference_stack).read_text(encoding="utf-8").splitlines()[0])


def test_the_project_of_the_provider_is_that_of_the_site(reference_stack):
    config = yaml.safe_load(_file(reference_stack).read_text(encoding="utf-8"))["config"]
    assert config["gcp:project"] == config["aidc:blueprint"]["site"]["project"]


def test_a_reference_stack_passes_every_mandatory_rule_without_a_lower_level_or_a_waiver(reference_stack):
    asked = yaml.safe_load(_file(reference_stack).read_text(encoding="utf-8"))["config"]["aidc:blueprint"]
    assert not {"policies", "waivers"} & set(asked)
    assert "baseline" in Settings().sets, "what is judged is the set that everybody has"
    found = judge([json.loads(line) for line in to_json_lines(reference_stack.resources).splitlines()], Settings()).findings
    assert [(one.rule.id, one.resource, one.text) for one in found if one.blocks] == []


def test_a_second_recording_has_the_same_bytes(reference_stack):
    from aidc.inventory.record import record

    again = record(ROOT, reference_stack.name)
    assert to_json_lines(again.resources) == to_json_lines(reference_stack.resources)
    assert again.unanswered == (), "no data source is asked: a preview works without credentials"


def test_types_and_names_are_those_of_the_golden_list(reference_stack):
    listed = "".join(f"{resource.type} {resource.name}\n" for resource in reference_stack.resources)
    golden = ROOT / "tests" / "golden" / reference_stack.name / "resources.txt"
    if os.environ.get("AIDC_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(listed, encoding="utf-8")
    assert listed == golden.read_text(encoding="utf-8"), "a renamed resource is replaced; AIDC_GOLDEN=1 rewrites the list"


def test_a_preview_knows_every_input_but_addresses_and_channels_that_google_gives(any_stack, strings):
    unknown = [
        (resource.type, path)
        for resource in any_stack.resources
        for path, text in strings(resource.inputs)
        if UNKNOWN in text or "None" in text
    ]
    plan = any_stack.plan
    own_cluster = not plan.cluster.existing and (plan.accelerator_networks or plan.volumes)
    mounted = [volume for volume in plan.volumes if volume.storage != "disk"]
    channels = plan.budget.alarm.channels if plan.budget.alarm else ()
    told = "allUpdatesRule.monitoringNotificationChannels"
    expected = [("gcp:billing/budget:Budget", f"{told}.{index}") for index in range(len(channels))]
    expected += [("kubernetes:core/v1:PersistentVolume", "spec.csi.volumeAttributes.ip")] * len(mounted)
    expected += [("pulumi:providers:kubernetes", "kubeconfig")] if own_cluster else []
    assert unknown == expected, "a judge of the preview sees everything"


def test_the_outputs_name_what_others_build_on(reference_stack):
    plan, outputs = reference_stack.plan, reference_stack.outputs
    assert outputs["cluster"] == plan.cluster.name
    assert outputs["network"] == plan.network.uri
    assert outputs["buckets"] == {bucket.resource_name: bucket.name for bucket in plan.buckets}
    assert outputs["filestores"] == {filestore.resource_name: filestore.name for filestore in plan.filestores}
    assert outputs["lustres"] == {lustre.resource_name: lustre.name for lustre in plan.lustres}
    assert outputs["disks"] == {disk.resource_name: disk.name for disk in plan.disks}
    assert outputs["gpu_pools"] == {entry.name: [pool.name for pool in entry.node_pools] for entry in plan.gpu_pools}
    assert outputs["tpu_slices"] == {entry.name: [pool.name for pool in entry.node_pools] for entry in plan.tpu_slices}


def test_reference_stacks_show_every_kind_of_capacity_and_of_accelerator(recorded):
    plans = [recorded(path.name.removeprefix("Pulumi.").removesuffix(".yaml")).plan for path in (ROOT / "stacks").glob("Pulumi.*.yaml")]
    pools = [pool for plan in plans for pool in plan.node_pools]
    assert {pool.capacity.mode for pool in pools} == set(EVERY_MODE)
    assert {entry.generation.name for plan in plans for entry in plan.tpu_slices} >= {"v5p", "v6e", "tpu7x"}
    assert {entry.machine.family.name for plan in plans for entry in plan.gpu_pools} >= {"A4", "A4X", "A3 Mega", "A2 Ultra", "G2"}
    assert {plan.cluster.dns_endpoint for plan in plans} == {True, False}
    assert {bool(plan.gpu_pools) for plan in plans} == {bool(plan.tpu_slices) for plan in plans} == {True, False}
