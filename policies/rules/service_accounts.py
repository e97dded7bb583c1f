"""Keys of service accounts, custom roles, and who administers accounts that they may use."""

from __future__ import annotations

from collections.abc import Iterator

from policies.bag import UNKNOWN, Bag, NotApplicable, Unknown
from policies.grants import PROJECT, Grant, grants
from policies.rule import State, rule, stack_rule
from policies.stack import Stack

KEY = "gcp:serviceaccount/key:Key"
_ADMIN, _USER = "roles/iam.serviceAccountAdmin", "roles/iam.serviceAccountUser"
_DANGEROUS = frozenset(
    {
        "iam.serviceAccountKeys.create",
        "iam.serviceAccounts.actAs",
        "iam.serviceAccounts.getAccessToken",
        "iam.serviceAccounts.getOpenIdToken",
        "iam.serviceAccounts.implicitDelegation",
        "iam.serviceAccounts.signBlob",
        "iam.serviceAccounts.signJwt",
        "storage.hmacKeys.create",
    }
)
"""Permissions that make their holder somebody else (IAM documentation, service account impersonation)."""


@rule("iam-no-service-account-keys", KEY)
def no_keys(key: Bag) -> str | None:
    """Any key of one's own is the risk, whatever its other properties; a waiver with an end is how to have one."""
    uploaded = key.has("publicKeyData")
    return (
        "a key is uploaded that never ends by itself"
        if uploaded
        else "a key is made whose private half can be copied and never ends by itself"
    )


@rule("iam-key-age-bounded", KEY)
def bounded_age(key: Bag) -> str | None:
    return None if key.has("keepers") else "nothing ever makes a new key in place of this one"


@rule("iam-custom-role-safe-permissions", "gcp:projects/iAMCustomRole:IAMCustomRole", "gcp:organizations/iAMCustomRole:IAMCustomRole")
def safe_permissions(role: Bag) -> str | None:
    permissions = role.get("permissions")
    listed = permissions if isinstance(permissions, list) else []
    found = [name for name in listed if isinstance(name, str) and (name in _DANGEROUS or name.endswith(".setIamPolicy"))]
    if not found and any(name is UNKNOWN for name in listed):
        raise Unknown(f"{role.path}permissions")
    return f"the role has {', '.join(found)}" if found else None


@rule("iam-project-policy-not-authoritative", "gcp:projects/iAMPolicy:IAMPolicy")
def not_authoritative(_policy: Bag) -> str | None:
    return "it replaces every role of the project, also those that Google's service agents need"


@stack_rule("iam-service-account-separation-of-duties", *PROJECT)
def separate_people(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    """Who administers the accounts of a project should not use them there."""
    held: dict[tuple[str, str], dict[str, Bag]] = {}
    unsure: dict[str, Bag] = {}
    for bag in stack.of(*PROJECT):
        try:
            for grant in grants(bag):
                _note(grant, bag, held, unsure)
        except (Unknown, NotApplicable) as state:
            yield bag, state
    for project in dict.fromkeys(project for project, _ in held):
        admins, users = held.get((project, _ADMIN)), held.get((project, _USER))
        if admins is None or users is None:
            continue
        both = sorted(set(admins) & set(users))
        for who in both:
            yield users[who], f"{who} holds both {_ADMIN} and {_USER}"
        if project in unsure and not both:
            yield unsure[project], Unknown("member")


def _note(grant: Grant, bag: Bag, held: dict[tuple[str, str], dict[str, Bag]], unsure: dict[str, Bag]) -> None:
    """Write down who holds one of the two roles in a project; `unsure` are projects in which somebody not known yet may."""
    project = str(bag.values.get("project") or "")
    for role in (_ADMIN, _USER) if grant.role is UNKNOWN else (grant.role,):
        if role not in (_ADMIN, _USER):
            continue
        holders = held.setdefault((project, role), {})
        for who in grant.principals:
            if who is UNKNOWN or grant.role is UNKNOWN:
                unsure[project] = bag
            else:
                holders[who] = bag
