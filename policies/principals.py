"""What kind of principal a member string names: anybody, a person, a service account, an account of Google's own making."""

from __future__ import annotations

PUBLIC = frozenset({"allusers", "allauthenticatedusers", "principalset://goog/public:all"})
_CONSUMER_DOMAINS = frozenset({"gmail.com", "googlemail.com"})


def is_public(principal: str) -> bool:
    """Say whether it means everybody, or everybody with a Google account."""
    return principal.strip().casefold().removeprefix("specialgroup:").removeprefix("iammember:") in PUBLIC


def kind(principal: str) -> str:
    """Return what stands before the colon: user, group, serviceAccount, domain; "deleted" for accounts that are gone."""
    return principal.partition(":")[0]


def domain(principal: str) -> str:
    """Return the domain of a user, a group or a whole domain, in small letters; empty for other principals."""
    if kind(principal) not in ("user", "group", "domain"):
        return ""
    return principal.partition(":")[2].partition("?")[0].rpartition("@")[2].strip().casefold()


def is_consumer(principal: str) -> bool:
    """Say whether it is a Google account that belongs to a person and to no organisation."""
    return domain(principal) in _CONSUMER_DOMAINS


def is_user(principal: str) -> bool:
    """Say whether it is a single person."""
    return kind(principal) == "user"


def is_person(principal: str) -> bool:
    """Say whether people act through it: a person, a group of them, or everybody of a domain."""
    return kind(principal) in ("user", "group", "domain")


def is_service_account(principal: str) -> bool:
    """Say whether it is a service account, also one of a Kubernetes cluster."""
    return kind(principal) == "serviceAccount"


def is_default_service_account(principal: str) -> bool:
    """Say whether it is the account that Compute Engine or App Engine makes in each project."""
    email = principal.partition(":")[2]
    return is_service_account(principal) and email.endswith(("-compute@developer.gserviceaccount.com", "@appspot.gserviceaccount.com"))
