"""A file with many faults: each is told with its own line, in one go."""

from __future__ import annotations

import pytest

from patio.catalog.errors import PoFileError
from patio.catalog.po import parse

FAULTS: list[tuple[bytes, str | None]] = [
    (b'msgid ""', None),
    (b'msgstr ""', None),
    (b'"Content-Type: text/plain; charset=UTF-8\\n"', None),
    (b'"Language: fr\\n"', "the header says Language: fr, but es is expected here"),
    (b'"Plural-Forms: nplurals=2; plural=(n != 1);\\n"', None),
    (b"", None),
    (b'msgctxt "value.care/title"', None),
    (b'msgid "Care', "a quote that is not closed"),
    (b'msgstr "Cuidado"', None),
    (b"", None),
    (b'msgctxt "value.care/body"', None),
    (b'msgid "We \\care"', "invalid escape"),
    (b'msgstr ""', None),
    (b"", None),
    (b'msgctxt "value.joy/title"', "msgctxt without msgid"),
    (b"", None),
    (b"<<<<<<< HEAD", "a merge marker (<<<<<<<)"),
    (b'msgctxt "value.joy/body"', None),
    (b'msgid "Joy"', None),
    (b'msgstr "Alegr\xeda"', "0xED is not UTF-8"),
    (b"", None),
    (b'msgctxt "value.joy/body"', "an entry with the same msgctxt and msgid as that of line 18"),
    (b'msgid "Joy"', None),
    (b'msgstr "Gozo"', None),
    (b"", None),
    (b'msgctxt "count"', "3 plural forms where Plural-Forms says nplurals=2"),
    (b'msgid "one"', None),
    (b'msgid_plural "many"', None),
    (b'msgstr[0] "uno"', None),
    (b'msgstr[1] "dos"', None),
    (b'msgstr[2] "tres"', None),
    (b"", None),
    (b'mgsid "Typo"', "unknown keyword 'mgsid'"),
    (b"", None),
    (b'"without a home"', "text without a keyword"),
    (b"", None),
    (b'msgid "c"', None),
    (b"# in between", "a comment inside an entry"),
    (b'msgstr "d"', None),
    (b"", None),
    (b'msgid "e"', "an entry without msgstr"),
    (b"", None),
    (b'msgid "f"', None),
    (b'msgstr "\x00"', "a NUL character"),
    (b"", None),
    (b'msgid "g"', None),
    (b'msgid_plural "gs"', None),
    (b'msgstr "h"', "msgid_plural with a plain msgstr"),
    (b"", None),
    (b'msgid "i"', None),
    (b'#~ msgstr "j"', "#~ on a part of an entry only"),
    (b"", None),
    (b"end", "unknown keyword 'end'"),
]
"""The lines of a file, and what is wrong with each."""


def refuse(data: bytes) -> PoFileError:
    with pytest.raises(PoFileError) as caught:
        parse(data, name="es.po", language="es")
    return caught.value


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
def test_each_fault_has_its_line(start: bytes, line_end: bytes) -> None:
    error = refuse(start + line_end.join(line for line, _ in FAULTS))
    expected = [(number, what) for number, (_, what) in enumerate(FAULTS, 1) if what]
    assert [problem.line for problem in error.problems] == [number for number, _ in expected]
    for problem, (_, what) in zip(error.problems, expected, strict=True):
        assert what in problem.what
    assert len(str(error).splitlines()) == len(expected) >= 10


def test_another_charset_hides_no_other_fault() -> None:
    lines = [line for line, _ in FAULTS]
    lines[2] = lines[2].replace(b"UTF-8", b"ISO-8859-1")
    lines[4] = lines[4].replace(b"nplurals=2", b"nplurals=1")
    error = refuse(b"\n".join(lines))
    expected = [
        *((number, what) for number, (_, what) in enumerate(FAULTS, 1) if what),
        (3, "charset ISO-8859-1 is not UTF-8"),
        (5, "nplurals=1, but the plural expression gives forms up to 1"),
    ]
    # Bytes are not looked at beside a charset that is refused, nor forms that can't be counted.
    expected = sorted(e for e in expected if "0xED" not in e[1] and "nplurals=2" not in e[1])
    assert [problem.line for problem in error.problems] == [number for number, _ in expected]
    for problem, (_, what) in zip(error.problems, expected, strict=True):
        assert what in problem.what
