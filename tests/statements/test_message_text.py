"""Message texts as translators see them, in several scripts, and the way back."""

# ruff: noqa: E501  (a table reads better with a case on one line)
from __future__ import annotations

import pytest

from patio.statements.message_text import normalise_db_html, to_db_html, to_message_text

FEATURES = ["bold", "italic", "link", "ol", "ul"]
KEYS = {7: "value.solidarity"}
IDS = {"value.solidarity": 7}


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("<p>One.</p><p>Two.</p>", "One.\n\nTwo.", id="paragraphs"),
        pytest.param("<p><i>a</i> and <b>b</b></p>", "*a* and **b**", id="styles"),
        pytest.param("<p>a<b><i>b</i></b>c</p>", "a***b***c", id="both inside a word"),
        pytest.param("<p><b>a<i>b</i></b><i>c</i></p>", "**a*b**c*", id="overlapping styles"),
        pytest.param("<p><b>a</b><i>b</i></p>", "**a***b*", id="adjacent styles"),
        pytest.param("<p>a<br/>b</p>", "a\\\nb", id="line break"),
        pytest.param("<ul><li>a</li><li>b</li></ul>", "- a\n- b", id="bullets"),
        pytest.param("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b", id="numbers"),
        pytest.param(
            "<p>x</p><ul><li>a<ol><li>b</li><li>c</li></ol></li><li>d</li></ul><p>y</p>",
            "x\n\n- a\n  1. b\n  2. c\n- d\n\ny",
            id="nested lists",
        ),
        pytest.param(
            "<ul><li>a<ul><li>b</li></ul><ol><li>c</li></ol></li></ul>",
            "- a\n  - b\n  1. c",
            id="two lists in an item",
        ),
        pytest.param(
            "<ul><li>a</li></ul><ol><li>b</li></ol><ul><li>c</li></ul>",
            "- a\n\n1. b\n\n- c",
            id="list after list",
        ),
        pytest.param("<ol><li>a<br/>b</li></ol>", "1. a\\\n   b", id="line break in an item"),
        pytest.param('<p><a href="https://x.y/a_b">x</a></p>', "[x](https://x.y/a_b)", id="link"),
        pytest.param(
            '<p><b>see <a href="https://x.y">this</a> now</b></p>',
            "**see [this](https://x.y) now**",
            id="link in bold",
        ),
        pytest.param(
            '<p><a href="https://x.y"><b>a</b> b</a></p>', "[**a** b](https://x.y)", id="bold in a link"
        ),
        pytest.param(
            '<p><a linktype="page" id="7"><b>us</b></a></p>',
            "**[us](page:value.solidarity)**",
            id="bold link to a statement",
        ),
        pytest.param('<p><a linktype="page" id="9">x</a></p>', "[x](page:#9)", id="other page"),
        pytest.param('<p><a href="https://x.y/(a)">x</a></p>', "[x](https://x.y/(a))", id="balanced"),
        pytest.param('<p><a href="https://x.y/(a">x</a></p>', "[x](<https://x.y/(a>)", id="unbalanced"),
        pytest.param('<p><a href="https://x.y">[1]</a></p>', r"[\[1\]](https://x.y)", id="brackets"),
        pytest.param('<p>!<a href="https://x.y">x</a></p>', r"\![x](https://x.y)", id="no image"),
    ],
)  # fmt: skip
def test_structure(html: str, text: str) -> None:
    canonical = normalise_db_html(html, features=FEATURES)

    assert to_message_text(html, features=FEATURES, keys=KEYS) == text
    assert to_db_html(text, features=FEATURES, ids=IDS).html == canonical


