"""Keys must lie where their data lies."""

from __future__ import annotations

import pytest

from aidc.rehearsal.errors import CloudError
from aidc.rehearsal.key_locations import refuse_distant

BUCKET = "gcp:storage/bucket:Bucket"


def _bucket(location: str, key_location: str) -> dict:
    key = f"projects/p/locations/{key_location}/keyRings/r/cryptoKeys/k"
    return {"location": location, "encryption": {"defaultKmsKeyName": key}}


def _here(location: str, region: str) -> dict[str, str]:
    return {"project": "p", "region": region, "zone": "", "location": location}


@pytest.mark.parametrize(
    ("location", "region", "key_location"),
    [("US-CENTRAL1", "us-central1", "us-central1"), ("US", "", "us"), ("EU", "", "europe"), ("ASIA", "", "asia")],
)
def test_a_key_beside_its_bucket_is_taken(location, region, key_location):
    refuse_distant(BUCKET, _bucket(location, key_location), _here(location, region))


def test_a_key_of_one_region_does_not_encrypt_a_bucket_of_two():
    with pytest.raises(CloudError) as refused:
        refuse_distant(BUCKET, _bucket("US", "us-central1"), _here("US", "us-central1"))
    assert refused.value.message == (
        "googleapi: Error 400: The Cloud KMS key lies in us-central1, what it encrypts in us: use a key in us., "
        "invalid (encryption.defaultKmsKeyName)"
    )


def test_a_key_that_is_not_known_yet_is_not_judged():
    inputs = {"location": "US", "encryption": {"defaultKmsKeyName": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"}}
    refuse_distant(BUCKET, inputs, _here("US", "us"))
