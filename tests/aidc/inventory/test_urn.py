"""URNs are made and read as the engine does it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.inventory.urn import Urn, make_urn, parse_urn, short_name

STACK = "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod"
WORD = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1)


def test_a_child_of_the_stack_has_its_own_type_alone():
    assert (
        make_urn("prod", "shop", STACK, "gcp:compute/network:Network", "net") == "urn:pulumi:prod::shop::gcp:compute/network:Network::net"
    )


def test_a_resource_without_parent_is_named_like_a_child_of_the_stack():
    assert make_urn("prod", "shop", "", "t:t:T", "x") == make_urn("prod", "shop", STACK, "t:t:T", "x")


def test_a_grandchild_carries_the_types_of_all_its_ancestors():
    parent = "urn:pulumi:prod::shop::shop:net:Site$shop:net:Cell::eu-cell"
    assert make_urn("prod", "shop", parent, "t:t:T", "x") == "urn:pulumi:prod::shop::shop:net:Site$shop:net:Cell$t:t:T::x"


def test_a_name_may_hold_the_separator():
    assert parse_urn("urn:pulumi:prod::shop::a:b:C$d:e:F::x::y") == Urn("prod", "shop", ("a:b:C", "d:e:F"), "x::y")
    assert parse_urn("urn:pulumi:prod::shop::a:b:C$d:e:F::x::y").type == "d:e:F"


@pytest.mark.parametrize("text", ["", "urn:pulumi:prod::shop::t:t:T", "urn:aws:prod::shop::t:t:T::x"])
def test_anything_else_is_refused_with_the_form_that_a_urn_has(text):
    with pytest.raises(ValueError) as refusal:
        parse_urn(text)
    assert str(refusal.value) == f"{text!r} is no URN; a URN reads urn:pulumi:<stack>::<project>::<type>::<name>"


@given(stack=WORD, project=WORD, types=st.lists(WORD, min_size=1, max_size=4), name=st.text())
def test_what_is_made_is_read_back(stack, project, types, name):
    parent = ""
    for type_ in types:
        parent = make_urn(stack, project, parent, type_, name)
    assert parse_urn(parent) == Urn(stack, project, tuple(types), name)


def test_a_resource_is_called_by_its_name_whatever_that_holds():
    assert short_name(make_urn("prod", "shop", STACK, "t:t:T", "a::b")) == "a::b"
    assert short_name("a::b::c::d") == "a::b::c::d", "a plain name is itself"
    assert short_name("urn:pulumi:prod::shop") == "urn:pulumi:prod::shop"