@pytest.mark.parametrize(
    "text",
    [
        "We meet our clients’ needs, and the company's.", "and/or, A-B, 1,000 (x), C++, 3.5 %, 50 % * 2",
        "snake_case __init__ _x_", "#1 # Title", "# Title", "> quoted", "=== ~~~ ``` `code` ~~x~~ | a | b |",
        "https://x.y/a_b_c", "<https://x.y>", "1 < 2 & 3 > 2, R&D, AT&T; &c.", "[1] (2) [x] {y}", "wow!",
        "1990. The year", "1) one", "(a)", "-1 +34 900", "footnote*", r"C:\dir", "^1 $x @y", "---", "...", "– a",
        "لا للتمييز، نعم للتضامن (١٩٩٠)", "همبستگی می‌خواهیم", "हम क्‍षमता का सम्मान करते हैं।", "我们支持成员。（一）“二”",
        "「連帯」を大切に。", "เราสนับสนุนสมาชิก", "Chúng tôi ủng hộ", "Soli\u00adda\u00adri\u00adtät", "L’« entraide\u00a0»",
        "👩‍👩‍👧 ✊🏾", "\u200fאנו תומכים\u200f (א)", "Միասին՝ ուժեղ։", "¿Qué? ¡Sí!", "İstanbul’da",
    ],
)  # fmt: skip
def test_ordinary_text_needs_no_escape(text: str) -> None:
    made = to_db_html(text, features=FEATURES, ids=IDS)

    assert to_message_text(made.html, features=FEATURES, keys=KEYS) == text
    assert not made.html.count("<") - 2  # one paragraph, nothing in it


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param("- a", r"\- a", id="bullet"),
        pytest.param("+ a", r"\+ a", id="plus"),
        pytest.param("* a", r"\* a", id="asterisk"),
        pytest.param("1. a", r"1\. a", id="number"),
        pytest.param("a<br/>- b", "a\\\n\\- b", id="bullet after a line break"),
        pytest.param("*a*", r"\*a\*", id="asterisks"),
        pytest.param("5*3*2", r"5\*3\*2", id="asterisks inside"),
        pytest.param("[x](https://x.y)", r"[x\](https://x.y)", id="link"),
        pytest.param("&amp;nbsp; &amp;amp;", r"\&nbsp; \&amp;", id="entity"),
        pytest.param(r"\* a\\", r"\\* a\\\\", id="backslashes"),
    ],
)
def test_text_that_looks_like_markdown_is_escaped(content: str, text: str) -> None:
    html = f"<p>{content}</p>"

    assert to_message_text(html, features=FEATURES, keys=KEYS) == text
    assert to_db_html(text, features=FEATURES, ids=IDS).html == html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("<p><b>「太字」</b>です</p>", "**「太字」**です", id="Japanese"),
        pytest.param(
            "<p><b>重要：</b>请看<i>“这里”</i>。</p>", "**重要：**请看*“这里”*。", id="Chinese"
        ),
        pytest.param("<p><b>(ข้อ)</b>ต่อ</p>", "**(ข้อ)**ต่อ", id="Thai"),
        pytest.param("<p><b>مهم:</b> اقرأ <i>هذا</i>.</p>", "**مهم:** اقرأ *هذا*.", id="Arabic"),
        pytest.param("<p>می<b>‌خواهیم</b></p>", "می**‌خواهیم**", id="Persian, joiner at the edge"),
        pytest.param("<p><i>क्‍ष</i>मता</p>", "*क्‍ष*मता", id="Hindi"),
        pytest.param("<p><b>Nota:</b>«ver»</p>", "**Nota:**«ver»", id="Spanish"),
        pytest.param("<p>Sol<b>i</b>darität</p>", "Sol**i**darität", id="German"),
    ],
)
def test_emphasis_in_every_script(html: str, text: str) -> None:
    assert to_message_text(html, features=FEATURES, keys=KEYS) == text
    assert to_db_html(text, features=FEATURES, ids=IDS).html == html


