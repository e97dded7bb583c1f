"""Label selectors select what Kubernetes would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.bag import UNKNOWN, Bag, Unknown
from policies.selector import Selectors, matches, selects

LABELS = st.dictionaries(st.sampled_from("abc"), st.sampled_from("xyz"))


def bag(selector, name: str = "n") -> Bag:
    return Bag("t", name, name, {"spec": {"selector": selector}}, {})


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        (None, False),
        ({}, True),
        ({"matchLabels": {"app": "web"}}, True),
        ({"matchLabels": {"app": "web", "tier": "x"}}, False),
        ({"matchExpressions": [{"key": "app", "operator": "In", "values": ["api", "web"]}]}, True),
        ({"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["web"]}]}, False),
        ({"matchExpressions": [{"key": "tier", "operator": "NotIn", "values": ["x"]}]}, True),
        ({"matchExpressions": [{"key": "app", "operator": "Exists"}]}, True),
        ({"matchExpressions": [{"key": "app", "operator": "DoesNotExist"}]}, False),
        ({"matchLabels": {"app": "web"}, "matchExpressions": [{"key": "tier", "operator": "Exists"}]}, False),
        ({"matchExpressions": [{"key": "app", "operator": "Near"}]}, False),
    ],
)
def test_labels_and_expressions_must_all_hold(selector, expected):
    assert selects(bag(selector), "spec.selector", {"app": "web"}) is expected


def test_a_label_that_differs_decides_before_one_that_is_not_known():
    assert matches({"app": UNKNOWN, "tier": "x"}, {"app": "web", "tier": "y"}, "s") is False
    with pytest.raises(Unknown, match=r"^s$"):
        matches({"app": UNKNOWN, "tier": "x"}, {"app": "web", "tier": "x"}, "s")


@given(LABELS, LABELS)
def test_labels_match_when_every_wanted_one_is_held(wanted, held):
    assert matches(wanted, held, "s") is (wanted.items() <= held.items())


@given(st.lists(LABELS, max_size=6), LABELS)
def test_every_selector_that_selects_is_among_the_candidates(selectors, labels):
    things = [bag({"matchLabels": wanted}, str(index)) for index, wanted in enumerate(selectors)]
    found = [one.name for one in Selectors({"ml": things}, "spec.selector.matchLabels").candidates("ml", labels)]
    assert {one.name for one in things if selects(one, "spec.selector", labels)} <= set(found)
    assert len(found) == len(set(found))


def test_a_label_to_come_keeps_its_selectors_as_candidates_and_other_namespaces_have_none():
    index = Selectors({"ml": [bag({"matchLabels": {"app": "web"}})]}, "spec.selector.matchLabels")
    assert [one.name for one in index.candidates("ml", {"app": UNKNOWN})] == ["n"]
    assert not list(index.candidates("web", {"app": "web"}))
