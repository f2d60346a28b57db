"""Changing a PO file so that every line which did not change stays byte for byte."""

from __future__ import annotations

import codecs
import dataclasses
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from patio.catalog.errors import PoEntryError

from .catalog import Catalog
from .entry import Entry
from .layout import Part, split_parts
from .literals import decode
from .writer import check_entry, duplicate, form_entry, form_field, form_parts, header_line, values

Selector = int | Entry
"""An entry of a catalog: its index in ``entries``, or itself (by ``msgctxt`` and ``msgid``)."""

_BLANK_LINE: Final = re.compile(r"[ \t\r]*+\n")
_ORDER: Final = (
    *("translator", "extracted", "references", "flags"),
    *("#|msgctxt", "#|msgid", "#|msgid_plural"),
    *("msgctxt", "msgid", "msgid_plural", "msgstr"),
)
_RANK: Final = {kind: rank for rank, kind in enumerate(_ORDER)}


def patch(
    catalog: Catalog,
    *,
    replace: Mapping[Selector, Entry] | Mapping[int, Entry] | Mapping[Entry, Entry] | None = None,
    insert: Sequence[tuple[int, Entry]] = (),
    append: Sequence[Entry] = (),
    remove: Collection[Selector] = (),
    header: Mapping[str, str] | None = None,
) -> bytes:
    r"""The bytes of a file with some of its entries changed.

    Of a replaced entry only the lines of what differs are formed anew; an equal one is left alone.
    New text follows the file: its line ends, BOM, final line end, and whether it wraps.

    Args:
        catalog: the file as it was read.
        replace: what entries are to become.
        insert: index of the existing entry that a new one goes before (``len(catalog)``: the end).
        append: live ones go after the last live entry, obsolete ones to the end.
        remove: entries to take out with their comments.
        header: fields to set, in their place where the header has them, else at its end.

    Raises:
        PoEntryError: an entry or field can't be written, or two entries would have the same key.
        IndexError, KeyError: an index or entry that the catalog has not.

    Source: GNU gettext manual, "The Format of PO Files".

    >>> from patio.catalog.po import parse
    >>> catalog = parse(b'msgid ""\nmsgstr ""\n\n# why\nmsgid "a"\nmsgstr ""\n', name="x.po")
    >>> patch(catalog, replace={0: Entry(None, "a", "b", translator_comments=("why",))})
    b'msgid ""\nmsgstr ""\n\n# why\nmsgid "a"\nmsgstr "b"\n'
    """
    if not (replace or insert or append or remove or header):
        return catalog.data
    return _Patch(catalog).apply(replace or {}, insert, append, remove, header or {})


