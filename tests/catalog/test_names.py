"""Names fit in a line of a header, whoever chose them, and give no address away."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patio.catalog.names import MACHINE_TRANSLATOR, MAX_NAME, last_translator, name_only


@pytest.mark.parametrize(
    ("told", "name"),
    [
        pytest.param("  Inés  Gómez ", "Inés Gómez", id="spaces"),
        pytest.param("Ana <ana@example.org>", "Ana", id="address"),
        pytest.param("ana@example.org", "", id="nothing but an address"),
        pytest.param("Ana\nLanguage: fr", "Ana Language: fr", id="line feed"),
        pytest.param("Ana\r\x00\x1b[2J\x85\u2028B", "Ana [2J B", id="controls and line separators"),
        pytest.param("a\u202eb", "a b", id="direction override"),
        pytest.param("a < b > c", "a c", id="brackets"),
        pytest.param("Ana <", "Ana", id="open bracket"),
        pytest.param("half \ud800", "half", id="half of a character"),
        pytest.param("می\u200cخواهیم", "می\u200cخواهیم", id="Persian joiner"),
        pytest.param("x" * 5000, "x" * MAX_NAME, id="endless"),
    ],
)
def test_a_name_is_one_line_without_address(told: str, name: str) -> None:
    assert name_only(told) == name


@given(st.text())
def test_whatever_the_name_nothing_of_it_leaves_its_line(told: str) -> None:
    name = name_only(told)

    assert len(name) <= MAX_NAME
    assert len(name.splitlines()) <= 1
    assert not set(name) & set("<>@")
    assert all(c in "\u200c\u200d" or unicodedata.category(c)[0] != "C" for c in name)
    assert name_only(name) == name


@pytest.mark.parametrize(
    "told",
    [MACHINE_TRANSLATOR, f"{MACHINE_TRANSLATOR} <>", "FULL NAME <EMAIL@ADDRESS>", "FULL NAME", ""],
)
def test_no_person_is_no_last_translator(told: str) -> None:
    assert last_translator(told) == ""
