"""Identities from outside: what a workload identity provider lets in, and whom it lets act as a service account."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from policies.bag import UNKNOWN, Bag, NotApplicable, Unknown
from policies.boolean_text import AND_OF_CEL, MOST_DEPTH, OR_OF_CEL, parts, unwrapped
from policies.grants import granted
from policies.grants import grants as grants_of
from policies.rule import rule

PROVIDER = "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider"
_NAMING = frozenset({"repository", "repository_id", "repository_owner", "repository_owner_id", "sub", "job_workflow_ref", "workflow_ref"})
"""Claims of a token of GitHub Actions that name its repository or the organisation (GitHub documentation, OpenID Connect)."""
_CLAIM = r"(?P<claim>(?:assertion|attribute|google)(?:\.\w+|\[['\"]\w+['\"]\]))(?:\.\w+\([^()]*\)|\[\d+\])*?"
_TEXT = r"['\"](?P<value>[^'\"]+)['\"]"
_EQUAL = re.compile(rf"{_CLAIM}\s*==\s*{_TEXT}|{_TEXT.replace('value', 'first')}\s*==\s*{_CLAIM.replace('claim', 'second')}")
_IN = re.compile(rf"{_CLAIM}\s+in\s+\[(?P<values>[^\]]+)\]")
_STARTS = re.compile(rf"{_CLAIM}\.startsWith\(\s*{_TEXT}\s*\)")
_MATCHES = re.compile(rf"{_CLAIM}\.matches\(\s*r?{_TEXT}\s*\)")
_OWNER = re.compile(r"(?:repo:)?[\w.-]+/")
_OWNER_PATTERN = re.compile(r"\^(?:repo:)?(?:[\w-]+|\([\w|-]+\))\\*(?:/|\$$)")


@rule("wif-provider-condition", PROVIDER)
def has_condition(provider: Bag) -> str | None:
    if not provider.has("attributeCondition"):
        return "every identity that the issuer knows is let in"
    try:
        condition = unwrapped(provider.text("attributeCondition"))
    except Unknown:  # a condition to come is a condition
        return None
    return f"the condition {condition!r} lets every identity in" if condition.casefold() in ("", "true", "1 == 1", "1==1") else None


@rule("wif-github-repository-pinned", PROVIDER)
def github_pinned(provider: Bag) -> str | None:
    issuer = provider.text("oidc.issuerUri")
    if not re.match(r"https://token\.actions\.", issuer.casefold()):
        raise NotApplicable("the issuer is not GitHub Actions")
    condition = provider.text("attributeCondition")
    if not condition.strip():
        return "every repository of GitHub is let in"
    return None if _pins(condition, _mapping(provider)) else f"the condition {condition!r:.120} names no repository and no organisation"


def _mapping(provider: Bag) -> Mapping[str, Any]:
    try:
        mapping = provider.get("attributeMapping")
    except Unknown:
        return {}
    return mapping if isinstance(mapping, Mapping) else {}


def _pins(condition: str, mapping: Mapping[str, Any], depth: int = 0) -> bool:
    """Say whether a condition holds for named repositories alone: each side of an OR must name one, and one side of an AND."""
    if depth > MOST_DEPTH:
        return False
    sides = parts(condition, OR_OF_CEL)
    if len(sides) > 1:
        return all(_pins(side, mapping, depth + 1) for side in sides)
    terms = parts(condition, AND_OF_CEL)
    if len(terms) > 1:
        return any(_pins(term, mapping, depth + 1) for term in terms)
    return bool(terms) and _names_owner(terms[0], mapping)


def _names_owner(term: str, mapping: Mapping[str, Any]) -> bool:
    """Say whether one comparison names an owner. A prefix without the slash, and a pattern without its anchor, also fit the names of others."""
    if match := _EQUAL.fullmatch(term):
        claim, values = match["claim"] or match["second"], [match["value"] or match["first"]]
        return _is_naming(claim, mapping) and "*" not in values[0]
    if match := _IN.fullmatch(term):
        values = re.findall(r"['\"]([^'\"]+)['\"]", match["values"])
        return _is_naming(match["claim"], mapping) and bool(values) and not any("*" in value for value in values)
    if match := _STARTS.fullmatch(term):
        return _is_naming(match["claim"], mapping) and _OWNER.match(match["value"]) is not None
    match = _MATCHES.fullmatch(term)
    return match is not None and _is_naming(match["claim"], mapping) and _OWNER_PATTERN.match(match["value"]) is not None


def _is_naming(claim: str, mapping: Mapping[str, Any]) -> bool:
    """Say whether a claim names the repository or its owner, through the mapping where it is an attribute."""
    name = re.sub(r"\[['\"](\w+)['\"]\]", r".\1", claim)
    holder, _, leaf = name.partition(".")
    if holder == "assertion":
        return leaf in _NAMING
    source = mapping.get(name)
    if not isinstance(source, str):
        return leaf in _NAMING or name == "google.subject"
    return any(found in _NAMING for found in re.findall(r"assertion(?:\.|\[['\"])(\w+)", source))


_BINDING = tuple(f"gcp:serviceaccount/iAM{kind}:IAM{kind}" for kind in ("Member", "Binding", "Policy"))
_ONE_ACCOUNT = re.compile(r"serviceAccount:[^\[\]]+\.svc\.id\.goog\[[^/*\[\]]+/[^/*\[\]]+\]")
_ONE_SUBJECT = re.compile(r"principal://iam\.googleapis\.com/.+/subject/[^*]+")
_ONE_ATTRIBUTE = re.compile(
    r"principalSet://iam\.googleapis\.com/.+/workloadIdentityPools/(?!.*\.svc\.id\.goog/)[^/]+/attribute\.[^/]+/[^*]+"
)


@rule("iam-workload-identity-binding-narrow", *_BINDING)
def narrow_binding(grant: Bag) -> str | None:
    """A pool of another issuer has no namespaces: there, one value of an attribute is as narrow."""
    if not any(one.role is UNKNOWN or _is_workload(one.role) for one in grants_of(grant)):
        raise NotApplicable("the role is not roles/iam.workloadIdentityUser")
    found = granted(
        grant, _is_workload, lambda who: not any(narrow.fullmatch(who) for narrow in (_ONE_ACCOUNT, _ONE_SUBJECT, _ONE_ATTRIBUTE))
    )
    return f"{found[1]} may act as the account, which is more than one Kubernetes account" if found else None


def _is_workload(role: Any) -> bool:
    return role == "roles/iam.workloadIdentityUser"
