"""What protects machines and their disks: keys, boot, memory, deletion, snapshots."""

from __future__ import annotations

from collections.abc import Iterator

from policies.bag import Bag, NotApplicable, Unknown
from policies.defaults import effective
from policies.deletion_guard import is_guarded
from policies.labels import SCRATCH, has_open_data, is_not_production, says
from policies.machines import INSTANCE, MACHINES
from policies.opening import surely
from policies.rule import State, rule, stack_rule
from policies.stack import Stack

DISK = "gcp:compute/disk:Disk"
ATTACHMENT = "gcp:compute/diskResourcePolicyAttachment:DiskResourcePolicyAttachment"
RAW = ("rawKey", "rawKeyWo", "diskEncryptionKeyRaw")
KEYS = ("diskEncryptionKey", "sourceImageEncryptionKey", "sourceSnapshotEncryptionKey")
SHIELDED = "shieldedInstanceConfig"


@rule("disk-cmek", DISK, INSTANCE)
def disk_cmek(bag: Bag) -> str | None:
    if bag.type == DISK:
        return None if bag.has("diskEncryptionKey.kmsKeySelfLink") else "Google's own key encrypts it"
    if not bag.has("bootDisk.kmsKeySelfLink") and not bag.has("bootDisk.source"):
        return "Google's own key encrypts its boot disk"
    bare = surely(bag.bags("attachedDisks"), lambda disk: not disk.has("kmsKeySelfLink"))
    return None if bare is None else f"no key is named for {bare.path.rstrip('.')}"


@rule("disk-no-raw-keys", DISK, INSTANCE)
def disk_no_raw_keys(bag: Bag) -> str | None:
    found = next((f"{holder.path}{key}" for holder in _key_holders(bag) for key in RAW if holder.has(key)), None)
    return None if found is None else f"{found} is a key in plain text"


@rule("vm-shielded", *MACHINES, secure_boot=False)
def shielded(machine: Bag, secure_boot: bool) -> str | None:
    if machine.get(SHIELDED) in (None, []):
        return "it is no Shielded VM"
    if effective(machine, f"{SHIELDED}.enableVtpm") is not True:
        return "it has no virtual trusted platform module"
    if effective(machine, f"{SHIELDED}.enableIntegrityMonitoring") is not True:
        return "nobody compares what it boots"
    if secure_boot and not machine.has("guestAccelerators") and not machine.on(f"{SHIELDED}.enableSecureBoot"):
        return "it boots software that nobody signed"
    return None


@rule("vm-confidential-computing", INSTANCE)
def confidential_computing(machine: Bag) -> str | None:
    config = "confidentialInstanceConfig"
    if machine.has(f"{config}.confidentialInstanceType") or machine.on(f"{config}.enableConfidentialCompute"):
        return None
    if has_open_data(machine, "labels"):
        raise NotApplicable("a label says that its data is not regulated")
    return "its memory is not encrypted"


@rule("vm-deletion-protection", INSTANCE)
def vm_deletion_protection(machine: Bag) -> str | None:
    if is_guarded(machine, "deletionProtection"):
        return None
    if machine.on("scheduling.preemptible") or machine.text("scheduling.provisioningModel").upper() == "SPOT":
        raise NotApplicable("Google may take a spot machine away at any time")
    if is_not_production(machine, "labels") or says(machine, SCRATCH, "labels"):
        raise NotApplicable("a label says that it does not stay")
    return "nothing keeps it from being deleted"


@stack_rule("disk-snapshot-schedule", DISK)
def disk_snapshot_schedule(stack: Stack) -> Iterator[tuple[Bag, State]]:
    """A schedule is stated by the disk, or attached to it by a resource of its own."""
    bare = [disk for disk in stack.of(DISK) if not disk.has("resourcePolicies")]
    attached, unknown = _attached(stack)
    for disk in bare:
        try:
            if disk.text("accessMode").upper() == "READ_ONLY_MANY":
                yield disk, NotApplicable("what it holds comes from elsewhere and is only read")
            elif disk.urn not in attached:
                yield disk, unknown or "nothing takes snapshots of it"
        except Unknown as mode:
            yield disk, mode


def _attached(stack: Stack) -> tuple[set[str], Unknown | None]:
    """Return the URNs of disks to which a policy is attached, and what of them cannot be told yet."""
    found, unknown = set[str](), None
    for attachment in stack.of(ATTACHMENT):
        try:
            disk = stack.referred(attachment, "disk", DISK)
        except Unknown as error:
            unknown = error
        else:
            found |= {disk.urn} if disk else set()
    return found, unknown


def _key_holders(bag: Bag) -> Iterator[Bag]:
    """Yield the blocks that may hold a key. Raises Unknown."""
    if bag.type == DISK:
        for block in KEYS:
            yield from bag.bags(block)
        return
    yield from bag.bags("bootDisk")
    yield from bag.bags("attachedDisks")
    yield from bag.bags("scratchDisks")
