"""A refusal of the cloud that leaves something behind: the resource exists, but not the way it was asked for.

Owns the one shape that a stock-out or a timeout half-way has. Leaves out when it happens: the rules and faults of the simulated cloud.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aidc.rehearsal.errors import CloudError


class PartialFailure(CloudError):
    """The cloud failed half-way: `id` and `outputs` are what exists now. The engine keeps it and tries again at the next update."""

    def __init__(self, code: int, status: str, message: str, *, id: str, outputs: Mapping[str, Any]) -> None:  # noqa: A002 - its name
        super().__init__(code, status, message)
        self.id = id
        self.outputs = dict(outputs)
