"""What the check calls markup that can't be kept is what message texts do not keep."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patio.catalog.checks import errors_in
from patio.catalog.languages import Language
from patio.catalog.units import MessageFormat
from patio.statements.fields import STATEMENT_FEATURES
from patio.statements.message_text import Construct, to_db_html

#: Nothing is lost of a list item's second paragraph, and which pages exist no catalog knows.
NO_ERRORS = {Construct.LIST_PARAGRAPH, Construct.UNKNOWN_PAGE}


def removals(text: str) -> set[Construct]:
    found = to_db_html(text, features=STATEMENT_FEATURES, ids={}).removals
    return {removal.construct for removal in found} - NO_ERRORS


def has_markup_error(text: str) -> bool:
    found = errors_in(
        source="Care",
        text=text,
        message_format=MessageFormat.MARKDOWN,
        language=Language("es"),
    )
    return any(finding.check == "markup" for finding in found)


@pytest.mark.parametrize(
    ("text", "construct"),
    [
        pytest.param("# Cuidado", Construct.HEADING, id="heading"),
        pytest.param("> Cuidado", Construct.QUOTE, id="quotation"),
        pytest.param("El `cuidado`", Construct.CODE, id="code"),
        pytest.param("Uno\n\n---\n\nDos", Construct.RULE, id="rule"),
        pytest.param("a | b\n--- | ---\n1 | 2", Construct.TABLE, id="table"),
        pytest.param("![x](https://x.org/a.png)", Construct.IMAGE, id="image"),
        pytest.param("El <b>cuidado</b>", Construct.HTML, id="HTML"),
        pytest.param("<!-- nada -->", Construct.HTML, id="comment"),
        pytest.param("Vea <https://x.org>", Construct.AUTOLINK, id="address in angles"),
        pytest.param("El _cuidado_", Construct.UNDERSCORE, id="underscores"),
        pytest.param("El ~~cuidado~~", Construct.STRIKETHROUGH, id="struck out"),
        pytest.param("[Vea](javascript:alert)", Construct.ADDRESS, id="scheme"),
        pytest.param("[Vea](//x.org)", Construct.ADDRESS, id="no scheme"),
        pytest.param("[Vea]()", Construct.ADDRESS, id="no address"),
        pytest.param("[](https://x.org)", Construct.EMPTY_LINK, id="no words"),
        pytest.param('[Vea](https://x.org "Esto")', Construct.LINK_TITLE, id="title"),
        pytest.param("1. Uno\n3. Dos", Construct.LIST_NUMBER, id="number"),
    ],
)
def test_each_construct_is_an_error(text: str, construct: Construct) -> None:
    assert construct in removals(text)
    assert has_markup_error(text)


@pytest.mark.parametrize(
    "text",
    [
        "*Uno* y **dos** y ***tres***",
        "[Vea](https://x.org), [esto](mailto:a@x.org), [y](tel:+1555), [aquí](page:home)",
        "- Uno\n- Dos\n  - Tres",
        "1. Uno\n2. Dos\n3. Tres",
        "1. Uno\n1. Dos",
        "1990. Un año.\n\n1991. Otro.",
        "Kolleg_innen, 3 < 5 > 4, 2 * 3, a_b_c, C#, ~10, |x|",
        "\\<b>, \\_a\\_, \\# uno",
        "- Uno\n\nPárrafo.\n\n1. Dos\n2. Tres",
    ],
)
def test_what_is_kept_is_no_error(text: str) -> None:
    assert removals(text) == set()
    assert not has_markup_error(text)


PIECES = st.sampled_from(
    [
        *["<b>", "# ", "\n", "\n\n", "`", "_a_", "~~", "![", "[a](", "https://x.org", ")", "](<"],
        *["1. ", "2. ", "3. ", "- ", "a", " ", "x", "> ", "|", "javascript:a", "]()", "*", "**"],
        *["page:home", "<https://x.org>", "---", "\\", "&lt;", '"a"'],
    ]
)


@given(text=st.lists(PIECES, max_size=8).map("".join))
def test_what_is_not_kept_is_an_error(text: str) -> None:
    """Underscores in an address are the address's own, whatever a note about them says."""
    if removals(text) - {Construct.UNDERSCORE}:
        found = errors_in(
            source="Care",
            text=text,
            message_format=MessageFormat.MARKDOWN,
            language=Language("es"),
        )
        assert {finding.check for finding in found} & {"markup", "blank"}, removals(text)
