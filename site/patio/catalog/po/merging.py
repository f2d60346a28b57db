"""The three-way merge of PO files, by entry rather than by line.

A merge by lines makes conflicts of what is none (a date in the header, two entries side by side)
and, worse, none of what is one: it can pair a new ``msgid`` with the ``msgstr`` of the old. Here
each entry is merged by itself (``merging_entries``), and the result is the bytes of *ours* with
only those entries spliced in that *theirs* changed. ``docs/adr/0014`` gives the rules.

An entry is the same in two files where its ``msgctxt`` is, if contexts name entries in all three
files; else where ``msgctxt`` and ``msgid`` are, or where it says by ``#| msgid`` that it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from .catalog import Catalog
from .entry import Entry
from .merging_entries import (
    Conflict,
    ConflictKind,
    Side,
    forms_of,
    has_work,
    merge_entry,
)
from .merging_headers import merge_header, with_header_comments
from .patching import patch
from .plurals import PluralFormsError, count_plural_forms
from .reader import parse

__all__ = ["MARKER_SIZE", "Conflict", "ConflictKind", "MergeResult", "Side", "merge_files"]

Key = tuple[str | None, str]
Identity = tuple[str | None, str | None]
"""``msgctxt`` and ``msgid``; ``None`` for the latter where the context alone is the identity."""

MARKER_SIZE: Final = 7
"""Characters of a conflict marker, as git's ``conflict-marker-size``."""


@dataclass(frozen=True, slots=True)
class MergeResult:
    """A merged file.

    ``data`` is a valid PO file in which one side of each conflict stands; ``other_data`` is the
    same file with the other side of each, and equal to ``data`` where there is no conflict.
    """

    data: bytes
    conflicts: tuple[Conflict, ...] = ()
    other_data: bytes = b""

    def with_markers(
        self, size: int = MARKER_SIZE, ours: str = "ours", theirs: str = "theirs"
    ) -> bytes:
        """The file with both sides of each conflict between markers, around those entries only.

        For people, as ``git merge`` leaves a file; the reader of this package refuses it until the
        markers are gone. Source: git-merge(1), "How conflicts are presented".
        """
        if not self.conflicts:
            return self.data
        side_of = {conflict.kept.key: conflict.other_side for conflict in self.conflicts}
        one, other = (parse(data, name="merge") for data in (self.data, self.other_data))
        blocks = []
        columns = one.columns
        for msgctxt, msgid, block, other_block in zip(
            columns.msgctxt, columns.msgid, one.blocks, other.blocks, strict=True
        ):
            if block == other_block:
                blocks.append(block)
                continue
            blank, text = _without_blank_lines(block)
            sides = [text, _without_blank_lines(other_block)[1]]
            if side_of.get((msgctxt, msgid)) is Side.OURS:
                sides.reverse()
            end = "\r\n" if "\r\n" in text else "\n"
            mine, yours = (side if side.endswith("\n") else side + end for side in sides)
            blocks.append(
                f"{blank}{'<' * size} {ours}{end}{mine}{'=' * size}{end}"
                f"{yours}{'>' * size} {theirs}{end}"
            )
        return (b"\xef\xbb\xbf" if one.has_bom else b"") + ("".join(blocks) + one.tail).encode()


def merge_files(
    base: bytes,
    ours: bytes,
    theirs: bytes,
    *,
    name: str,
    prefer: Side = Side.OURS,
    by_context: bool | None = None,
) -> MergeResult:
    r"""Merge what *ours* and *theirs* made of *base*.

    Args:
        base: empty where there is no common ancestor.
        name: what messages call the file.
        prefer: whose text stands in a conflict.
        by_context: whether an entry's ``msgctxt`` alone is its identity; ``None`` to see whether
            each live entry of the three files has a context of its own.

    Raises:
        PoFileError: one of the files, or the result, can't be read.

    >>> head = b'msgid ""\nmsgstr ""\n\n'
    >>> one, two = (head + b'msgid "a"\nmsgstr "%s"\n' % text for text in (b"", b"x"))
    >>> merge_files(one, one, two, name="x.po").data == two
    True
    """
    catalogs = (
        parse(base, name=f"{name} (base)") if base else None,
        parse(ours, name=f"{name} (ours)"),
        parse(theirs, name=f"{name} (theirs)"),
    )
    if ours == theirs or theirs == base:
        return MergeResult(ours, (), ours)
    return _FileMerge(*catalogs, prefer=prefer, by_context=by_context).merge(name)


