"""What a program asks the engine for, as a resource of the record: registration requests in, options and names out.

Owns the meaning of a RegisterResourceRequest: what a child inherits, how aliases, timeouts and provider references read. Reads the request's fields
only and imports no Pulumi. Leaves out answering it. Source: pkg/resource/deploy/source_eval.go and step_generator.go of pulumi v3.259.0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from aidc.inventory.resource import Resource
from aidc.inventory.urn import make_urn, parse_urn
from aidc.inventory.wire import shown

PROVIDER_PREFIX = "pulumi:providers:"

_INHERITED = ("deletedWith", "protect", "retainOnDelete")
_SECONDS_PER_UNIT = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}


def resource_of(request: Any, urn: str, parent: str, inputs: Mapping[str, Any], inherited: Mapping[str, Any]) -> Resource:
    """Return the record of one registration.

    `inputs` are the request's, boxes and all; `parent` is "" under the stack; `inherited` are the options of the parent. Raises ValueError for
    a timeout that is no duration.
    """
    options = {key: inherited[key] for key in _INHERITED if key in inherited} | _options(request, urn, parent)
    fields = shown(inputs, whole_lists=request.custom)
    if request.type.startswith(PROVIDER_PREFIX) and request.version:
        fields["version"] = request.version  # the engine keeps the version of a plugin among the inputs of its provider
    dependencies = tuple(sorted(set(request.dependencies)))
    return Resource(request.type, request.name, fields, urn, parent, dependencies, request.custom, dict(sorted(options.items())))


def _options(request: Any, urn: str, parent: str) -> dict[str, Any]:
    """Return the options that the program has set, under the names that state files use."""
    lists = {
        "additionalSecretOutputs": request.additionalSecretOutputs,
        "ignoreChanges": request.ignoreChanges,
        "replaceOnChanges": request.replaceOnChanges,
        "replaceWith": request.replace_with,
    }
    texts = {
        "deletedWith": request.deletedWith,
        "import": request.importId,
        "provider": request.provider if request.custom else "",
        "version": request.version,
    }
    options: dict[str, Any] = {key: list(value) for key, value in lists.items() if value}
    options |= {key: value for key, value in texts.items() if value}
    options |= {key: getattr(request, key) for key in ("protect", "retainOnDelete") if request.HasField(key)}
    if request.deleteBeforeReplaceDefined:
        options["deleteBeforeReplace"] = request.deleteBeforeReplace
    if request.aliases:
        options["aliases"] = [_alias_urn(alias, urn, parent) for alias in request.aliases]
    if timeouts := _timeouts(request.customTimeouts):
        options["customTimeouts"] = timeouts
    return options


def _timeouts(timeouts: Any) -> dict[str, float]:
    """Return the timeouts that are set, in seconds as state files have them."""
    given = {operation: getattr(timeouts, operation) for operation in ("create", "delete", "read", "update")}
    return {operation: seconds_of(text) for operation, text in given.items() if text}


def seconds_of(duration: str) -> float:
    """Return the seconds of a Go duration such as 1h30m. Raises ValueError."""
    parts = re.findall(r"(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)", duration)
    if not parts or "".join(number + unit for number, unit in parts) != duration.lstrip("+"):
        raise ValueError(f"{duration!r} is no duration; write it as numbers with units, such as 90s, 30m or 1h30m")
    return sum(float(number) * _SECONDS_PER_UNIT[unit] for number, unit in parts)


def _alias_urn(alias: Any, urn: str, parent: str) -> str:
    """Return the URN that an alias means; what it leaves open is as it is now."""
    if alias.urn:
        return alias.urn
    now, spec = parse_urn(urn), alias.spec
    under = "" if spec.noParent else spec.parentUrn or parent
    return make_urn(spec.stack or now.stack, spec.project or now.project, under, spec.type or now.type, spec.name or now.name)


def default_provider(package: str, version: str, config: Mapping[str, str], stack: str, project: str) -> Resource | None:
    """Return the provider that the engine makes for resources that name none, or None when no configuration is given for it.

    It is no step of a preview, yet the project, region and zone of those resources are in it.
    """
    inputs = {key.removeprefix(f"{package}:"): value for key, value in config.items() if key.startswith(f"{package}:")}
    if not inputs:
        return None
    name = "_".join(["default", *re.findall(r"[0-9A-Za-z]+", version)])
    urn = make_urn(stack, project, "", PROVIDER_PREFIX + package, name)
    return Resource(PROVIDER_PREFIX + package, name, inputs | ({"version": version} if version else {}), urn)
