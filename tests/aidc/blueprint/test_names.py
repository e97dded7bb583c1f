"""Names in the cloud: put together in one place, held to the rule of their kind, never cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.blueprint.names import (
    BUCKET,
    CLUSTER,
    COMPUTE,
    DNS_ZONE,
    FILESTORE,
    KMS,
    KUBERNETES,
    NODE_POOL,
    SERVICE_ACCOUNT,
    NameRule,
    Names,
    content_digest,
)

LIMITS = {
    COMPUTE: (1, 63),
    CLUSTER: (1, 40),
    NODE_POOL: (1, 40),
    SERVICE_ACCOUNT: (6, 30),
    BUCKET: (3, 63),
    KMS: (1, 63),
    FILESTORE: (1, 63),
    DNS_ZONE: (1, 63),
    KUBERNETES: (1, 63),
}


def _said(names: Names) -> list[str]:
    return [str(problem) for problem in [*names.problems, *names.collisions]]


@pytest.mark.parametrize(("rule", "limits"), LIMITS.items(), ids=[rule.kind for rule in LIMITS])
def test_a_name_at_its_limit_is_accepted_and_one_beyond_is_an_error(rule: NameRule, limits: tuple[int, int]):
    least, most = limits
    for length in (least, most):
        names = Names("")
        assert names.name(rule, "n" * length, path="p") == "n" * length
        assert _said(names) == []
    too_long, too_short = Names(""), Names("")
    assert too_long.name(rule, "n" * (most + 3), path="p") == "n" * (most + 3), "it is not cut"
    assert _said(too_long) == [
        f"p: makes the {rule.kind} name '{'n' * (most + 3)}', {most + 3} characters; at most {most}. Shorten it by 3"
    ]
    if least > 1:
        too_short.name(rule, "n" * (least - 1), path="p")
        assert _said(too_short) == [f"p: makes the {rule.kind} name '{'n' * (least - 1)}', {least - 1} characters; at least {least}"]


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        (COMPUTE, "1st"),
        (CLUSTER, "lab-"),
        (BUCKET, "-lab"),
        (BUCKET, "google-landmarks"),
        (BUCKET, "lab-google-landmarks"),
        (BUCKET, "goog-lab"),
        (KMS, "a.b"),
        (KUBERNETES, "a_b"),
        (NODE_POOL, "Pool"),
    ],
)
def test_a_name_with_wrong_characters_is_an_error(rule: NameRule, name: str):
    names = Names("")
    names.name(rule, name, path="p")
    assert _said(names) == [f"p: makes {name!r}, which is not a {rule.kind} name ({rule.pattern})"]


def test_a_name_is_the_stack_and_its_parts():
    names = Names("lab")
    assert names.name(COMPUTE, "vpc", path="name") == "lab-vpc"
    assert names.name(COMPUTE, "a", "b", path="name", prefix="other") == "other-a-b"
    assert names.name(COMPUTE, "a", "", path="name", prefix="") == "a", "empty parts leave no dash"


def test_two_paths_cannot_make_one_name_but_one_path_may_make_it_twice():
    names = Names("lab")
    for path in ("gpu_pools[0].name", "gpu_pools[0].name", "gpu_pools[1].name"):
        names.name(NODE_POOL, "a", path=path)
    names.name(CLUSTER, "a", path="elsewhere")
    assert _said(names) == [
        "gpu_pools[1].name: makes the GKE node pool name 'lab-a', which gpu_pools[0].name has already. Rename one of the two"
    ], "names of different kinds do not meet"


def test_a_name_of_the_stack_itself_is_called_that():
    names = Names("lab")
    names.name(SERVICE_ACCOUNT, "nodes", path="name")
    names.name(SERVICE_ACCOUNT, "nodes", path="access.workloads[0].name")
    assert _said(names) == [
        "access.workloads[0].name: makes the service account name 'lab-nodes', which the stack itself has already. Rename one of the two"
    ]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
)


@given(values)
def test_a_digest_is_six_hex_digits_and_the_same_every_time(value):
    digest = content_digest(value)
    assert len(digest) == 6
    assert int(digest, 16) >= 0
    assert content_digest(value) == digest


def test_a_digest_is_the_same_on_every_machine():
    assert content_digest("a3-megagpu-8g", ("us-central1-a",), None, 16) == "763cba"


def test_a_digest_does_not_depend_on_the_order_of_a_mapping():
    assert content_digest({"a": 1, "b": 2}) == content_digest({"b": 2, "a": 1})
    assert content_digest(1, 2) != content_digest(2, 1)
