"""Constraints on single values that the provider checks itself, by the names that the fact tables use for them.

Source: the validation functions of hashicorp/terraform-provider-google-beta (verify package) and of the Terraform plugin SDK.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from functools import cache
from typing import Any

PATTERN, OTHER = "pattern", "other"

_NAMED_PATTERNS = {
    "ValidateGCEName": r"^(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)$",
    "ValidateRFC1035Name": r"^(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)$",
    "ValidateRFC3339Date": r"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$",
    "ValidateRFC3339Time": r"^(?:[01]\d|2[0-3]):[0-5]\d$",
}
_DURATION = re.compile(r"^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h)(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))*$")


def broken(constraint: str, value: Any) -> tuple[str, str] | None:
    """Return (reason, kind of failure) when a value breaks a constraint, None when it keeps it."""
    return _rule(constraint)(value)


@cache
def _rule(constraint: str) -> Callable[[Any], tuple[str, str] | None]:
    if constraint in _NAMED_PATTERNS:
        return _matches(_NAMED_PATTERNS[constraint])
    if constraint.startswith("regex "):
        return _matches(constraint.removeprefix("regex "))
    if bounded := re.fullmatch(r"(?:Int|Float)(AtLeast|AtMost|Between)\(([^)]*)\)", constraint):
        bounds = [float(number) for number in bounded[2].split(",")]
        low = bounds[0] if bounded[1] != "AtMost" else float("-inf")
        high = bounds[-1] if bounded[1] != "AtLeast" else float("inf")
        return _within(low, high)
    if constraint in _SPECIAL:
        return _SPECIAL[constraint]
    family, _, numbers = constraint.partition("(")
    if family in _FAMILIES:
        return _FAMILIES[family](*(int(number) for number in numbers.rstrip(")").split(",")))
    raise LookupError(f"the fact tables name a constraint that constraints.py does not know: {constraint!r}")


def _matches(pattern: str) -> Callable[[Any], tuple[str, str] | None]:
    compiled = re.compile(pattern)
    return lambda value: None if compiled.search(str(value)) else (f"{str(value)!r} doesn't match regexp {pattern!r}", PATTERN)


def _within(low: float, high: float) -> Callable[[Any], tuple[str, str] | None]:
    return lambda value: None if low <= float(value) <= high else (f"expected a number from {low:g} to {high:g}, got {value}", OTHER)


def _duration(value: Any) -> tuple[str, str] | None:
    return None if _DURATION.match(str(value)) else (f"{value!r} is not a duration such as 3600s", OTHER)


def _cidr(value: Any) -> tuple[str, str] | None:
    try:
        ipaddress.ip_network(str(value), strict=False)
    except ValueError:
        return f"{value!r} is not a valid IP CIDR range", PATTERN
    return None


def _rotation_period(value: Any) -> tuple[str, str] | None:
    seconds = re.fullmatch(r"(\d+(?:\.\d{1,9})?)s", str(value))
    if not seconds:
        return f"{value!r} is not a number of seconds such as 7776000s", OTHER
    return None if float(seconds[1]) >= 86_400 else (f"rotation period must be at least one day (86400s), got {value}", OTHER)


def _iam_member(value: Any) -> tuple[str, str] | None:
    text = str(value)
    if text.startswith("deleted:"):
        return f"{text!r}: IAM members of deleted principals are not supported", OTHER
    if re.search(r".+:.+|projectOwners|projectReaders|projectWriters|allUsers|allAuthenticatedUsers", text):
        return None
    return f"{text!r} must be in format 'type:value', such as serviceAccount:NAME@PROJECT.iam.gserviceaccount.com", OTHER


def _service_name(value: Any) -> tuple[str, str] | None:
    return (
        None
        if re.fullmatch(r"[a-zA-Z0-9.-]+\.[a-zA-Z]+", str(value))
        else (f"{value!r} is not the name of a service such as a.b.com", OTHER)
    )


def _cluster_name(longest: int) -> Callable[[Any], tuple[str, str] | None]:
    def judge(value: Any) -> tuple[str, str] | None:
        text = str(value)
        if len(text) > longest:
            return f"{text!r} cannot be longer than {longest} characters", PATTERN
        fine = re.fullmatch(r"[a-z](?:[-a-z0-9]*[a-z0-9])?", text)
        return (
            None
            if fine
            else (f"{text!r} can only contain lowercase letters, numbers and hyphens, from a letter to a letter or number", PATTERN)
        )

    return judge


def _cidr_of_size(shortest: int, longest: int) -> Callable[[Any], tuple[str, str] | None]:
    def judge(value: Any) -> tuple[str, str] | None:
        if value == "":
            return None
        try:
            network = ipaddress.ip_network(str(value))
        except ValueError:
            return f"{value!r} is not a valid IP CIDR range", PATTERN
        fine = shortest <= network.prefixlen <= longest
        return None if fine else (f"{value!r} must have from /{shortest} to /{longest}", PATTERN)

    return judge


_SPECIAL: dict[str, Callable[[Any], tuple[str, str] | None]] = {
    "ValidateDuration": _duration,
    "ValidateIpCidrRange": _cidr,
    "RotationPeriod": _rotation_period,
    "IamMember": _iam_member,
    "ServiceName": _service_name,
}
_FAMILIES: dict[str, Callable[..., Callable[[Any], tuple[str, str] | None]]] = {"ClusterName": _cluster_name, "CidrOfSize": _cidr_of_size}
