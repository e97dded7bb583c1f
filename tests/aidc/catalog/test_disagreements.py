"""Where sources disagree, the catalogue says so beside the figure that it uses."""

from __future__ import annotations

import pytest

from aidc.catalog.fabrics import FABRICS
from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.gpus import GPUS
from aidc.catalog.tpus import TPU_GENERATIONS
from aidc.catalog.zones import LISTS, offers

HOSTS = {host.name: host for generation in TPU_GENERATIONS.values() for host in generation.machines}
FAMILIES = {machine.family.name: machine.family for machine in GPU_MACHINES.values()}
BY_NAME = {**{fabric.name: fabric for fabric in FABRICS}, **GPUS, **TPU_GENERATIONS, **HOSTS, **FAMILIES}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ct6e-standard-8t", ("360 vCPU", "180")),
        ("tpu7x-standard-4t", ("960 GiB", "992")),
        ("v5p", ("1200 GB/s", "1080", "600 one way", "8960 chips")),
        ("v5e", ("819 GB/s", "800 GiB/s", "393", "394", "two hosts of 4")),
        ("v3", ("32x64", "1024 chips")),
        ("dcn", ("DRANET", "xpk")),
        ("nvidia-gb300", ("2500", "5000", "3500", "7000")),
        ("tpu7x", ("1.34.0-gke.2201000", "1.34.3-gke.1318000")),
        ("v6e", ("six zones", "eight")),
        ("tcpxo", ("8244", "8896")),
        ("nic2", ("one interface below 384 vCPU",)),
        ("A3 Ultra", ("1.31.4-gke.1183000",)),
        ("A4", ("1.32.1-gke.1729000",)),
    ],
)
def test_a_disagreement_is_noted_where_the_figure_stands(name, words):
    for word in words:
        assert word in BY_NAME[name].note


def test_an_oldest_gke_version_has_a_source():
    for entry in (*FAMILIES.values(), *TPU_GENERATIONS.values()):
        assert (entry.min_gke_version is None) == (entry.gke_version_source is None), entry.name


def test_board_power_is_verified_only_where_a_source_has_it():
    read = {gpu.name for gpu in GPUS.values() if gpu.tdp_source.status == "verified"}
    assert read == {"B200", "H200", "H100 80GB", "H100 80GB (Mega)"}


def test_every_kind_of_list_says_what_it_means():
    assert {offer.listed_in for offer in offers()} == set(LISTS)
    assert "not capacity" in LISTS["api-catalogue"].meaning


def test_a_v4_host_boots_from_hyperdisk_too():
    assert TPU_GENERATIONS["v4"].boot_disks == ("pd-balanced", "pd-ssd", "pd-standard", "hyperdisk-balanced")
