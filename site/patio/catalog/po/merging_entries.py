"""The three-way merge of one entry.

An entry is taken apart into what has to be decided by itself: its *source*, its *translation* with
the source that it was made for, whether it is obsolete, and its comments and flags. Whichever side
changed a part decides it. A translation is never moved under a source that it was not made for: if
one side changes the source and the other the translation, the result is the new source with the
translation as fuzzy, and the source that it was made for as its previous one.

Source: GNU gettext manual, "The Format of PO Files" and "Fuzzy Entries".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple, TypeVar

from .entry import Entry

_Value = TypeVar("_Value")
_NOTHING: Final = Entry(None, "", "")


class Side(StrEnum):
    """One of the two files that are merged."""

    OURS = "ours"
    THEIRS = "theirs"


class ConflictKind(StrEnum):
    """What both sides changed, each in its own way."""

    TRANSLATION = "translation"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Conflict:
    """An entry of which the merge can't keep all that both sides say.

    ``kept`` stands in the result; ``other`` is what the entry would be if the other side stood, and
    holds the text that is not in the result. ``other_side`` says whose that is.
    """

    kind: ConflictKind
    kept: Entry
    other: Entry
    other_side: Side


class Source(NamedTuple):
    """What is translated."""

    msgctxt: str | None
    msgid: str
    msgid_plural: str | None


def source_of(entry: Entry) -> Source:
    """The source that an entry has now."""
    return Source(entry.msgctxt, entry.msgid, entry.msgid_plural)


def made_for(entry: Entry) -> Source:
    """The source that the translation of an entry was made for, as far as the entry tells."""
    if not entry.fuzzy or entry.previous_msgid is None:
        return source_of(entry)
    context = entry.msgctxt if entry.previous_msgctxt is None else entry.previous_msgctxt
    return Source(context, entry.previous_msgid, entry.previous_msgid_plural)


def forms_of(entry: Entry) -> tuple[str, ...]:
    """The translation, a text a plural form; empty where there is none.

    >>> forms_of(Entry(None, "a", "")), forms_of(Entry(None, "a", "b"))
    ((), ('b',))
    """
    forms = entry.msgstr_plural if entry.is_plural else (entry.msgstr,)
    return forms if any(forms) else ()


def has_news(base: Entry | None, entry: Entry) -> bool:
    """Whether somebody said something new of the translation.

    That a source moved on under the same text, be it marked ``fuzzy`` for it or not, is no word on
    the translation; taking away ``fuzzy`` is.
    """
    before = forms_of(base) if base is not None else ()
    if forms_of(entry) != before:
        return True
    if base is None or not before:
        return False
    if source_of(entry) != source_of(base):
        return base.fuzzy and not entry.fuzzy
    return (entry.fuzzy, made_for(entry)) != (base.fuzzy, made_for(base))


def has_work(base: Entry, entry: Entry) -> bool:
    """Whether an entry holds what a person added: a translation, or a note on it."""
    notes = set(entry.translator_comments) - set(base.translator_comments)
    return (has_news(base, entry) and bool(forms_of(entry))) or bool(notes)


def merge_lines(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """Lines, flags or references of which both sides may have added and removed some.

    >>> merge_lines(["a", "b"], ["a", "b", "c"], ["b", "d"])
    ('b', 'c', 'd')
    """
    if tuple(theirs) in (tuple(base), tuple(ours)):
        return tuple(ours)
    if tuple(ours) == tuple(base):
        return tuple(theirs)
    removed = set(base) - set(theirs)
    known = {*base, *ours}
    return (
        *(line for line in ours if line not in removed),
        *(line for line in theirs if line not in known),
    )


def merge_entry(
    base: Entry | None, ours: Entry, theirs: Entry, *, prefer: Side = Side.OURS
) -> tuple[Entry, Conflict | None]:
    """What an entry becomes that both sides have, and what could not be kept of it.

    ``base`` is ``None`` where the sides added it independently. Where both changed the translation,
    one that fits the resulting source stands before one that needs work; else that of ``prefer``.
    """
    if ours == theirs or theirs == base:
        return ours, None
    if ours == base:
        return theirs, None
    return _EntryMerge(base, ours, theirs, prefer).merge()


class _EntryMerge:
    def __init__(self, base: Entry | None, ours: Entry, theirs: Entry, prefer: Side) -> None:
        self.base = base
        self.sides = {Side.OURS: ours, Side.THEIRS: theirs}
        self.prefer = prefer
        self.forms_before = forms_of(base) if base is not None else ()
        before = source_of(base) if base is not None else None
        self.source, self.has_two_sources = self.choose(before, source_of(ours), source_of(theirs))

    def choose(self, base: _Value | None, ours: _Value, theirs: _Value) -> tuple[_Value, bool]:
        """A value of which each side may have changed the whole, and whether both did."""
        if ours == theirs or theirs == base:
            return ours, False
        if ours == base:
            return theirs, False
        return (ours if self.prefer is Side.OURS else theirs), True

    def merge(self) -> tuple[Entry, Conflict | None]:
        news = [side for side, entry in self.sides.items() if has_news(self.base, entry)]
        side = self.decide() if len(news) == 2 else (*news, self.bearer())[0]
        merged = self.compose(side)
        other_side = Side.THEIRS if side is Side.OURS else Side.OURS
        if self.has_two_sources:
            loser = next(s for s, entry in self.sides.items() if source_of(entry) != self.source)
            other = self.with_comments(self.sides[loser])
            return merged, Conflict(ConflictKind.SOURCE, merged, other, loser)
        kept = {*forms_of(merged), *self.forms_before}
        # A side's own text may be the one: of plural forms, a source without plural holds one.
        for loser in (other_side, side):
            if loser in news and not kept.issuperset(forms_of(self.sides[loser])):
                other = self.compose(loser)
                if not set(forms_of(other)).issuperset(forms_of(self.sides[loser])):
                    other = self.with_comments(self.sides[loser])
                return merged, Conflict(ConflictKind.TRANSLATION, merged, other, loser)
        return merged, None

    def decide(self) -> Side:
        """Whose translation stands, of two that are new."""
        ours, theirs = self.sides[Side.OURS], self.sides[Side.THEIRS]
        if forms_of(ours) == forms_of(theirs):
            at_source = [s for s, entry in self.sides.items() if source_of(entry) == self.source]
            in_doubt = [side for side in at_source if self.sides[side].fuzzy]
            return self.preferred(in_doubt or at_source)
        if not forms_of(ours) or not forms_of(theirs):  # A text is not lost to its removal.
            return Side.OURS if forms_of(ours) else Side.THEIRS
        if forms_of(ours) == self.forms_before:  # A new text goes before a word on the old one.
            return Side.THEIRS
        if forms_of(theirs) == self.forms_before:
            return Side.OURS
        fitting = [side for side in self.sides if self.fits(side)]
        return self.preferred(fitting or list(Side))

    def fits(self, side: Side) -> bool:
        """Whether a side's translation is a good one of the resulting source."""
        entry = self.sides[side]
        return not entry.fuzzy and source_of(entry) == self.source

    def bearer(self) -> Side:
        """The side that already has the translation both agree on under the resulting source."""
        return self.preferred([s for s, e in self.sides.items() if source_of(e) == self.source])

    def preferred(self, sides: Sequence[Side]) -> Side:
        return self.prefer if self.prefer in sides else sides[0]

    def compose(self, side: Side) -> Entry:
        """The entry with the resulting source and the translation of a side."""
        entry = self.sides[side]
        if source_of(entry) != self.source:
            entry = under_source(entry, self.source)
        return self.with_comments(entry)

    def with_comments(self, entry: Entry) -> Entry:
        """An entry's texts, with the comments and flags of both sides."""
        base, ours, theirs = self.base, self.sides[Side.OURS], self.sides[Side.THEIRS]
        was = base if base is not None else _NOTHING
        flags = merge_lines(*map(_flags, (was, ours, theirs)))
        was_obsolete = base.obsolete if base is not None else None
        obsolete, differs = self.choose(was_obsolete, ours.obsolete, theirs.obsolete)
        return replace(
            entry,
            flags=("fuzzy", *flags) if entry.fuzzy else flags,
            translator_comments=merge_lines(
                was.translator_comments, ours.translator_comments, theirs.translator_comments
            ),
            extracted_comments=merge_lines(
                was.extracted_comments, ours.extracted_comments, theirs.extracted_comments
            ),
            references=merge_lines(was.references, ours.references, theirs.references),
            obsolete=obsolete and not differs,
        )


