"""Credentials are told by their names."""

from __future__ import annotations

import pytest

from policies.bag import SECRET
from policies.credential import assigns_credentials, is_credentials_name, is_literal

TELLING = "HF_TOKEN PASSWORD dbPassword api-key WANDB_API_KEY AWS_SECRET_ACCESS_KEY apiKey tls.key id_rsa private.pem password1 DB_PASS client_secret"
OTHERS = "TOKENIZERS_PARALLELISM MAX_TOKENS TOKEN_URL SECRET_NAME PASSWORD_FILE KEY sort.key PUBLIC_KEY PASS PAD_TOKEN NCCL_NET 42 ca.pem COMPASS"


@pytest.mark.parametrize("name", TELLING.split())
def test_a_name_that_ends_as_credentials_do_tells_one(name):
    assert is_credentials_name(name)


@pytest.mark.parametrize("name", ["", *OTHERS.split()])
def test_a_name_that_only_contains_such_a_word_tells_none(name):
    assert not is_credentials_name(name)


@pytest.mark.parametrize(
    "value", ["", " ", "true", "/run/secrets/t", "$(TOKEN)", "${TOKEN}", "<token>", "projects/p/secrets/s", "4096", None, 7]
)
def test_switches_paths_references_and_numbers_are_no_tokens(value):
    assert not is_literal("HF_TOKEN", value)


def test_a_number_may_be_a_password_and_what_is_marked_as_secret_is_one():
    assert is_literal("PASSWORD", "123456")
    assert is_literal("ANYTHING", SECRET)
    assert is_literal("HF_TOKEN", "abc")


@pytest.mark.parametrize("text", ["password: hunter2", "a: 1\n  api_key = 'x1y2'\n", 'export DB_PASSWORD="x"', '{\n "token": "abc"\n}'])
def test_a_line_that_gives_a_credential_a_value_is_found(text):
    assert assigns_credentials(text)


@pytest.mark.parametrize("text", ["password_file: /run/p", "token: ${TOKEN}", "max_tokens: 10", "# nothing\n", "password:"])
def test_a_line_that_refers_to_one_is_not(text):
    assert not assigns_credentials(text)
