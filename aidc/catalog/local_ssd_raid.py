"""What makes one RAID 0 array of a node's Local SSD disks: image, script, privileges, and where pods find it.

The names of the disks and the way through the node's own mdadm are facts from the sources; the script is ours: it never writes over anything.
"""

from __future__ import annotations

from datetime import date

from aidc.catalog.daemon_sets import PAUSE, DaemonSet, Image, Step
from aidc.catalog.source import Source

LOCAL_SSD_LABEL = "aidc/local-ssd"
"""Label of nodes whose disks become one array; its value is RAID0."""
RAID0 = "raid0"
MOUNT_PATH = "/mnt/disks/raid/0"
"""The host path that GKE's own example mounts its array at; pods take it by hostPath, of type Directory."""
SOURCE = Source(
    "GKE documentation, Local SSD-backed raw block storage (a DaemonSet for RAID; disks at google-local-ssd-block*); "
    "image tag: kubernetes-sigs/gcp-compute-persistent-disk-csi-driver, Dockerfile",
    date(2026, 11, 24),
)
NODE_TOOLS = Image("gke.gcr.io/debian-base", "bookworm-v1.0.4-gke.2")
"""Debian with nsenter, which is in its essential packages. No source gives a digest."""

_ASSEMBLE = (
    f"folder={MOUNT_PATH}",
    'if grep -qF " $folder " /proc/mounts; then echo "$folder is mounted"; exit 0; fi',
    "set -- /dev/disk/by-id/google-local-ssd-block*",
    '[ -e "$1" ] || { echo "no Local SSD as a block device"; exit 1; }',
    "array= blank=0 members=0",
    'for disk in "$@"; do',
    '  device=$(readlink -f "$disk")',
    "  for held in /sys/block/md*/slaves/${device##*/}; do",
    # Whoever started the node's arrays at boot chose the number.
    '    if [ -e "$held" ]; then array=${held#/sys/block/}; array=/dev/${array%%/*}; fi',
    "  done",
    # blkid answers 2 for a disk without any signature, and for one that it cannot read.
    '  head -c 4096 "$disk" > /dev/null || { echo "$disk cannot be read"; exit 1; }',
    "  status=0",
    '  kind=$(blkid -p -o value -s TYPE -s PTTYPE "$disk") || status=$?',
    '  if [ "$kind" = linux_raid_member ]; then members=$((members + 1))',
    '  elif [ "$status" = 2 ]; then blank=$((blank + 1))',
    '  else echo "$disk holds ${kind:-something unknown} already; nothing is written over"; exit 1; fi',
    "done",
    'if [ -z "$array" ]; then',
    "  array=/dev/md0",
    '  if [ "$members" = $# ]; then mdadm --assemble "$array" "$@"',
    # --force: mdadm refuses an array of one disk without it.
    '  elif [ "$blank" = $# ]; then mdadm --create "$array" --level=0 --force --run --raid-devices=$# "$@"',
    '  else echo "$members of $# disks are of an array; nothing is written over"; exit 1; fi',
    "fi",
    'head -c 4096 "$array" > /dev/null || { echo "$array cannot be read"; exit 1; }',
    "status=0",
    'kind=$(blkid -p -o value -s TYPE -s PTTYPE "$array") || status=$?',
    'if [ "$status" = 2 ]; then mkfs.ext4 -q "$array"',
    'elif [ "$kind" != ext4 ]; then echo "$array holds ${kind:-something unknown}; nothing is written over"; exit 1; fi',
    'mkdir -p "$folder"',
    # The folder stands only while the array is mounted, so that no pod fills the boot disk instead.
    'mount -o discard "$array" "$folder" || { rmdir "$folder"; exit 1; }',
    'chmod 1777 "$folder"',
)

LOCAL_SSD_RAID = DaemonSet(
    "local-ssd-raid",
    "amd64",
    steps=(
        Step(
            "assemble",
            NODE_TOOLS,
            ("nsenter", "-at", "1", "--", "sh", "-ec", "\n".join(_ASSEMBLE)),
            privileged_because="makes an array of the node's disks with the node's own mdadm, formats a blank one, and mounts it on the node",
        ),
    ),
    stays=Step("pause", PAUSE, cpu_millicores=50, is_idle=True),
    source=SOURCE,
    host_pid_because="assemble enters the namespaces of the node's first process",
)