def _flags(entry: Entry) -> tuple[str, ...]:
    """The flags that don't speak of the translation's state."""
    return tuple(flag for flag in entry.flags if flag != "fuzzy")


def under_source(entry: Entry, source: Source) -> Entry:
    """An entry moved under another source: its translation is kept, and needs work.

    >>> moved = under_source(Entry(None, "old", "viejo"), Source(None, "new", None))
    >>> moved.msgid, moved.msgstr, moved.fuzzy, moved.previous_msgid
    ('new', 'viejo', True, 'old')
    """
    forms = forms_of(entry)
    before = made_for(entry)
    is_moved = bool(forms) and before != source
    flags = _flags(entry)
    is_fuzzy = is_moved or (bool(forms) and entry.fuzzy)
    is_plural = source.msgid_plural is not None
    return replace(
        entry,
        msgctxt=source.msgctxt,
        msgid=source.msgid,
        msgid_plural=source.msgid_plural,
        msgstr="" if is_plural else next(filter(None, forms), ""),
        msgstr_plural=(forms or ("",)) if is_plural else (),
        flags=("fuzzy", *flags) if is_fuzzy else flags,
        previous_msgctxt=before.msgctxt if is_moved and before.msgctxt != source.msgctxt else None,
        previous_msgid=before.msgid if is_moved else None,
        previous_msgid_plural=before.msgid_plural if is_moved else None,
    )
