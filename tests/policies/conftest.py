"""Rules to judge with: two real ones, and one that breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from aidc.blueprint import load_object
from policies import rule as rules
from policies.bag import Bag
from policies.judge import bag_of

BUCKET = "gcp:storage/bucket:Bucket"


@pytest.fixture(scope="session")
def bucket() -> Callable[..., dict[str, Any]]:
    """Return the record of a bucket that meets what is mandatory of it, with inputs changed; None leaves one out."""

    def record(name: str = "data", **inputs: Any) -> dict[str, Any]:
        sound = {"uniformBucketLevelAccess": True, "publicAccessPrevention": "enforced", **inputs}
        given = {key: value for key, value in sound.items() if value is not None}
        return {
            "type": BUCKET,
            "name": name,
            "urn": f"urn:pulumi:dev::shop::{BUCKET}::{name}",
            "inputs": given,
            "options": {"protect": True},
        }

    return record


@pytest.fixture(scope="session")
def bag(bucket: Callable[..., dict[str, Any]]) -> Callable[..., Bag]:
    """Return the bag of such a bucket."""
    return lambda *words, **inputs: bag_of(bucket(*words, **inputs))


@pytest.fixture
def broken_rule(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The id of a mandatory rule about buckets that raises."""

    def breaks(_: Bag) -> str:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setitem(rules.RULES, "bucket-uniform-access", rules.Rule("bucket-uniform-access", (BUCKET,), breaks))
    for cached in (rules.rules_by_type, rules.rules_of):
        cached.cache_clear()
    yield "bucket-uniform-access"
    for cached in (rules.rules_by_type, rules.rules_of):
        cached.cache_clear()


@pytest.fixture(scope="session")
def plan_of_stack() -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return the settings that the plan of a small stack hands on, with sections put in."""

    def settings(sections: dict[str, Any]) -> dict[str, Any]:
        site = {"project": "acme-lab", "project_number": 123456789012, "region": "us-central1", "zones": ["us-central1-a"]}
        pools = [{"name": "system", "machine_type": "n2-standard-4", "nodes": 1}]
        return load_object({"name": "lab", "environment": "dev", "site": site, "cpu_pools": pools, **sections}).plan.policies

    return settings
