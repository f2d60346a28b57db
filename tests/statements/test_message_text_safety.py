"""Nothing in a message text can do anything but be read."""

# ruff: noqa: E501  (a table reads better with a case on one line)
from __future__ import annotations

import time

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from patio.statements.message_text import (
    MAX_DB_HTML,
    MAX_MESSAGE_TEXT,
    Construct,
    TextTooLongError,
    UnsupportedFeatureError,
    clean_db_html,
    normalise_db_html,
    render_safe,
    to_db_html,
    to_message_text,
)

FEATURES = ["bold", "italic", "link", "ol", "ul"]
IDS = {"home": 1, "value.solidarity": 7}

#: A slow machine is no failure, nor are the many texts that an assumption sets aside.
unhurried = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)

PIECES = [
    "<script>", "</script>", "alert(1)", "<!--", "-->", "<!-->", "<![CDATA[", "]]>", "<svg/onload=x>",
    "<a href=javascript:x>", "<img src=x onerror=y>", "</p>", "<p>", "&lt;", "&#60;", "&#x3c;", "&#0;",
    "[x](", ")", "javascript:", "JaVaScRiPt:", "java\tscript:", "java\nscript:", "\x01javascript:",
    "javascript&#58;", "javascript&colon;", "&#106;avascript:", "\\javascript:", "data:text/html,",
    "vbscript:", "//evil.example", "/\\evil", "\\\\evil", "https:evil", "https:///evil", "ftp://x.y",
    "wagtail://page?id=1", "page:home", "page:nope", "page:#1", "page:#x", "https://x.y", "mailto:a@b.c",
    "tel:1", "<", ">", '"', "'", " ", "\n", "\x00", "\u202e", "*", "**", "- ", "1. ", "[", "](", "](<", "!",
    'onclick="x"', "a",
]  # fmt: skip
hostile = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=16).map("".join),
    st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=12).map("".join),
)


def parse(html: str) -> BeautifulSoup:
    """A tree of HTML; Beautiful Soup warns of text without a tag, which the doctype is here."""
    return BeautifulSoup(f"<!DOCTYPE html>{html}", "html.parser")


def assert_is_allowed(html: str, *, is_stored: bool) -> None:
    """Only the elements, attributes and addresses that the rules name."""
    for element in parse(html).find_all(True):
        assert element.name in {"p", "b", "strong", "i", "em", "a", "ul", "ol", "li", "br"}
        names = set(element.attrs)
        if element.name != "a":
            assert not names
        elif is_stored and "linktype" in names:
            assert names == {"linktype", "id"}
            assert element["linktype"] == "page"
            assert str(element["id"]).isdecimal()
        else:
            assert names <= {"href"}
            starts = ("http://", "https://", "mailto:", "tel:")
            address = str(element.get("href", "https://")).lower()
            is_own = not is_stored and address.startswith("/") and address[1:2] not in {"/", "\\"}
            assert address.startswith(starts) or is_own
            assert not any(character <= " " or character in "<>" for character in address)


@unhurried
@given(hostile)
@example("<script>alert(1)</script> [x](javascript:alert(1)) <!--><script>alert(1)</script>-->")
def test_a_message_text_makes_nothing_but_what_is_allowed(text: str) -> None:
    html = to_db_html(text, features=FEATURES, ids=IDS).html

    assert_is_allowed(html, is_stored=True)
    assert parse(render_safe(html)).get_text() == (parse(html).get_text())


@unhurried
@given(hostile)
def test_stored_html_of_any_origin_is_brought_to_what_is_allowed(html: str) -> None:
    assert_is_allowed(normalise_db_html(html, features=FEATURES), is_stored=True)


@unhurried
@given(hostile)
@example(
    '<a href="//evil.example">x</a><a href="/\\evil">x</a><p style="x" onclick="x" lang="x y">'
)
def test_the_way_out_lets_nothing_else_through(html: str) -> None:
    shown = render_safe(html)

    assert_is_allowed(shown, is_stored=False)
    assert render_safe(shown) == shown


