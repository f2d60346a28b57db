"""A PO file that was read."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from .collecting import collector_paused
from .comments import read_comments
from .entry import Entry, make_entry
from .grammar import Row, plural_forms, previous_fields
from .header import read_fields
from .literals import decode


class Catalog:
    """What ``parse`` makes of a file. Not to be changed: ``patch`` makes new bytes from it.

    Entries are made when they are first asked for, all at once: whoever only needs to know that a
    file is sound does not pay for them.

    Attributes:
        data: the file's bytes.
        name: what messages call it.
    """

    def __init__(
        self,
        *,
        data: bytes,
        name: str,
        rows: Sequence[Row],
        keys: Sequence[tuple[str | None, str]],
        tail: str,
        header_place: int,
    ) -> None:
        self.data = data
        self.name = name
        self._rows = rows
        self._keys = keys
        self._tail = tail
        self._header_place = header_place

    def __repr__(self) -> str:
        return f"<Catalog {self.name}: {len(self)} entries>"

    def __len__(self) -> int:
        """Number of entries, obsolete ones included."""
        return len(self._rows) - 1

    @property
    def rows(self) -> Sequence[Row]:
        """The file's entries as they stand, the header included; for ``patch``."""
        return self._rows

    @property
    def keys(self) -> Sequence[tuple[str | None, str]]:
        """``msgctxt`` and ``msgid`` of each of ``rows``."""
        return self._keys

    @property
    def tail(self) -> str:
        """What follows the last entry."""
        return self._tail

    @property
    def header_place(self) -> int:
        """The place of the header among ``rows``."""
        return self._header_place

    @property
    def has_bom(self) -> bool:
        """Whether the file begins with a byte order mark."""
        return self.data.startswith(codecs.BOM_UTF8)

    @cached_property
    def header_entry(self) -> Entry:
        """The header as an entry."""
        return self._all_entries[self._header_place]

    @cached_property
    def header(self) -> Mapping[str, str]:
        """The header's fields in their order, names as they are written."""
        literal = self._rows[self._header_place][8]
        return read_fields(decode(literal))

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in file order, obsolete ones included, the header excluded."""
        place = self._header_place
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

    @cached_property
    def _all_entries(self) -> list[Entry]:
        with collector_paused():
            return self._make_entries()

    def _make_entries(self) -> list[Entry]:
        entries = []
        start = 1
        for row, (msgctxt, msgid) in zip(self._rows, self._keys, strict=True):
            raw, lead, previous, obsolete, _, _, msgid_plural, plurals, msgstr, _ = row
            line = start + lead.count("\n") + (previous.count("\n") if previous else 0)
            start += raw.count("\n")
            flags, translator, extracted, references = read_comments(lead)
            before = dict(previous_fields(previous)) if previous else {}
            entries.append(
                make_entry(
                    msgctxt,
                    msgid,
                    decode(msgstr) if msgstr else "",
                    decode(msgid_plural) if msgid_plural else None,
                    tuple(decode(form) for _, form in plural_forms(plurals)) if plurals else (),
                    flags,
                    decode(before["msgctxt"]) if "msgctxt" in before else None,
                    decode(before["msgid"]) if "msgid" in before else None,
                    decode(before["msgid_plural"]) if "msgid_plural" in before else None,
                    translator,
                    extracted,
                    references,
                    bool(obsolete),
                    line,
                )
            )
        return entries
