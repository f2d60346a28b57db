"""Where in a PO file a character of a translation stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from patio.catalog import po
from patio.catalog.po.grammar import Row
from patio.catalog.po.literals import ANY_STRING, unescape

_STRING = re.compile(ANY_STRING)
_PIECE = re.compile(r"(?:\\(?:[0-7]{1,3}|x[0-9A-Fa-f]+))+|\\.|[^\\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column, both from 1, columns in characters; and the line where it ends."""

    line: int
    column: int
    end_line: int


def entries_with_rows(catalog: po.Catalog) -> Iterator[tuple[po.Entry, Row]]:
    """The entries of a catalog, each with its text as it stands."""
    header = catalog.header_place
    rows = [row for number, row in enumerate(catalog.rows) if number != header]
    yield from zip(catalog.entries, rows, strict=True)


def place_in(entry: po.Entry, row: Row, span: tuple[int, int] | None) -> Place:
    """Where a part of an entry's ``msgstr`` stands; without a span, where ``msgstr`` does.

    Args:
        entry: an entry that was read from a file, without plural forms.
        row: the same, as it stands.
        span: start and end in the decoded text.
    """
    raw, lead, previous, literal = row[0], row[1], row[2], row[8]
    first = entry.line - lead.count("\n") - previous.count("\n")
    begin = raw.rindex(literal)
    if span is None:
        start = end = raw.rindex("msgstr", 0, begin)
    else:
        offsets = _offsets(literal)
        start, end = begin + offsets[span[0]], begin + offsets[span[1] - 1]
    line_start = raw.rfind("\n", 0, start) + 1
    return Place(
        line=first + raw.count("\n", 0, start),
        column=start - line_start + 1,
        end_line=first + raw.count("\n", 0, end),
    )


def _offsets(literal: str) -> list[int]:
    """For each character of the decoded text, its place in the literal."""
    offsets: list[int] = []
    for string in _STRING.finditer(literal):
        for piece in _PIECE.finditer(literal, string.start() + 1, string.end() - 1):
            offsets += [piece.start()] * len(unescape(piece[0]))
    return offsets
