"""Objects are placed by the name of their namespace, or by the namespace they depend on."""

from __future__ import annotations

import pytest

from policies.bag import UNKNOWN, Bag, Unknown
from policies.namespaces import NAMESPACE, by_space, space_of
from policies.stack import Stack

QUOTA = "kubernetes:core/v1:ResourceQuota"


def thing(kind: str, name: str, metadata: dict) -> Bag:
    return Bag(kind, name, name, {"metadata": metadata}, {})


SPACES = [thing(NAMESPACE, "space", {"name": "ml"}), thing(NAMESPACE, "made-up", {})]


def test_the_name_is_taken_as_it_stands_and_none_is_default():
    stack = Stack(SPACES)
    assert space_of(stack, thing(QUOTA, "q", {"namespace": "elsewhere"})) == "elsewhere"
    assert space_of(stack, thing(QUOTA, "q", {})) == "default"


@pytest.mark.parametrize(("needed", "expected"), [("space", "ml"), ("made-up", "made-up")])
def test_a_name_to_come_is_that_of_the_namespace_it_depends_on(needed, expected):
    assert space_of(Stack(SPACES, {"q": (needed,)}), thing(QUOTA, "q", {"namespace": UNKNOWN})) == expected


def test_a_name_to_come_without_such_a_dependency_is_not_known():
    with pytest.raises(Unknown):
        space_of(Stack(SPACES), thing(QUOTA, "q", {"namespace": UNKNOWN}))


def test_objects_are_grouped_and_what_cannot_be_placed_is_told():
    placed, lost = thing(QUOTA, "a", {"namespace": "ml"}), thing(QUOTA, "b", {"namespace": UNKNOWN})
    found, unknown = by_space(Stack([*SPACES, placed, lost]), QUOTA)
    assert found == {"ml": [placed]}
    assert str(unknown) == "metadata.namespace"
