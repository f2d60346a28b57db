"""What a file as a whole has to keep to: header, charset, language, plural forms, no duplicates.

Source: ``msgfmt --check-header --check-domain`` (GNU gettext manual, "Invoking the msgfmt
Program").
"""

from __future__ import annotations

import re
from typing import Final

from patio.catalog.errors import (
    PoDuplicateError,
    PoEncodingError,
    PoHeaderError,
    PoLanguageError,
    PoLimitError,
    PoPluralError,
    PoSyntaxError,
)

from .columns import Columns
from .header import foreign_charset, is_language, read_fields
from .limits import MAX_ENTRIES
from .plurals import PluralFormsError, count_plural_forms
from .report import Report

_INVALID_BYTES: Final = re.compile("[\udc80-\udcff]++")


def check(columns: Columns, report: Report, *, language: str | None = None) -> int:
    """Report each rule that a file breaks.

    Args:
        columns: its entries.
        language: the language that it has to be in.

    Returns:
        The place of the header in the columns, -1 where there is none.
    """
    if len(columns) > MAX_ENTRIES:
        report.add(
            PoLimitError,
            _offset_of(columns, MAX_ENTRIES, report),
            f"more than {MAX_ENTRIES} entries",
            "divide it into several domains",
        )
    header = _find_header(columns)
    if header >= 0:
        forms = _check_header(columns, header, report, language)
        _check_plurals(columns, forms, report)
    elif not report.has(PoSyntaxError):
        report.add(
            PoHeaderError,
            0,
            "no header entry",
            'begin the file with msgid "" and a msgstr that holds '
            r'"Content-Type: text/plain; charset=UTF-8\n"',
        )
    # Where each context is the only one, so is each key.
    if len(set(columns.msgctxt)) != len(columns):
        _report_duplicates(columns, report)
    return header


def check_bytes(report: Report) -> None:
    """Report each run of bytes that is not UTF-8."""
    for match in _INVALID_BYTES.finditer(report.text):
        shown = " ".join(f"0x{ord(char) - 0xDC00:02X}" for char in match[0][:4])
        report.add(
            PoEncodingError, match.start(), f"{shown} is not UTF-8", "save the file as UTF-8"
        )
        if report.is_full:
            return


def _find_header(columns: Columns) -> int:
    place = -1
    while (place := _index(columns.msgctxt, None, place + 1)) >= 0:
        if columns.msgid[place] == "" and place not in columns.obsolete:
            return place
    return -1


def _index(column: list[str | None], value: str | None, start: int) -> int:
    try:
        return column.index(value, start)
    except ValueError:
        return -1


def _check_header(
    columns: Columns, header: int, report: Report, language: str | None
) -> int | None:
    """Report what is wrong with the header; the number of plural forms that it promises."""
    text = columns.msgstr[header]
    if header in columns.plurals:
        report.add(
            PoHeaderError,
            _offset_of(columns, header, report),
            "a header with plural forms",
            "remove its msgid_plural and write one msgstr",
        )
    if charset := foreign_charset(text):
        report.add(
            PoEncodingError,
            _offset_in(columns, header, "charset=", report),
            f"charset {charset[:40]} is not UTF-8",
            "convert the file with: msgconv --to-code=UTF-8",
        )
    found = read_fields(text).get("Language", "")
    if language is not None and not is_language(language, found):
        report.add(
            PoLanguageError,
            _offset_in(columns, header, "Language:", report),
            f"the header says Language: {found[:40]}, but {language} is expected here",
            f"correct the header to {language} or move the file to the folder of {found[:40]}",
        )
    try:
        return count_plural_forms(text)
    except PluralFormsError as error:
        offset = _offset_in(columns, header, "nplurals=", report)
        report.add(PoHeaderError, offset, str(error), error.remedy)
        return 0


def _check_plurals(columns: Columns, forms: int | None, report: Report) -> None:
    """Report translations with another number of forms, except fuzzy ones, as ``msgfmt`` does."""
    if forms == 0:
        return
    for place, (_, found) in columns.plurals.items():
        if (
            len(found) == forms
            or place in columns.obsolete
            or not any(found)
            or columns.is_fuzzy(place)
        ):
            continue
        offset, unit = _offset_of(columns, place, report), columns.msgctxt[place]
        if forms is None:
            report.add(
                PoPluralError,
                offset,
                "a translation with plural forms, but the header has no Plural-Forms",
                PluralFormsError.remedy,
                unit,
            )
            return
        report.add(
            PoPluralError,
            offset,
            f"{len(found)} plural forms where Plural-Forms says nplurals={forms}",
            f"write msgstr[0] to msgstr[{forms - 1}]",
            unit,
        )


def _report_duplicates(columns: Columns, report: Report) -> None:
    first: dict[tuple[str | None, str], int] = {}
    for place, key in enumerate(zip(columns.msgctxt, columns.msgid, strict=True)):
        other = first.setdefault(key, place)
        if other == place:
            continue
        what = "an obsolete entry" if {place, other} & columns.obsolete else "an entry"
        report.add(
            PoDuplicateError,
            _offset_of(columns, place, report),
            f"{what} with the same msgctxt and msgid as that of line {columns.line[other]}",
            "keep one of the two",
            key[0],
        )


def _offset_of(columns: Columns, place: int, report: Report) -> int:
    """Where the first keyword of an entry is."""
    start = report.offset_of_line(columns.line[place])
    return max(start, report.text.find("msg", start))


def _offset_in(columns: Columns, place: int, text: str, report: Report) -> int:
    """Where a text is in an entry, or its first keyword where it is not."""
    start = _offset_of(columns, place, report)
    found = report.text.find(text, start, report.offset_of_line(columns.end[place]))
    return found if found >= 0 else start
