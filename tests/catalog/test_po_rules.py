"""Reading: the rules for a file as a whole, and how its problems are told."""

from __future__ import annotations

import pickle

import pytest

from patio.catalog.errors import (
    CatalogError,
    PoDuplicateError,
    PoEncodingError,
    PoFileError,
    PoHeaderError,
    PoLanguageError,
    PoLimitError,
    PoPluralError,
    PoSyntaxError,
)
from patio.catalog.po import limits, parse
from tests.catalog.test_po_reader import HEADER, at, refuse

FORMS = '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"'
PLURAL = 'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] "c"\n'


def with_forms(value: str, body: str = "") -> str:
    return HEADER.replace("nplurals=2; plural=(n != 1);", value) + body


WHOLE = [
    pytest.param("", PoHeaderError, [at(1, 1, "no header")], id="empty file"),
    pytest.param("# x\n", PoHeaderError, [at(1, 1, "no header")], id="comments only"),
    pytest.param('msgid "a"\nmsgstr ""\n', PoHeaderError, [at(1, 1, "no header")], id="no header"),
    pytest.param(
        'msgid ""\nmsgid_plural ""\nmsgstr[0] ""\n',
        PoHeaderError,
        [at(1, 1, "header with plural forms")],
        id="plural header",
    ),
    pytest.param(
        HEADER.replace("UTF-8", "ISO-8859-1"),
        PoEncodingError,
        [at(3, 28, "charset ISO-8859-1 is not UTF-8")],
        id="charset",
    ),
    pytest.param(
        HEADER.replace("UTF-8", "utf-7") + 'msgid "a"\nmsgstr "+ADw-"\n',
        PoEncodingError,
        [at(3, 28, "charset utf-7")],
        id="utf-7",
    ),
    pytest.param(
        HEADER.encode() + b'msgid "a"\nmsgstr "b\xe1\xe9 \xff"\n',
        PoEncodingError,
        [at(7, 10, "0xE1 0xE9 is not UTF-8"), at(7, 13, "0xFF")],
        id="bytes",
    ),
    pytest.param(
        HEADER.replace("UTF-8", "latin1").encode() + b'msgid "a"\nmsgstr "\xe1"\n',
        PoEncodingError,
        [at(3, 28, "charset latin1 is not UTF-8")],
        id="bytes of the charset named",
    ),
    pytest.param(
        (HEADER + "\n").encode("utf-16"),
        PoEncodingError,
        [at(1, 1, "UTF-16")],
        id="UTF-16",
    ),
    pytest.param(
        HEADER.encode() + b'msgid "a"\nmsgstr "\xc0\x80\xed\xa0\x80"\n',
        PoEncodingError,
        [at(7, 9, "0xC0 0x80 0xED 0xA0")],
        id="overlong and surrogate",
    ),
    pytest.param(
        HEADER + 'msgid "a"\nmsgstr "b"\n\n#, fuzzy\nmsgid ""\n"a"\nmsgstr "c"\n',
        PoDuplicateError,
        [at(10, 1, "as that of line 6")],
        id="duplicate",
    ),
    pytest.param(
        HEADER + '#~ msgid "a"\n#~ msgstr "b"\n\nmsgid "a"\nmsgstr "b"\n',
        PoDuplicateError,
        [at(9, 1, "an obsolete entry")],
        id="duplicate of an obsolete entry",
    ),
    pytest.param(
        HEADER + 'msgid "\t"\nmsgstr ""\n\nmsgid "\\t"\nmsgstr ""\n',
        PoDuplicateError,
        [at(9, 1, "an entry")],
        id="duplicate written in another way",
    ),
    pytest.param(HEADER + HEADER, PoDuplicateError, [at(6, 1, "an entry")], id="two headers"),
    pytest.param(
        with_forms("nplurals=two; plural=n;"),
        PoHeaderError,
        [at(4, 16, "not a number")],
        id="forms",
    ),
    pytest.param(
        with_forms("nplurals=999999999; plural=0;"),
        PoHeaderError,
        [at(4, 16, "not between 1 and 16")],
        id="too many forms",
    ),
    pytest.param(
        with_forms(f"nplurals={'9' * 5000}; plural=0;"),
        PoHeaderError,
        [at(4, 16, "not between")],
        id="far too many forms",
    ),
    pytest.param(
        with_forms("nplurals=2; plural=n ?;"),
        PoHeaderError,
        [at(4, 16, "expression is not valid")],
        id="expression",
    ),
    pytest.param(
        with_forms("nplurals=2; plural=__import__('os');"),
        PoHeaderError,
        [at(4, 16, "expression is not valid")],
        id="expression that is code",
    ),
    pytest.param(
        with_forms(f"nplurals=2; plural={'(' * 490}n{')' * 490};"),
        PoHeaderError,
        [at(4, 16, "nested over 20 deep")],
        id="deep expression",
    ),
    pytest.param(
        with_forms(f"nplurals=2; plural={'n?0:' * 200}1;"),
        PoHeaderError,
        [at(4, 16, "nested over 20 deep")],
        id="chain of conditions",
    ),
    pytest.param(
        with_forms(f"nplurals=2; plural={'n+' * 600}n;"),
        PoHeaderError,
        [at(4, 16, "over 1000 characters")],
        id="long expression",
    ),
    pytest.param(
        with_forms("nplurals=2; plural=n%0;"), PoHeaderError, [at(4, 16, "by zero")], id="zero"
    ),
    pytest.param(
        with_forms("nplurals=2; plural=n;"),
        PoHeaderError,
        [at(4, 16, "forms up to 1000")],
        id="range",
    ),
    pytest.param(
        with_forms("nplurals=3; plural=n%3;", PLURAL),
        PoPluralError,
        [at(6, 1, "2 plural forms where Plural-Forms says nplurals=3")],
        id="number of forms",
    ),
    pytest.param(
        HEADER.replace(FORMS + "\n", "") + PLURAL,
        PoPluralError,
        [at(5, 1, "no Plural-Forms")],
        id="plural without Plural-Forms",
    ),
]


