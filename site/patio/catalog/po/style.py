"""How an existing file is written: its line ends, and how wide its lines are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from .wrapping import PAGE_WIDTH, display_width, split_at_breaks
from .writer import NO_WRAP

_FIELD: Final = re.compile(
    r'^(msg[a-z_]++(?:\[[0-9]++\])?+)[ \t]++(".*")[ \t\r]*+\n((?:"[^\n]*+\n)*+)', re.MULTILINE
)
_ANY: Final = 1 << 30
"""A width that every line fits into."""

_PREFERRED: Final = (PAGE_WIDTH, _ANY, 76, 77, 78, *range(40, 201, 10))
"""Where several widths explain a file: gettext's own and Poedit's, none, Babel's, Weblate's,
polib's, and round ones.
"""

_BLOCKS: Final = 500
"""Entries looked at to learn the width, evenly spread over the file."""

_ENOUGH: Final = 150
"""Wrapped lines that tell the width for certain."""

_CERTAIN: Final = 0.97
"""The part of the lines that a preferred width has to explain, of those that the best one does:
Unicode's rules for breaking lines change with their edition.
"""


@dataclass(frozen=True)
class Style:
    """What new text in a file has to look like.

    Args:
        text: the file's text.
        blocks: its entries' texts.
    """

    text: str
    blocks: Sequence[str]

    @cached_property
    def line_end(self) -> str:
        """That of the first line."""
        first = self.text.find("\n")
        return "\r\n" if first > 0 and self.text[first - 1] == "\r" else "\n"

    @cached_property
    def width(self) -> int:
        """Columns of a line, or ``NO_WRAP``."""
        return learn_width(self.blocks)

    def apply(self, text: str) -> str:
        """``text`` with the file's line ends."""
        return text if self.line_end == "\n" else text.replace("\n", self.line_end)


def learn_width(blocks: Sequence[str]) -> int:
    r"""The width that entries are wrapped to; ``NO_WRAP`` where long lines stay whole.

    Each line that was broken says that it fits the width, and that it would not have with what
    the next line begins with. The width is the one that agrees with most of them.

    >>> learn_width(['msgid ""\n"words that go on until there is "\n"room for no more"\n'])
    34
    """
    ranges = list(_enough_ranges(blocks))
    if not ranges:
        return PAGE_WIDTH
    widths = [*_PREFERRED, *sorted({low for low, _ in ranges})]
    agreeing = {width: sum(low <= width <= high for low, high in ranges) for width in widths}
    most = max(agreeing.values()) * _CERTAIN
    width = next(width for width in widths if agreeing[width] >= most)
    return NO_WRAP if width == _ANY else width


def _enough_ranges(blocks: Sequence[str]) -> Iterator[tuple[int, int]]:
    found = 0
    for place in range(0, len(blocks), max(1, len(blocks) // _BLOCKS)):
        for low, high in _ranges(blocks[place]):
            yield low, high
            found += high < _ANY
        if found > _ENOUGH:
            return


def _ranges(block: str) -> Iterator[tuple[int, int]]:
    """For each line that tells something: the least and the greatest width that explain it."""
    for keyword, first, more in _FIELD.findall(block):
        lines = [line.rstrip() for line in more.split("\n")[:-1]]
        if not lines:
            width = len(keyword) + 1 + display_width(first)
            if width >= PAGE_WIDTH // 2 and _is_breakable(first):
                yield width, _ANY
            continue
        if first == '""' and len(lines) == 1 and not lines[0].endswith('\\n"'):
            width = display_width(lines[0])
            if _is_breakable(lines[0]):  # it is on a line of its own for want of room
                yield width, width + len(keyword)
        for line, following in zip(lines, [*lines[1:], ""], strict=True):
            width = display_width(line)
            if following and not line.endswith('\\n"'):
                piece = split_at_breaks(following[1:-1])[0]
                yield width, width + display_width(piece) - 1
            elif width >= PAGE_WIDTH // 2 and _is_breakable(line):
                yield width, _ANY


def _is_breakable(string: str) -> bool:
    return " " in string.rstrip(' "')
