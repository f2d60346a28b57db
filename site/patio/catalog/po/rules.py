"""What a file as a whole has to keep to: header, charset, language, plural forms, no duplicates.

Source: ``msgfmt --check-header --check-domain`` (GNU gettext manual, "Invoking the msgfmt
Program").
"""

from __future__ import annotations

from collections.abc import Sequence

from patio.catalog.errors import (
    PoDuplicateError,
    PoEncodingError,
    PoHeaderError,
    PoLanguageError,
    PoLimitError,
    PoPluralError,
    PoSyntaxError,
)

from .comments import read_comments
from .grammar import Row, plural_forms
from .header import foreign_charset, is_language, read_fields
from .limits import MAX_ENTRIES
from .literals import decode
from .plurals import PluralFormsError, count_plural_forms
from .report import Report

Key = tuple[str | None, str]
HEADER_KEY: Key = (None, "")


def check(
    rows: Sequence[Row],
    keys: Sequence[Key],
    report: Report,
    *,
    language: str | None = None,
) -> int:
    """Report each rule that a file breaks.

    Args:
        rows: its entries.
        keys: ``msgctxt`` and ``msgid`` of each.
        language: the language that it has to be in.

    Returns:
        The place of the header among the rows, -1 where there is none.
    """
    if len(rows) > MAX_ENTRIES:
        report.add(
            PoLimitError,
            _Places(rows, report.text).offset_of(MAX_ENTRIES),
            f"more than {MAX_ENTRIES} entries",
            "divide it into several domains",
        )
        return -1
    header = _find_header(rows, keys)
    if header >= 0:
        forms = _check_header(rows, header, report, language)
        _check_plurals(rows, keys, forms, report)
    elif not report.has(PoSyntaxError):
        report.add(
            PoHeaderError,
            0,
            "no header entry",
            'begin the file with msgid "" and a msgstr that holds '
            r'"Content-Type: text/plain; charset=UTF-8\n"',
        )
    if len(set(keys)) != len(keys):
        _report_duplicates(rows, keys, report)
    return header


def _find_header(rows: Sequence[Row], keys: Sequence[Key]) -> int:
    for place, key in enumerate(keys):
        if key == HEADER_KEY and not rows[place][3]:
            return place
    return -1


def _check_header(
    rows: Sequence[Row], header: int, report: Report, language: str | None
) -> int | None:
    """Report what is wrong with the header; the number of plural forms that it promises."""
    place = _Places(rows, report.text)
    text = decode(rows[header][8]) if rows[header][8] else ""
    if rows[header][6]:
        report.add(
            PoHeaderError,
            place.offset_of(header),
            "a header with plural forms",
            "remove its msgid_plural and write one msgstr",
        )
    if charset := foreign_charset(text):
        report.add(
            PoEncodingError,
            place.offset_in(header, "charset="),
            f"charset {charset[:40]} is not UTF-8",
            "convert the file with: msgconv --to-code=UTF-8",
        )
    found = read_fields(text).get("Language", "")
    if language is not None and not is_language(language, found):
        report.add(
            PoLanguageError,
            place.offset_in(header, "Language:"),
            f"the header says Language: {found[:40]}, but {language} is expected here",
            f"correct the header to {language} or move the file to the folder of {found[:40]}",
        )
    try:
        return count_plural_forms(text)
    except PluralFormsError as error:
        report.add(PoHeaderError, place.offset_in(header, "nplurals="), str(error), error.remedy)
        return 0


def _check_plurals(
    rows: Sequence[Row], keys: Sequence[Key], forms: int | None, report: Report
) -> None:
    """Report translations with another number of forms, except fuzzy ones, as ``msgfmt`` does."""
    if forms == 0:
        return
    places = _Places(rows, report.text)
    for place, row in enumerate(rows):
        if not row[7] or row[3]:
            continue
        found = [decode(literal) for _, literal in plural_forms(row[7])]
        if len(found) == forms or not any(found) or "fuzzy" in read_comments(row[1])[0]:
            continue
        offset = places.offset_of(place)
        if forms is None:
            report.add(
                PoPluralError,
                offset,
                "a translation with plural forms, but the header has no Plural-Forms",
                PluralFormsError.remedy,
                keys[place][0],
            )
            return
        report.add(
            PoPluralError,
            offset,
            f"{len(found)} plural forms where Plural-Forms says nplurals={forms}",
            f"write msgstr[0] to msgstr[{forms - 1}]",
            keys[place][0],
        )


def _report_duplicates(rows: Sequence[Row], keys: Sequence[Key], report: Report) -> None:
    places = _Places(rows, report.text)
    first: dict[Key, int] = {}
    for place, key in enumerate(keys):
        if first.setdefault(key, place) == place:
            continue
        line, _ = report.line_and_column(places.offset_of(first[key]))
        what = "an obsolete entry" if rows[place][3] or rows[first[key]][3] else "an entry"
        report.add(
            PoDuplicateError,
            places.offset_of(place),
            f"{what} with the same msgctxt and msgid as that of line {line}",
            "keep one of the two",
            key[0],
        )


class _Places:
    """Where entries are in the text; worked out once something has to be reported."""

    def __init__(self, rows: Sequence[Row], text: str) -> None:
        self.rows = rows
        self.text = text
        self._starts: list[int] = []

    def start_of(self, place: int) -> int:
        if not self._starts:
            start = 0
            for row in self.rows:  # what could not be read lies between them
                start = self.text.index(row[0], start)
                self._starts.append(start)
                start += len(row[0])
        return self._starts[place]

    def offset_of(self, place: int) -> int:
        """Where the first keyword of an entry is."""
        raw, lead, previous, *_ = self.rows[place]
        offset = 0
        for _line in range(lead.count("\n") + previous.count("\n")):
            offset = raw.find("\n", offset) + 1
        while raw[offset : offset + 3] != "msg" and offset < len(raw):
            offset += 1
        return self.start_of(place) + offset

    def offset_in(self, place: int, text: str) -> int:
        """Where a text is in an entry, or its first keyword where it is not."""
        found = self.rows[place][0].find(text)
        return self.start_of(place) + found if found >= 0 else self.offset_of(place)