@pytest.mark.parametrize(
    ("html", "canonical"),
    [
        pytest.param('<p data-block-key="abc">a</p>', "<p>a</p>", id="block key"),
        pytest.param("<p>a<b> b </b>c</p>", "<p>a <b>b</b> c</p>", id="spaces in bold"),
        pytest.param("<p>  a \n\t b&nbsp; </p>", "<p>a b</p>", id="outer and inner white space"),
        pytest.param("<p>a</p><p></p><p>&nbsp;</p><p><b> </b></p><p>b</p>", "<p>a</p><p>b</p>", id="empty"),
        pytest.param("<p><br/>a<br/> b<br/></p>", "<p>a<br/>b</p>", id="breaks at the edges"),
        pytest.param("<p><strong>a</strong><b>b</b></p>", "<p><b>ab</b></p>", id="synonyms, adjacent"),
        pytest.param("<p><i><b>a</b></i></p>", "<p><b><i>a</i></b></p>", id="nesting"),
        pytest.param("<ul><li>a</li></ul><ul><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>", id="lists"),
        pytest.param("<ul><li><ul><li>a</li></ul></li></ul>", "<ul><li>a</li></ul>", id="depth"),
        pytest.param("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a<br/>b</li></ul>", id="paragraphs in an item"),
        pytest.param("<h2>a</h2><blockquote>b</blockquote>c", "<p>a</p><p>b</p><p>c</p>", id="other blocks"),
        pytest.param("<p>a<script>b</script><!-- c --></p>", "<p>a</p>", id="unseen"),
        pytest.param("<p>&quot;a&#x27;</p>", "<p>\"a'</p>", id="entities"),
        pytest.param(
            '<p><a href="https://x.y"> a<br/>b </a>c</p>', '<p><a href="https://x.y">a b</a> c</p>', id="link"
        ),
        pytest.param(
            '<p><b>a</b> <a href="https://x.y"><b>b</b></a></p>',
            '<p><b>a </b><a href="https://x.y"><b>b</b></a></p>',
            id="bold on both sides of a link's border",
        ),
        pytest.param("<p><b>a</b> <b>b</b> c</p>", "<p><b>a b</b> c</p>", id="bold on both sides"),
    ],
)  # fmt: skip
def test_the_normal_form(html: str, canonical: str) -> None:
    assert normalise_db_html(html, features=FEATURES) == canonical


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("a\nb", "<p>a b</p>", id="line end"),
        pytest.param("a  \nb", "<p>a<br/>b</p>", id="two spaces"),
        pytest.param("a\r\n\r\nb", "<p>a</p><p>b</p>", id="CRLF"),
        pytest.param("* a\n* b", "<ul><li>a</li><li>b</li></ul>", id="other bullets"),
        pytest.param("1. a\n1. b", "<ol><li>a</li><li>b</li></ol>", id="all ones"),
        pytest.param("1. a\n\n   2. b", "<ol><li>a<br/>2. b</li></ol>", id="number in an item"),
        pytest.param("**open", "<p>**open</p>", id="open bold"),
        pytest.param("** a **", "<p>** a **</p>", id="spaces in asterisks"),
        pytest.param("*a **b* c**", "<p><i>a </i><b><i>b</i> c</b></p>", id="crossed"),
        pytest.param("&nbsp;a&nbsp;b &copy;", "<p>a\u00a0b ©</p>", id="entities"),
        pytest.param("    indented", "<p>indented</p>", id="indented"),
        pytest.param(" \n \u00a0 \n", "", id="blank"),
    ],
)
def test_markdown_as_people_write_it(text: str, html: str) -> None:
    assert to_db_html(text, features=FEATURES, ids=IDS).html == html


def test_what_features_do_not_allow_is_text() -> None:
    text = "**b** *i* [x](https://x.y)\n\n- u\n\n1. o"

    made = to_db_html(text, features=[], ids=IDS)

    assert made.html == "<p>**b** *i* [x](https://x.y)</p><p>- u</p><p>1. o</p>"
    assert to_db_html(
        to_message_text(made.html, features=[], keys=KEYS), features=[], ids=IDS
    ).html == made.html  # fmt: skip
