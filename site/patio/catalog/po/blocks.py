"""The entries of a file as they stand: their text, and its lines taken apart by what they are.

For work on many entries of which most stay as they are, where an ``Entry`` each would be too much.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from .catalog import Catalog
from .comments import read_comments
from .literals import ANY_STRING, decode
from .writer import form_entry

_LEAD: Final = re.compile(r"(?:[ \t\r\f\v]*+(?:\#(?![~|])[^\n]*+)?+\n)*+")
_LINE: Final = re.compile(r"[ \t\f\v]*+#[^\n]*+\n")
_FIELD: Final = re.compile(
    rf"(#\||#~\||#~|)[ ]?(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-9]{{1,2}}\])?)[ ]"
    rf"{ANY_STRING}\n(?:\1[ ]?{ANY_STRING}\n)*"
)

Key = tuple[str | None, str]


class Blocks:
    """The entries of a file as they stand, by place."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        columns = catalog.columns
        self.blocks: Sequence[str] = catalog.blocks
        self.keys: Sequence[Key] = list(zip(columns.msgctxt, columns.msgid, strict=True))
        self.obsolete = columns.obsolete

    @property
    def style(self) -> tuple[str, int]:
        """The file's line end, and the columns of its lines."""
        return self.catalog.style.line_end, self.catalog.style.width

    @cached_property
    def live(self) -> list[int]:
        """The places of the entries that are neither obsolete nor the header."""
        skipped = {*self.obsolete, self.catalog.header_place}
        return [place for place in range(len(self.blocks)) if place not in skipped]

    def parts(self, place: int) -> Parts:
        """An entry, taken apart."""
        block = self.blocks[place].rstrip().replace("\r\n", "\n") + "\n"
        lead = lead_of(block)
        fields = _read_fields(block[len(lead) :])
        if fields is None:  # laid out as no tool does
            entry = self.catalog.entries[place - (place > self.catalog.header_place)]
            block = form_entry(entry)
            lead = lead_of(block)
            fields = _read_fields(block[len(lead) :])
            assert fields, "what is formed here is laid out as everywhere"  # noqa: S101
        return Parts(lines_by_mark("".join(_LINE.findall(lead))), fields)


@dataclass(frozen=True, slots=True)
class Parts:
    """The lines of an entry, with line feeds at their ends.

    ``comments`` are by mark (``lines_by_mark``), ``fields`` by kind, as in ``writer.values``.
    """

    comments: Mapping[str, str]
    fields: Mapping[str, str]

    def text(self, kind: str) -> str:
        """The decoded text of a field."""
        lines = self.fields[kind]
        return decode(lines[lines.index('"') : lines.rindex('"') + 1])

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags of the entry."""
        return tuple(read_comments(self.comments["#,"])[0])

    @property
    def forms(self) -> list[str]:
        """The kinds of the fields that hold the translation."""
        return [kind for kind in self.fields if kind.startswith("msgstr")]

    @property
    def has_text(self) -> bool:
        """Whether there is any translation."""
        return any(map(self.text, self.forms))


def lead_of(block: str) -> str:
    """The blank lines and comments that an entry begins with."""
    match = _LEAD.match(block)
    return match[0] if match else ""


def lines_by_mark(lead: str) -> dict[str, str]:
    """The lines of a lead: ``#.``, ``#:`` and ``#,`` ones, and under ``#`` all others."""
    found = {"#": "", "#.": "", "#:": "", "#,": ""}
    for line in lead.splitlines(keepends=True):
        mark = line.lstrip()[:2].replace("#!", "#,")
        found[mark if mark in found else "#"] += line
    return found


def _read_fields(body: str) -> dict[str, str] | None:
    """An entry's fields; ``None`` where they are not laid out with one string a line."""
    fields = {}
    end = 0
    for match in _FIELD.finditer(body):
        if match.start() != end:
            return None
        end = match.end()
        mark, keyword = match.groups()
        fields[f"#|{keyword}" if mark.endswith("|") else keyword] = match[0]
    return fields if end == len(body) else None
