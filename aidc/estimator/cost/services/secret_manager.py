"""Secret Manager: versions that are not destroyed, by location and month; accesses; rotation notices.

A user-managed secret keeps each version in every location it names, and pays for each. Six versions, 10,000 accesses and three rotation
notices are free each month for a billing account. Source: Secret Manager price page.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aidc.estimator.cost.charge import Charge, Note, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.inventory.resource import Resource

SECRET, VERSION = "gcp:secretmanager/secret:Secret", "gcp:secretmanager/secretVersion:SecretVersion"
REGIONAL_SECRET = "gcp:secretmanager/regionalSecret:RegionalSecret"
REGIONAL_VERSION = "gcp:secretmanager/regionalSecretVersion:RegionalSecretVersion"
_VERSION_OF = {SECRET: VERSION, REGIONAL_SECRET: REGIONAL_VERSION}


def secret(reader: Reader) -> Iterator[Charge]:
    """Price a secret: the active versions that usage states beyond those that are resources of this record, accesses and rotations."""
    stated = reader.usage.number("active_secret_versions")
    beyond = (stated or Decimal(0)) - _versions_in_record(reader)
    if beyond > 0:
        yield Charge("Active versions", "secret.version", "global", beyond * _locations(reader), "version-month", by_usage=True)
    yield from _accesses(reader)
    rotations = reader.usage.number("monthly_rotation_notifications")
    if rotations:
        yield Charge("Rotation notices", "secret.rotation", "global", rotations, "rotation", by_usage=True)


def _versions_in_record(reader: Reader) -> int:
    kind = reader.resource.type
    versions = reader.whole.of_type(_VERSION_OF[kind])
    return sum(_secret_of(reader, version, kind) is reader.resource for version in versions)


def _secret_of(reader: Reader, version: Resource, kind: str) -> Resource | None:
    return reader.whole.referred(version, version.inputs.get("secret"), (kind,))


def _locations(reader: Reader) -> Decimal:
    """Return in how many locations each version of a secret is kept."""
    user_managed = reader.at("replication.userManaged")
    return Decimal(max(1, sum(1 for _ in user_managed.items("replicas")) if user_managed else 1))


def version(reader: Reader) -> Iterator[Charge | Note]:
    """Price gcp:secretmanager/secretVersion:SecretVersion, enabled or not: only a destroyed version is free."""
    found = _secret_of(reader, reader.resource, SECRET)
    if found is None:
        yield Note("the secret of this version is not in the record: one location is counted")
        locations = Decimal(1)
    else:
        locations = _locations(Reader(found, reader.usage, reader.whole))
    yield Charge("Active version", "secret.version", "global", locations, "version-month")
    yield from _accesses(reader)


def regional_version(reader: Reader) -> Iterator[Charge]:
    """Price gcp:secretmanager/regionalSecretVersion:RegionalSecretVersion, which is kept in one location."""
    yield Charge("Active version", "secret.version", "global", Decimal(1), "version-month")
    yield from _accesses(reader)


def _accesses(reader: Reader) -> Iterator[Charge]:
    accesses = reader.usage.number("monthly_access_operations") or reader.usage.number("access_operations")
    if accesses:
        yield Charge("Accesses", "secret.access", "global", accesses, "operation", by_usage=True)


_ACCESSES: Keys = (
    UsageKey("monthly_access_operations", "operations a month", "Accesses of versions"),
    UsageKey("access_operations", "operations a month", "The same by its other name"),
)
_SECRET: Keys = (
    UsageKey("active_secret_versions", "versions", "Versions that are not destroyed, those of this record among them"),
    *_ACCESSES,
    UsageKey("monthly_rotation_notifications", "notices a month", "Rotation notices sent"),
)
PRICERS: dict[str, Pricer] = {SECRET: secret, REGIONAL_SECRET: secret, VERSION: version, REGIONAL_VERSION: regional_version}
KEYS: dict[str, Keys] = {SECRET: _SECRET, REGIONAL_SECRET: _SECRET, VERSION: _ACCESSES, REGIONAL_VERSION: _ACCESSES}
