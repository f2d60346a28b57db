"""A PO file that was read."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from .collecting import collector_paused
from .columns import Columns
from .entry import Entry
from .header import read_fields
from .style import Style


class MessageRow(NamedTuple):
    """What a comparison of catalogs looks at of a live entry; cheaper to make than an ``Entry``."""

    entry_index: int
    """Its place in ``Catalog.entries``, as ``patch`` takes it."""
    line: int
    msgctxt: str | None
    msgid: str
    msgstr: str
    """``""`` where the entry has plural forms."""
    is_fuzzy: bool
    previous_msgid: str | None
    extracted_comments: str
    """The ``#.`` lines without their marks, joined by line feeds."""
    references: str
    """The places of the ``#:`` lines, joined by spaces."""


class Catalog:
    """What ``parse`` makes of a file. Not to be changed: ``patch`` makes new bytes from it.

    Entries are made when they are first asked for, all at once. Who compares whole files takes
    ``messages`` or ``columns`` instead, which make no object an entry, or a small one.

    A catalog can be pickled; its columns alone are the lesser part.

    Attributes:
        data: the file's bytes.
        name: what messages call it.
        columns: its entries, one list a field, the header included.
        header_place: the place of the header in them.
    """

    def __init__(self, *, data: bytes, name: str, columns: Columns, header_place: int) -> None:
        self.data = data
        self.name = name
        self.columns = columns
        self.header_place = header_place

    def __getstate__(self) -> dict[str, object]:
        """What makes a catalog, without what was made from it."""
        return {name: vars(self)[name] for name in ("data", "name", "columns", "header_place")}

    def __repr__(self) -> str:
        return f"<Catalog {self.name}: {len(self)} entries>"

    def __len__(self) -> int:
        """Number of entries, obsolete ones included."""
        return len(self.columns) - 1

    @property
    def text(self) -> str:
        """The file's text, without BOM."""
        return self.data.decode("utf-8-sig")

    @cached_property
    def blocks(self) -> Sequence[str]:
        """Each entry's text as it stands, comments and blank lines before it included; the header's
        too, at ``header_place``.
        """
        return self._split[0]

    @cached_property
    def tail(self) -> str:
        """What follows the last entry."""
        return self._split[1]

    @cached_property
    def _split(self) -> tuple[list[str], str]:
        return self.columns.split(self.text)

    @property
    def has_bom(self) -> bool:
        """Whether the file begins with a byte order mark."""
        return self.data.startswith(codecs.BOM_UTF8)

    @cached_property
    def style(self) -> Style:
        """What new text in the file has to look like."""
        return Style(self.text, self.blocks)

    @cached_property
    def header_entry(self) -> Entry:
        """The header as an entry."""
        return self._all_entries[self.header_place]

    @cached_property
    def header(self) -> Mapping[str, str]:
        """The header's fields in their order, names as they are written."""
        return read_fields(self.columns.msgstr[self.header_place])

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in file order, obsolete ones included, the header excluded."""
        place = self.header_place
        return (*self._all_entries[:place], *self._all_entries[place + 1 :])

    @cached_property
    def entries_by_context(self) -> Mapping[str, tuple[Entry, ...]]:
        """The live entries of each ``msgctxt``, in file order."""
        found: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries:
            if entry.msgctxt is not None and not entry.obsolete:
                found[entry.msgctxt] = (*found.get(entry.msgctxt, ()), entry)
        return MappingProxyType(found)

    @cached_property
    def by_context(self) -> Mapping[str, Entry]:
        """The live entry of each ``msgctxt``; the first, where ``entries_by_context`` has
        several.
        """
        found: dict[str, Entry] = {}
        for entry in self.entries:
            if entry.msgctxt is not None and not entry.obsolete:
                found.setdefault(entry.msgctxt, entry)
        return MappingProxyType(found)

    def get(self, msgctxt: str | None, msgid: str) -> Entry | None:
        """The live entry with that context and source, if there is one."""
        return self._live.get((msgctxt, msgid))

    def index_of(self, entry: Entry) -> int:
        """The place in ``entries`` of the one with the same ``msgctxt`` and ``msgid``.

        Raises:
            KeyError: there is none.
        """
        return self._index[entry.key]

    @cached_property
    def _index(self) -> Mapping[tuple[str | None, str], int]:
        return {entry.key: index for index, entry in enumerate(self.entries)}

    @cached_property
    def _live(self) -> Mapping[tuple[str | None, str], Entry]:
        return {entry.key: entry for entry in self.entries if not entry.obsolete}

    def messages(self) -> list[MessageRow]:
        """The live entries as rows, in file order."""
        columns, header = self.columns, self.header_place
        rows = map(
            MessageRow._make,
            zip(
                chain(range(header), (-1,), range(header, len(self))),
                columns.line,
                columns.msgctxt,
                columns.msgid,
                columns.msgstr,
                columns.fuzzy(),
                columns.previous_msgid(),
                columns.extracted_texts(),
                columns.reference_texts(),
                strict=True,
            ),
        )
        with collector_paused():
            skipped = {header, *columns.obsolete}
            return [row for place, row in enumerate(rows) if place not in skipped]

    @cached_property
    def _all_entries(self) -> list[Entry]:
        with collector_paused():
            return self.columns.entries()
