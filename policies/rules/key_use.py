"""Keys beside what they protect: in one location, open to the agent that uses them, and to no one who also rules over them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from policies.bag import UNKNOWN, Bag, NotApplicable, Unknown
from policies.grants import FOLDER, ORGANIZATION, PROJECT, grants
from policies.keys import KEY, USES, Use, key_of, location_of, parts_of, ring_of, uses
from policies.places import region_of
from policies.rule import State, stack_rule
from policies.stack import Stack

KEY_GRANTS = (
    "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
    "gcp:kms/cryptoKeyIAMBinding:CryptoKeyIAMBinding",
    "gcp:kms/cryptoKeyIAMPolicy:CryptoKeyIAMPolicy",
)
RING_GRANTS = (
    "gcp:kms/keyRingIAMMember:KeyRingIAMMember",
    "gcp:kms/keyRingIAMBinding:KeyRingIAMBinding",
    "gcp:kms/keyRingIAMPolicy:KeyRingIAMPolicy",
)
_GRANTS = (*PROJECT, *FOLDER, *ORGANIZATION, *KEY_GRANTS, *RING_GRANTS)
_ADMIN = "roles/cloudkms.admin"
_USE = frozenset(f"roles/cloudkms.cryptoKey{name}" for name in ("Encrypter", "Decrypter", "EncrypterDecrypter")) | {
    "roles/cloudkms.cryptoOperator"
}
_USE_FOR_OTHERS = frozenset(f"{role}ViaDelegation" for role in _USE)
_ABOVE, _UNTOLD = ("",), "untold"
Target = str | tuple[str, ...]
_SAME = {"us": ("us",), "eu": ("eu", "europe"), "europe": ("eu", "europe"), "asia": ("asia",), "": ("global",)}


@stack_rule("kms-separation-of-duties", *_GRANTS)
def separation_of_duties(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    """Nobody holds both sides; a member not known yet may be anybody of the other side."""
    admins: dict[str | None, Bag] = {}
    users: dict[str | None, Bag] = {}
    for bag in stack.of(*_GRANTS):
        for role, member in _granted(bag):
            if role == _ADMIN:
                admins.setdefault(member, bag)
            elif role in _USE or role in _USE_FOR_OTHERS:
                users.setdefault(member, bag)
    for member in sorted({name for name in admins if name} & {name for name in users if name}):
        yield admins[member], f"{member} rules over the keys ({_ADMIN}) and may use them as well"
    unknown = admins.get(None) or users.get(None)
    if admins and users and unknown:
        yield unknown, Unknown("member")


def _granted(bag: Bag) -> Iterator[tuple[Any, str | None]]:
    """Yield roles and members in small letters; None is a member not known yet, and a policy not known yet, or none, grants nothing."""
    try:
        for grant in grants(bag):
            for member in grant.principals:
                if isinstance(grant.role, str) or grant.role is UNKNOWN:
                    yield grant.role, None if member is UNKNOWN else str(member).lower()
    except (Unknown, NotApplicable):
        return


@stack_rule("kms-key-same-region", *USES)
def same_region(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    """What has no location of its own takes a key from anywhere."""
    for bag, holder, use in uses(stack):
        if not use.place and use.agent != "gcp-sa-secretmanager":
            continue
        try:
            problem = _far(location_of(stack, key_of(stack, bag, holder, use.key)), _place(holder, use), use)
        except Unknown as unknown:
            yield bag, unknown
        else:
            if problem:
                yield bag, problem


def _place(holder: Bag, use: Use) -> str | None:
    """Return the location of what is encrypted, empty for one everywhere, None for one not stated."""
    return (region_of(holder.text(use.place)) or None) if use.place else ""


def _far(key: str, place: str | None, use: Use) -> str | None:
    if not key or place is None or key in _SAME.get(place, (place,)):
        return None
    if use.takes_wider and (key == "global" or place.startswith(f"{key}-")):
        return None
    return f"its key is in {key}, and it is in {place or 'every region'}"


@stack_rule("kms-service-agent-grant", *USES)
def service_agent_grant(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    """A key not known yet lacks its grant for certain when the agent has none on any key."""
    open_to = _open_to(stack)
    everybody = [member for members in open_to.values() for member in members]
    for bag, holder, use in uses(stack):
        try:
            key = key_of(stack, bag, holder, use.key)
            members = [member for target in _opened_with(stack, key) for member in open_to[target]]
            state: State = f"no grant of the stack lets {use.agent} use its key {key.name if isinstance(key, Bag) else key}"
            if _lets(use.agent, open_to[_UNTOLD]):
                state = Unknown("cryptoKeyId")
        except Unknown as unknown:
            members = []
            state = unknown if _lets(use.agent, everybody) else f"no grant of the stack lets {use.agent} use any key"
        if not _lets(use.agent, members):
            yield bag, state


def _lets(agent: str, members: list[str | None]) -> bool:
    return any(member is None or f"@{agent}." in member for member in members)


def _opened_with(stack: Stack, key: Bag | str) -> list[Target]:
    """Return what a key is opened by: a grant on itself, on its ring, or on a project or what is above it."""
    if isinstance(key, Bag):
        return [key.urn, ring_of(stack, key), *_ABOVE]
    return [parts_of(key, 3), parts_of(key, 3)[:2], *_ABOVE]


def _open_to(stack: Stack) -> dict[Target, list[str | None]]:
    """Return the members who may use each key (by its URN, or by location, ring and name), those of each ring and those of all; None is one not known yet."""
    found: dict[Target, list[str | None]] = defaultdict(list)
    for bag in stack.of(*_GRANTS):
        for target in _targets(stack, bag):
            found[target].extend(member for role, member in _granted(bag) if role is UNKNOWN or role in _USE)
    return found


def _targets(stack: Stack, grant: Bag) -> list[Target]:
    """Return what a grant opens: a key of the stack, another key, a ring, or every key below it."""
    if grant.type not in (*KEY_GRANTS, *RING_GRANTS):
        return list(_ABOVE)
    try:
        if grant.type in RING_GRANTS:
            return [parts_of(grant.text("keyRingId"), 2)]
        key = key_of(stack, grant, grant, "cryptoKeyId")
    except Unknown:
        return [needed.urn for needed in stack.depends_on(grant, KEY)] or [_UNTOLD]
    return [key.urn if isinstance(key, Bag) else parts_of(key, 3)]
