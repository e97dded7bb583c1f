"""Walking to a field, and what is said where a path leads nowhere."""

from __future__ import annotations

import pytest

from aidc.report.field_path import NoSuchField, fields_of, walk

SECTIONS = (
    "name, environment, deletion_guard, labels, site, network, keys, access, cluster, reservations, cpu_pools, gpu_pools, tpu_slices, tpu_vms, buckets, filestores, "
    "lustres, disks, storage_pools, registry, budget, usage, policies, waivers"
)


def test_a_path_leads_through_sections_and_entries(reference):
    asked = walk(reference("gpt3-a100").blueprint, "gpu_pools[0].capacity.mode")
    assert (asked.value, asked.name, asked.given) == ("reservation", "mode", True)
    assert asked.description == "How the machines are obtained"


def test_what_the_file_leaves_out_is_a_default(reference):
    assert not walk(reference("gpt3-a100").blueprint, "cluster.endpoint").given
    assert not walk(reference("gpt3-a100").blueprint, "buckets[0].versioning").given


def test_a_number_of_nodes_gives_both_ends(reference):
    asked = walk(reference("gpt3-a100").blueprint, "gpu_pools[0].nodes.max")
    assert (asked.value, asked.given) == (8, True)


def test_labels_and_lists_of_words_are_walked_too(reference):
    blueprint = reference("gpt3-a100").blueprint
    assert walk(blueprint, "labels.team").value == "foundation-models"
    assert walk(blueprint, "site.zones[1]").value == "us-central1-c"


def _everywhere(asked):
    for field in fields_of(asked):
        yield field
        yield from _everywhere(field)


@pytest.mark.parametrize("stack", ["dev", "gpt3-a100", "train-h100", "train-v6e"])
def test_every_field_of_a_stack_can_be_walked_to_by_its_own_path(reference, stack):
    blueprint = reference(stack).blueprint
    sections = [walk(blueprint, name) for name in type(blueprint).model_fields]
    found = [field for section in sections for field in (section, *_everywhere(section))]
    assert len(found) > 60
    for field in found:
        again = walk(blueprint, field.path)
        assert (again.path, again.value) == (field.path, field.value)
        assert again.path.endswith("]") or again.given == field.given


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (
            "network.cidrs",
            "there is no network.cidrs; fields of network: cidr, ranges, reserved, growth, mtu_bytes, routing, egress, flow_logs, existing. "
            "Did you mean cidr?",
        ),
        ("netwrk", f"there is no netwrk; fields of a stack file: {SECTIONS}. Did you mean network?"),
        ("gpu_pools[3]", "there is no gpu_pools[3]; there are gpu_pools[0] (a100)"),
        ("gpu_pools.a100", "there is no gpu_pools.a100; there are gpu_pools[0] (a100)"),
        ("tpu_slices[0]", "there is no tpu_slices[0]; tpu_slices has no entry in this stack"),
        ("site.region.name", "there is no site.region.name; site.region is the plain value us-central1"),
        ("labels.teem", "there is no labels.teem; labels has team, cost-center. Did you mean team?"),
        (
            "cluster.existing.name",
            "there is no cluster.existing.name; cluster.existing is not given in this stack; it would take name, location, multi_networking, version",
        ),
        ("network.mtu_bytes.x", "there is no network.mtu_bytes.x; network.mtu_bytes is not given in this stack"),
        ("addresses.nodes", f"addresses is decided, not asked for: `aidc plan` shows it. Fields of a stack file: {SECTIONS}"),
        ("", "'' is no path; write it as in the stack file: gpu_pools[0].machine_type, network.cidr, cluster"),
        ("gpu_pools[-1]", "'gpu_pools[-1]' is no path; write it as in the stack file: gpu_pools[0].machine_type, network.cidr, cluster"),
    ],
)
def test_a_path_that_leads_nowhere_says_what_is_there(reference, path, said):
    with pytest.raises(NoSuchField) as refused:
        walk(reference("gpt3-a100").blueprint, path)
    assert str(refused.value) == said
