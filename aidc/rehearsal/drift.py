"""What somebody does to the cloud behind Pulumi's back: one resource deleted by hand, one label changed.

Owns the choice of the resources and the change in the cloud's books. Leaves out what the engine makes of it: scenarios.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aidc.rehearsal.cloud import Cloud
from aidc.rehearsal.errors import CloudError

LABEL = {"changed": "by-hand"}


def delete_by_hand(cloud: Cloud, resources: Sequence[Mapping[str, Any]]) -> str:
    """Delete the last resource of a state that nothing needs and nothing guards; return its URN, empty where there is none."""
    needed = {urn for item in resources for urn in (*item.get("dependencies", ()), item.get("parent", ""))}
    for item in reversed(resources):
        if item["urn"] not in needed and not item.get("protect") and _exists(cloud, item) and _deleted(cloud, item):
            return item["urn"]
    return ""


def label_by_hand(cloud: Cloud, resources: Sequence[Mapping[str, Any]]) -> str:
    """Give the first labelled resource of a state a label of our own; return its URN, empty where none has labels."""
    for item in resources:
        if isinstance(item.get("inputs", {}).get("labels"), Mapping) and _exists(cloud, item):
            inputs = {**item["inputs"], "labels": {**item["inputs"]["labels"], **LABEL}}
            cloud.update(item["type"], item["id"], item["outputs"], inputs)
            return item["urn"]
    return ""


def _exists(cloud: Cloud, item: Mapping[str, Any]) -> bool:
    return f"{item['type']} {item.get('id')}" in cloud.everything()


def _deleted(cloud: Cloud, item: Mapping[str, Any]) -> bool:
    try:
        cloud.delete(item["type"], item["id"])
    except CloudError:  # something in the cloud still uses or guards it: the next one, then
        return False
    return not _exists(cloud, item)
