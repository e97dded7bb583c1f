"""`aidc explain`: the whole way from a word in a file to the properties that it sets."""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_a_topology_is_explained_down_to_the_property(aidc):
    aidc("plan", "train-v6e")
    result = aidc("explain", "train-v6e", "tpu_slices[0].topology")
    lines = [line.split(maxsplit=1) for line in result.stdout.splitlines() if line.startswith("   ")]
    line = next(
        number for number, text in enumerate((ROOT / "stacks/Pulumi.train-v6e.yaml").read_text().splitlines(), 1) if "topology:" in text
    )
    assert result.exit_code == 0
    assert ["from", f"stacks/Pulumi.train-v6e.yaml:{line}"] in lines
    assert ["allowed", "1x1, 2x2, 2x4, 4x4, 4x8, 8x8, 8x16, 16x16"] in lines
    assert ["chips", "512"] in lines
    assert ["hosts_per_slice", "64"] in lines
    assert ["container.NodePool.placementPolicy.tpuTopology", "16x16  on pod-0, pod-1"] in lines
    assert ["container.NodePool.nodeCount", "64  on pod-0, pod-1"] in lines


def test_a_stack_that_nobody_recorded_is_explained_without_values(aidc, project):
    found = json.loads(aidc("explain", "dev", "network.cidr", "--project", project, "--json").stdout)
    assert found["recorded"] is False
    assert found["sets"][0] == {"property": "compute.Subnetwork.ipCidrRange", "values": []}
    said = aidc("explain", "dev", "network.cidr", "--project", project).stdout
    assert "aidc plan dev shows the values: it records the files as they are now" in said


def test_a_changed_file_is_not_explained_by_an_old_record(aidc, project, stack_text):
    assert aidc("plan", "dev", "--project", project).exit_code == 0
    before = json.loads(aidc("explain", "dev", "network.cidr", "--project", project, "--json").stdout)
    stack_text(lambda text: text.replace("10.16.0.0/16", "10.48.0.0/16"))
    after = json.loads(aidc("explain", "dev", "network.cidr", "--project", project, "--json").stdout)
    assert before["sets"][0]["values"] == [{"resource": "nodes", "value": "10.16.128.0/19"}]
    assert (after["recorded"], after["value"]) == (False, "10.48.0.0/16")


def test_a_path_that_leads_nowhere_is_bad_input(aidc):
    result = aidc("explain", "dev", "network.cidrs")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == (
        "stacks/Pulumi.dev.yaml: error: there is no network.cidrs; "
        "fields of network: cidr, ranges, reserved, growth, mtu_bytes, routing, egress, flow_logs, existing. Did you mean cidr?\n"
    )


def test_every_section_of_a_stack_can_be_explained(aidc):
    for section in (
        "site",
        "network",
        "keys",
        "access",
        "cluster",
        "cpu_pools",
        "gpu_pools",
        "tpu_slices",
        "buckets",
        "filestores",
        "labels",
        "name",
    ):
        result = aidc("explain", "dev", section)
        assert result.exit_code == 0, result.stderr
        assert max(map(len, result.stdout.splitlines())) <= 120
