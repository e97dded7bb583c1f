"""DaemonSets that put Google's network plug-ins on GPU nodes: images, steps, host folders, and which step needs privileges for what.

Owns what runs on a node. Leaves out what a job carries (collective_plugins.py) and which nodes it runs on (blueprint/collective_plugin.py).
Images, scripts of the vendor, paths and amounts are facts from the manifests named in each source; the steps around them are ours, with fewer
privileges and fewer host folders than the originals, and no image from outside Google's registries.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from aidc.catalog.source import Source

Architecture = Literal["amd64", "arm64"]


@dataclass(frozen=True, slots=True)
class Image:
    """A container image, pinned by tag, and by digest where a source gives one."""

    repository: str
    tag: str
    digest: str = ""

    @property
    def reference(self) -> str:
        """The image as a pod names it."""
        return f"{self.repository}:{self.tag}" + (f"@{self.digest}" if self.digest else "")

    def __str__(self) -> str:
        return self.reference


@dataclass(frozen=True, slots=True)
class HostFolder:
    """A folder of the node that a container sees. An empty `host_path` is huge-page memory instead."""

    host_path: str
    path: str
    read_only: bool = False
    create: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One container of a DaemonSet. `privileged_because` says what it could not do otherwise; empty, it runs without.

    Requests are those of Google's manifests: 150 millicores, and the 64 MiB of its Autopilot variants.
    """

    name: str
    image: Image
    command: tuple[str, ...] = ()
    folders: tuple[HostFolder, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    privileged_because: str = ""
    cpu_millicores: int = 150
    memory_mib: int = 64
    memory_limit_mib: int | None = None
    huge_pages_2mib: int = 0
    health_port: int | None = None
    health_delay_s: int = 0
    is_idle: bool = False
    """Does nothing but keep the pod alive: runs as nobody, without any capability."""


@dataclass(frozen=True, slots=True)
class DaemonSet:
    """What stands on every node of an accelerator: `steps` run once in order, then `stays` runs. Names are those of Google's manifests."""

    name: str
    architecture: Architecture
    steps: tuple[Step, ...]
    stays: Step
    source: Source
    host_network_because: str = ""
    host_pid_because: str = ""
    max_unavailable: str = "1"

    @property
    def images(self) -> tuple[Image, ...]:
        """Every image that a node pulls for it, in the order of use."""
        return tuple(dict.fromkeys(step.image for step in (*self.steps, self.stays)))


_CEA = "GoogleCloudPlatform/container-engine-accelerators"
READ_ON = date(2026, 11, 24)
_BOM = "digest: NVIDIA/aicr, Container Image Inventory (2026)"
TCPX_SOURCE = Source(f"{_CEA} gpudirect-tcpx, manifests and release notes (2024-02-15, 2026-06-22)", READ_ON)
TCPXO_SOURCE = Source(f"{_CEA} gpudirect-tcpxo, manifests and release notes of 2026-01-09; {_BOM}", READ_ON)
GIB_SOURCE = Source(
    f"AI Hypercomputer documentation, NCCL/gIB release notes x86 and ARM, v1.1.2 of 2026-05-14 (digests); {_CEA} gpudirect-rdma", READ_ON
)
METAL_SOURCE = Source(
    f"GoogleCloudPlatform/cluster-toolkit examples/gke-a4x-max-bm (2026-06); {_CEA} asapd-lite-installer; "
    "NVIDIA/aicr, GKE A4X Max networking prerequisites",
    READ_ON,
)
NRI_SOURCE = Source(f"{_CEA} nri_device_injector, manifest and source; {_BOM}", READ_ON)

_REGISTRY = "us-docker.pkg.dev/gce-ai-infra"
PAUSE = Image("gke.gcr.io/pause", "3.8", "sha256:880e63f94b145e46f1b1082bb71b85e21f16b99b180b9996407d61240ceb9830")
TCPX_PLUGIN = Image(f"{_REGISTRY}/gpudirect-tcpx/nccl-plugin-gpudirecttcpx-dev", "v3.1.9")
TCPXO_PLUGIN = Image(
    # The repository says tcpxo, the image tcpx; neither is a typing error.
    f"{_REGISTRY}/gpudirect-tcpxo/nccl-plugin-gpudirecttcpx-dev",
    "v1.0.15",
    "sha256:4c9f0de3f39455a2ea35e844e0fc92564ca5629f6b03250fde40e8160719dae4",
)
GIB_PLUGIN = Image(
    f"{_REGISTRY}/gpudirect-gib/nccl-plugin-gib", "v1.1.2", "sha256:b71627dcf88862cd0e64434dfd0224441960db58f2022f94b5f56123659c207e"
)
GIB_PLUGIN_ARM64 = Image(
    f"{_REGISTRY}/gpudirect-gib/nccl-plugin-gib-arm64", "v1.1.2", "sha256:6b7950cac6e6833661d4206920f5633b6e361b18bfd5315b63f9bf4a4b84a80e"
)
DEVICE_INJECTOR_IMAGE = Image(
    "gcr.io/gke-release/nri-device-injector",
    "1.0.25-gke.6",
    "sha256:7704e2bd74b8edbb76b6913c7904cc2362f1fa887c4d4aba7b19778ea353537c",
)
ASAPD_LITE_IMAGE = Image(f"{_REGISTRY}/asapd-lite/asapd-lite", "v0.0.8")

LIBRARIES = "/home/kubernetes/bin/nvidia/lib64"
"""Where GKE keeps the driver's libraries on a node, and where jobs look for NCCL."""
_PAUSE = Step("pause", PAUSE, cpu_millicores=50, is_idle=True)


def _shell(*lines: str) -> tuple[str, ...]:
    return ("/bin/sh", "-ec", "\n".join(lines))


_APERTURES = (
    "iptables -C INPUT -p tcp -m tcp -j ACCEPT || iptables -I INPUT -p tcp -m tcp -j ACCEPT",
    "modprobe import-helper",
    "for device in /sys/bus/pci/devices/*; do",
    '  [ "$(cat "$device/vendor") $(cat "$device/device")" = "0x1ae0 0x0084" ] || continue',
    "  window=/dev/aperture_devices/${device##*/}",
    '  mkdir -p "$window"',
    '  if grep -qF " $window " /proc/mounts; then umount -R "$window"; fi',
    '  mount --bind "$(readlink -f "$device")" "$window"',
    '  chmod a+rw "$window"/resource*',
    '  chmod -R a+r "$window" || echo "some files of $window keep their modes"',
    "done",
    # No window means no FasTrak: fail here, where it is seen, and not as a slow job.
    "ls -d /dev/aperture_devices/*",
)

TCPX_INSTALLER = DaemonSet(
    "nccl-tcpx-installer",
    "amd64",
    steps=(
        Step(
            "nccl-tcpx-installer",
            TCPX_PLUGIN,
            _shell("/scripts/container_entry.sh install --install-nccl", "cp -r /var/lib/tcpx/lib64/. /host/lib64", "echo installed"),
            (HostFolder("/var/lib/tcpx", "/var/lib/tcpx", create=True), HostFolder(LIBRARIES, "/host/lib64", create=True)),
        ),
    ),
    stays=_PAUSE,
    source=TCPX_SOURCE,
)
TCPXO_INSTALLER = DaemonSet(
    "nccl-tcpxo-installer",
    "amd64",
    steps=(
        Step(
            "prepare-node",
            # The plug-in's image is Ubuntu with nsenter (google/nccl-plugin-gpudirect-tcpxo); the original takes an unpinned one from Docker Hub.
            TCPXO_PLUGIN,
            ("nsenter", "-at", "1", "--", "sh", "-ec", "\n".join(_APERTURES)),
            privileged_because="loads the module import-helper, opens the node's own packet filter for TCP, and mounts the NICs' apertures",
        ),
        Step(
            "nccl-tcpxo-installer",
            TCPXO_PLUGIN,
            _shell(
                "chmod 755 /scripts/container_entry.sh",
                "/scripts/container_entry.sh install --install-nccl",
                "cp -r /var/lib/tcpxo/lib64/. /host/lib64",
                "echo installed",
            ),
            (HostFolder("/var/lib/tcpxo", "/var/lib/tcpxo", create=True), HostFolder(LIBRARIES, "/host/lib64", create=True)),
        ),
    ),
    stays=_PAUSE,
    source=TCPXO_SOURCE,
    host_network_because="the packet filter that prepare-node opens is the node's",
    host_pid_because="prepare-node enters the namespaces of the node's first process",
)
DEVICE_INJECTOR = DaemonSet(
    "device-injector",
    "amd64",
    steps=(),
    stays=Step(
        "device-injector",
        DEVICE_INJECTOR_IMAGE,
        folders=(HostFolder("/dev", "/dev"), HostFolder("/var/run/nri", "/var/run/nri")),
    ),
    source=NRI_SOURCE,
)


def _gib_copy(image: Image) -> Step:
    """Return the step that copies gIB to the node. Without --install-nccl: the node's NCCL would override the one of the job's image."""
    return Step(
        "nccl-rdma-installer",
        image,
        _shell(
            "/scripts/container_entry.sh install",
            "cp -r /var/lib/gib/lib64/. /host/lib64",
            "cp -r /var/lib/gib/. /host/gib",
            "echo installed",
        ),
        (HostFolder(LIBRARIES, "/host/lib64", create=True), HostFolder("/home/kubernetes/bin/gib", "/host/gib", create=True)),
    )


GIB_INSTALLER = DaemonSet(
    "nccl-rdma-installer",
    "amd64",
    steps=(
        Step(
            "quiet-martians",
            GIB_PLUGIN,
            _shell(
                "for switch in /proc/sys/net/ipv4/conf/gpu*rdma*/log_martians; do",
                '  echo 0 > "$switch"',
                "done",
            ),
            privileged_because="writes /proc/sys, which is read-only in other containers",
        ),
        _gib_copy(GIB_PLUGIN),
    ),
    stays=_PAUSE,
    source=GIB_SOURCE,
    host_network_because="the RDMA interfaces that quiet-martians silences are the node's",
)
GIB_INSTALLER_ARM64 = DaemonSet(
    # Google's name is that of the other architecture too; a cluster with both needs two.
    "nccl-rdma-installer-arm64",
    "arm64",
    steps=(_gib_copy(GIB_PLUGIN_ARM64),),
    stays=_PAUSE,
    source=GIB_SOURCE,
)
ASAPD_LITE = DaemonSet(
    "asapd-lite",
    "arm64",
    steps=(),
    stays=Step(
        "asapd-lite",
        ASAPD_LITE_IMAGE,
        (
            "/bin/bash",
            "-c",
            "\n".join(
                (
                    "/usr/local/bin/run_asapd_lite.sh",
                    "sleep 15  # the interfaces come up",
                    "failed=0",
                    "for device in /sys/class/net/gpu*; do",
                    "  interface=${device##*/}",
                    '  ip -6 address show dev "$interface" | grep -q dadfailed || continue',
                    '  echo "$interface: its address was taken for a duplicate; taking it down and up"',
                    '  ip link set dev "$interface" down && ip link set dev "$interface" up',
                    "  failed=1",
                    "done",
                    '[ "$failed" = 0 ] || exit 1',
                    "wait",
                )
            ),
        ),
        (
            HostFolder("/sys", "/sys"),
            HostFolder("/proc", "/proc"),
            HostFolder("/etc/udev/rules.d", "/etc/udev/rules.d"),
            HostFolder("/run/udev", "/run/udev"),
            HostFolder("/run/asapd-lite", "/run/asapd-lite", create=True),
            HostFolder("", "/hugepages-2Mi"),
            HostFolder("/var/log/google/asapd-lite", "/var/log/google/asapd-lite", create=True),
            HostFolder("/var/lib/google/asapd-lite", "/var/lib/google/asapd-lite", create=True),
            HostFolder("/etc/systemd/system", "/etc/systemd/system"),
            HostFolder("/run/systemd", "/run/systemd"),
        ),
        environment=(("LD_LIBRARY_PATH", "/asapd-lite/controller"),),
        privileged_because="sets up the physical functions of the ConnectX-8 NICs, udev rules and systemd units of the node",
        memory_mib=1024,
        memory_limit_mib=1024,
        huge_pages_2mib=4096,
        health_port=19540,
        health_delay_s=60,
    ),
    source=METAL_SOURCE,
    host_network_because="the NICs that it sets up are the node's",
    host_pid_because="it talks to processes of the node",
    max_unavailable="1%",
)
