"""What looks like a secret, and what only seems to. No secret here is a real one."""

from __future__ import annotations

import time

import pytest

from policies.plain_text_secrets import named_secret, secret_in


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl", "a private key"),
        ('{"type": "service_account", "private_key_id": "0123456789abcdef"}', "a key of a service account"),
        ("key=AIza" + "a" * 35, "an API key of Google"),
        ("aws AKIAIOSFODNN7EXAMPLE", "an access key of AWS"),
        ("ghp_" + "a" * 36, "a token of GitHub"),
        ("hf_" + "a" * 34, "a token of Hugging Face"),
        ("postgres://app:s3cr3t@db/app", "a password in a URL"),
        ("https://hooks.slack.com/services/T0123ABCD/B0123ABCD/" + "aB3" * 8, "a webhook of Slack"),
        ("wandb login --relogin " + "0f" * 20, "a key of Weights & Biases"),
        ("docker login -u robot -p hunter2secret registry", "a password on a command line"),
        ("sshpass -p 'Passw0rd!' ssh host", "a password on a command line"),
        ("export API_KEY=abcd1234efgh5678", "an assigned password or token"),
        ("PASSWORD: 'S3cret!pass'", "an assigned password or token"),
        ("Zm9vYmFyQmF6UXV4MTIzNDU2Nzg5MGFiY2RlZkdI", "a long random text"),
    ],
)
def test_a_secret_is_told_by_its_shape(text, kind):
    assert secret_in(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "TOKEN=$(gcloud auth print-access-token)",
        'docker login -u oauth2accesstoken -p "$(gcloud auth print-access-token)" https://europe-docker.pkg.dev',
        "gcloud auth print-access-token | docker login -u oauth2accesstoken --password-stdin https://europe-docker.pkg.dev",
        "wandb login --relogin $WANDB_API_KEY",
        "password: ${DB_PASSWORD}",
        'token: "{{ .Values.token }}"',
        "secret: my-secret",
        "--token-file=/var/run/secrets/token",
        "projects/p/secrets/hf-token/versions/latest",
        "r/img@sha256:" + "9f" * 32,
        "https://www.googleapis.com/compute/v1/projects/p/regions/europe-west4/subnetworks/nodes",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK1rT2N8fQ7gWcB4xYzV0mJh3LpUqSdAeRtGiOoPk9Xv me",
        "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl2gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ\n-----END CERTIFICATE-----",
        "user:pass is how basic authentication works",
    ],
)
def test_what_only_seems_to_be_a_secret_is_none(text):
    assert secret_in(text) is None


@pytest.mark.parametrize(
    ("name", "value"), [("adminPassword", "letmein1"), ("hf-token", "A1b2C3d4E5f6"), ("WANDB_API_KEY", "0123456789abcdef0")]
)
def test_a_value_is_a_secret_by_the_name_it_stands_under(name, value):
    assert named_secret(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("tokenUri", "A1b2C3d4E5f6"),
        ("secretName", "hf1234567890123"),
        ("hf-token", "hf-token"),
        ("dbPassword", "db-password"),
        ("password", "changeme"),
        ("accessToken", "projects/p/secrets/x"),
        ("serviceAccountToken", "true"),
    ],
)
def test_a_name_a_reference_or_a_placeholder_is_no_secret(name, value):
    assert named_secret(name, value) is None


@pytest.mark.parametrize(
    "text", ["a." * 50_000, "eyJ-" * 25_000, "password " * 11_000, "a" * 100_000, "x://" * 25_000, "-----BEGIN A-----" * 5_000]
)
def test_a_hostile_text_is_read_in_no_time(text):
    start = time.perf_counter()
    secret_in(text)
    assert time.perf_counter() - start < 2
