"""The whole record a resource belongs to: defaults of its provider, and what refers to what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from aidc.inventory.resource import UNKNOWN, Resource

PROVIDER = "pulumi:providers:gcp"
_CALLED = ("name", "id", "selfLink", "selfLinkUnique")
"""Outputs by which others refer to a resource."""


class Whole:
    """Every resource of the record, indexed."""

    def __init__(self, resources: Iterable[Resource], region: str | None = None) -> None:
        """Index resources; `region` is what the user says for resources that name none."""
        self.resources = tuple(resources)
        self.said_region = region

    def default_region(self, resource: Resource) -> str | None:
        """Return the region of the resource's provider, else what the user said."""
        provider = self._provider_of(resource)
        region, zone = _text(provider, "region"), _text(provider, "zone")
        return region or (zone.rsplit("-", 1)[0] if zone else None) or self.said_region

    def default_zone(self, resource: Resource) -> str | None:
        """Return the zone of the resource's provider, or None."""
        return _text(self._provider_of(resource), "zone")

    def project(self, resource: Resource) -> str:
        """Return the project of a resource as far as anybody says, else an empty text: one project for all that say nothing."""
        given = resource.inputs.get("project")
        return given if isinstance(given, str) and given != UNKNOWN else _text(self._provider_of(resource), "project") or ""

    def of_type(self, kind: str) -> tuple[Resource, ...]:
        """Return the resources of a type, in the order of the record."""
        return self._by_type.get(kind, ())

    def dependants(self, resource: Resource) -> tuple[Resource, ...]:
        """Return what depends on a resource by its stated dependencies."""
        return tuple(self._dependants.get(resource.urn, ())) if resource.urn else ()

    def referred(self, resource: Resource, value: Any, kinds: Iterable[str]) -> Resource | None:
        """Return the resource of one of the types that a property refers to.

        A known value is matched with the name, id or self link; an unknown one by the stated dependencies, where exactly one fits.
        """
        if value == UNKNOWN:
            kinds = frozenset(kinds)
            needed = [self._by_urn[urn] for urn in resource.dependencies if urn in self._by_urn and self._by_urn[urn].type in kinds]
            return needed[0] if len(needed) == 1 else None
        if not isinstance(value, str) or not value:
            return None
        tail = value.rstrip("/").rsplit("/", 1)[-1]
        fits = [found for kind in kinds for found in self._by_name.get((kind, tail), ())]
        return fits[0] if len(fits) == 1 else next((found for found in fits if value in _names(found)), None)

    def _provider_of(self, resource: Resource) -> Resource | None:
        reference = str(resource.options.get("provider", "")).rsplit("::", 1)[0]
        providers = self.of_type(PROVIDER)
        named = [provider for provider in providers if reference and provider.urn == reference]
        if named or reference:
            return next(iter(named), None)
        return providers[0] if len(providers) == 1 else None

    @cached_property
    def _by_type(self) -> dict[str, tuple[Resource, ...]]:
        found: dict[str, list[Resource]] = defaultdict(list)
        for resource in self.resources:
            found[resource.type].append(resource)
        return {kind: tuple(resources) for kind, resources in found.items()}

    @cached_property
    def _by_urn(self) -> dict[str, Resource]:
        return {resource.urn: resource for resource in self.resources if resource.urn}

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], list[Resource]]:
        found: dict[tuple[str, str], list[Resource]] = defaultdict(list)
        for resource in self.resources:
            for name in sorted(_names(resource)):
                found[resource.type, name].append(resource)
        return found

    @cached_property
    def _dependants(self) -> dict[str, list[Resource]]:
        found: dict[str, list[Resource]] = defaultdict(list)
        for resource in self.resources:
            for urn in resource.dependencies:
                found[urn].append(resource)
        return found


def _names(resource: Resource) -> set[str]:
    """Return what others may call a resource: its cloud name, and what an exported state says of it."""
    candidates = (resource.inputs.get("name"), *(resource.outputs.get(key) for key in _CALLED))
    names = {value for value in candidates if isinstance(value, str) and value != UNKNOWN}
    return names | {value.rstrip("/").rsplit("/", 1)[-1] for value in names}


def _text(provider: Resource | None, key: str) -> str | None:
    value = provider.inputs.get(key) if provider else None
    return value if isinstance(value, str) and value and value != UNKNOWN else None