def test_html_in_a_message_text_is_shown() -> None:
    text = "<script>alert(1)</script> [x](javascript:alert(1)) <!--><script>alert(1)</script>-->"

    made = to_db_html(text, features=FEATURES, ids=IDS)

    assert parse(render_safe(made.html)).get_text() == text
    assert {removal.construct for removal in made.removals} == {Construct.HTML, Construct.ADDRESS}
    assert to_message_text(made.html, features=FEATURES, keys={}) == (
        r"<script>alert(1)</script> [x\](javascript:alert(1)) <!--><script>alert(1)</script>-->"
    )


@pytest.mark.parametrize(
    "destination",
    [
        pytest.param("javascript:alert(1)", id="script"),
        pytest.param("JAVASCRIPT:alert(1)", id="upper case"),
        pytest.param("javascript&#58;alert(1)", id="entity"),
        pytest.param("javascript&colon;alert(1)", id="named entity"),
        pytest.param("&#x6A;avascript:alert(1)", id="entity in the scheme"),
        pytest.param("java&Tab;script:alert(1)", id="tab in the scheme"),
        pytest.param("java&#10;script:alert(1)", id="newline in the scheme"),
        pytest.param("&#1;javascript:alert(1)", id="control character before the scheme"),
        pytest.param("<java script:alert(1)>", id="space in the scheme"),
        pytest.param("data:text/html,x", id="data"),
        pytest.param("vbscript:x", id="vbscript"),
        pytest.param("ftp://x.y/", id="ftp"),
        pytest.param("file:///etc/passwd", id="file"),
        pytest.param("wagtail://page?id=1", id="wagtail"),
        pytest.param("//evil.example", id="no scheme"),
        pytest.param("/\\\\evil.example", id="backslash"),
        pytest.param("https:evil.example", id="no slashes"),
        pytest.param("https:///evil.example", id="no host"),
        pytest.param("https://", id="nothing"),
        pytest.param("/values/", id="path"),
        pytest.param("values", id="relative"),
        pytest.param("?a=b", id="query"),
        pytest.param("#top", id="fragment"),
        pytest.param("page:", id="no key"),
        pytest.param("page:nope", id="unknown key"),
        pytest.param("page:#0", id="no id"),
        pytest.param("page:#x", id="id that is none"),
        pytest.param("PAGE:home", id="page in upper case"),
        pytest.param("<>", id="empty"),
    ],
)
def test_an_address_outside_the_rules_is_text(destination: str) -> None:
    made = to_db_html(f"See [here]({destination}).", features=FEATURES, ids=IDS)

    assert "<a" not in made.html
    assert made.html.startswith("<p>See [here](")
    assert {removal.construct for removal in made.removals} & {
        Construct.ADDRESS,
        Construct.UNKNOWN_PAGE,
    }


