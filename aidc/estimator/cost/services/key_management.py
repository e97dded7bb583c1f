"""Cloud KMS: active key versions by the month and operations, by protection level and algorithm.

A key has its first version from its creation unless it is told to wait. Keys in hardware with RSA 3072, RSA 4096 or elliptic curves have two
tiers of versions. Source: Cloud Key Management price page.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from aidc.estimator.cost.charge import Charge, Gap, Note, Pricer
from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.usage_key import Keys, UsageKey

CRYPTO_KEY = "gcp:kms/cryptoKey:CryptoKey"
_SYMMETRIC = ("GOOGLE_SYMMETRIC", "AES_", "HMAC_")
_SECONDS_OF_30_DAYS = Decimal(30 * 24 * 3600)


def crypto_key(reader: Reader) -> Iterator[Charge | Gap | Note]:
    """Price gcp:kms/cryptoKey:CryptoKey."""
    items = _items(reader)
    if items is None:
        yield Gap("Key versions", f"no price of protection level {reader.text('versionTemplate.protectionLevel')} is known")
        return
    version, operation = items
    stated = reader.usage.number("key_versions")
    versions = _versions(reader) if stated is None else stated
    if versions > 1 and stated is None:
        yield Note("key versions are those made in 30 days by rotation; versions of earlier months stay active until they are destroyed")
    if versions:
        yield Charge("Key versions", version, "global", versions, "version-month", by_usage=stated is not None)
    operations = reader.usage.number("monthly_key_operations")
    if operations:
        yield Charge("Operations", operation, "global", operations, "operation", by_usage=True)


def _versions(reader: Reader) -> Decimal:
    """Return the versions that inputs alone tell of: the first one, or those that rotation makes in 30 days where that is more."""
    if reader.flag("skipInitialVersionCreation") or reader.flag("importOnly"):
        return Decimal(0)
    period = reader.text("rotationPeriod")
    if period is None:
        return Decimal(1)
    try:
        seconds = Decimal(period.removesuffix("s"))
    except InvalidOperation:
        seconds = Decimal(0)
    if not seconds.is_finite() or seconds <= 0:
        raise Unreadable(f"rotationPeriod is {period!r:.60}; seconds such as 7776000s are needed")
    return max(Decimal(1), _SECONDS_OF_30_DAYS / seconds)


def _items(reader: Reader) -> tuple[str, str] | None:
    """Return the price items of versions and operations of a key, or None for a protection level without a known price."""
    level = (reader.text("versionTemplate.protectionLevel") or "SOFTWARE").upper()
    algorithm = (reader.text("versionTemplate.algorithm") or "GOOGLE_SYMMETRIC_ENCRYPTION").upper()
    if level == "SOFTWARE":
        return "kms.software.version", "kms.software.operations"
    if level in ("EXTERNAL", "EXTERNAL_VPC"):
        return "kms.external.version", "kms.external.operations"
    if level != "HSM":
        return None
    if algorithm.startswith(_SYMMETRIC):
        return "kms.hsm.symmetric.version", "kms.hsm.symmetric.operations"
    if "2048" in algorithm.split("_"):
        return "kms.hsm.rsa-2048.version", "kms.hsm.symmetric.operations"
    return "kms.hsm.asymmetric.version", "kms.hsm.asymmetric.operations"


def crypto_key_version(reader: Reader) -> Iterator[Charge | Gap | Note]:
    """Price gcp:kms/cryptoKeyVersion:CryptoKeyVersion: one version more of its key."""
    if reader.text("state") == "DESTROYED":
        yield Note("a destroyed version costs nothing")
        return
    found = reader.whole.referred(reader.resource, reader.resource.inputs.get("cryptoKey"), (CRYPTO_KEY,))
    if found is None:
        yield Gap("Key version", "the key of this version is not in the record, nor is its protection level")
        return
    items = _items(Reader(found, reader.usage, reader.whole))
    if items is None:
        yield Gap("Key version", "no price of the protection level of its key is known")
        return
    yield Charge("Key version", items[0], "global", Decimal(1), "version-month")


def key_handle(_reader: Reader) -> Iterator[Charge | Note]:
    """Price gcp:kms/keyHandle:KeyHandle: Autokey makes one symmetric key in hardware for it."""
    yield Charge("Key version of Autokey", "kms.hsm.symmetric.version", "global", Decimal(1), "version-month")


PRICERS: dict[str, Pricer] = {
    CRYPTO_KEY: crypto_key,
    "gcp:kms/cryptoKeyVersion:CryptoKeyVersion": crypto_key_version,
    "gcp:kms/keyHandle:KeyHandle": key_handle,
}
KEYS: dict[str, Keys] = {
    CRYPTO_KEY: (
        UsageKey("key_versions", "versions", "Active key versions, all of them"),
        UsageKey("monthly_key_operations", "operations a month", "Cryptographic operations"),
    )
}
