"""What makes collectives of GPUs go over their fabric: for each GPUDirect fabric the plug-in of NCCL on the nodes, and what a job must carry.

NCCL takes TCP without a word when any of it is missing. Owns versions, settings and the job's side; the node's side is in daemon_sets.py.
Fabrics that are not a key here need nothing: Fast Socket is a setting of the node pool, and TPUs have no NCCL.
"""

from __future__ import annotations

from dataclasses import dataclass

from aidc.catalog.daemon_sets import (
    ASAPD_LITE,
    DEVICE_INJECTOR,
    GIB_INSTALLER,
    GIB_INSTALLER_ARM64,
    GIB_SOURCE,
    LIBRARIES,
    METAL_SOURCE,
    TCPX_INSTALLER,
    TCPX_SOURCE,
    TCPXO_INSTALLER,
    TCPXO_SOURCE,
    Architecture,
    DaemonSet,
    HostFolder,
    Image,
)
from aidc.catalog.source import Source


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A container that must run beside a job's own, in its pod: it shares the pod's interfaces, so it cannot run once for the node."""

    name: str
    image: Image
    command: tuple[str, ...]
    capabilities: tuple[str, ...]
    devices: tuple[str, ...]
    """Device files that the injector gives it, so that it needs no privileges."""
    folders: tuple[HostFolder, ...]
    environment: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CollectivePlugin:
    """The plug-in of one fabric. `network` is the name under which NCCL knows the transport."""

    fabric: str
    name: str
    version: str
    network: str
    architecture: Architecture
    daemon_sets: tuple[DaemonSet, ...]
    sidecar: Sidecar | None
    settings: tuple[tuple[str, str], ...]
    """Environment of a job, with NCCL_NET: a job that cannot have the fabric then fails, and does not fall back to TCP."""
    profile: str
    """Script on the node that sets what else the version needs; a job reads it first. Empty: there is none."""
    folders: tuple[HostFolder, ...]
    """Folders of the node that a job mounts."""
    source: Source
    rdma_devices: int = 0
    """Devices of class mrdma.google.com on a node; a job that claims its interfaces takes all of them."""
    job_image: Image | None = None
    """Image that brings the plug-in along where it does not come from the node."""
    job_image_needs: str = ""
    prerequisites: tuple[str, ...] = ()
    """What somebody else has to install."""
    newer: str = ""
    """A later release that a source names, and why it is not taken."""


_GPUS = tuple(f"/dev/nvidia{index}" for index in range(8))
_CONTROLS = ("/dev/nvidiactl", "/dev/nvidia-uvm")
_LIBRARY_PATH = ("LD_LIBRARY_PATH", "/usr/local/nvidia/lib64")
_LIBRARIES = HostFolder(LIBRARIES, "/usr/local/nvidia/lib64", read_only=True)
_DRIVER = HostFolder("/home/kubernetes/bin/nvidia", "/usr/local/nvidia", read_only=True)
_HOST_SETTINGS = (HostFolder("/sys", "/hostsysfs"), HostFolder("/proc/sys", "/hostprocsysfs"))
_TCPX_NICS = "eth1,eth2,eth3,eth4"

NVIDIA_DRA_DRIVER = "NVIDIA's DRA driver (chart nvidia-dra-driver-gpu): without it no pod gets a ComputeDomain, and collectives leave NVLink at the edge of the node"

TCPX = CollectivePlugin(
    fabric="tcpx",
    name="GPUDirect-TCPX",
    version="v3.1.9",
    network="GPUDirectTCPX_v7",
    architecture="amd64",
    daemon_sets=(TCPX_INSTALLER, DEVICE_INJECTOR),
    sidecar=Sidecar(
        "tcpx-daemon",
        Image("us-docker.pkg.dev/gce-ai-infra/gpudirect-tcpx/tcpgpudmarxd-dev", "v2.0.12"),
        (
            *("/tcpgpudmarxd/build/app/tcpgpudmarxd", "--gpu_nic_preset", "a3vm", "--gpu_shmem_type", "fd"),
            *("--uds_path", "/run/tcpx", "--setup_param", "--verbose 128 2 0"),
        ),
        ("NET_ADMIN",),
        (*_GPUS, *_CONTROLS),
        (_LIBRARIES, HostFolder("/run/tcpx", "/run/tcpx", create=True), *_HOST_SETTINGS),
        (_LIBRARY_PATH,),
    ),
    settings=(
        _LIBRARY_PATH,
        ("NCCL_NET", "GPUDirectTCPX_v7"),
        ("NCCL_SOCKET_IFNAME", "eth0"),
        ("NCCL_ALGO", "Ring"),
        ("NCCL_PROTO", "Simple"),
        ("NCCL_CROSS_NIC", "0"),
        ("NCCL_NET_GDR_LEVEL", "PIX"),
        ("NCCL_P2P_PXN_LEVEL", "0"),
        ("NCCL_GPUDIRECTTCPX_SOCKET_IFNAME", _TCPX_NICS),
        ("NCCL_GPUDIRECTTCPX_CTRL_DEV", "eth0"),
        ("NCCL_GPUDIRECTTCPX_UNIX_CLIENT_PREFIX", "/run/tcpx"),
        ("NCCL_DYNAMIC_CHUNK_SIZE", "524288"),
        ("NCCL_P2P_NET_CHUNKSIZE", "524288"),
        ("NCCL_P2P_PCI_CHUNKSIZE", "524288"),
        ("NCCL_P2P_NVL_CHUNKSIZE", "1048576"),
        ("NCCL_BUFFSIZE", "4194304"),
        ("NCCL_NSOCKS_PERTHREAD", "4"),
        ("NCCL_SOCKET_NTHREADS", "1"),
        ("NCCL_GPUDIRECTTCPX_TX_BINDINGS", "eth1:8-21,112-125;eth2:8-21,112-125;eth3:60-73,164-177;eth4:60-73,164-177"),
        ("NCCL_GPUDIRECTTCPX_RX_BINDINGS", "eth1:22-35,126-139;eth2:22-35,126-139;eth3:74-87,178-191;eth4:74-87,178-191"),
        ("NCCL_GPUDIRECTTCPX_PROGRAM_FLOW_STEERING_WAIT_MICROS", "500000"),
    ),
    profile="",
    folders=(_LIBRARIES, HostFolder("/run/tcpx", "/run/tcpx", create=True)),
    source=TCPX_SOURCE,
    newer="v3.1.12 with daemon v2.0.15 (2026-06-22); the released manifests and blueprints read for this still pin v3.1.9",
)
TCPXO = CollectivePlugin(
    fabric="tcpxo",
    name="GPUDirect-TCPXO",
    version="v1.0.15",
    network="FasTrak",
    architecture="amd64",
    daemon_sets=(TCPXO_INSTALLER, DEVICE_INJECTOR),
    sidecar=Sidecar(
        "tcpxo-daemon",
        Image(
            "us-docker.pkg.dev/gce-ai-infra/gpudirect-tcpxo/tcpgpudmarxd-dev",
            "v1.0.21",
            "sha256:8d9e10fd589a34ab8a0aa64f7e70ad075c8f1c69bea176350f8d211367697e3d",
        ),
        (
            "/bin/sh",
            "-ec",
            "chmod 755 /fts/entrypoint_rxdm_container.sh\nexec /fts/entrypoint_rxdm_container.sh --num_hops=2 --num_nics=8",
        ),
        ("NET_ADMIN", "NET_BIND_SERVICE"),
        (*_GPUS, *_CONTROLS, "/dev/dmabuf_import_helper"),
        (_LIBRARIES, *_HOST_SETTINGS),
        (_LIBRARY_PATH,),
    ),
    settings=(
        _LIBRARY_PATH,
        ("NCCL_NET", "FasTrak"),
        ("NCCL_LIB_DIR", "/usr/local/nvidia/lib64"),
        ("NCCL_FASTRAK_LLCM_DEVICE_DIRECTORY", "/dev/aperture_devices"),
    ),
    profile="/usr/local/nvidia/lib64/nccl-env-profile.sh",
    folders=(_LIBRARIES, HostFolder("/dev/aperture_devices", "/dev/aperture_devices")),
    source=TCPXO_SOURCE,
    newer="v1.0.16 and v1.0.17 with daemons v1.0.22 and v1.0.23 are used in public clusters; no release note that was read qualifies them",
)
_GIB_PROFILE = "/usr/local/gib/scripts/set_nccl_env.sh"
_GIB_SETTINGS = (("LD_LIBRARY_PATH", "/usr/local/gib/lib64:/usr/local/nvidia/lib64"), ("NCCL_NET", "gIB"))
_GIB_FOLDERS = (_DRIVER, HostFolder("/home/kubernetes/bin/gib", "/usr/local/gib", read_only=True))
ROCE_8 = CollectivePlugin(
    fabric="roce8",
    name="NCCL/gIB",
    version="v1.1.2",
    network="gIB",
    architecture="amd64",
    daemon_sets=(GIB_INSTALLER,),
    sidecar=None,
    settings=_GIB_SETTINGS,
    profile=_GIB_PROFILE,
    folders=_GIB_FOLDERS,
    source=GIB_SOURCE,
    rdma_devices=8,
    newer="v1.1.3 is a pull request of cluster-toolkit (2026-09), not a release note",
)
ROCE_4 = CollectivePlugin(
    fabric="roce4",
    name="NCCL/gIB",
    version="v1.1.2",
    network="gIB",
    architecture="arm64",
    daemon_sets=(GIB_INSTALLER_ARM64,),
    sidecar=None,
    settings=_GIB_SETTINGS,
    profile=_GIB_PROFILE,
    folders=_GIB_FOLDERS,
    source=GIB_SOURCE,
    rdma_devices=4,
    prerequisites=(NVIDIA_DRA_DRIVER,),
    newer="v1.1.3 is a pull request of cluster-toolkit (2026-09), not a release note",
)
ROCE_8_METAL = CollectivePlugin(
    fabric="roce8-metal",
    name="asapd-lite",
    version="v0.0.8",
    network="gIB",
    architecture="arm64",
    daemon_sets=(ASAPD_LITE,),
    sidecar=None,
    settings=(("LD_LIBRARY_PATH", "/usr/local/nvidia/lib64:/usr/local/gib/lib64"), ("NCCL_NET", "gIB")),
    profile="",
    folders=(_DRIVER,),
    source=METAL_SOURCE,
    rdma_devices=8,
    job_image=Image("us-docker.pkg.dev/gce-ai-infra/gpudirect-gib/nccl-gib-a4x-max-arm64", "v1.1.1"),
    job_image_needs="gIB and the RDMA userspace (package doca-ofed-userspace, arm64-sbsa): neither comes from the node",
    prerequisites=(NVIDIA_DRA_DRIVER,),
)

COLLECTIVE_PLUGINS: dict[str, CollectivePlugin] = {plugin.fabric: plugin for plugin in (TCPX, TCPXO, ROCE_8, ROCE_4, ROCE_8_METAL)}
