"""What keeps a resource from being deleted: the protect option of Pulumi, deletionPolicy of the provider, and a switch of the cloud itself."""

from __future__ import annotations

from policies.bag import Bag

PREVENT = "PREVENT"


def is_guarded(bag: Bag, *switches: str) -> bool:
    """Tell whether any of them is on. Raises Unknown when none is and one is not known yet."""
    if bag.option("protect") is True:
        return True
    return any(bag.on(switch) for switch in switches) or bag.text("deletionPolicy") == PREVENT
