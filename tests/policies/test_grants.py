"""Who is granted what: the table of types holds to the installed provider, and what is known decides where it can."""

from __future__ import annotations

import re
from pathlib import Path

import pulumi_gcp
import pytest

from policies.bag import Bag, Unknown, plain
from policies.grants import grant_types, granted, granted_role

_KEY = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def _bag(kind: str, **inputs: object) -> Bag:
    return Bag(kind, "x", "urn", plain(inputs), {})


def test_every_type_of_the_provider_that_grants_roles_is_in_the_table():
    registered = Path(pulumi_gcp.__file__).read_text(encoding="utf-8")
    tokens = re.findall(r'"(gcp:\w+/\w+:\w+)"', registered)
    assert set(grant_types()) == {token for token in tokens if re.search(r":\w*I[Aa][Mm](Member|Binding|Policy)$", token)}
    assert list(grant_types()) == sorted(grant_types())


def test_an_unknown_principal_does_not_hide_a_known_one():
    binding = _bag("gcp:projects/iAMBinding:IAMBinding", role="roles/owner", members=[_KEY, "user:a@example.com"])
    found = granted(binding, None, lambda who: who.startswith("user:"))
    assert found is not None
    assert found[1] == "user:a@example.com"


def test_an_unknown_principal_with_a_role_that_does_not_match_is_no_matter():
    member = _bag("gcp:projects/iAMMember:IAMMember", role="roles/viewer", member=_KEY)
    assert granted(member, lambda role: role == "roles/owner", lambda who: True) is None


def test_an_unknown_role_of_a_principal_that_matches_is_unknown():
    member = _bag("gcp:projects/iAMMember:IAMMember", role=_KEY, member="user:a@example.com")
    with pytest.raises(Unknown, match="role"):
        granted(member, lambda role: role == "roles/owner", lambda who: True)
    with pytest.raises(Unknown, match="role"):
        granted_role(member, lambda role: role == "roles/owner")