class _FileMerge:
    def __init__(
        self,
        base: Catalog | None,
        ours: Catalog,
        theirs: Catalog,
        *,
        prefer: Side,
        by_context: bool | None,
    ) -> None:
        self.base, self.ours, self.theirs = base, ours, theirs
        self.prefer = prefer
        files = [catalog for catalog in (base, ours, theirs) if catalog is not None]
        contexts = _naming_contexts(files, by_context)
        before = base.entries if base is not None else ()
        my_links, their_links = (_links(before, side.entries) for side in (ours, theirs))
        self.in_base = _identified(before, contexts, {})
        self.in_ours = _identified(ours.entries, contexts, _agreed(my_links, their_links, theirs))
        self.in_theirs = _identified(theirs.entries, contexts, _agreed(their_links, my_links, ours))
        self.conflicts: dict[Identity, Conflict] = {}

    def merge(self, name: str) -> MergeResult:
        merged = self.resolve_collisions(dict(self.merged_entries()))
        header = merge_header(self.base, self.ours, self.theirs, prefer=self.prefer)
        merged = self.with_countable_forms(merged, header)
        data = self.patched(merged, header)
        parse(data, name=name)
        conflicts = {
            identity: replace(conflict, kept=merged[identity])
            for identity, conflict in self.conflicts.items()
            if identity in merged
        }
        other = merged | {
            identity: conflict.other
            for identity, conflict in conflicts.items()
            if conflict.other.key == conflict.kept.key or self.is_free(conflict.other.key, merged)
        }
        other_data = self.patched(other, header) if conflicts else data
        return MergeResult(data, tuple(conflicts.values()), other_data)

    def is_free(self, key: Key, merged: Mapping[Identity, Entry]) -> bool:
        return all(entry.key != key for entry in merged.values())

    def merged_entries(self) -> Iterator[tuple[Identity, Entry]]:
        """The entries of the result, in no particular order."""
        for identity, ours in self.in_ours.items():
            base, theirs = self.in_base.get(identity), self.in_theirs.get(identity)
            if theirs is not None:
                entry, conflict = merge_entry(base, ours, theirs, prefer=self.prefer)
                if conflict is not None:
                    self.conflicts[identity] = conflict
                yield identity, entry
            elif base is None or has_work(base, ours):
                yield identity, ours
        for identity, theirs in self.in_theirs.items():
            if identity not in self.in_ours:
                base = self.in_base.get(identity)
                if base is None or has_work(base, theirs):
                    yield identity, theirs

    def resolve_collisions(self, merged: dict[Identity, Entry]) -> dict[Identity, Entry]:
        """Keep one of two entries that would have the same key, which gettext does not allow.

        It happens where a source returns whose obsolete entry is still in the file. The live one
        stands; what the other one says is reported as a conflict.
        """
        holder: dict[Key, Identity] = {}
        for identity, entry in merged.items():
            first = holder.setdefault(entry.key, identity)
            if first != identity and merged[first].obsolete and not entry.obsolete:
                holder[entry.key] = identity
        for identity in merged.keys() - set(holder.values()):
            winner, loser = holder[merged[identity].key], merged[identity]
            if not set(forms_of(loser)) <= set(forms_of(merged[winner])):
                side = Side.OURS if identity in self.in_ours else Side.THEIRS
                other = replace(loser, obsolete=merged[winner].obsolete)
                self.conflicts.setdefault(
                    winner, Conflict(ConflictKind.TRANSLATION, merged[winner], other, side)
                )
        return {identity: entry for identity, entry in merged.items()
                if holder[entry.key] == identity}  # fmt: skip

    def with_countable_forms(
        self, merged: dict[Identity, Entry], header: Mapping[str, str]
    ) -> dict[Identity, Entry]:
        """Mark as fuzzy what has another number of plural forms than the resulting header says."""
        fields = {**self.ours.header, **header}
        try:
            count = count_plural_forms(f"Plural-Forms: {fields.get('Plural-Forms', '')}")
        except PluralFormsError:
            return merged
        return {
            identity: replace(entry, flags=("fuzzy", *entry.flags))
            if entry.is_plural
            and not (entry.fuzzy or entry.obsolete)
            and forms_of(entry)
            and len(forms_of(entry)) != count
            else entry
            for identity, entry in merged.items()
        }

    def patched(self, merged: Mapping[Identity, Entry], header: Mapping[str, str]) -> bytes:
        index_of = self.ours.index_of
        added = [(place, identity) for place, identity in self.places() if identity in merged]
        data = patch(
            self.ours,
            replace={
                index_of(entry): merged[identity]
                for identity, entry in self.in_ours.items()
                if identity in merged and merged[identity] != entry
            },
            remove=[
                index_of(entry)
                for identity, entry in self.in_ours.items()
                if identity not in merged
            ],
            insert=[
                (place, merged[identity])
                for place, identity in added
                if not merged[identity].obsolete
            ],
            append=[merged[identity] for _place, identity in added if merged[identity].obsolete],
            header=header,
        )
        return with_header_comments(data, self.base, self.ours, self.theirs)

    def places(self) -> list[tuple[int, Identity]]:
        """Before which entry of ours each entry of theirs alone goes: after its predecessor."""
        places = []
        place = 0
        for identity in self.in_theirs:
            if identity in self.in_ours:
                place = self.ours.index_of(self.in_ours[identity]) + 1
            else:
                places.append((place, identity))
        return places