@pytest.mark.parametrize(
    ("destination", "attributes"),
    [
        pytest.param("https://x.y/a_b_c", 'href="https://x.y/a_b_c"', id="underscores"),
        pytest.param("http://x.y", 'href="http://x.y"', id="http"),
        pytest.param("HTTPS://X.Y", 'href="HTTPS://X.Y"', id="upper case"),
        pytest.param("mailto:a@b.c", 'href="mailto:a@b.c"', id="mail"),
        pytest.param("tel:+34-1", 'href="tel:+34-1"', id="telephone"),
        pytest.param("https://x.y/(a)", 'href="https://x.y/(a)"', id="parentheses"),
        pytest.param("<https://x.y/a b>", 'href="https://x.y/a%20b"', id="space"),
        pytest.param("https://x.y/'\"", 'href="https://x.y/&#x27;%22"', id="quotes"),
        pytest.param("https://es.wikipedia.org/wiki/Ñ", 'href="https://es.wikipedia.org/wiki/Ñ"', id="ñ"),
        pytest.param("https://x.y/?a=1&b=2", 'href="https://x.y/?a=1&amp;b=2"', id="query"),
        pytest.param("page:value.solidarity", 'linktype="page" id="7"', id="statement"),
        pytest.param("page:#12", 'linktype="page" id="12"', id="other page"),
    ],
)  # fmt: skip
def test_an_address_within_the_rules_is_a_link(destination: str, attributes: str) -> None:
    made = to_db_html(f"[here]({destination})", features=FEATURES, ids=IDS)

    assert made.html == f"<p><a {attributes}>here</a></p>"
    assert made.removals == ()


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        pytest.param('<p><a href="/es/x/">x</a></p>', '<p><a href="/es/x/">x</a></p>', id="own path"),
        pytest.param('<a href="/">x</a>', '<a href="/">x</a>', id="home"),
        pytest.param('<a href="//e">x</a>', "<a>x</a>", id="other host"),
        pytest.param('<a href="/\t/e">x</a>', "<a>x</a>", id="hidden tab"),
        pytest.param('<a href="e">x</a>', "<a>x</a>", id="relative"),
        pytest.param('<a href="javascript:x">x</a>', "<a>x</a>", id="script"),
        pytest.param('<a href="ftp://x.y">x</a>', "<a>x</a>", id="ftp"),
        pytest.param('<a href="https://x.y" target="_blank">x</a>', '<a href="https://x.y">x</a>', id="target"),
        pytest.param('<p lang="pt-br" dir="ltr">x</p>', '<p lang="pt-br" dir="ltr">x</p>', id="language"),
        pytest.param('<p lang="x y" dir="up" id="x">x</p>', "<p>x</p>", id="not a language"),
        pytest.param("<h2>x</h2><script>y</script>", "x", id="elements"),
        pytest.param("<b>&lt;b&gt;</b>", "<b>&lt;b&gt;</b>", id="escaped"),
        pytest.param('<a linktype="page" id="1">x</a>', "<a>x</a>", id="not expanded"),
        pytest.param("\ud800x", "x", id="lone surrogate"),
    ],
)  # fmt: skip
def test_render_safe(html: str, shown: str) -> None:
    assert render_safe(html) == shown


@pytest.mark.parametrize(
    "unit",
    ["[", "![", "[a](", "](", "[a](<", '[a](https://x.y "', "*", "*a ", "**a ", "***a", "- ", "1. ",
     "- a\n", "-\n- ", "a\\\n", "> ", "\\", "&", "<", "<!--", "`", "_a ", "a\n\n", "[a](https://x.y) "],
)  # fmt: skip
def test_time_grows_with_the_text_only(unit: str) -> None:
    """Ten times the text may take forty times the time: far from the hundred of a square."""

    def cost(length: int) -> float:
        text = (unit * length)[:length]
        times = []
        for _ in range(3):
            start = time.process_time()
            to_db_html(text, features=FEATURES, ids=IDS)
            times.append(time.process_time() - start)
        return min(times)

    assert cost(20_000) < 40 * cost(2_000) + 0.05


@pytest.mark.parametrize(
    "unit", ["<a ", "<!--", '<a href="', "<b>", "<ul><li>", "<p><b>x", "<", "<!["]
)
def test_html_that_never_ends_is_read_in_time(unit: str) -> None:
    start = time.process_time()

    normalise_db_html(unit * 5_000, features=FEATURES)

    assert time.process_time() - start < 5


@pytest.mark.parametrize("unit", ["- ", "1. ", "> ", "[", "*", "* - 1. "])
def test_nesting_without_end_loses_no_text(unit: str) -> None:
    html = to_db_html(unit * 5_000 + "end", features=FEATURES, ids=IDS).html

    assert "end" in html
    again = to_message_text(html, features=FEATURES, keys={})
    assert to_db_html(again, features=FEATURES, ids=IDS).html == html


def test_a_list_deeper_than_the_limit_keeps_its_items() -> None:
    text = "".join(f"{'  ' * depth}- item {depth}\n" for depth in range(200))

    html = to_db_html(text, features=FEATURES, ids=IDS).html

    assert all(f"item {depth}" in html for depth in range(200))


