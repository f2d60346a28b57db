r"""Reading: what a good file holds, and where and why a bad one is refused.

Bad files are written as ``HEADER`` (four lines and a blank one) and a body that begins on line 6.
"""

from __future__ import annotations

import dataclasses
import pickle
import shutil
import subprocess
from pathlib import Path

import pytest

from patio.catalog.errors import (
    PoFileError,
    PoSyntaxError,
)
from patio.catalog.po import Entry, careful, grammar, parse, patch
from patio.catalog.po.report import Report

HEADER = (
    'msgid ""\nmsgstr "Language: es\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)


def only(body: str) -> Entry:
    (entry,) = parse((HEADER + body).encode(), name="es.po").entries
    return entry


def refuse(data: bytes | str, *, language: str | None = None) -> PoFileError:
    with pytest.raises(PoFileError) as caught:
        parse(data.encode() if isinstance(data, str) else data, name="es.po", language=language)
    return caught.value


GOOD = [
    pytest.param('msgid "a"\nmsgstr "b"\n', Entry(None, "a", "b"), id="plain"),
    pytest.param('msgid "a"\nmsgstr "b"', Entry(None, "a", "b"), id="no line end"),
    pytest.param('msgid "a"\r\nmsgstr ""\r\n"b"\r\n', Entry(None, "a", "b"), id="crlf"),
    pytest.param('msgctxt ""\nmsgid ""\nmsgstr "b"\n', Entry("", "", "b"), id="empty context"),
    pytest.param(
        r'msgid "\a\b\f\n\r\t\v\"\\"' + '\nmsgstr ""\n',
        Entry(None, '\a\b\f\n\r\t\v"\\', ""),
        id="escapes",
    ),
    pytest.param(
        r'msgid "\\n\\\"x"' + '\nmsgstr ""\n', Entry(None, '\\n\\"x', ""), id="backslashes"
    ),
    pytest.param(
        r'msgid "\101\x42\x43z"' + '\nmsgstr "\\303\\241\\xc3\\xa9"\n',
        Entry(None, "ABCz", "áé"),
        id="bytes by number",
    ),
    pytest.param(
        'msgid ""\n"a"\n""\n"b\\n"\n"c"\nmsgstr "x" "y"\n',
        Entry(None, "ab\nc", "xy"),
        id="strings are joined",
    ),
    pytest.param(
        'msgid "\\\\"\n"n\\\\"\nmsgstr "\\""\n"\\"\\t"\n',
        Entry(None, "\\n\\", '""\t'),
        id="escapes at the seams",
    ),
    pytest.param(
        'msgid "\\1"\n"2\\x5"\n"1"\nmsgstr "\\303"\n"\\241"\n',
        Entry(None, "\x012\x051", "á"),
        id="bytes by number at the seams",
    ),
    pytest.param('msgid "a" msgstr "b"\n', Entry(None, "a", "b"), id="one line"),
    pytest.param('msgid\n\n "a"\n\nmsgstr\t"b"\n', Entry(None, "a", "b"), id="odd blanks"),
    pytest.param(
        "# by hand\n#\n#. by tool\n#: a.py:1 b.py\n#: c:2\n#, fuzzy, c-format\n#= keep\n"
        '#| msgctxt "p"\n#| msgid ""\n#| "o\\n"\n#| "p"\nmsgctxt "c"\nmsgid "a"\nmsgstr "b"\n',
        Entry(
            "c",
            "a",
            "b",
            flags=("fuzzy", "c-format"),
            previous_msgctxt="p",
            previous_msgid="o\np",
            translator_comments=("by hand", ""),
            extracted_comments=("by tool",),
            references=("a.py:1", "b.py", "c:2"),
        ),
        id="comments",
    ),
    pytest.param(
        '#! fuzzy\n#, no-wrap\nmsgid "a"\nmsgstr "b"\n',
        Entry(None, "a", "b", flags=("fuzzy", "no-wrap")),
        id="old flag mark",
    ),
    pytest.param(
        '# stray\n\n\n#: x\n\nmsgid "a"\nmsgstr "b"\n',
        Entry(None, "a", "b", translator_comments=("stray",), references=("x",)),
        id="stray comments",
    ),
    pytest.param(
        '#: \u2068with space.py\u2069:1 b\nmsgid "a"\nmsgstr "b"\n',
        Entry(None, "a", "b", references=("\u2068with space.py\u2069:1", "b")),
        id="reference with a space",
    ),
    pytest.param(
        'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] ""\n"b"\n"s"\n',
        Entry(None, "a", "", "as", ("b", "bs")),
        id="plural",
    ),
    pytest.param(
        'msgid "a"\nmsgid_plural "as"\nmsgstr [ 0 ] "\\x62"\nmsgstr[1]"bs"\n',
        Entry(None, "a", "", "as", ("b", "bs")),
        id="plural oddly laid out",
    ),
    pytest.param(
        'msgid "a"\nmsgid_plural "as"\nmsgstr[0] ""\n',
        Entry(None, "a", "", "as", ("",)),
        id="untranslated plural with too few forms",
    ),
    pytest.param(
        '#, fuzzy\n#~| msgid "o"\n#~| "p"\n#~ msgctxt "c"\n#~ msgid "a"\n#~ msgid_plural ""\n'
        '#~ "as"\n#~ msgstr[0] "x"\n#~ msgstr[1] ""\n#~ "y"\n#~ "z"\n',
        Entry("c", "a", "", "as", ("x", "yz"), ("fuzzy",), None, "op", None, obsolete=True),
        id="obsolete plural",
    ),
    pytest.param(
        '#~msgid "a"\n#~msgstr "b"\n', Entry(None, "a", "b", obsolete=True), id="tight obsolete"
    ),
    pytest.param(
        '#~\n#~ # note\n#~ msgid "a"\n#~ msgstr "b"\n',
        Entry(None, "a", "b", obsolete=True, translator_comments=("note",)),
        id="comment inside #~",
    ),
    pytest.param(
        'msgid "<<<<<<< HEAD"\nmsgstr ""\n"======="\n',
        Entry(None, "<<<<<<< HEAD", "======="),
        id="markers in text",
    ),
    pytest.param(
        'msgid "a\u2028b"\nmsgstr "\u0085"\n',
        Entry(None, "a\u2028b", "\u0085"),
        id="line separators",
    ),
]


@pytest.mark.parametrize(("body", "entry"), GOOD)
def test_reads(body: str, entry: Entry) -> None:
    assert only(body) == entry


@pytest.mark.parametrize(("body", "entry"), GOOD)
def test_the_careful_reader_reads_the_same(body: str, entry: Entry) -> None:
    data = (HEADER + body).encode()
    report = Report("es.po", data)
    columns = careful.read(report)
    assert not report
    assert columns.entries()[1:] == [entry]
    blocks, tail = columns.split(report.text)
    assert "".join(blocks) + tail == report.text
    if scanned := grammar.scan(data):
        assert scanned.entries() == columns.entries()
        assert scanned.line == columns.line
        assert scanned.split(report.text) == (blocks, tail)


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="GNU gettext is not installed")
@pytest.mark.parametrize(("body", "entry"), GOOD)
def test_msgfmt_takes_it_too(body: str, entry: Entry, tmp_path: Path) -> None:
    path = tmp_path / "es.po"
    path.write_bytes((HEADER + body).encode())
    command = ["msgfmt", "--check-header", "--check-domain", "-o", "/dev/null", str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def at(line: int, column: int, what: str) -> tuple[int, int, str]:
    return line, column, what


BAD = [
    pytest.param('msgid "a\nmsgstr "b"\n', [at(6, 7, "quote")], id="open quote"),
    pytest.param('msgid "a"\nmsgstr "b', [at(7, 8, "quote")], id="open quote at the end"),
    pytest.param(r'msgid "a\q"' + '\nmsgstr "b"\n', [at(6, 9, r"invalid escape \q")], id="escape"),
    pytest.param('msgid "a\\x"\nmsgstr "b"\n', [at(6, 9, r"escape \x")], id="hex without digits"),
    pytest.param('msgid "a"\nmsgstr "\\xff"\n', [at(7, 1, "not UTF-8")], id="byte by number"),
    pytest.param('msgid "a"\nmsgstr "\\0"\n', [at(7, 1, "NUL")], id="NUL by number"),
    pytest.param('msgid "a"\nmsgstr "x\4"\n', [at(7, 10, "separator")], id="EOT"),
    pytest.param('msgid "a"\nmsgstr "x\\4"\n', [at(7, 1, "separator")], id="EOT by number"),
    pytest.param('msgid "a"\nmsgstr "x\0"\n', [at(7, 10, "NUL")], id="NUL"),
    pytest.param(
        'msgctxt "a"\n\n# x\n', [at(6, 1, "msgctxt without msgid")], id="dangling msgctxt"
    ),
    pytest.param(
        'msgctxt "a"\n\nmsgctxt "b"\nmsgid "b"\nmsgstr ""\n',
        [at(6, 1, "msgctxt without msgid")],
        id="msgctxt before msgctxt",
    ),
    pytest.param('msgid "a"\n', [at(6, 1, "without msgstr")], id="missing msgstr"),
    pytest.param(
        'msgid "a"\nmsgid "b"\nmsgstr ""\n', [at(6, 1, "without msgstr")], id="two msgids"
    ),
    pytest.param('msgstr "a"\n', [at(6, 1, "msgstr without msgid")], id="no msgid"),
    pytest.param(
        'msgid "a"\nmsgstr "b"\nmsgstr "c"\n', [at(8, 1, "msgstr without msgid")], id="two msgstrs"
    ),
    pytest.param('msgid "a"\nmsgstr\n', [at(7, 1, "msgstr without text")], id="no text"),
    pytest.param('msgid a\nmsgstr "b"\n', [at(6, 7, "unknown keyword 'a'")], id="no quotes"),
    pytest.param('msgdi "a"\nmsgstr "b"\n', [at(6, 1, "unknown keyword"), at(7, 1, "")], id="typo"),
    pytest.param('# "x"\n"a"\n', [at(7, 1, "text without a keyword")], id="text after a quote"),
    pytest.param(
        '#| msgid "x"\n"a"\nmsgid "b"\nmsgstr ""\n',
        [at(7, 1, "begins with 'no mark'")],
        id="unmarked line",
    ),
    pytest.param(
        'msgid "a\\"\n"n"\nmsgstr ""\n', [at(6, 7, "quote")], id="escaped quote at the end"
    ),
    pytest.param('msgid "\n"a"\nmsgstr ""\n', [at(6, 7, "quote")], id="nothing but a quote"),
    pytest.param(
        'msgid "a" "\n"b"\nmsgstr ""\n', [at(6, 11, "quote")], id="open quote after a string"
    ),
    pytest.param(
        'msgid "a"b"\nmsgstr ""\n',
        [
            at(6, 10, ""),
        ],
        id="quote in a text",
    ),
    pytest.param('# x\n"a"\n', [at(7, 1, "text without a keyword")], id="text after a comment"),
    pytest.param('msgid "a"\n# x\nmsgstr "b"\n', [at(7, 1, "comment inside")], id="comment inside"),
    pytest.param('msgid "a"\nmsgstr "b"\n!\n', [at(8, 1, "'!' outside")], id="junk"),
    pytest.param('domain "x"\n', [at(6, 1, "domain")], id="domain"),
    pytest.param(
        'msgid "a"\nmsgid_plural "b"\n', [at(6, 1, "without msgstr[0]")], id="no plural forms"
    ),
    pytest.param(
        'msgid "a"\nmsgid_plural "b"\nmsgstr "c"\n', [at(8, 1, "plain msgstr")], id="plain msgstr"
    ),
    pytest.param(
        'msgid "a"\nmsgstr[0] "b"\n', [at(7, 1, "without msgid_plural")], id="no msgid_plural"
    ),
    pytest.param(
        'msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"\nmsgstr[0] "d"\n',
        [at(8, 1, "msgstr[1] in place of msgstr[0]")],
        id="forms out of order",
    ),
    pytest.param('#~ msgid "a"\nmsgstr "b"\n', [at(7, 1, "#~ on a part")], id="half obsolete"),
    pytest.param(
        '#~ msgid "a"\n#~ msgstr ""\n"b"\n', [at(8, 1, "begins with 'no mark'")], id="odd line"
    ),
    pytest.param('#| msgid "a"\n', [at(6, 1 + 3, "#| without an entry")], id="lone previous"),
    pytest.param(
        '#| msgctxt "a"\nmsgid "b"\nmsgstr ""\n',
        [at(6, 4, "without its msgid")],
        id="half previous",
    ),
    pytest.param('#| # x\nmsgid "a"\nmsgstr ""\n', [at(6, 1, "comment after #|")], id="#| #"),
    pytest.param(
        '#~ #| msgid "a"\nmsgid "b"\nmsgstr ""\n', [at(6, 4, "#| after #~")], id="two marks"
    ),
    pytest.param('#| msgstr "a"\n', [at(6, 4, "previous msgstr")], id="previous msgstr"),
    pytest.param(
        '<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"\n=======\nmsgid "a"\nmsgstr "c"\n>>>>>>> x\n',
        [at(6, 1, "merge marker"), at(9, 1, "merge marker"), at(12, 1, "merge marker")],
        id="merge of whole entries",
    ),
    pytest.param(
        'msgid "a"\n<<<<<<< HEAD\nmsgstr "b"\n=======\nmsgstr "c"\n>>>>>>> x\n',
        [at(7, 1, "merge marker"), at(9, 1, "merge marker"), at(11, 1, "merge marker")],
        id="merge inside an entry",
    ),
    pytest.param(
        'msgid "a\nmsgstr "b"\n\nmsgid "c\\q"\nmsgstr "d"\n\nmsgid "e"\n\nmsgid "f"\nmsgstr "g"\n',
        [at(6, 7, "quote"), at(9, 9, "escape"), at(12, 1, "without msgstr")],
        id="all in one go",
    ),
    pytest.param(
        'msgid "ñandú" x\nmsgstr ""\n', [at(6, 15, "keyword 'x'")], id="columns are characters"
    ),
]


@pytest.mark.parametrize(("body", "places"), BAD)
def test_refuses_syntax(body: str, places: list[tuple[int, int, str]]) -> None:
    error = refuse(HEADER + body)
    assert isinstance(error, PoSyntaxError)
    found = [(problem.line, problem.column) for problem in error.problems]
    assert found == [place[:2] for place in places], str(error)
    for problem, (_, _, what) in zip(error.problems, places, strict=True):
        assert what in problem.what
        assert str(problem).startswith(f"es.po:{problem.line}:{problem.column}: ")
        assert problem.remedy in str(problem)


def test_what_a_plain_entry_leaves_open() -> None:
    entry = only('\n# c\nmsgid "a"\nmsgstr ""\n')
    assert entry.line == 8
    assert not entry.fuzzy
    assert not entry.is_plural


def test_lines_of_entries() -> None:
    body = (
        '#, fuzzy\n#| msgid ""\n#| "o"\nmsgctxt "c"\nmsgid "a"\nmsgstr ""\n\n'
        '#~ msgid "b"\n#~ msgstr ""\n'
    )
    entries = parse((HEADER + body).encode(), name="x").entries
    assert [entry.line for entry in entries] == [9, 13]
    careful_text = (HEADER + body).replace('msgid "b"', 'msgid "" "b"')
    assert [entry.line for entry in parse(careful_text.encode(), name="x").entries] == [9, 13]


def test_catalog_finds_entries() -> None:
    body = (
        'msgctxt "c"\nmsgid "a"\nmsgstr "1"\n\nmsgctxt "c"\nmsgid "b"\nmsgstr "2"\n\n'
        '#~ msgctxt "d"\n#~ msgid "a"\n#~ msgstr "3"\n'
    )
    catalog = parse((HEADER + body).encode(), name="x")
    first, second, _ = catalog.entries
    assert len(catalog) == 3
    assert catalog.get("c", "b") is second
    assert catalog.get("d", "a") is None
    assert catalog.by_context == {"c": first}
    assert catalog.entries_by_context == {"c": (first, second)}
    assert list(catalog.header) == ["Language", "Content-Type", "Plural-Forms"]
    assert catalog.header["Plural-Forms"] == "nplurals=2; plural=(n != 1);"


def test_messages_say_what_entries_say() -> None:
    body = (
        '#. by tool\n#. and more\n#: a:1 b\n#: c:2\n#, fuzzy\n#| msgid "o"\n'
        'msgctxt "c"\nmsgid "a"\nmsgstr "1"\n\n'
        '#~ msgctxt "d"\n#~ msgid "a"\n#~ msgstr "3"\n\n'
        '#, c-format\n#.odd\n#:x:1\nmsgid "b"\nmsgid_plural "bs"\nmsgstr[0] "2"\nmsgstr[1] "3"\n'
    )
    catalog = parse((HEADER + body).encode(), name="x")
    assert catalog.messages() == [
        (0, 12, "c", "a", "1", True, "o", "by tool\nand more", "a:1 b c:2"),
        (2, 23, None, "b", "", False, None, "odd", "x:1"),
    ]
    for row in catalog.messages():
        entry = catalog.entries[row.entry_index]
        assert row.line == entry.line
        assert row.extracted_comments == "\n".join(entry.extracted_comments)
        assert row.references == " ".join(entry.references)


def test_what_was_read_can_be_sent_to_another_process() -> None:
    body = '# c\n#, fuzzy\n#| msgid "o"\nmsgctxt "c"\nmsgid "a"\nmsgstr "b"\n'
    catalog = parse((HEADER + body).encode(), name="x")
    (entry,) = catalog.entries
    again = pickle.loads(pickle.dumps(catalog))  # noqa: S301
    assert again.entries == catalog.entries
    assert patch(again, replace={0: entry}) == catalog.data
    copy = pickle.loads(pickle.dumps(entry))  # noqa: S301
    assert (copy, copy.line, hash(copy)) == (entry, 9, hash(entry))
    assert dataclasses.replace(copy, msgstr="c").msgstr == "c"
    with pytest.raises(dataclasses.FrozenInstanceError):
        copy.msgstr = "c"
