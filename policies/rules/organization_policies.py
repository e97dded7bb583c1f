"""The baseline of organisation policies."""

from __future__ import annotations

from collections.abc import Iterator

from policies.bag import Bag, Unknown
from policies.rule import State, stack_rule
from policies.stack import Stack

_NOW = "gcp:orgpolicy/policy:Policy"
_BEFORE = (
    "gcp:projects/organizationPolicy:OrganizationPolicy",
    "gcp:folder/organizationPolicy:OrganizationPolicy",
    "gcp:organizations/policy:Policy",
)
_BASELINE = {
    "iam.disableServiceAccountKeyCreation": "keys of service accounts",
    "compute.vmExternalIpAccess": "external addresses",
    "storage.uniformBucketLevelAccess": "access lists of objects",
    "storage.publicAccessPrevention": "public buckets",
    "gcp.resourceLocations": "locations",
}


@stack_rule("org-policy-baseline", _NOW, *_BEFORE)
def baseline(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    """A stack without organisation policies is judged by another stack's: they are inherited."""
    missing, unsure = dict(_BASELINE), False
    for policy in stack.of(_NOW, *_BEFORE):
        try:
            name = _constraint(policy)
            if name in missing and _is_enforced(policy):
                del missing[name]
        except Unknown:
            unsure = True
    if missing:
        text = f"nothing restricts {', '.join(missing.values())} ({', '.join(missing)})"
        yield None, Unknown("name or rules of a policy") if unsure else text


def _constraint(policy: Bag) -> str:
    """Return the constraint without its parent; managed constraints count as those they replace."""
    stated = policy.text("name" if policy.type == _NOW else "constraint").rpartition("/")[2]
    return stated.replace(".managed.", ".")


def _is_enforced(policy: Bag) -> bool:
    if policy.type != _NOW:
        of_list = any(policy.on(f"listPolicy.{way}.all") or policy.has(f"listPolicy.{way}.values") for way in ("deny", "allow"))
        return policy.on("booleanPolicy.enforced") or (of_list and not policy.on("listPolicy.allow.all"))
    return any(_restricts(rule) for rule in policy.bags("spec.rules"))


def _restricts(rule: Bag) -> bool:
    """Say whether one rule restricts everywhere: a condition leaves the rest open."""
    if rule.has("condition"):
        return False
    return rule.on("enforce") or rule.on("denyAll") or rule.has("values.allowedValues") or rule.has("values.deniedValues")
