"""Plug-ins of collectives: every fabric with GPUDirect has one, every other has none, and each is pinned and from Google's registries."""

from __future__ import annotations

import re

import pytest

from aidc.catalog import fabrics
from aidc.catalog.collective_plugins import COLLECTIVE_PLUGINS, NVIDIA_DRA_DRIVER
from aidc.catalog.fabrics import Fabric
from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.tpus import TPU_GENERATIONS

FABRICS = {value.name: value for value in vars(fabrics).values() if isinstance(value, Fabric)}
PLUGINS = list(COLLECTIVE_PLUGINS.values())
STEPS = [(fact, step) for plugin in PLUGINS for fact in plugin.daemon_sets for step in (*fact.steps, fact.stays)]
GOOGLE = ("gcr.io", "pkg.dev")
"""Domains of Google's registries, which a network with restricted egress reaches over private addresses."""


def _images():
    for plugin in PLUGINS:
        yield from (image for fact in plugin.daemon_sets for image in fact.images)
        yield from ([plugin.sidecar.image] if plugin.sidecar else [])
        yield from ([plugin.job_image] if plugin.job_image else [])


@pytest.mark.parametrize("fabric", FABRICS.values(), ids=FABRICS.keys())
def test_a_fabric_has_a_plug_in_exactly_when_it_is_gpudirect(fabric: Fabric):
    assert (fabric.name in COLLECTIVE_PLUGINS) == ("GPUDirect" in fabric.transport)


@pytest.mark.parametrize("machine", GPU_MACHINES.values(), ids=GPU_MACHINES.keys())
def test_a_machine_on_a_plug_in_is_of_its_architecture(machine):
    plugin = COLLECTIVE_PLUGINS.get(machine.family.fabric.name)
    assert (plugin is not None) == ("GPUDirect" in machine.family.fabric.transport)
    if plugin:
        arm = machine.family.gpu.gke_accelerator in {"nvidia-gb200", "nvidia-gb300"}
        assert {plugin.architecture, *(fact.architecture for fact in plugin.daemon_sets)} == {"arm64" if arm else "amd64"}


def test_no_tpu_has_a_plug_in():
    names = {machine.fabric.name for generation in TPU_GENERATIONS.values() for machine in generation.machines}
    assert not names & COLLECTIVE_PLUGINS.keys()


def test_every_image_is_pinned_and_lies_in_a_registry_of_google():
    for image in _images():
        host = image.repository.partition("/")[0]
        assert any(host == domain or host.endswith(f".{domain}") for domain in GOOGLE), image
        assert re.search(r"\d+\.\d+", image.tag), f"{image}: a tag that names a version"
        assert image.digest == "" or re.fullmatch(r"sha256:[0-9a-f]{64}", image.digest), image


def test_images_without_a_digest_are_those_for_which_no_source_gives_one():
    unpinned = {image.repository.rpartition("/")[2] for image in _images() if not image.digest}
    tcpx = {image.repository for image in _images() if not image.digest and "gpudirect-tcpx/" in image.repository}
    assert unpinned == {"nccl-plugin-gpudirecttcpx-dev", "tcpgpudmarxd-dev", "asapd-lite", "nccl-gib-a4x-max-arm64"}
    assert len(tcpx) == 2, "of A3 Mega both have one"


@pytest.mark.parametrize(
    ("fabric", "version", "daemon"),
    [("tcpx", "v3.1.9", "v2.0.12"), ("tcpxo", "v1.0.15", "v1.0.21"), ("roce8", "v1.1.2", None), ("roce4", "v1.1.2", None)],
)
def test_a_plug_in_and_its_daemon_are_the_pair_of_one_release(fabric, version, daemon):
    plugin = COLLECTIVE_PLUGINS[fabric]
    assert plugin.version == version
    assert {step.image.tag for step in (*plugin.daemon_sets[0].steps,)} == {version}
    assert (plugin.sidecar.image.tag if plugin.sidecar else None) == daemon


def test_gib_never_puts_its_nccl_over_that_of_the_job():
    for fact, step in STEPS:
        if "gib" in step.image.repository:
            assert not any("--install-nccl" in word for word in step.command), fact.name


def test_a_job_names_its_transport_so_that_it_fails_instead_of_falling_back():
    for plugin in PLUGINS:
        assert dict(plugin.settings)["NCCL_NET"] == plugin.network


def test_a_daemon_beside_the_job_needs_the_injector_and_only_then():
    for plugin in PLUGINS:
        assert (plugin.sidecar is not None) == ("device-injector" in [fact.name for fact in plugin.daemon_sets]), plugin.fabric
        if plugin.sidecar:
            assert {f"/dev/nvidia{index}" for index in range(8)} < set(plugin.sidecar.devices)


def test_racks_of_one_nvlink_domain_need_the_driver_that_hands_out_compute_domains():
    assert {plugin.fabric for plugin in PLUGINS if NVIDIA_DRA_DRIVER in plugin.prerequisites} == {"roce4", "roce8-metal"}


@pytest.mark.parametrize("fabric", ["tcpx", "tcpxo", "roce8", "roce4"])
def test_a_job_claims_as_many_devices_as_the_fabric_has_rdma_interfaces(fabric):
    interfaces = sum(vpc.subnets for vpc in FABRICS[fabric].vpcs if vpc.nic_kind == "MRDMA")
    assert COLLECTIVE_PLUGINS[fabric].rdma_devices == interfaces


def test_only_steps_that_change_the_node_itself_are_privileged_and_say_why():
    privileged = {(fact.name, step.name) for fact, step in STEPS if step.privileged_because}
    assert privileged == {
        ("nccl-tcpxo-installer", "prepare-node"),
        ("nccl-rdma-installer", "quiet-martians"),
        ("asapd-lite", "asapd-lite"),
    }
    assert {fact.name for fact, _ in STEPS if fact.host_pid_because} == {"nccl-tcpxo-installer", "asapd-lite"}


def test_what_runs_with_the_rights_of_the_node_sees_no_job_of_others():
    roots = {"/", "/home", "/var", "/var/lib", "/home/kubernetes", "/home/kubernetes/bin", "/var/lib/kubelet", "/run", "/etc"}
    assert not [(fact.name, folder.host_path) for fact, step in STEPS for folder in step.folders if folder.host_path in roots]


def test_every_plug_in_and_daemon_set_says_where_it_comes_from():
    for plugin in PLUGINS:
        for source in (plugin.source, *(fact.source for fact in plugin.daemon_sets)):
            assert len(source.text) > 10
            assert source.status == "verified", "read in the repository or page that it names"