def test_a_text_too_long_is_refused() -> None:
    to_db_html("a" * MAX_MESSAGE_TEXT, features=FEATURES, ids=IDS)

    with pytest.raises(TextTooLongError, match="100,001"):
        to_db_html("a" * (MAX_MESSAGE_TEXT + 1), features=FEATURES, ids=IDS)
    with pytest.raises(TextTooLongError):
        to_message_text("a" * (MAX_DB_HTML + 1), features=FEATURES, keys={})


def test_a_feature_that_would_be_lost_is_refused() -> None:
    with pytest.raises(UnsupportedFeatureError, match="h2, image"):
        to_message_text("", features=["bold", "image", "h2"], keys={})


@pytest.mark.parametrize(
    ("text", "construct"),
    [
        pytest.param("# Title", Construct.HEADING, id="heading"),
        pytest.param("> Quoted", Construct.QUOTE, id="quotation"),
        pytest.param("```\ncode\n```", Construct.CODE, id="code block"),
        pytest.param("some `code`", Construct.CODE, id="code"),
        pytest.param("a\n\n---\n\nb", Construct.RULE, id="rule"),
        pytest.param("| a | b |\n|---|---|\n| c | d |", Construct.TABLE, id="table"),
        pytest.param("![alt](https://x.y/z.png)", Construct.IMAGE, id="image"),
        pytest.param("a <b>bold</b>", Construct.HTML, id="HTML"),
        pytest.param("<https://x.y>", Construct.AUTOLINK, id="autolink"),
        pytest.param("an _italic_ word", Construct.UNDERSCORE, id="underscores"),
        pytest.param("~~gone~~", Construct.STRIKETHROUGH, id="struck out"),
    ],
)
def test_what_is_not_markdown_here_is_shown_as_typed_and_said(
    text: str, construct: Construct
) -> None:
    made = to_db_html(text, features=FEATURES, ids=IDS)

    shown = parse(made.html).get_text(" ")
    assert shown.split() == text.split()
    assert construct in {removal.construct for removal in made.removals}
    assert all(str(removal) for removal in made.removals)


@pytest.mark.parametrize(
    ("text", "features", "construct", "html"),
    [
        pytest.param("[x](https://x.y 'title')", FEATURES, Construct.LINK_TITLE, '<p><a href="https://x.y">x</a></p>', id="title"),
        pytest.param("a [](https://x.y)", FEATURES, Construct.EMPTY_LINK, "<p>a</p>", id="empty link"),
        pytest.param("[x]()", FEATURES, Construct.ADDRESS, "<p>x</p>", id="no address"),
        pytest.param("1. a\n1990. b", FEATURES, Construct.LIST_NUMBER, "<ol><li>a</li><li>b</li></ol>", id="number"),
        pytest.param("- a\n\n  b", FEATURES, Construct.LIST_PARAGRAPH, "<ul><li>a<br/>b</li></ul>", id="paragraph"),
    ],
)  # fmt: skip
def test_what_is_dropped_is_said(
    text: str, features: list[str], construct: Construct, html: str
) -> None:
    made = to_db_html(text, features=features, ids=IDS)

    assert made.html == html
    assert [removal.construct for removal in made.removals] == [construct]


def test_a_link_of_the_editor_that_may_not_travel_is_said() -> None:
    cleaned = clean_db_html(
        '<p><a href="#top">up</a> <a linktype="document" id="3">file</a></p>', features=FEATURES
    )

    assert cleaned.html == "<p>up file</p>"
    assert [removal.construct for removal in cleaned.removals] == [Construct.ADDRESS] * 2


@pytest.mark.parametrize(
    "text",
    ["client's and/or A-B", "1 < 2 > 1", "snake_case", "C++ #1", "50 % * 2", "a - b", "(x) [1]", "Yes!"],
)  # fmt: skip
def test_ordinary_text_is_not_reported(text: str) -> None:
    assert to_db_html(text, features=FEATURES, ids=IDS).removals == ()