class _Patch:
    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.style = catalog.style

    def apply(
        self,
        replace: Mapping[Selector, Entry] | Mapping[int, Entry] | Mapping[Entry, Entry],
        insert: Sequence[tuple[int, Entry]],
        append: Sequence[Entry],
        remove: Collection[Selector],
        header: Mapping[str, str],
    ) -> bytes:
        catalog = self.catalog
        entries = catalog.entries
        removed = {self.index_of(selector) for selector in remove}
        replaced = {
            index: entry
            for selector, entry in replace.items()
            if entries[index := self.index_of(selector)] != entry
        }
        if both := removed & replaced.keys():
            raise PoEntryError(f"entry {min(both)} is both replaced and removed: choose one")
        added: dict[int, list[Entry]] = {}
        for index, entry in insert:
            if not 0 <= index <= len(entries):
                raise IndexError(f"no entry {index} to insert before, there are {len(entries)}")
            added.setdefault(index, []).append(entry)
        end_of_live = 1 + max(
            (
                index
                for index, entry in enumerate(entries)
                if not replaced.get(index, entry).obsolete and index not in removed
            ),
            default=-1,
        )
        for entry in append:
            index = len(entries) if entry.obsolete else end_of_live
            added.setdefault(index, []).append(entry)
        self.check_keys(replaced, added, removed)

        blocks: list[str] = []
        index = 0
        for place, block in enumerate(catalog.blocks):
            if place == catalog.header_place:
                blocks.append(self.patch_header(block, header) if header else block)
                continue
            if index in added:
                self.add(blocks, added[index])
                if not _BLANK_LINE.match(block) and index not in removed:
                    blocks.append(self.style.line_end)
            if index in replaced:
                blocks.append(self.patch_entry(block, entries[index], replaced[index]))
            elif index not in removed:
                blocks.append(block)
            index += 1
        self.add(blocks, added.get(index, []))
        return self.join(blocks)

    def index_of(self, selector: Selector) -> int:
        if isinstance(selector, Entry):
            return self.catalog.index_of(selector)
        if not 0 <= selector < len(self.catalog):
            raise IndexError(f"no entry {selector}, there are {len(self.catalog)}")
        return selector

    def check_keys(
        self,
        replaced: Mapping[int, Entry],
        added: Mapping[int, Sequence[Entry]],
        removed: Collection[int],
    ) -> None:
        """Raise where two entries would have the same key, which gettext's tools refuse to read."""
        entries = self.catalog.entries
        new = [entry for group in added.values() for entry in group]
        new += [entry for index, entry in replaced.items() if entry.key != entries[index].key]
        if not new:
            return
        gone = {*removed, *replaced}
        keys = {entry.key for index, entry in enumerate(entries) if index not in gone}
        keys |= {entry.key for i, entry in replaced.items() if entry.key == entries[i].key}
        keys.add((None, ""))
        for entry in new:
            if entry.key in keys:
                raise duplicate(entry)
            keys.add(entry.key)

    def add(self, blocks: list[str], entries: Sequence[Entry]) -> None:
        """Put entries after the blocks there are, a blank line before each."""
        for entry in entries:
            self.end_line(blocks)
            text = f"\n{form_entry(entry, self.style.width)}"
            blocks.append(self.style.apply(text))

    def end_line(self, blocks: list[str]) -> None:
        if blocks and not blocks[-1].endswith("\n"):
            blocks[-1] += self.style.line_end

    def join(self, blocks: list[str]) -> bytes:
        """The file of the blocks, ending with or without a line end as it did."""
        text = "".join(blocks) + self.catalog.tail
        if not self.catalog.data.endswith(b"\n"):
            text = text.removesuffix("\n").removesuffix("\r")
        elif not text.endswith("\n"):
            text += self.style.line_end
        return (codecs.BOM_UTF8 if self.catalog.has_bom else b"") + text.encode()

    # One entry

    def patch_entry(self, raw: str, old: Entry, new: Entry) -> str:
        """The text of an entry with the parts that differ formed anew."""
        check_entry(new)
        parts = split_parts(raw if raw.endswith("\n") else raw + self.style.line_end)
        formed = {
            kind: self.style.apply(text) for kind, text in form_parts(new, self.style.width).items()
        }
        if parts is None:
            blank = _BLANK_LINE.match(raw)
            return (blank[0] if blank else "") + "".join(formed.values())
        before, after = values(old), values(new)
        changed = {
            kind
            for kind in {*before, *after}
            if before.get(kind) != after.get(kind)
            or (old.obsolete != new.obsolete and "msg" in kind)
        }
        kept: list[Part] = []
        placed: set[str] = set()
        for part in parts:
            if part.kind not in changed:
                kept.append(part)
            elif part.kind not in placed:
                placed.add(part.kind)
                kept.append(Part(part.kind, formed.get(part.kind, "")))
        for kind in formed:  # in gettext's order
            if kind in changed and kind not in placed:
                kept.insert(_place_for(kind, kept), Part(kind, formed[kind]))
        return "".join(part.text for part in kept)

    # The header

    def patch_header(self, raw: str, fields: Mapping[str, str]) -> str:
        """The text of the header entry with some fields set."""
        entry = self.catalog.header_entry
        now = self.catalog.header
        wanted = {name: value for name, value in fields.items() if now.get(name) != value.strip()}
        if not wanted:
            return raw
        lines = {name: header_line(name, value) for name, value in wanted.items()}
        parts = split_parts(raw if raw.endswith("\n") else raw + self.style.line_end)
        patched = None if parts is None else self.patch_header_lines(parts, lines)
        if patched is not None:
            return patched
        text = _set_fields(entry.msgstr.split("\n"), lines)
        return self.patch_entry(raw, entry, dataclasses.replace(entry, msgstr=text))

    def patch_header_lines(self, parts: list[Part], lines: dict[str, str]) -> str | None:
        """As ``patch_header``, where each field has lines of its own in the file; else ``None``."""
        place = next(i for i, part in enumerate(parts) if part.kind == "msgstr")
        first, *strings = parts[place].text.splitlines(keepends=True)
        if decode(first[first.index('"') :].rstrip()) or not strings:
            return None
        left = dict(lines)
        result: list[str] = []
        group: list[str] = []
        for string in strings:
            group.append(string)
            if not string.strip():
                continue
            text = "".join(decode(line.strip()) for line in group if line.strip())
            if "\n" in text[:-1]:
                return None
            if text.endswith("\n"):
                name = text.partition(":")[0].strip()
                result += [self.form_header_line(left.pop(name))] if name in left else group
                group = []
        if group:
            return None
        result += [self.form_header_line(line) for line in left.values()]
        text = first + "".join(result)
        return "".join(part.text if i != place else text for i, part in enumerate(parts))

    def form_header_line(self, line: str) -> str:
        formed = form_field("", line, width=self.style.width).split("\n")
        strings = [string.strip() for string in formed if string.strip() not in ("", '""')]
        return "".join(f"{string}{self.style.line_end}" for string in strings)


def _set_fields(lines: list[str], fields: Mapping[str, str]) -> str:
    left = dict(fields)
    result = []
    for line in lines:
        name = line.partition(":")[0].strip()
        result.append(left.pop(name) if name in left else f"{line}\n" if line else "")
    return "".join(result) + "".join(left.values())


def _place_for(kind: str, parts: Sequence[Part]) -> int:
    """Where a new part goes: before the first that gettext writes later."""
    rank = _rank(kind)
    for place, part in enumerate(parts):
        if _rank(part.kind) > rank:
            return place
    return len(parts)


def _rank(kind: str) -> int:
    """The place of a kind in gettext's order; of blank and unknown lines, before all."""
    return _RANK.get(kind.partition("[")[0], -1)
