"""What a field may hold, in words."""

from __future__ import annotations

import pytest

from aidc.report.allowed import allowed
from aidc.report.field_path import walk


@pytest.mark.parametrize(
    ("stack", "path", "said"),
    [
        ("train-v6e", "tpu_slices[0].topology", "1x1, 2x2, 2x4, 4x4, 4x8, 8x8, 8x16, 16x16"),
        ("train-v6e", "tpu_slices[0].machine_type", "ct6e-standard-1t, ct6e-standard-4t, ct6e-standard-8t"),
        ("gpt3-a100", "cluster.endpoint", "dns, private"),
        ("gpt3-a100", "deletion_guard", "true or false"),
        ("gpt3-a100", "cluster.add_ons.gcs_fuse", "true or false, or nothing"),
        ("gpt3-a100", "network.cidr", "an IPv4 range such as 10.0.0.0/16"),
        ("gpt3-a100", "network.ranges.pods", "an IPv4 range such as 10.0.0.0/16"),
        ("gpt3-a100", "network.growth", "a number, 1 to 64"),
        ("gpt3-a100", "gpu_pools[0].nodes.max", "a whole number, 1 to 15,000"),
        ("gpt3-a100", "network.mtu_bytes", "a whole number, 1,300 to 8,896, or nothing"),
        ("gpt3-a100", "buckets[0].expected_tib", "a number, above 0, or nothing"),
        ("gpt3-a100", "name", "a name: lower-case letters, digits and dashes, starting with a letter"),
        ("gpt3-a100", "cluster.maintenance.days", "a list, at least 1 entries, each MO, TU, WE, TH, FR, SA, SU"),
        ("gpt3-a100", "cluster.maintenance.exclusions[0].start", "a time such as 2026-12-20T00:00:00Z"),
        ("gpt3-a100", "labels", "a mapping of words to words"),
        ("gpt3-a100", "filestores[0].capacity_gib", "1,024 to 9,984 in steps of 256, 10,240 to 102,400 in steps of 2,560"),
    ],
)
def test_a_field_says_what_it_takes(reference, stack, path, said):
    assert allowed(walk(reference(stack).blueprint, path)) == said


def test_capacity_and_boot_disk_are_narrowed_to_the_machine(reference):
    blueprint = reference("train-v6e").blueprint
    assert allowed(walk(blueprint, "tpu_slices[0].boot_disk.type")) == "hyperdisk-balanced"
    assert allowed(walk(blueprint, "cpu_pools[0].capacity.mode")) == "on-demand, spot, reservation", "flex-start is for accelerators"


def test_a_long_list_shows_what_is_close_to_the_value(reference):
    said = allowed(walk(reference("gpt3-a100").blueprint, "cpu_pools[0].machine_type"))
    assert "words, close to this one: n2-standard-8," in said


def test_a_section_says_which_fields_it_takes(reference):
    said = allowed(walk(reference("gpt3-a100").blueprint, "site"))
    assert said == "a mapping of project, project_number, region, zones"
