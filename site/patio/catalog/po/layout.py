"""How an existing file is laid out: the parts of an entry's text, line ends, wrapping."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .grammar import Row
from .literals import ANY_STRING
from .wrapping import PAGE_WIDTH, display_width
from .writer import NO_WRAP

_FIELD_LINE: Final = re.compile(
    rf"""
    [ \t\r\f\v]*+ (\#~\|?+|\#\|)?+ [ \t\r\f\v]*+
    (?:(msgctxt|msgid_plural|msgid|msgstr)[ \t]*+(?:\[[ \t]*+([0-9]++)[ \t]*+\])?+ [ \t]*+)?+
    (?:{ANY_STRING})?+ [ \t\r\f\v]*+ \n?+
    """,
    re.VERBOSE,
)
_COMMENT_KINDS: Final = {
    ":": "references", ",": "flags", "!": "flags", ".": "extracted", "=": "unknown",
}  # fmt: skip
_ENOUGH_ROWS: Final = 2_000
"""Entries looked at to learn how a file wraps."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some whole lines of an entry: one comment line, or a field with the lines that continue it.

    ``kind`` is as in ``writer.values``, or ``blank`` or ``unknown``.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Style:
    """What new text in a file has to look like."""

    line_end: str
    width: int

    def apply(self, text: str) -> str:
        """``text`` with the file's line ends."""
        return text if self.line_end == "\n" else text.replace("\n", self.line_end)


def split_parts(raw: str) -> list[Part] | None:
    """The parts of an entry's text; joined, they are ``raw`` again.

    ``None`` where lines and parts don't go together, as with two fields on a line.
    """
    parts: list[Part] = []
    for line in _lines(raw):
        kind = _kind(line)
        if kind is None:
            return None
        if kind == "continued" or (kind == "blank" and parts and "msg" in parts[-1].kind):
            if not parts or "msg" not in parts[-1].kind:
                return None
            parts[-1] = Part(parts[-1].kind, parts[-1].text + line)
        else:
            parts.append(Part(kind, line))
    return parts


def _lines(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _kind(line: str) -> str | None:
    stripped = line.strip(" \t\r\n\f\v")
    if not stripped or stripped == "#~":
        return "blank"
    if stripped.startswith("#") and stripped[1:2] not in ("~", "|"):
        return _COMMENT_KINDS.get(stripped[1:2], "translator")
    match = _FIELD_LINE.fullmatch(line)
    if match is None:
        return None
    mark, keyword, index = match.groups()
    if keyword is None:
        return "continued"
    if mark is not None and mark.endswith("|"):
        return f"#|{keyword}"
    return keyword if index is None else f"{keyword}[{int(index)}]"


def learn_style(text: str, rows: Sequence[Row]) -> Style:
    """The line ends of a file and whether it wraps long lines.

    Line ends are those of the first line. A file wraps unless most of its long texts are on one
    line.
    """
    first = text.find("\n")
    line_end = "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"
    wrapped = unwrapped = 0
    for row in rows[:_ENOUGH_ROWS]:
        for literal in (row[5], row[8]):
            if len(literal) < PAGE_WIDTH // 2:
                continue
            for line in literal.split("\n")[:-1]:
                string = line.rstrip("\r")
                wrapped += len(string) > 2 and not string.endswith('\\n"')
            unwrapped += any(
                display_width(line) > PAGE_WIDTH and " " in line for line in literal.split("\n")
            )
    return Style(line_end, NO_WRAP if unwrapped > wrapped else PAGE_WIDTH)
