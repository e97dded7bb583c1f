"""Roles on a project, a folder or an organisation: which may be granted there at all, and to whom."""

from __future__ import annotations

from collections.abc import Sequence

from policies.bag import UNKNOWN, Bag, NotApplicable, Unknown
from policies.grants import FOLDER, ORGANIZATION, PROJECT, granted, granted_role, role_of
from policies.grants import grant_types as every_grant
from policies.iam_roles import is_administrative, is_basic, is_impersonation
from policies.principals import domain, is_consumer, is_default_service_account, is_person, is_public, is_service_account, is_user
from policies.rule import rule

_WIDE = (*PROJECT, *FOLDER, *ORGANIZATION)


def _basic(grant: Bag) -> str | None:
    role = granted_role(grant, is_basic)
    return f"{role} is granted, which spans every service" if role else None


def _impersonation(grant: Bag, over: str) -> str | None:
    role = granted_role(grant, is_impersonation)
    return f"{role} lets its holders act as every service account of the {over}" if role else None


def _default_account(grant: Bag) -> str | None:
    found = granted(grant, None, is_default_service_account)
    return f"{role_of(found[0])} is granted to the default account {found[1]}" if found else None


@rule("iam-project-no-basic-roles", *PROJECT)
def basic_on_project(grant: Bag) -> str | None:
    return _basic(grant)


@rule("iam-folder-no-basic-roles", *FOLDER)
def basic_on_folder(grant: Bag) -> str | None:
    return _basic(grant)


@rule("iam-organization-no-basic-roles", *ORGANIZATION)
def basic_on_organization(grant: Bag) -> str | None:
    return _basic(grant)


@rule("iam-project-no-impersonation-roles", *PROJECT)
def impersonation_on_project(grant: Bag) -> str | None:
    return _impersonation(grant, "project")


@rule("iam-folder-no-impersonation-roles", *FOLDER)
def impersonation_on_folder(grant: Bag) -> str | None:
    return _impersonation(grant, "folder")


@rule("iam-organization-no-impersonation-roles", *ORGANIZATION)
def impersonation_on_organization(grant: Bag) -> str | None:
    return _impersonation(grant, "organization")


@rule("iam-project-no-default-account-roles", *PROJECT)
def default_account_on_project(grant: Bag) -> str | None:
    return _default_account(grant)


@rule("iam-folder-no-default-account-roles", *FOLDER)
def default_account_on_folder(grant: Bag) -> str | None:
    return _default_account(grant)


@rule("iam-organization-no-default-account-roles", *ORGANIZATION)
def default_account_on_organization(grant: Bag) -> str | None:
    return _default_account(grant)


@rule("iam-service-account-no-admin-roles", *_WIDE)
def no_administrators_among_accounts(grant: Bag) -> str | None:
    found = granted(grant, is_administrative, is_service_account)
    return f"{found[0].role} is granted to {found[1]}" if found else None


@rule("iam-no-consumer-accounts", *every_grant())
def no_consumers(grant: Bag) -> str | None:
    found = granted(grant, None, is_consumer)
    return f"{role_of(found[0])} is granted to {found[1]}, an account of no organisation" if found else None


@rule("iam-groups-not-users", *every_grant())
def groups(grant: Bag) -> str | None:
    found = granted(grant, None, is_user)
    return f"{role_of(found[0])} is granted to {found[1]}, a single person" if found else None


@rule("iam-allowed-domains", *_WIDE, domains=())
def allowed_domains(grant: Bag, domains: Sequence[str]) -> str | None:
    """Without a list only those who are of no organisation are told; service accounts have no domain that says whose they are."""
    allowed = {name.casefold() for name in domains}
    found = granted(
        grant, None, lambda who: is_public(who) or is_consumer(who) or (bool(allowed) and bool(domain(who)) and domain(who) not in allowed)
    )
    if found:
        return f"{found[1]} is of none of the allowed domains {', '.join(domains)}" if domains else f"{found[1]} is of no organisation"
    if not allowed:
        raise NotApplicable("the stack sets no domains")
    return None


@rule("iam-broad-grants-conditional", *_WIDE)
def conditional(grant: Bag) -> str | None:
    found = granted(grant, is_administrative, is_person)
    if not found:
        return None
    condition = found[0].condition
    if condition is UNKNOWN:
        raise Unknown(f"{grant.path}condition.expression")
    is_bound = isinstance(condition, str) and "request.time" in condition
    return None if is_bound else f"{found[0].role} is granted to {found[1]} without an end"
