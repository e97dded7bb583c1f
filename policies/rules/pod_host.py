"""Pods and their node: nothing of the node is shared with a pod, but for node agents that say why and jobs whose fabric needs it."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import normpath

from policies.accelerators import needs_host_network
from policies.bag import Bag, NotApplicable
from policies.pod import WORKLOADS, containers, excuse, is_node_agent, name_of, templates
from policies.reading import first_problem, objects
from policies.rule import rule

_AGENT_PATHS = ("/dev", "/var/run/nri", "/run/nri", "/home/kubernetes/bin", "/var/lib/tcpx", "/var/lib/tcpxo", "/run/tcpx")
"""What Google's installers of GPU drivers and GPUDirect plug-ins write to (manifests of GoogleCloudPlatform/container-engine-accelerators)."""
_CREDENTIAL_PATHS = ("/", "/etc", "/etc/kubernetes", "/root", "/home", "/var/lib/kubelet", "/var/lib/containerd")
_SOCKETS = ("docker.sock", "containerd.sock", "crio.sock", "dockershim.sock", "cri-dockerd.sock")
_SOCKET_FOLDERS = ("/", "/run", "/var/run", "/run/containerd", "/var/run/containerd", "/run/crio", "/var/run/crio")


def _shares(workload: Bag, switch: str, key: str) -> bool:
    """Say whether a pod shares a namespace of its node without being excused."""

    def check(pod: Bag) -> str | None:
        if pod.on(f"spec.{switch}"):
            excuse(workload, key)
            return switch
        return None

    return bool(first_problem(templates(workload), check))


@rule("pod-no-host-pid", *WORKLOADS)
def host_pid(workload: Bag) -> str | None:
    return "pods see and can trace every process of their node (hostPID is true)" if _shares(workload, "hostPID", "host-pid") else None


@rule("pod-no-host-ipc", *WORKLOADS)
def host_ipc(workload: Bag) -> str | None:
    return "pods share memory and semaphores with their node (hostIPC is true)" if _shares(workload, "hostIPC", "host-ipc") else None


@rule("pod-no-host-network", *WORKLOADS)
def host_network(workload: Bag) -> str | None:
    def check(pod: Bag) -> str | None:
        if not pod.on("spec.hostNetwork"):
            return None
        excuse(workload, "host-network")
        if reason := needs_host_network(workload, pod):
            raise NotApplicable(reason)
        return "pods use the network of their node, past network policies (hostNetwork is true)"

    return first_problem(templates(workload), check)


@rule("pod-no-host-ports", *WORKLOADS)
def host_ports(workload: Bag) -> str | None:
    def check(container: Bag) -> str | None:
        taken = next((port for port in objects(container, "ports") if port.get("hostPort") not in (None, 0, "0", "")), None)
        return f"{name_of(container)} takes port {taken.text('hostPort')} of its node" if taken else None

    return first_problem(containers(workload), check)


@rule("pod-no-host-aliases", *WORKLOADS)
def host_aliases(workload: Bag) -> str | None:
    held = any(pod.has("spec.hostAliases") for pod in templates(workload))
    return "pods resolve names by hostAliases of their own, past DNS" if held else None


def host_volumes(pod: Bag) -> Iterator[tuple[str, str]]:
    """Yield name and path of each volume that is a path of the node. Raises Unknown."""
    for volume in objects(pod, "spec.volumes"):
        if volume.get("hostPath") is not None:
            yield volume.text("name"), normpath(volume.text("hostPath.path") or "/").replace("//", "/")


@rule("pod-no-host-path", *WORKLOADS)
def host_path(workload: Bag) -> str | None:
    def check(pod: Bag) -> str | None:
        for name, path in host_volumes(pod):
            if not _is_agents_own(workload, pod, name, path):
                excuse(workload, f"host-path.{name}")
                return f"volume {name or 'without a name'} is {path} of the node"
        return None

    return first_problem(templates(workload), check)


def _is_agents_own(workload: Bag, pod: Bag, name: str, path: str) -> bool:
    """Say whether a path is one that agents on the nodes have to see: a device or driver folder, or any that is only read and holds no keys."""
    if is_node_agent(workload) and any(path == own or path.startswith(f"{own}/") for own in _AGENT_PATHS):
        return True
    if not workload.type.endswith(":DaemonSet") or path in _CREDENTIAL_PATHS or path.endswith(".sock"):
        return False
    mounts = [
        mount
        for kind in ("containers", "initContainers")
        for part in objects(pod, f"spec.{kind}")
        for mount in objects(part, "volumeMounts")
    ]
    mine = [mount for mount in mounts if mount.text("name") == name]
    return bool(mine) and all(mount.on("readOnly") for mount in mine)


@rule("pod-no-runtime-socket", *WORKLOADS)
def runtime_socket(workload: Bag) -> str | None:
    def check(pod: Bag) -> str | None:
        for name, path in host_volumes(pod):
            if path in _SOCKET_FOLDERS or path.endswith(_SOCKETS):
                return f"volume {name or 'without a name'} ({path}) reaches the socket of the container runtime, which is root on the node"
        return None

    return first_problem(templates(workload), check)


_CORE = {"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"}


@rule("pod-core-volume-types", *WORKLOADS)
def core_volume_types(workload: Bag) -> str | None:
    def check(pod: Bag) -> str | None:
        for volume in objects(pod, "spec.volumes"):
            other = sorted(kind for kind, value in volume.values.items() if value is not None and kind not in _CORE and kind != "name")
            if other and not (other == ["hostPath"] and is_node_agent(workload)):
                return f"volume {volume.text('name') or 'without a name'} is of the kind {other[0]}"
        return None

    return first_problem(templates(workload), check)
