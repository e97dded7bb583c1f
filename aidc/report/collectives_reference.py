"""docs/collectives.md: what collectives need on each machine, what aidc does about it, and what a job must carry. Written from the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from aidc.catalog.collective_plugins import COLLECTIVE_PLUGINS, CollectivePlugin
from aidc.catalog.daemon_sets import DaemonSet, HostFolder, Step
from aidc.catalog.gpu_machines import GPU_MACHINES, GpuFamily

INTRODUCTION = """\
# Collectives over the accelerator fabric

NCCL picks its transport when a job starts. Where the fabric's plug-in is not on the node, or the pod lacks an interface, a sidecar or a setting, it
takes TCP over the primary interface and says nothing: the job runs, slowly. So four things must stand together:

1. networks and interfaces of the nodes: derived from the machine (`accelerator_networks` of the plan);
2. network objects in the cluster, so that pods can ask for the interfaces: made with them;
3. the plug-in on every node of the fabric: **this page**; aidc installs it;
4. what the job's own pod carries: **this page**; aidc tells it, on the plan page and in the output `collective_plugins` of the stack.

`cluster.collective_plugins: none` leaves the third to somebody else, and is the default for `cluster.existing`: an installer changes every node of its
accelerator in the cluster, also nodes of others, and two installers would overwrite each other. The DaemonSets have the names of Google's own
manifests where one cluster can hold them all, so that applying one of those changes ours instead of adding a second.

This page is written from the catalogue; a test compares the two. Nothing on it was observed on a live cluster.
"""

CHOICES = """\
## What differs from Google's manifests, and why

- **Pinned images from Google's registries only.** The originals start `ubuntu` and `alpine:latest` from Docker Hub for a few shell commands. The plug-in's
  own image has a shell and, for A3 Mega, `nsenter`; so a cluster with `egress: restricted` needs no other registry. Digests where a source has one.
- **Privileges step by step.** Steps that only copy files run without privileges, as Google's own instructions for VMs run them (`docker run` without
  `--privileged`). Where a step is privileged, or a pod shares a namespace of the node, an annotation on the DaemonSet says why.
- **Narrow host folders.** Only the library folder and the plug-in's own, not `/var/lib` and `/home/kubernetes/bin` as a whole.
- **gIB without `--install-nccl`.** NCCL of the node would override the one of the job's image through `LD_LIBRARY_PATH`; Google removed the flag on
  2026-05-06. Version 1.1.2 rather than 1.1.0: it is the newest with a release note, which gives digests, works with NCCL 2.27 and older, and chooses
  the variables itself from NCCL 2.28.7 on. TCPX and TCPXO keep the flag: their release notes recommend the NCCL that comes with the plug-in.
- **`NCCL_NET` is set.** A job whose pod lacks the fabric then fails when it starts. For gIB that is Google's own setting; for TCPX and TCPXO the names of the
  transports come from public job scripts (unverified by a page of Google). Leave it out for a job on one node, which has no use for the fabric.
- **No wait.** `pulumi up` does not wait for the pods of the DaemonSets: nodes come and go, from none at all with flex-start.

## Changing a version

All pods of one job must load one version of a plug-in, and a daemon fits one version only. Raise both together, while no job runs on the nodes of that
accelerator: a DaemonSet rolls over all of them, and the libraries under a running job would change. A changed ConfigMap is replaced.

## NVIDIA's DRA driver (A4X, A4X Max)

ComputeDomains, which keep collectives of a rack on NVLink, come from the Helm chart `nvidia-dra-driver-gpu`. aidc does not install it: the chart and its images
lie in registries of others, which a preview without a network cannot read and a cluster with restricted egress cannot reach. Install it once per cluster before
the first job, in the namespace `nvidia-dra-driver-gpu`, with a ResourceQuota that admits `system-node-critical` and `system-cluster-critical` pods there,
`nvidiaDriverRoot=/home/kubernetes/bin/nvidia` and, while GKE's device plug-in hands out GPUs, `resources.gpus.enabled=false`. The plan page lists it under
"to do first". Versions seen: 25.3.0 and 25.8.0 of the old chart; 0.5.0 of its successor `dra-driver-nvidia-gpu`.

## Checking a job

