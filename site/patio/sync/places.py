"""Where in a PO file a character of a translation stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from patio.catalog import po
from patio.catalog.po.literals import ANY_STRING, unescape

_KEYWORD = re.compile(r"^[ \t]*(msgctxt|msgid|msgstr)\b", re.MULTILINE)
_STRING = re.compile(ANY_STRING)
_PIECE = re.compile(r"(?:\\(?:[0-7]{1,3}|x[0-9A-Fa-f]+))+|\\.|[^\\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column, both from 1, columns in characters; and the line where it ends."""

    line: int
    column: int
    end_line: int


def entries_with_blocks(catalog: po.Catalog) -> Iterator[tuple[po.Entry, str]]:
    """The entries of a catalog, each with its text as it stands, comments included."""
    header = catalog.header_place
    blocks = [block for number, block in enumerate(catalog.blocks) if number != header]
    yield from zip(catalog.entries, blocks, strict=True)


def place_in(entry: po.Entry, block: str, span: tuple[int, int] | None) -> Place:
    """Where a part of an entry's ``msgstr`` stands; without a span, where ``msgstr`` does.

    Of an entry that is laid out in a rare way, all fields on one line, it is the entry's line.

    Args:
        entry: an entry that was read from a file, without plural forms.
        block: the same, as it stands.
        span: start and end in the decoded text.
    """
    keywords = list(_KEYWORD.finditer(block))
    if not keywords or keywords[-1][1] != "msgstr":
        return Place(entry.line, 1, entry.line)
    first = entry.line - block.count("\n", 0, keywords[0].start(1))
    start = end = keywords[-1].start(1)
    if span is not None:
        offsets = _offsets(block, keywords[-1].end())
        start, end = offsets[span[0]], offsets[span[1] - 1]
    line_start = block.rfind("\n", 0, start) + 1
    return Place(
        line=first + block.count("\n", 0, start),
        column=start - line_start + 1,
        end_line=first + block.count("\n", 0, end),
    )


def _offsets(block: str, begin: int) -> list[int]:
    """For each character of the decoded text whose strings begin there, its place in the block."""
    offsets: list[int] = []
    for string in _STRING.finditer(block, begin):
        for piece in _PIECE.finditer(block, string.start() + 1, string.end() - 1):
            offsets += [piece.start()] * len(unescape(piece[0]))
    return offsets
