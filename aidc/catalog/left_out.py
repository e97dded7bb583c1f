"""Accelerators that tools and pages name and that this catalogue leaves out on purpose, each with the reason and what to use."""

from __future__ import annotations

from aidc.catalog.source import GKE_AUTOSCALER

_SOURCE = GKE_AUTOSCALER.text
_UNDOCUMENTED = f"only tool sources know it, Google documents no such machine ({_SOURCE})"
LEFT_OUT: dict[str, str] = {
    "v2": "is not on GKE; use v5e",
    "8t": "is announced, without a GKE machine type; use tpu7x",
    "8i": "is announced, without a GKE machine type; use tpu7x",
    "tpu7": f"is left out: {_UNDOCUMENTED}; use tpu7x",
    "tpu7-standard-1t": f"is left out: {_UNDOCUMENTED}; use tpu7x-standard-1t",
    "tpu7-standard-4t": f"is left out: {_UNDOCUMENTED}; use tpu7x-standard-4t",
    "tpu7x-ultranet-4t": f"is left out: {_UNDOCUMENTED}; use tpu7x-standard-4t",
    "ct4l-hightpu-4t": "is left out: a part for inference of the fourth generation; use ct5lp-hightpu-4t",
    "ct5l-hightpu-1t": "is left out: the older family of single hosts; use ct5lp-hightpu-1t",
    "ct5l-hightpu-4t": "is left out: the older family of single hosts; use ct5lp-hightpu-4t",
    "ct5l-hightpu-8t": "is left out: the older family of single hosts; use ct5lp-hightpu-8t",
    "ct5p-hightpu-1t": "is left out: a name in cluster-toolkit alone, not in Google's machine tables; use ct5p-hightpu-4t",
    "ct5p-hightpu-2t": "is left out: a name in cluster-toolkit alone, not in Google's machine tables; use ct5p-hightpu-4t",
}
"""Name and the rest of the sentence."""
