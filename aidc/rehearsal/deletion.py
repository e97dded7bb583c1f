"""How things go away: what refuses to, what only leaves the state, what takes others along.

Source: deletion_protection and deletion_policy of hashicorp/terraform-provider-google-beta; Cloud KMS documentation (key rings and keys are never
deleted); Service Usage (a service stays enabled unless disable_on_destroy).
"""

from __future__ import annotations

from aidc.rehearsal import values
from aidc.rehearsal.books import Entries, Entry
from aidc.rehearsal.errors import CloudError
from aidc.rehearsal.places import KEY_RING_TYPES
from aidc.rehearsal.private_access import CONNECTION, refuse_while_connected
from aidc.rehearsal.references import CLUSTER, refuse_while_used
from aidc.rehearsal.services import SERVICE

NODE_POOL = "gcp:container/nodePool:NodePool"
IDENTITY = "gcp:projects/serviceIdentity:ServiceIdentity"


def delete(entry: Entry, entries: Entries) -> None:
    """Take a thing out of the books, or mark it as let go. Raises CloudError where the cloud would refuse."""
    inputs = values.without_engine_keys(values.unbox(entry.inputs))
    policy = inputs.get("deletionPolicy")
    if policy == "PREVENT":
        raise _protected(entry, "deletion_policy")
    if any(inputs.get(switch) is True for switch in ("deletionProtection", "deletionProtectionEnabled")):
        raise _protected(entry, "deletion_protection")
    stays_enabled = entry.type == SERVICE and inputs.get("disableOnDestroy") is not True
    if policy == "ABANDON" or entry.type in KEY_RING_TYPES or entry.type == IDENTITY or stays_enabled:
        entries[entry.key] = Entry(entry.type, entry.id, entry.inputs, entry.outputs, entry.project, dropped=True)
        return
    refuse_while_used(entry, entries)
    if entry.type == CONNECTION:
        refuse_while_connected(entry, entries)
    del entries[entry.key]
    if entry.type == CLUSTER:
        for key in [key for key, other in entries.items() if other.type == NODE_POOL and other.id.startswith(f"{entry.id}/")]:
            del entries[key]


def _protected(entry: Entry, switch: str) -> CloudError:
    noun = entry.type.rpartition(":")[2].lower()
    if switch == "deletion_policy":
        message = f"Error: cannot destroy {noun} {entry.id} because deletion_policy is PREVENT. Set it to DELETE, apply that, then destroy."
    else:
        message = (
            f"Error: cannot destroy {noun} {entry.id} because deletion_protection is set to true. Set it to false and apply that to proceed with "
            "deletion."
        )
    return CloudError(400, "FAILED_PRECONDITION", message)
