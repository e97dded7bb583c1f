"""What is not known yet never hides a problem that is."""

from __future__ import annotations

import pytest

from policies.bag import UNKNOWN, Bag, NotApplicable, Unknown
from policies.reading import first_of, first_problem, keyed, objects, texts


def bag(**values) -> Bag:
    return Bag("t", "n", "urn", values, {})


def check(part):
    if isinstance(part, Exception):
        raise part
    return part


@pytest.mark.parametrize("order", [(Unknown("a"), NotApplicable("b"), "wrong"), ("wrong", Unknown("a")), (NotApplicable("b"), "wrong")])
def test_a_problem_is_told_whatever_else_is_not_known(order):
    assert first_problem(order, check) == "wrong"


def test_without_a_problem_the_unknown_counts_more_than_what_does_not_apply():
    with pytest.raises(Unknown, match=r"^a$"):
        first_problem([None, NotApplicable("b"), Unknown("a"), Unknown("c")], check)
    with pytest.raises(NotApplicable, match=r"^b$"):
        first_problem([None, NotApplicable("b")], check)


def test_nothing_wrong_is_nothing():
    assert first_problem([None, ""], check) is None
    assert first_of(lambda: None, lambda: "second") == "second"


def test_a_list_that_ends_in_the_unknown_is_judged_up_to_there():
    held = bag(ports=[UNKNOWN, {"port": 1}], verbs=[UNKNOWN, "get", 3])
    assert first_problem(objects(held, "ports"), lambda port: port.text("port")) == "1"
    with pytest.raises(Unknown, match=r"^ports$"):
        list(objects(held, "ports"))
    assert next(texts(held, "verbs")) == "get"
    with pytest.raises(Unknown, match=r"^verbs$"):
        list(texts(held, "verbs"))


def test_keys_with_dots_are_one_key():
    held = bag(metadata={"labels": {"app.kubernetes.io/name": "a", "x": UNKNOWN}})
    assert keyed(held, "metadata.labels", "app.kubernetes.io/name") == "a"
    assert keyed(held, "metadata.labels", "app") is None
    assert keyed(bag(metadata={"labels": "none"}), "metadata.labels", "app") is None
    with pytest.raises(Unknown, match=r"^metadata\.labels\[x\]$"):
        keyed(held, "metadata.labels", "x")
