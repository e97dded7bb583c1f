"""Cloud KMS: versions by the month, operations by 10,000, by protection level and algorithm."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.inventory.resource import UNKNOWN, Resource

KEY, VERSION, HANDLE = "gcp:kms/cryptoKey:CryptoKey", "gcp:kms/cryptoKeyVersion:CryptoKeyVersion", "gcp:kms/keyHandle:KeyHandle"
USED = {"key_versions": 10, "monthly_key_operations": 20_000}


def template(level, algorithm):
    return {"keyRing": "r", "versionTemplate": {"protectionLevel": level, "algorithm": algorithm}}


@pytest.mark.parametrize(
    ("level", "algorithm", "version", "operations"),
    [
        ("SOFTWARE", "GOOGLE_SYMMETRIC_ENCRYPTION", "0.06", "0.03"),
        ("SOFTWARE", "RSA_SIGN_PSS_4096_SHA512", "0.06", "0.03"),
        ("HSM", "GOOGLE_SYMMETRIC_ENCRYPTION", "1", "0.03"),
        ("HSM", "HMAC_SHA256", "1", "0.03"),
        ("HSM", "RSA_SIGN_PKCS1_2048_SHA256", "1", "0.03"),
        ("HSM", "RSA_SIGN_PKCS1_3072_SHA256", "2.5", "0.15"),
        ("HSM", "EC_SIGN_P256_SHA256", "2.5", "0.15"),
        ("EXTERNAL", "EXTERNAL_SYMMETRIC_ENCRYPTION", "3", "0.03"),
        ("EXTERNAL_VPC", "EXTERNAL_SYMMETRIC_ENCRYPTION", "3", "0.03"),
    ],
)
def test_a_key_pays_by_its_protection_and_algorithm(lines_of, level, algorithm, version, operations):
    assert lines_of(KEY, template(level, algorithm), USED) == {
        "Key versions": Decimal(version) * 10,
        "Operations": Decimal(operations) * 2,
    }


def test_elliptic_curves_in_hardware_cost_less_above_2000_versions(lines_of):
    lines = lines_of(KEY, template("HSM", "EC_SIGN_P384_SHA384"), {"key_versions": 5000})
    assert lines == {"Key versions": Decimal("2.5") * 2000 + Decimal(1) * 3000}


def test_a_key_has_one_version_from_its_creation_unless_it_waits(lines_of, bill_of):
    assert lines_of(KEY, {"keyRing": "r"}) == {"Key versions": Decimal("0.06")}
    assert bill_of(KEY, {"keyRing": "r", "skipInitialVersionCreation": True}).lines == ()


def test_rotation_makes_versions_but_never_less_than_the_one_there_is(lines_of):
    assert lines_of(KEY, {"keyRing": "r", "rotationPeriod": "100000s"}) == {"Key versions": Decimal("0.06") * Decimal("25.92")}
    assert lines_of(KEY, {"keyRing": "r", "rotationPeriod": "7776000s"}) == {"Key versions": Decimal("0.06")}


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"rotationPeriod": "0s"}, "rotationPeriod is '0s'; seconds such as 7776000s are needed"),
        ({"rotationPeriod": "90 days"}, "rotationPeriod is '90 days'; seconds such as 7776000s are needed"),
        ({"rotationPeriod": UNKNOWN}, "rotationPeriod is not known before the resources it depends on exist"),
        ({"versionTemplate": {"protectionLevel": "QUANTUM"}}, "Key versions: no price of protection level QUANTUM is known"),
    ],
)
def test_what_cannot_be_read_is_named(bill_of, inputs, reason):
    assert [gap.reason for gap in bill_of(KEY, {"keyRing": "r", **inputs}).unpriced] == [reason]


def test_a_version_of_its_own_pays_as_its_key_does(lines_of, bill_of):
    key = Resource(KEY, "k", {"name": "k", **template("HSM", "GOOGLE_SYMMETRIC_ENCRYPTION")})
    assert lines_of(VERSION, {"cryptoKey": "projects/p/locations/l/keyRings/r/cryptoKeys/k"}, None, key) == {"Key version": 1}
    assert bill_of(
        VERSION, {"cryptoKey": "projects/p/locations/l/keyRings/r/cryptoKeys/k", "state": "DESTROYED"}, None, key, free=False
    ).notes
    assert [gap.reason for gap in bill_of(VERSION, {"cryptoKey": "elsewhere"}).unpriced] == [
        "Key version: the key of this version is not in the record, nor is its protection level"
    ]


def test_a_key_handle_makes_one_key_in_hardware(lines_of):
    assert lines_of(HANDLE, {"location": "us-central1"}) == {"Key version of Autokey": 1}
