"""What was read of a file, as columns: one list a field, one item an entry, the header included.

Most entries have no plural forms, no previous source and are not obsolete; what is rare is kept by
place instead. Texts are decoded; comments are kept as they stand until somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from .comments import (
    is_fuzzy,
    read_comments,
    read_extracted,
    read_flag_lines,
    read_references,
    read_translator,
)
from .entry import Entry, make_entries

_Value = TypeVar("_Value")

Previous = tuple[str | None, str, str | None]
"""``msgctxt``, ``msgid`` and ``msgid_plural`` of the ``#|`` lines."""

Plural = tuple[str, tuple[str, ...]]
"""``msgid_plural`` and the texts of ``msgstr[0]``, ``msgstr[1]``, …"""


@dataclass(slots=True)
class Columns:
    """The entries of a file. Filled by ``grammar`` or ``careful``, then not changed any more."""

    msgctxt: list[str | None] = field(default_factory=list)
    msgid: list[str] = field(default_factory=list)
    msgstr: list[str] = field(default_factory=list)
    """``""`` where there are plural forms."""
    line: list[int] = field(default_factory=list)
    """The line that the first keyword is on, from 1."""
    end: list[int] = field(default_factory=list)
    """The line after the entry's last one."""
    translator: list[str] = field(default_factory=list)
    """The ``# `` lines; ``""`` where there are none, here and in the three below."""
    extracted: list[str] = field(default_factory=list)
    """The ``#.`` lines."""
    references: list[str] = field(default_factory=list)
    """The ``#:`` lines."""
    flags: list[str] = field(default_factory=list)
    """The ``#,`` lines."""
    leads: dict[int, str] = field(default_factory=dict)
    """All lines before an entry whose comments are not in gettext's order and form; nothing of
    them is in the four above."""
    previous: dict[int, Previous] = field(default_factory=dict)
    plurals: dict[int, Plural] = field(default_factory=dict)
    obsolete: set[int] = field(default_factory=set)
    blocks: list[str] | None = None
    """Each entry's text as it stands; ``None`` where entries are whole lines without a gap, so that
    ``end`` says it all."""
    tail: str = ""
    """What follows the last entry, if ``blocks`` are given."""

    def __len__(self) -> int:
        return len(self.msgid)

    def set_lead(self, place: int, lead: str) -> None:
        """Keep an entry's comments as they stand."""
        self.leads[place] = lead
        for column in (self.translator, self.extracted, self.references, self.flags):
            column[place] = ""

    def append_lead(self, lead: str) -> None:
        """Keep the next entry's comments as they stand."""
        for column in (self.translator, self.extracted, self.references, self.flags):
            column.append("")
        if "#" in lead:
            self.leads[len(self.flags) - 1] = lead

    def split(self, text: str) -> tuple[list[str], str]:
        """The text of each entry, and what follows the last. Joined, they are ``text`` again."""
        if self.blocks is not None:
            return self.blocks, self.tail
        lines = text.split("\n")
        blocks = []
        start = 0
        for end in self.end:
            blocks.append("\n".join(lines[start : end - 1]) + "\n")
            start = end - 1
        tail = "\n".join(lines[start:])
        if blocks and start >= len(lines):  # the last entry's line has no end
            blocks[-1] = blocks[-1][:-1]
        return blocks, tail

    def is_fuzzy(self, place: int) -> bool:
        """Whether an entry has the flag ``fuzzy``."""
        lead = self.leads.get(place)
        return is_fuzzy(self.flags[place]) if lead is None else "fuzzy" in read_comments(lead)[0]

    def fuzzy(self) -> list[bool]:
        """``is_fuzzy`` of all."""
        found = [bool(flags) and is_fuzzy(flags) for flags in self.flags]
        for place in self.leads:
            found[place] = self.is_fuzzy(place)
        return found

    def previous_msgid(self) -> list[str | None]:
        """``#| msgid`` of all."""
        found = {place: msgid for place, (_, msgid, _) in self.previous.items()}
        return _spread(len(self), None, found)

    def extracted_texts(self) -> list[str]:
        """The extracted comments of all, each entry's joined by line feeds."""
        found = [text[3:-1].replace("\n#. ", "\n") if text else "" for text in self.extracted]
        for place, lead in self.leads.items():
            found[place] = "\n".join(read_comments(lead)[2])
        return found

    def reference_texts(self) -> list[str]:
        """The references of all, each entry's joined by spaces."""
        found = [" ".join(read_references(text)) if text else "" for text in self.references]
        for place, lead in self.leads.items():
            found[place] = " ".join(read_comments(lead)[3])
        return found

    def entries(self) -> list[Entry]:
        """All as values."""
        size = len(self)
        flags = [read_flag_lines(text) if text else () for text in self.flags]
        translator = [read_translator(text) if text else () for text in self.translator]
        extracted = [read_extracted(text) if text else () for text in self.extracted]
        references = [read_references(text) if text else () for text in self.references]
        for place, lead in self.leads.items():
            flags[place], translator[place], extracted[place], references[place] = read_comments(
                lead
            )
        previous_msgctxt, previous_msgid, previous_msgid_plural = (
            _spread(size, None, {place: fields[part] for place, fields in self.previous.items()})
            for part in range(3)
        )
        plurals = self.plurals.items()
        return make_entries(
            self.msgctxt,
            self.msgid,
            self.msgstr,
            _spread(size, None, {place: plural[0] for place, plural in plurals}),
            _spread(size, (), {place: plural[1] for place, plural in plurals}),
            flags,
            previous_msgctxt,
            previous_msgid,
            previous_msgid_plural,
            translator,
            extracted,
            references,
            _spread(size, False, dict.fromkeys(self.obsolete, True)),
            self.line,
        )


def _spread(size: int, default: _Value, found: Mapping[int, _Value]) -> list[_Value]:
    column = [default] * size
    for place, value in found.items():
        column[place] = value
    return column
