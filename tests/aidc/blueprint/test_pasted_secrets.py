"""Credentials in a stack file: warned of with their place and kind, and never repeated, not even in part."""

from __future__ import annotations

import json

import pytest

from aidc.blueprint import BlueprintError, load_object
from aidc.blueprint.errors import shown
from aidc.blueprint.pasted_secrets import pasted_secrets
from aidc.blueprint.secret_shapes import without_secrets

BODY = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj"
# Put together here so that no scanner takes this file for a leak.
SECRETS = {
    "a private key": "-----BEGIN RSA " + f"PRIVATE KEY-----\n{BODY}\n-----END RSA PRIVATE KEY-----\n",
    "a Google API key": "AI" + "zaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY",
    "a Google access token": "ya" + "29.a0AfH6SMBx4rT2yPq9LmN3vKc8wZ1",
    "a Google OAuth client secret": "GOC" + "SPX-1a2b3c4d5e6f7g8h9i0jKLMN",
    "a GitHub token": "gh" + "p_16C7e42F292c6912E7710c838347Ae178B4a",
    "a Hugging Face token": "h" + "f_abcdefghijklmnopqrstuvwxyz012345",
    "an AWS access key": "AKI" + "AIOSFODNN7EXAMPLE",
    "a JSON web token": "ey" + "JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
    "a Pulumi token": "pul-" + "0123456789abcdef0123456789abcdef01234567",
    "a password in an address": "https://user:" + "hunter2hunter2@example.com/",
}
ADVICE = "A stack file is plain text: take it out, revoke it, and use Secret Manager"
each_secret = pytest.mark.parametrize(("kind", "secret"), SECRETS.items(), ids=SECRETS.keys())


def _pieces(secret: str) -> list[str]:
    """Return what must not be seen: runs of twelve characters from the middle of the credential."""
    bare = BODY if BODY in secret else "hunter2hunter2" if "hunter2" in secret else secret
    return [bare[start : start + 12] for start in range(4, len(bare) - 11, 4)] or [bare]


@each_secret
def test_a_credential_in_a_plain_field_that_takes_it_is_warned_of(kind, secret, asked):
    keys = {"protection": "EXTERNAL", "external_key_uris": {"etcd": secret, "disks": "https://ekm.example.com/disks"}}
    [warning] = load_object(asked(keys=keys)).warnings
    assert str(warning) == f"keys.external_key_uris.etcd: looks like {kind}. {ADVICE}"


@each_secret
def test_a_credential_in_a_field_that_refuses_it_is_not_repeated(kind, secret, asked):
    with pytest.raises(BlueprintError) as error:
        load_object(asked(name=secret, labels={"team": secret}, cluster={"authorized_cidrs": [secret]}, environment=[secret]))
    said = str(error.value)
    assert f"name: looks like {kind}. {ADVICE}" in said.splitlines()
    assert [piece for piece in _pieces(secret) if piece in said] == []


@each_secret
def test_a_credential_as_a_key_is_not_repeated_either(kind, secret, asked):
    with pytest.raises(BlueprintError) as error:
        load_object({**asked(), secret: "x"})
    assert [piece for piece in _pieces(secret) if piece in str(error.value)] == []
    assert any(problem.text.startswith(f"looks like {kind}") for problem in error.value.problems)


@each_secret
def test_a_value_is_cleaned_before_it_is_cut(kind, secret):
    assert [piece for piece in _pieces(secret) if piece in shown([{"some": "padding"}, secret])] == []
    assert f"({kind})" in without_secrets(f"before {secret} after")


def test_what_surrounds_a_credential_stays_readable():
    key = SECRETS["a Google API key"]
    assert without_secrets(f"'{key}' is not a name") == "'(a Google API key)' is not a name"
    assert without_secrets(SECRETS["a private key"] + " is not text") == "(a private key)\n is not text"


def test_all_of_them_are_found_wherever_they_lie():
    data = {"a": [{"b": secret} for secret in SECRETS.values()]}
    assert [problem.path for problem in pasted_secrets(data)] == [f"a[{index}].b" for index in range(len(SECRETS))]
    assert [problem.path for problem in pasted_secrets(json.loads(json.dumps(data)))] == [f"a[{i}].b" for i in range(len(SECRETS))]


@pytest.mark.parametrize(
    "text",
    [
        "us-central1-a",
        "projects/acme/locations/us-central1/keyRings/r/cryptoKeys/k",
        "group:ml-platform@example.com",
        "https://ekm.example.com/v0/keys/123e4567-e89b-12d3-a456-426614174000",
        "AIza-short",
        "hf_model",
        "pulumi-token",
        "ghp_",
    ],
)
def test_ordinary_values_raise_no_alarm(text):
    assert list(pasted_secrets({"a": text})) == []
