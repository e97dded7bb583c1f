"""Secrets: renewed, granted one by one, not written in a program, and not lost by one wrong command."""

from __future__ import annotations

from policies.bag import SECRETS_ARE_PLAIN, Bag, NotApplicable
from policies.deletion_guard import is_guarded
from policies.grants import FOLDER, ORGANIZATION, PROJECT, granted_role
from policies.purpose import only_in_production
from policies.rule import rule

SECRETS = ("gcp:secretmanager/secret:Secret", "gcp:secretmanager/regionalSecret:RegionalSecret")
_ACCESSOR = "roles/secretmanager.secretAccessor"


@rule("secret-rotation", *SECRETS)
def rotation(secret: Bag) -> str | None:
    """Secret Manager rotates nothing itself: it tells a topic that it is time."""
    if not (secret.has("rotation.rotationPeriod") or secret.has("rotation.nextRotationTime")):
        return "nothing says when the secret is renewed"
    return None if secret.has("topics") else "no topic hears that the secret is to be renewed"


@rule(
    "secret-value-not-in-program",
    "gcp:secretmanager/secretVersion:SecretVersion",
    "gcp:secretmanager/regionalSecretVersion:RegionalSecretVersion",
)
def value_in_program(version: Bag) -> str | None:
    """The value is never shown. The engine hands policies secrets as plain text, where this cannot be told."""
    if version.option(SECRETS_ARE_PLAIN):
        raise NotApplicable("the engine does not say which values are secrets")
    value = version.get("secretData")
    if isinstance(value, str | int | float) and value != "":
        return "the value of the secret stands in the program as plain text"
    return None


@rule("secret-accessor-per-secret", *PROJECT, *FOLDER, *ORGANIZATION)
def accessor_of_all(grant: Bag) -> str | None:
    """Whoever the member is, and whatever the condition."""
    if granted_role(grant, lambda role: role == _ACCESSOR) is None:
        return None
    return f"whoever holds it reads every secret of the {_scope(grant)}"


def _scope(grant: Bag) -> str:
    return "project" if grant.type in PROJECT else "folder" if grant.type in FOLDER else "organization"


@rule("secret-deletion-protection", *SECRETS)
def deletion_protection(secret: Bag) -> str | None:
    missing = [
        text
        for text, is_there in (
            ("deleting it is not refused", is_guarded(secret, "deletionProtection")),
            ("a destroyed version is gone at once", secret.has("versionDestroyTtl")),
        )
        if not is_there
    ]
    if missing:
        only_in_production(secret)
    return " and ".join(missing) or None