@pytest.mark.parametrize(("data", "kind", "places"), WHOLE)
def test_refuses_a_file(
    data: str | bytes, kind: type[PoFileError], places: list[tuple[int, int, str]]
) -> None:
    error = refuse(data)
    assert type(error) is kind
    assert [(p.line, p.column) for p in error.problems] == [p[:2] for p in places], str(error)
    assert all(what in p.what for p, (_, _, what) in zip(error.problems, places, strict=True))


@pytest.mark.parametrize(
    ("language", "expected"),
    [("es", "es"), ("pt_BR", "pt-br"), ("zh_Hans", "zh_Hans"), ("es", "")],
)
def test_takes_its_language(language: str, expected: str) -> None:
    parse(HEADER.replace("es", expected).encode(), name="x", language=language)


@pytest.mark.parametrize(("expected", "found"), [("fr", "es"), ("pt", "pt_BR"), ("pt_BR", "pt")])
def test_refuses_another_language(expected: str, found: str) -> None:
    error = refuse(HEADER.replace("es", found, 1), language=expected)
    assert isinstance(error, PoLanguageError)
    (problem,) = error.problems
    assert (problem.line, problem.column) == (2, 9)
    assert f"Language: {found}, but {expected} is expected" in problem.what


@pytest.mark.parametrize(
    "header",
    [
        'msgid ""\nmsgstr ""\n',
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=CHARSET\\n"\n',
        with_forms("nplurals=INTEGER; plural=EXPRESSION;"),
        with_forms(""),
    ],
)
def test_takes_a_templates_header(header: str) -> None:
    parse((header + '\nmsgid "é"\nmsgstr ""\n').encode(), name="x.pot")


def test_a_bom_is_no_part_of_the_header() -> None:
    catalog = parse(b"\xef\xbb\xbf" + HEADER.encode(), name="x")
    assert catalog.has_bom
    assert catalog.header["Language"] == "es"


def test_problems_of_several_kinds_are_told_in_one_go() -> None:
    body = 'msgid "a"\nmsgstr "b\n\n' + 'msgid "c"\nmsgstr ""\n\n' * 2
    error = refuse(HEADER.replace("UTF-8", "KOI8-R") + body, language="ru")
    assert isinstance(error, PoSyntaxError)
    assert [problem.line for problem in error.problems] == [2, 3, 7, 12]


def test_a_problem_names_its_unit() -> None:
    error = refuse(HEADER + 'msgctxt "value.care/title"\nmsgid "Care"\n')
    assert error.problems[0].unit == "value.care/title"


def test_an_error_can_be_pickled() -> None:
    error = refuse("")
    assert pickle.loads(pickle.dumps(error)).problems == error.problems  # noqa: S301
    assert isinstance(error, CatalogError)


def test_many_problems_are_cut_short() -> None:
    error = refuse(HEADER + "!\n" * 1000)
    assert len(error.problems) == limits.MAX_PROBLEMS + 1
    assert error.problems[-1].what == "there are more problems"


def test_refuses_too_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("patio.catalog.po.reader.MAX_BYTES", 10)
    assert isinstance(refuse(HEADER), PoLimitError)


@pytest.mark.parametrize("part", ['msgid "a"\nmsgstr ""\n"{}"\n', '# {}\nmsgid "a"\nmsgstr ""\n'])
def test_refuses_a_huge_entry(part: str) -> None:
    error = refuse(HEADER + part.format("x" * limits.MAX_ENTRY) + '\nmsgid "a"\nmsgstr ""\n')
    assert isinstance(error, PoDuplicateError)
    assert [problem.line for problem in error.problems] == [6 + (part[0] == "#"), 10]
    assert "an entry of more than" in error.problems[0].what
    parse((HEADER + part.format("x" * (limits.MAX_ENTRY - 100))).encode(), name="x")


def test_refuses_too_many_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("patio.catalog.po.rules.MAX_ENTRIES", 2)
    error = refuse(HEADER + 'msgid "a"\nmsgstr ""\n\nmsgid "b"\nmsgstr ""\n')
    assert isinstance(error, PoLimitError)
    assert error.problems[0].line == 9