Run it once with `NCCL_DEBUG=INFO` and `NCCL_DEBUG_SUBSYS=INIT,NET`, and look for the line under "proof" in the logs of all its containers. `Using network Socket` is
the fallback.
"""


def collectives_reference() -> str:
    """Return the page as Markdown."""
    parts = [INTRODUCTION, "\n".join(_machines()), *("\n".join(_section(plugin)) for plugin in COLLECTIVE_PLUGINS.values()), CHOICES]
    return "\n".join(parts).rstrip() + "\n"


def _families() -> dict[str, GpuFamily]:
    return {machine.family.name: machine.family for machine in GPU_MACHINES.values()}


def _machines() -> Iterator[str]:
    yield "## Machines\n"
    yield "| machine | transport | on the node | job |"
    yield "| --- | --- | --- | --- |"
    for family in _families().values():
        plugin = COLLECTIVE_PLUGINS.get(family.fabric.name)
        if plugin is None:
            yield f"| {family.name} | {family.fabric.transport} | nothing | nothing |"
            continue
        sets = ", ".join(f"`{fact.name}`" for fact in plugin.daemon_sets)
        job = f"sidecar `{plugin.sidecar.name}`" if plugin.sidecar else f"image `{plugin.job_image}`" if plugin.job_image else "no sidecar"
        link = f"[{plugin.name} {plugin.version}](#fabric-{plugin.fabric})"
        yield f"| {family.name} | {family.fabric.transport} | {link}: {sets} | {job} |"
    yield "| TPU | ICI, DCN | nothing: no NCCL | nothing |\n"


def _section(plugin: CollectivePlugin) -> Iterator[str]:
    yield f"## Fabric {plugin.fabric}\n"
    yield f"{plugin.name} {plugin.version}, {plugin.architecture}. Source: {plugin.source.text}; read {plugin.source.read_on}."
    if plugin.newer:
        yield f"Newer: {plugin.newer}."
    yield ""
    for fact in plugin.daemon_sets:
        yield from _daemon_set(fact)
    yield from _job(plugin)
    yield ""


def _daemon_set(fact: DaemonSet) -> Iterator[str]:
    yield f"DaemonSet `{fact.name}` on nodes of the accelerator, {fact.architecture}:\n"
    for step in (*fact.steps, fact.stays):
        yield f"- `{step.name}`: `{step.image}`{_rights(step)}"
    for what, why in (("network", fact.host_network_because), ("processes", fact.host_pid_because)):
        if why:
            yield f"- shares the node's {what}: {why}"
    yield ""


def _rights(step: Step) -> str:
    return f"; privileged: {step.privileged_because}" if step.privileged_because else ""


def _job(plugin: CollectivePlugin) -> Iterator[str]:
    yield "A job's pod carries:\n"
    if plugin.job_image:
        yield f"- an image such as `{plugin.job_image}`, which brings {plugin.job_image_needs}"
    if plugin.sidecar:
        yield f"- the sidecar `{plugin.sidecar.name}` (an init container with `restartPolicy: Always`): `{plugin.sidecar.image}`, capabilities"
        yield f"  {', '.join(plugin.sidecar.capabilities)}, folders {_folders(plugin.sidecar.folders)}"
        yield f"- the annotation `devices.gke.io/container.{plugin.sidecar.name}` with {len(plugin.sidecar.devices)} device files"
    if plugin.fabric.endswith("-metal"):
        yield f"- a claim of {plugin.rdma_devices} devices of class `mrdma.google.com`, and one of the channel of its ComputeDomain"
    else:
        managed = (
            ""
            if plugin.sidecar
            else f"; with accelerator networks that GKE manages, a claim of {plugin.rdma_devices} devices of class `mrdma.google.com` instead"
        )
        yield f"- the annotation `networking.gke.io/interfaces`{managed}"
    yield f"- all GPUs of the node, and its folders {_folders(plugin.folders)}"
    settings = (
        ", ".join(f"`{name}={value}`" for name, value in plugin.settings)
        if len(plugin.settings) < 6
        else f"{len(plugin.settings)} settings"
    )
    yield f"- the environment of the ConfigMap `nccl-{plugin.fabric}` (`envFrom`, from the namespace `default`, or copied): {settings}"
    if plugin.profile:
        yield f"- first in its command: `. {plugin.profile}`"
    yield from (f"- to do first: {text}" for text in plugin.prerequisites)
    yield f"- proof in its log: `Using network {plugin.network}`"


def _folders(folders: tuple[HostFolder, ...]) -> str:
    return ", ".join(f"`{folder.host_path}` at `{folder.path}`" for folder in folders)
