"""Texts of strangers are shown and never obeyed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidc.report.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("n2-standard-8", "n2-standard-8"),
        ("Zürich · 4 × T4", "Zürich · 4 × T4"),
        ("urn:pulumi:dev::shop::gcp:compute/disk:Disk::d", "urn:pulumi:dev::shop::gcp:compute/disk:Disk::d"),
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("one\ntwo\u2028three", "one two three"),
        ("a\u202eb", "a\ufffdb"),
        ("x\n::error file=a::b", "x : :error file=a::b"),
        ("x::Stop-Commands::t", "x: :Stop-Commands::t"),
        ("##[error]x", "# #[error]x"),
    ],
)
def test_a_text_shows_what_it_holds_and_commands_nothing(text: str, shown: str):
    assert visible(text) == shown


@given(st.text())
def test_whatever_is_shown_is_one_printable_line(text: str):
    assert visible(text).isprintable()
    assert "::error::" not in visible(text)
