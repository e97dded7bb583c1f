"""Sets of rules: what a stack of a kind is held to, and how strictly. Of several sets the strictest level counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from policies.catalogue import Entry, entries

Level = Literal["mandatory", "advisory", "disabled"]
LEVELS: tuple[Level, ...] = ("mandatory", "advisory", "disabled")

_BASELINE: dict[str, Level] = {"critical": "mandatory", "high": "mandatory", "medium": "advisory", "low": "advisory", "info": "advisory"}
_REGULATED: dict[str, Level] = {"critical": "mandatory", "high": "mandatory", "medium": "mandatory", "low": "advisory", "info": "advisory"}
_TRAINING = ("NP-", "TPU-", "LUS-", "FS-", "ACC-")
_SERVING = ("K8S-", "NP-", "AR-", "ACC-")


def _by_severity(levels: dict[str, Level]) -> Callable[[Entry], Level]:
    return lambda entry: levels[entry.severity]


def _cis_gke(entry: Entry) -> Level:
    return "mandatory" if any(reference.startswith("CIS GKE") for reference in entry.references) else "disabled"


def _of_groups(*groups: str) -> Callable[[Entry], Level]:
    """Return a set that is mandatory from medium upwards for some groups, and says nothing of the others."""

    def level(entry: Entry) -> Level:
        if not entry.control_id.startswith(groups):
            return "disabled"
        return _REGULATED[entry.severity]

    return level


SETS: dict[str, Callable[[Entry], Level]] = {
    "baseline": _by_severity(_BASELINE),
    "cis-gke": _cis_gke,
    "training": _of_groups(*_TRAINING),
    "serving": _of_groups(*_SERVING),
    "regulated": _by_severity(_REGULATED),
}


def level_in(sets: Iterable[str], rule: str) -> Level:
    """Return the strictest level that the sets give a rule."""
    found = entries()[rule]
    given = {SETS[name](found) for name in sets}
    return "mandatory" if "mandatory" in given else "advisory" if "advisory" in given else "disabled"
