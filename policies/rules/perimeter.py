"""VPC Service Controls: what a perimeter holds and restricts, and who gets through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policies.bag import UNKNOWN, Bag, NotApplicable, Unknown
from policies.rule import rule

PERIMETER = "gcp:accesscontextmanager/servicePerimeter:ServicePerimeter"
PERIMETERS = "gcp:accesscontextmanager/servicePerimeters:ServicePerimeters"
INGRESS = "gcp:accesscontextmanager/servicePerimeterIngressPolicy:ServicePerimeterIngressPolicy"
EGRESS = "gcp:accesscontextmanager/servicePerimeterEgressPolicy:ServicePerimeterEgressPolicy"
_BRIDGE = "PERIMETER_TYPE_BRIDGE"
_SERVICES = tuple(
    f"{name}.googleapis.com"
    for name in (
        "aiplatform",
        "artifactregistry",
        "bigquery",
        "cloudkms",
        "container",
        "dataproc",
        "dlp",
        "logging",
        "pubsub",
        "secretmanager",
        "storage",
    )
)


def perimeters(bag: Bag) -> Iterator[Bag]:
    """Yield the perimeters that a resource declares; bridges restrict nothing. Raises NotApplicable where there are but bridges, and Unknown."""
    declared = list(bag.bags("servicePerimeters")) if bag.type == PERIMETERS else [bag]
    regular = [one for one in declared if one.values.get("perimeterType") != _BRIDGE]
    if declared and not regular:
        raise NotApplicable("a bridge restricts nothing by itself")
    yield from regular


def first(problems: Iterator[str | None]) -> str | None:
    """Return the first problem, if there is any."""
    return next((problem for problem in problems if problem), None)


@rule("perimeter-restricts-ai-services", PERIMETER, PERIMETERS, services=_SERVICES)
def restricts(bag: Bag, services: Sequence[str]) -> str | None:
    return first(_unrestricted(one, services) for one in perimeters(bag))


def _unrestricted(perimeter: Bag, services: Sequence[str]) -> str | None:
    restricted = perimeter.get("status.restrictedServices")
    named = restricted if isinstance(restricted, list) else [restricted]
    missing = [name for name in services if name not in named]
    if missing and UNKNOWN in named:
        raise Unknown(f"{perimeter.path}status.restrictedServices")
    return f"{', '.join(missing)} reachable across the perimeter" if missing else None


@rule("perimeter-accessible-services-restricted", PERIMETER, PERIMETERS)
def accessible_services(bag: Bag) -> str | None:
    return first(_open_inside(one) for one in perimeters(bag))


def _open_inside(perimeter: Bag) -> str | None:
    if not perimeter.on("status.vpcAccessibleServices.enableRestriction"):
        return "every API of Google can be called from inside"
    allowed = perimeter.list("status.vpcAccessibleServices.allowedServices")
    if not allowed:
        return "allowedServices is empty: it names neither RESTRICTED-SERVICES nor a list"
    return "allowedServices holds every service" if "*" in allowed or "ALL-SERVICES" in allowed else None


@rule("perimeter-not-dry-run", PERIMETER, PERIMETERS)
def enforced(bag: Bag) -> str | None:
    return first(_dry_run(one) for one in perimeters(bag))


def _dry_run(perimeter: Bag) -> str | None:
    if not perimeter.has("spec") and not perimeter.on("useExplicitDryRunSpec"):
        return None
    holds = perimeter.has("status.restrictedServices")
    return None if holds else "the perimeter is only tried out: what it would refuse is logged and let through"


@rule("perimeter-narrow-ingress-egress", PERIMETER, PERIMETERS, INGRESS, EGRESS)
def narrow(bag: Bag) -> str | None:
    if bag.type in (INGRESS, EGRESS):
        return _wide(bag, "ingress" if bag.type == INGRESS else "egress")
    return first(
        _wide(policy, way) for one in perimeters(bag) for way in ("ingress", "egress") for policy in one.bags(f"status.{way}Policies")
    )


def _wide(policy: Bag, way: str) -> str | None:
    """Say what is wrong with one way through: anybody, to everything or with every method."""
    if policy.text(f"{way}From.identityType") != "ANY_IDENTITY":
        return None
    to = f"{way}To"
    if "*" in policy.list(f"{to}.resources"):
        return f"{way} lets anybody through to every project"
    for operation in policy.bags(f"{to}.operations"):
        service = operation.text("serviceName")
        if service == "*" or any(selector.text("method") == "*" for selector in operation.bags("methodSelectors")):
            return f"{way} lets anybody do everything with {'every service' if service == '*' else service}"
    return None
