"""The script that makes an array, run by a real shell on folders that stand for a node, with stand-ins for the tools of the node."""

from __future__ import annotations

import os
import subprocess

import pytest

from aidc.catalog.local_ssd_raid import LOCAL_SSD_RAID

TOOLS = {
    "head": 'for last; do :; done; [ "$(cat "$last" 2>/dev/null)" != torn ]',
    "mdadm": 'echo "mdadm $*" >> "$LOG"',
    "mkfs.ext4": 'echo "mkfs.ext4 $*" >> "$LOG"',
    "mount": 'echo "mount $*" >> "$LOG"',
    # Each disk is a file with its signature; an array has the one of the file `array`, if there is one.
    "blkid": 'for last; do :; done; case "$last" in */by-id/*) kind=$(cat "$last");; *) kind=$(cat "$NODE/array" 2>/dev/null);; esac; '
    '[ "$kind" = ambiguous ] && exit 8; [ -n "$kind" ] && [ "$kind" != torn ] || exit 2; echo "$kind"',
}


@pytest.fixture
def node(tmp_path):
    """Return a function that runs the script on disks with these signatures, and returns its exit code and what it did to the node."""

    def run(disks, array="", mounted=False, held_by=""):
        for folder in ("by-id", "sys", "bin", "mnt"):
            (tmp_path / folder).mkdir(exist_ok=True)
        for number, signature in enumerate(disks):
            (tmp_path / "by-id" / f"google-local-ssd-block{number}").write_text(signature)
            if held_by:
                (tmp_path / "sys" / held_by / "slaves" / f"google-local-ssd-block{number}").mkdir(parents=True)
        if array:
            (tmp_path / "array").write_text(array)
        (tmp_path / "mounts").write_text(f"/dev/md0 {tmp_path}/mnt/raid ext4 rw 0 0\n" if mounted else "")
        for name, body in TOOLS.items():
            (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{body}\n")
            (tmp_path / "bin" / name).chmod(0o755)
        script = LOCAL_SSD_RAID.steps[0].command[-1]
        for real, stand_in in {
            "/dev/disk/by-id": "by-id",
            "/sys/block": "sys",
            "/proc/mounts": "mounts",
            "/mnt/disks/raid/0": "mnt/raid",
        }.items():
            assert real in script
            script = script.replace(real, f"{tmp_path}/{stand_in}")
        log = tmp_path / "log"
        environment = {"PATH": f"{tmp_path}/bin:{os.environ['PATH']}", "LOG": str(log), "NODE": str(tmp_path)}
        done = subprocess.run(["/bin/sh", "-ec", script], env=environment, capture_output=True, text=True, check=False)
        acts = log.read_text().replace(str(tmp_path), "").splitlines() if log.exists() else []
        return done.returncode, acts

    return run


DISKS = "/by-id/google-local-ssd-block0 /by-id/google-local-ssd-block1"
MOUNT = "mount -o discard {} /mnt/raid"


def test_blank_disks_become_an_array_that_is_formatted_once_and_mounted(node):
    made = f"mdadm --create /dev/md0 --level=0 --force --run --raid-devices=2 {DISKS}"
    assert node(["", ""]) == (0, [made, "mkfs.ext4 -q /dev/md0", MOUNT.format("/dev/md0")])


def test_after_a_restart_the_array_is_put_together_again_and_not_formatted(node):
    assert node(["linux_raid_member"] * 2, array="ext4") == (0, [f"mdadm --assemble /dev/md0 {DISKS}", MOUNT.format("/dev/md0")])


def test_an_array_that_the_node_started_by_itself_is_taken_under_its_own_number(node):
    assert node(["linux_raid_member"] * 2, array="ext4", held_by="md127") == (0, [MOUNT.format("/dev/md127")])


def test_an_array_whose_format_was_interrupted_before_it_began_is_formatted(node):
    assert node(["linux_raid_member"] * 2, held_by="md0") == (0, ["mkfs.ext4 -q /dev/md0", MOUNT.format("/dev/md0")])


def test_a_mounted_array_is_left_alone(node):
    assert node(["linux_raid_member"] * 2, array="ext4", mounted=True) == (0, [])


@pytest.mark.parametrize(
    ("disks", "array"),
    [
        ([], ""),
        (["", "ext4"], ""),
        (["", "ambiguous"], ""),
        (["", "torn"], ""),
        (["torn", "torn"], ""),
        (["", "linux_raid_member"], ""),
    ],
)
def test_disks_that_are_not_all_blank_or_all_of_one_array_are_not_touched(disks, array, node):
    assert node(disks, array) == (1, [])


@pytest.mark.parametrize("array", ["xfs", "ambiguous"])
def test_an_array_with_something_else_on_it_is_not_formatted(array, node):
    assert node(["linux_raid_member"] * 2, array=array, held_by="md0") == (1, [])


def test_the_image_is_pinned_and_from_a_registry_of_google():
    assert [image.repository.split("/")[0] for image in LOCAL_SSD_RAID.images] == ["gke.gcr.io", "gke.gcr.io"]
    assert LOCAL_SSD_RAID.images[0].tag == "bookworm-v1.0.4-gke.2"