# Which entries of the three files are the same


def _naming_contexts(files: list[Catalog], by_context: bool | None) -> set[str | None]:
    """The contexts that name an entry in each file."""
    if by_context is False:
        return set()
    repeated: set[str | None] = {None}
    found: set[str | None] = set()
    for catalog in files:
        counts = Counter(entry.msgctxt for entry in catalog.entries if not entry.obsolete)
        found |= counts.keys()
        repeated |= {context for context, count in counts.items() if count > 1}
    if by_context is None and found & repeated:
        return set()
    return found - repeated


def _identified(
    entries: tuple[Entry, ...], contexts: set[str | None], links: Mapping[Key, Key]
) -> dict[Identity, Entry]:
    """The entries of a file by identity, in file order.

    A context that names an entry names the live one; the last obsolete one, where none is live.
    """
    named = {
        entry.msgctxt: entry
        for is_live in (False, True)
        for entry in entries
        if entry.obsolete is not is_live and entry.msgctxt in contexts
    }
    return {
        (entry.msgctxt, None)
        if named.get(entry.msgctxt) is entry
        else links.get(entry.key, entry.key): entry
        for entry in entries
    }


def _links(before: tuple[Entry, ...], after: tuple[Entry, ...]) -> dict[Key, Key]:
    """The entries whose source moved, as ``msgmerge --previous`` writes them: new key to old."""
    old_keys = {entry.key for entry in before}
    keys = {entry.key for entry in after}
    links: dict[Key, Key] = {}
    for entry in after:
        if entry.previous_msgid is None or entry.key in old_keys or entry.obsolete:
            continue
        context = entry.msgctxt if entry.previous_msgctxt is None else entry.previous_msgctxt
        old = (context, entry.previous_msgid)
        if old in old_keys and old not in keys and old not in links.values():
            links[entry.key] = old
    return links


def _agreed(links: dict[Key, Key], others: dict[Key, Key], other: Catalog) -> dict[Key, Key]:
    """The links of one side that don't contradict the other side."""
    elsewhere = {old: new for new, old in others.items()}
    keys = {entry.key for entry in other.entries}
    return {
        new: old
        for new, old in links.items()
        if elsewhere.get(old, new) == new and (new not in keys or elsewhere.get(old) == new)
    }


def _without_blank_lines(text: str) -> tuple[str, str]:
    stripped = text.lstrip("\r\n")
    return text[: len(text) - len(stripped)], stripped
