"""Single things: every fact has a source, and what the blueprint decides is what the page says."""

from __future__ import annotations

import pytest

from aidc.catalog.attached_gpus import ATTACHED_FAMILIES, attachable, host_machines, machine_with
from aidc.catalog.capacity_modes import EVERY_MODE, MODE_RULES
from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.tpus import TPU_GENERATIONS
from aidc.catalog.zones import LISTS, offers
from aidc.report.machines.find import every_subject, find, machine_named
from aidc.report.machines.host_facts import fitting_counts
from aidc.report.machines.subject_page import found_page, subject_page
from aidc.report.machines.words import UnknownWord

SUBJECTS = {f"{subject.kind} {subject.name}": subject for subject in every_subject()}
WITHOUT_SOURCE = {"max_pods_per_node", "min_gke_version", "driver", "confidential", *(f"capacity.{mode}" for mode in EVERY_MODE)}
"""Settings of this program, rules of modes, and facts that say that nothing is published."""


def test_every_fact_says_where_it_stands():
    for subject in SUBJECTS.values():
        for key, fact in subject.facts.items():
            assert fact.shown, f"{subject.name} {key}"
            assert fact.source or key in WITHOUT_SOURCE, f"{subject.name} {key}"
        for key in ("vcpu", "memory_gib", "gpu.memory_gb", "tpu.hbm_gib", "boot_disks"):
            assert key not in subject.facts or subject.facts[key].source, f"{subject.name} {key}"


def test_a_key_stands_for_one_fact():
    for subject in SUBJECTS.values():
        keys = [fact.key for group in subject.groups for fact in group.facts]
        assert len(keys) == len(set(keys)), subject.name


@pytest.mark.parametrize("name", GPU_MACHINES)
def test_a_gpu_machine_says_every_mode(name):
    subject = machine_named(name)
    assert subject is not None
    family = GPU_MACHINES[name].family
    sold = [mode for mode in EVERY_MODE if subject.facts[f"capacity.{mode}"].value["sold"]]  # pyright: ignore
    assert sold == [mode for mode in EVERY_MODE if mode in family.capacity_modes]
    for mode in sold:
        assert MODE_RULES[mode] in subject.facts[f"capacity.{mode}"].shown


def test_a_mode_that_needs_a_newer_gke_says_so():
    a4 = machine_named("a4-highgpu-8g")
    assert a4 is not None
    assert a4.facts["capacity.on-demand"].brief == "sold · GKE 1.32.2-gke.1475000 or newer"
    assert a4.facts["capacity.flex-start"].brief == "sold · GKE 1.32.2-gke.1652000 or newer"


def test_an_allow_listed_mode_is_said_to_be_one():
    [tpu7x] = find("tpu7x").subjects
    assert tpu7x.facts["capacity.spot"].shown.startswith("on request: Google opens it to single projects; ")
    assert tpu7x.facts["capacity.on-demand"].shown.startswith("any number of nodes")


def test_zones_are_grouped_by_list_with_what_the_list_means(printed):
    v5p = machine_named("ct5p-hightpu-4t")
    assert v5p is not None
    assert v5p.facts["zones.official"].value == ["us-central1-a", "us-east5-a"]
    listed = {zone for key, fact in v5p.facts.items() if key.startswith("zones.") for zone in fact.value}  # pyright: ignore
    assert listed == {offer.zone for offer in offers() if offer.family == "v5p"}
    lines = " ".join(line.strip() for line in printed(subject_page(v5p)))
    assert f"({LISTS['api-catalogue'].meaning})" in lines


def test_the_largest_slice_is_the_most_cubic_of_its_size():
    [v5p] = find("v5p").subjects
    assert v5p.facts["slices.ct5p-hightpu-4t"].value["largest"] == "16x16x24"  # pyright: ignore


def test_n1_says_exactly_the_gpus_that_a_pool_may_attach():
    for machine in host_machines().values():
        for gpu in ATTACHED_FAMILIES:
            assert fitting_counts(machine, gpu) == [number for number in attachable(gpu) if machine_with(machine.name, gpu, number)]
    n1 = machine_named("n1-standard-32")
    assert n1 is not None
    assert n1.facts["attach.nvidia-tesla-v100"].shown == "4 or 8 of 16 GB"
    small = machine_named("n1-standard-96")
    assert small is not None
    assert small.facts["attach.nvidia-tesla-p100"].shown == "none: 96 vCPU are too many (1 up to 16 vCPU, 2 up to 32 vCPU, 4 up to 64 vCPU)"


def test_every_source_of_a_page_is_numbered_dated_and_judged(printed):
    subject = machine_named("a3-edgegpu-8g")
    assert subject is not None
    lines = printed(subject_page(subject))
    text = " ".join(line.strip() for line in lines)
    for number, source in enumerate(subject.sources, 1):
        assert f"[{number}] " in text
        assert source.text.replace("  ", " ") in text
    assert text.count("read 2026-11-22") == len(subject.sources)
    assert "208 [1] unverified" in text, "no published blueprint has A3 Edge"


def test_an_accelerator_shows_the_machines_that_have_it(printed):
    found = find("h100")
    assert [subject.name for subject in found.subjects] == ["H100 80GB", "H100 80GB (Mega)"]
    lines = printed(found_page(found))
    assert any(line.strip().startswith("a3-megagpu-8g") for line in lines)
    assert not any(line.strip().startswith("a4-highgpu-8g") for line in lines)


def test_a_family_is_its_machines():
    assert [entry.name for entry in find("a3 mega").entries] == ["a3-megagpu-8g"]
    assert {entry.name.partition("-")[0] for entry in find("g4").entries} == {"g4"}
    assert {entry.kind for entry in find("c4a").entries} == {"cpu"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a3-megagpu8g", "a3-megagpu8g: no machine, accelerator or family of the catalogue is called so. Did you mean a3-megagpu-8g?"),
        ("nope", "nope: no machine, accelerator or family of the catalogue is called so."),
        ("ct5l-hightpu-4t", "ct5l-hightpu-4t: is left out: the older family of single hosts; use ct5lp-hightpu-4t"),
        ("us-central1", "us-central1: is a place. What is there: aidc machines --region us-central1"),
        ("us-central1-ai1a", "us-central1-ai1a: is a place. What is there: aidc machines --zone us-central1-ai1a"),
    ],
)
def test_a_name_that_stands_for_nothing_is_refused(name, said):
    with pytest.raises(UnknownWord) as refused:
        find(name)
    assert str(refused.value) == said


def test_every_page_fits(printed):
    for subject in SUBJECTS.values():
        if subject.kind != "cpu machine" or subject.name in host_machines():
            assert max(map(len, printed(subject_page(subject)))) <= 120, subject.name
    assert len(TPU_GENERATIONS) == sum(subject.kind == "tpu" for subject in SUBJECTS.values())
