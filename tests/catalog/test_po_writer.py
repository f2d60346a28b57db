"""Forming: what a new file looks like, beside what gettext and polib make of the same."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patio.catalog.errors import PoEntryError
from patio.catalog.po import Entry, new, parse
from patio.catalog.po.wrapping import split_at_breaks
from patio.catalog.po.writer import NO_WRAP, form_entry, form_field

GOLDEN = Path(__file__).parents[1] / "golden" / "po" / "es.po"
HEADER = {
    "Language": "es",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
needs_gettext = pytest.mark.skipif(
    not shutil.which("msgcat"), reason="GNU gettext is not installed"
)

TEXTS = [
    pytest.param("", id="empty"),
    pytest.param("short", id="short"),
    pytest.param("ends with a line feed\n", id="line feed at the end"),
    pytest.param("\nstarts with one", id="line feed at the start"),
    pytest.param("one\n\n\ntwo", id="empty lines"),
    pytest.param("x" * 200, id="no place to break"),
    pytest.param("x" * 68, id="just fits"),
    pytest.param("word " * 14, id="ends with a space"),
    pytest.param("word " * 15, id="wraps at the last space"),
    pytest.param(("a well-known self-governed co-operative " * 5).strip(), id="hyphens"),
    pytest.param("see https://example.org/a/path/of/many-parts/" + "abc/" * 20, id="address"),
    pytest.param("She said \"yes\" and 'no' (both), at 50 % or $5. " * 4, id="punctuation"),
    pytest.param("tab\there and back\\slash " * 8, id="escapes"),
    pytest.param("Нічого про нас без нас. " * 8, id="Cyrillic"),
    pytest.param(
        "私たちは技術協同組合の連合です。「連帯」を大切に、共に決めます。" * 4, id="Japanese"
    ),
    pytest.param("我们是技术合作社的联盟，团结互助；共同决定！" * 5, id="Chinese"),
    pytest.param("우리는 기술 협동조합의 연합입니다. " * 6, id="Korean"),
    pytest.param("نحن اتحاد تعاونيات التقنية، نقرر معا. " * 6, id="Arabic"),
    pytest.param("हम प्रौद्योगिकी सहकारी समितियों का संघ हैं। " * 6, id="Hindi"),
    pytest.param("« Nous décidons ensemble\u00a0» – toujours\u00a0! " * 5, id="French"),
    pytest.param(
        "**Bold** and [a link](https://example.org/x) in *Markdown* text. " * 3, id="Markdown"
    ),
    pytest.param(
        "first line of some length that goes on and on, and on, and wraps\n" * 3, id="long lines"
    ),
]


@needs_gettext
@pytest.mark.parametrize("text", TEXTS)
def test_wraps_as_msgcat_does(text: str, tmp_path: Path) -> None:
    data = new(
        HEADER, [Entry("c", "x" + text, text), Entry("d", text + "y", text or "z", obsolete=True)]
    )
    assert msgcat(data, tmp_path) == data


@needs_gettext
@pytest.mark.parametrize("text", TEXTS)
def test_does_not_wrap_as_msgcat_no_wrap(text: str, tmp_path: Path) -> None:
    data = new(HEADER, [Entry("c", "x" + text, text)])
    entry = parse(data, name="x").entries[0]
    header = data[: data.index(b"\n\n") + 2]
    expected = header + form_entry(entry, NO_WRAP).encode()
    assert msgcat(data, tmp_path, "--no-wrap") == expected


def msgcat(data: bytes, folder: Path, *options: str) -> bytes:
    path = folder / "x.po"
    path.write_bytes(data)
    command = ["msgcat", *options, str(path)]
    return subprocess.run(command, capture_output=True, check=True).stdout


def test_forms_the_golden_file() -> None:
    data = GOLDEN.read_bytes()
    catalog = parse(data, name="es.po", language="es")
    comments = catalog.header_entry.translator_comments
    assert new(catalog.header, catalog.entries, comments) == data


@needs_gettext
def test_the_golden_file_is_as_msgcat_writes_it(tmp_path: Path) -> None:
    assert msgcat(GOLDEN.read_bytes(), tmp_path) == GOLDEN.read_bytes()


def test_references_wrap_too() -> None:
    entry = Entry(None, "a", "", references=tuple(f"some/path/file{n}.html:{n}" for n in range(9)))
    lines = form_entry(entry).splitlines()
    assert len([line for line in lines if line.startswith("#: ")]) > 1
    assert max(map(len, lines)) < 80


BAD = [
    pytest.param(Entry(None, "", "x"), id="the header's key"),
    pytest.param(Entry(None, "a\0", "x"), id="NUL"),
    pytest.param(Entry(None, "a", "\ud800"), id="surrogate"),
    pytest.param(Entry(None, "a", "\4"), id="context separator"),
    pytest.param(Entry(None, "a", "x", flags=("fuzzy, c-format",)), id="flag with a comma"),
    pytest.param(Entry(None, "a", "x", flags=("x\nmsgid",)), id="flag with a line feed"),
    pytest.param(Entry(None, "a", "x", translator_comments=("a\nb",)), id="comment of two lines"),
    pytest.param(Entry(None, "a", "x", references=("a b",)), id="reference with a space"),
    pytest.param(Entry(None, "a", "x", "as"), id="plural with msgstr"),
    pytest.param(Entry(None, "a", "", "as"), id="plural without forms"),
    pytest.param(Entry(None, "a", "", None, ("x",)), id="forms without plural"),
    pytest.param(Entry(None, "a", "", previous_msgctxt="x"), id="half a previous source"),
]


@pytest.mark.parametrize("entry", BAD)
def test_refuses_what_no_file_can_hold(entry: Entry) -> None:
    with pytest.raises(PoEntryError):
        new(HEADER, [entry])


def test_refuses_two_entries_with_one_key() -> None:
    with pytest.raises(PoEntryError, match="second entry with msgctxt 'c' and msgid 'a'"):
        new(HEADER, [Entry("c", "a", "x"), Entry("c", "a", "y", obsolete=True)])


@pytest.mark.parametrize(("name", "value"), [("A:B", "x"), ("A", "x\nB: y"), ("", "x")])
def test_refuses_header_fields(name: str, value: str) -> None:
    with pytest.raises(PoEntryError, match="header field"):
        new({name: value}, [])


# Whatever is written is read back equal, by this reader and by polib

CHARS = st.characters(exclude_categories=["Cs"], exclude_characters="\0\4")
TEXT = st.text(st.one_of(CHARS, st.sampled_from(' "\\\n\t-#~|日本。')), max_size=200)
LINE = st.text(CHARS, max_size=30).filter(lambda line: "\n" not in line and not line.endswith("\r"))
FLAG = st.sampled_from(["fuzzy", "c-format", "no-wrap", "range: 0..9", "x"])
REFERENCE = st.from_regex(r"[a-z/#.:~\"\\é日-]{1,40}", fullmatch=True)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    is_plural = draw(st.booleans())
    has_previous = draw(st.booleans())
    return Entry(
        msgctxt=draw(st.none() | TEXT),
        msgid=draw(TEXT),
        msgstr="" if is_plural else draw(TEXT),
        msgid_plural=draw(TEXT) if is_plural else None,
        msgstr_plural=(draw(TEXT), draw(TEXT)) if is_plural else (),
        flags=tuple(draw(st.lists(FLAG, max_size=3))),
        previous_msgctxt=draw(st.none() | TEXT) if has_previous else None,
        previous_msgid=draw(TEXT) if has_previous else None,
        previous_msgid_plural=draw(st.none() | TEXT) if has_previous else None,
        translator_comments=tuple(draw(st.lists(LINE, max_size=3))),
        extracted_comments=tuple(draw(st.lists(LINE, max_size=3))),
        references=tuple(draw(st.lists(REFERENCE, max_size=5))),
        obsolete=draw(st.booleans()),
    )


FILES = st.lists(entries(), max_size=5, unique_by=lambda entry: entry.key).map(
    lambda found: [entry for entry in found if entry.key != (None, "")]
)


@settings(max_examples=200, deadline=None)
@given(FILES, st.lists(LINE, max_size=2))
def test_what_is_written_is_read_back(found: list[Entry], comments: list[str]) -> None:
    catalog = parse(new(HEADER, found, comments), name="x", language="es")
    assert list(catalog.entries) == found
    assert dict(catalog.header) == HEADER
    assert catalog.header_entry.translator_comments == tuple(comments)


@settings(max_examples=100, deadline=None)
@given(
    TEXT.filter(lambda text: "\a" not in text),
    st.sampled_from(["", "#~ ", "#| "]),
    st.sampled_from([NO_WRAP, 40, 79]),
)
def test_polib_reads_a_field_alike(text: str, mark: str, width: int) -> None:
    lines = form_field("msgid", text, mark=mark, width=width)
    strings = [line[line.index('"') + 1 : -1] for line in lines[:-1].split("\n")]
    assert polib.unescape("".join(strings)) == text


@given(st.text("aZ9 ,.éЖλ", min_size=1))
def test_plain_text_is_broken_as_any_other(text: str) -> None:
    """An exclamation mark, which no line begins with, has it looked at sign by sign."""
    *pieces, last = split_at_breaks(text)

    assert split_at_breaks(f"{text}!") == [*pieces, f"{last}!"]
