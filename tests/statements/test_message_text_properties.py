"""What must hold of message texts for every rich text and every Markdown."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.api.rich_text import APIRichText

from patio.statements.message_text import normalise_db_html, to_db_html, to_message_text

FEATURES = ["bold", "italic", "link", "ol", "ul"]
KEYS = {1: "value.solidarity", 2: "value.social-impact", 3: "home"}
IDS = {key: pk for pk, key in KEYS.items()}

#: A slow machine is no failure, nor are the many texts that an assumption sets aside.
unhurried = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)

NASTY = [
    *"\\`*_{}[]()<>#+-.!|~=&;:\"'/@^$%",
    *"**", "***", "****", "](", "[x](", "![", "[^1]: ", "- ", "+ ", "* ", "1. ", "2. ", "10. ",
    "1) ", "# ", "> ", "```", "~~~", "---", "===", "    ", "  ", "\t", "\n", "\\\n", "\r\n", " ",
    "&nbsp;", "&amp;", "&#42;", "&#x2a;", "&copy", "<b>", "</p>", "<!--", "-->", "<![CDATA[", "]]>",
    "<script>", "<br/>", "https://x.y/a_b_c", "<https://x.y>", "javascript:alert(1)",
    "mailto:a@b.c", "page:home", "page:#7", "page:nope", "(https://x.y)", "(page:home)", "//evil",
    "wagtail://page?id=1",
    "\u00a0", "\u3000", "\u2028", "\u0085", "\u00ad", "\u200b", "\u200c", "\u200d", "\u200f",
    "\u202e",
    "\ufeff", "。", "「", "」", "中", "é", "ا", "क्‍ष", "👩‍👩‍👧", "a", "b", "word",
    "1990", "x_y_z", "C++",
]  # fmt: skip

any_character = st.characters(exclude_categories=["Cs", "Cc"])
texts = st.one_of(
    st.text(any_character, max_size=12),
    st.lists(st.sampled_from(NASTY), max_size=8).map("".join),
    st.lists(st.one_of(st.sampled_from(NASTY), any_character), max_size=8).map("".join),
)
addresses = st.one_of(
    st.sampled_from(
        [
            "https://x.y/a_b_c", "https://x.y/(a)", "https://x.y/(a", "https://x.y/a)b", "https://x.y/((",
            "https://x.y/a b", 'https://x.y/"', "https://x.y/'", "https://x.y/<a>", "https://x.y/é?中=文",
            "https://x.y/?a=1&copy;=2&amp;b", "https://x.y/*a*_b_", "https://x.y/[a]", "https://x.y/a\\b",
            "mailto:a@b.c", "tel:+34-1", "HTTP://X.Y", "javascript:alert(1)", "//evil", "/here",
            "#there",
            "https://x.y/\u200d\u00a0", "https://x.y/%20%", "page:home", "data:text/html,x", "ftp://x.y",
        ]
    ),
    st.text(any_character, max_size=10).map("https://x.y/".__add__),
)  # fmt: skip


def _tag(name: str) -> Any:
    return lambda inner: f"<{name}>{inner}</{name}>"


def _anchor(parts: tuple[str, str]) -> str:
    attributes, inner = parts
    return f"<a {attributes}>{inner}</a>"


anchor_attributes = st.one_of(
    addresses.map(lambda address: f'href="{escape(address)}"'),
    st.integers(1, 5).map(lambda pk: f'linktype="page" id="{pk}"'),
)
inlines = st.recursive(
    st.one_of(texts.map(escape), texts.map(escape), st.just("<br/>"), st.just(" ")),
    lambda inner: st.one_of(
        *(
            st.lists(inner, max_size=3).map("".join).map(_tag(name))
            for name in ("b", "i", "strong")
        ),
        st.tuples(anchor_attributes, st.lists(inner, max_size=3).map("".join)).map(_anchor),
    ),
    max_leaves=8,
)
lines = st.lists(inlines, max_size=4).map("".join)
lists = st.recursive(
    lines.map(_tag("li")),
    lambda items: st.tuples(
        st.sampled_from(["ul", "ol"]), st.lists(st.tuples(lines, items), min_size=1, max_size=3)
    ).map(
        lambda parts: (
            f"<{parts[0]}>"
            + "".join(
                f"<li>{line}{nested if nested.startswith(('<ul', '<ol')) else ''}</li>"
                for line, nested in parts[1]
            )
            + f"</{parts[0]}>"
        )
    ),
    max_leaves=6,
).filter(lambda html: not html.startswith("<li"))
documents = st.lists(st.one_of(lines.map(_tag("p")), lists), max_size=4).map("".join)


def normalise(html: str) -> str:
    return normalise_db_html(html, features=FEATURES)


def parse(html: str) -> BeautifulSoup:
    """A tree of HTML; Beautiful Soup warns of text without a tag, which the doctype is here."""
    return BeautifulSoup(f"<!DOCTYPE html>{html}", "html.parser")


def visible_text(html: str) -> str:
    """What a person sees, all white space and characters without a glyph aside."""
    text = parse(html).get_text()
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", "", text)


@unhurried
@given(documents)
@example("<p>https://x.y/a_b_c</p>")
@example("<p><b>a</b><b><i>b</i></b><i>c</i></p>")
@example(
    "<ul><li>a<ol><li>1. b</li></ol><ul><li>- c</li></ul></li></ul><ol><li>d</li></ol><p>2. e</p>"
)
def test_a_rich_text_does_not_change_by_travelling(html: str) -> None:
    canonical = normalise(html)
    text = to_message_text(canonical, features=FEATURES, keys=KEYS)

    assert to_db_html(text, features=FEATURES, ids=IDS).html == canonical
    assert to_message_text(html, features=FEATURES, keys=KEYS) == text
    assert text == text.strip()


@unhurried
@given(documents)
def test_normalising_twice_is_normalising_once(html: str) -> None:
    canonical = normalise(html)

    assert normalise(canonical) == canonical


@unhurried
@given(documents)
def test_normalising_loses_no_visible_text(html: str) -> None:
    assert visible_text(normalise(html)) == visible_text(html)


@unhurried
@given(st.text(max_size=60) | st.lists(st.sampled_from(NASTY), max_size=20).map("".join))
def test_any_string_can_be_read_as_html(html: str) -> None:
    canonical = normalise(html)
    text = to_message_text(html, features=FEATURES, keys=KEYS)

    assert normalise(canonical) == canonical
    assert to_db_html(text, features=FEATURES, ids=IDS).html == canonical


def _through_the_editor(html: str) -> str:
    converter = ContentstateConverter(FEATURES)
    state = json.loads(converter.from_database_format(html))
    stored = converter.to_database_format(json.dumps(state))
    return re.sub(r' data-block-key="[^"]*"', "", stored)


@unhurried
@given(documents)
@example('<p><b>see <a href="https://x.y">this</a> now</b></p>')
def test_the_normal_form_is_what_the_editor_stores(html: str) -> None:
    """But for three things that the editor does: it looks page links up in the database, strips
    Unicode's other white space beside elements (``html_to_contentstate.handle_data``), and takes
    an item after a nested list of the other kind for another list's, or splits the list
    (draftjs_exporter 7.3, ``WrapperState.get_wrapper_elt`` asks the innermost list only)."""
    canonical = normalise(re.sub(r'linktype="page" id="\d+"', 'href="https://x.y"', html))
    assume("<ul>" not in canonical or "<ol>" not in canonical)
    assume(canonical)  # of nothing it makes an empty paragraph
    assume(not re.search(r"[^\S \n]", parse(canonical).get_text()))
    stored = _through_the_editor(canonical)

    assert normalise(stored) == canonical
    if not re.search(r"\s(</[bi]>)+<[abi]|</[abi]>(<[bi]>)+\s", canonical):
        assert _join_elements(stored) == _join_elements(canonical)


def _join_elements(html: str) -> str:
    """HTML without the borders at which the editor splits a style, as it does after a link."""
    return re.sub(r"</(b|i)><\1>", "", html)


@unhurried
@given(documents)
def test_wagtail_s_sanitiser_finds_nothing_to_remove(html: str) -> None:
    canonical = normalise(html)
    cleaned, removals = APIRichText.sanitize_db_html(canonical, features=FEATURES)

    assert removals == []
    assert parse(cleaned) == parse(canonical)


pieces = st.one_of(
    texts,
    st.tuples(st.sampled_from(["*", "**", "***", "_", "~~", "`"]), texts).map(
        lambda parts: f"{parts[0]}{parts[1]}{parts[0]}"
    ),
    st.tuples(texts, addresses | st.sampled_from(["page:home", "page:#9", "page:x"])).map(
        lambda parts: f"[{parts[0]}]({parts[1]})"
    ),
)
markdown_lines = st.tuples(
    st.sampled_from(
        ["", "", "", "- ", "1. ", "2. ", "* ", "  - ", "   1. ", "    ", "# ", "> ", "- 1. "]
    ),
    st.lists(pieces, max_size=5).map("".join),
    st.sampled_from(["\n", "\n\n", "\\\n", "  \n", ""]),
).map("".join)
markdown = st.one_of(
    st.text(max_size=60),
    st.text(st.characters(), max_size=60),
    st.lists(st.sampled_from(NASTY), max_size=25).map("".join),
    st.lists(markdown_lines, max_size=6).map("".join),
)


@unhurried
@given(markdown)
def test_a_message_text_does_not_drift(text: str) -> None:
    html = to_db_html(text, features=FEATURES, ids=IDS).html
    again = to_message_text(html, features=FEATURES, keys=KEYS)

    assert normalise(html) == html
    assert to_db_html(again, features=FEATURES, ids=IDS).html == html


@pytest.mark.parametrize("features", [[], ["bold"], ["italic", "link"], ["ol"], ["ul", "bold"]])
@unhurried
@given(text=markdown, html=documents)
def test_fewer_features_keep_both_promises(features: list[str], text: str, html: str) -> None:
    made = to_db_html(text, features=features, ids=IDS).html
    again = to_message_text(made, features=features, keys=KEYS)
    canonical = normalise_db_html(html, features=features)
    message = to_message_text(canonical, features=features, keys=KEYS)

    assert to_db_html(again, features=features, ids=IDS).html == made
    assert to_db_html(message, features=features, ids=IDS).html == canonical
    assert visible_text(canonical) == visible_text(html)


@unhurried
@given(markdown)
def test_every_letter_of_a_message_text_is_shown(text: str) -> None:
    """Letters outside of link addresses and entities survive, whatever the syntax around them."""
    assume("](" not in text and "&" not in text)
    html = to_db_html(text, features=FEATURES, ids=IDS).html

    assert re.findall(r"[^\W\d_]", visible_text(html)) == re.findall(r"[^\W\d_]", text)
