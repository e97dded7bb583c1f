"""The document of `aidc plan --json`: its keys are a contract."""

from __future__ import annotations

import json

import pytest

from aidc.estimator.cost.gate import judge
from aidc.estimator.cost.priced_record import price_record
from aidc.inventory.recording import Recording
from aidc.inventory.resource import Resource
from aidc.report.plan_document import plan_document

RECORD = Recording((Resource("aidc:compute:Cluster", "cluster", {}, custom=False), Resource("gcp:compute/network:Network", "vpc", {})))

ALLOWED = {"blocked": False, "rules": 12, "resources": 2, "findings": [], "summary": {"blocking": 0, "fail": 1}}


@pytest.fixture
def document(reference):
    def made(stack):
        priced = price_record(stack, RECORD.resources)
        limits = judge(priced.bill, priced.limits, priced.owners)
        return json.loads(json.dumps(plan_document(stack, reference(stack), RECORD, priced, limits, ALLOWED)))

    return made


@pytest.mark.parametrize("stack", ["dev", "gpt3-a100", "train-h100", "train-v6e"])
def test_the_keys_are_the_same_for_every_stack(document, stack):
    assert list(document(stack)) == [
        *(
            "stack",
            "name",
            "environment",
            "labels",
            "site",
            "network",
            "accelerator_networks",
            "collective_plugins",
            "local_ssd_raid",
            "cluster",
            "image_policy",
            "tpu_vms",
            "reservations",
            "compute",
            "storage",
            "registry",
            "budget",
            "usage",
            "policies",
            "keys",
        ),
        *("access", "addresses", "resources", "totals", "verdicts", "warnings"),
    ]


def test_the_keys_of_an_entry_of_compute(document):
    entry = document("gpt3-a100")["compute"][2]
    assert entry == {
        "kind": "gpu",
        "path": "gpu_pools[0]",
        "name": "a100",
        "machine_type": "a2-ultragpu-8g",
        "min_nodes": 8,
        "max_nodes": 8,
        "zones": ["us-central1-a"],
        "vcpu": 768,
        "memory_gib": 10880,
        "capacity": {"mode": "reservation", "reservation_value": "gpt3-a100", "max_run_seconds": None},
        "fallbacks": [],
        "compact": False,
        "accelerator": "A100 80GB",
        "accelerators": 64,
        "topology": "",
        "slices": 0,
        "hosts_per_slice": 0,
        "transport": "NCCL Fast Socket over the primary gVNIC",
        "gpu_memory_gb": 5120,
        "tpu_hbm_gib": 0,
        "bf16_dense_pflops": pytest.approx(19.968),
    }


def test_resources_are_counted_and_verdicts_are_not_pretended(document):
    found = document("dev")
    assert found["resources"] == {"total": 2, "by_type": {"aidc:compute:Cluster": 1, "gcp:compute/network:Network": 1}}
    cost = found["verdicts"].pop("cost")
    assert found["verdicts"] == {"allowed": {"blocked": False, "rules": 12, "blocking": 0, "fail": 1}, "speed": None, "comes_up": None}
    assert cost == {
        "usd_per_month": "0",
        "usd_per_month_minimum": "0",
        "usd_per_month_maximum": "0",
        "is_lower_bound": False,
        "unpriced": 0,
        "over_budget": False,
        "budget": [],
    }
    assert found["warnings"] == []


def test_addresses_carry_what_is_needed_of_each_range(document):
    addresses = document("gpt3-a100")["addresses"]
    assert (addresses["cidr"], addresses["growth"]) == ("10.32.0.0/14", 1.5)
    assert addresses["ranges"][0] == {
        "purpose": "nodes",
        "cidr": "10.34.0.0/17",
        "addresses": 32768,
        "needed": 32,
        "share_needed": pytest.approx(32 / 32768, abs=1e-6),
    }


def test_totals_are_those_of_the_page(document):
    totals = document("gpt3-a100")["totals"]
    assert (totals["compute"]["gpus"], totals["storage"]["expected_tib"]) == (64, 300)


def test_a_plug_in_and_what_jobs_carry_are_in_the_document(document):
    [plugin] = document("train-h100")["collective_plugins"]
    assert list(plugin) == [
        *("fabric", "managed", "plugin", "source", "installed", "machine_types", "settings", "settings_config_map", "profile"),
        *("folders", "sidecar", "job_image", "job_image_needs", "annotations", "claims", "proof", "prerequisites"),
    ]
    assert (plugin["fabric"], plugin["managed"], list(plugin["installed"])) == ("tcpxo", True, ["nccl-tcpxo-installer", "device-injector"])
    assert document("gpt3-a100")["collective_plugins"] == []


def test_arrays_of_local_ssd_are_in_the_document(document):
    raid = document("train-h100")["local_ssd_raid"]
    assert (raid["pools"], raid["mount_path"], raid["managed"]) == (["h100"], "/mnt/disks/raid/0", True)
    assert raid["images"][0] == "gke.gcr.io/debian-base:bookworm-v1.0.4-gke.2"
    assert document("gpt3-a100")["local_ssd_raid"] is None
