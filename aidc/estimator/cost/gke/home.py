"""The cluster that Kubernetes objects of a record live in: where it is, and whether it bills nodes or pods."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from aidc.estimator.cost.gke.placement import CLUSTER, region_of
from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.usage import ResourceUsage
from aidc.estimator.cost.whole import Whole
from aidc.inventory.resource import UNKNOWN, Resource

PROVIDER = "pulumi:providers:kubernetes"


@dataclass(frozen=True, slots=True)
class Home:
    """What is known of the cluster of an object. None: it is not in the record, or several are and they differ."""

    region: str | None
    autopilot: bool | None
    project: str | None


def home_of(reader: Reader) -> Home:
    """Return the cluster that the object's provider depends on, else what all clusters of the record have in common."""
    named = _of_provider(reader)
    return _home(Reader(named, ResourceUsage(), reader.whole)) if named else _in_common(reader.whole)


@lru_cache(maxsize=1)
def _in_common(whole: Whole) -> Home:
    homes = [_home(Reader(cluster, ResourceUsage(), whole)) for cluster in whole.of_type(CLUSTER)]
    regions, modes, projects = ({getattr(home, key) for home in homes} for key in ("region", "autopilot", "project"))
    return Home(*(found.pop() if len(found) == 1 else None for found in (regions, modes, projects)))


def region_of_object(reader: Reader) -> str:
    """Return the region of an object's cluster, else what the provider or the user says. Raises Unreadable when nobody says."""
    found = home_of(reader).region or reader.whole.default_region(reader.resource)
    if found is None:
        raise Unreadable("is in no cluster of this record: say --region")
    return found.lower()


def _of_provider(reader: Reader) -> Resource | None:
    reference = str(reader.resource.options.get("provider", "")).rsplit("::", 1)[0]
    providers = reader.whole.of_type(PROVIDER)
    named = [provider for provider in providers if reference and provider.urn == reference]
    chosen = named or (providers if len(providers) == 1 and not reference else ())
    return reader.whole.referred(chosen[0], UNKNOWN, (CLUSTER,)) if chosen else None


def _home(cluster: Reader) -> Home:
    project = cluster.whole.project(cluster.resource)
    try:
        return Home(region_of(cluster.location), cluster.flag("enableAutopilot"), project)
    except Unreadable:
        return Home(None, None, project)
