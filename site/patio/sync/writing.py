"""The bytes of a catalog in which some entries have changed. Touches no database and no file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from patio.catalog import po
from patio.catalog.languages import Language

from .header import new_header, touched_header
from .snapshot import Snapshot


def new_catalog(
    language: Language,
    snapshot: Snapshot,
    entries: Mapping[str, po.Entry],
    now: datetime,
) -> bytes:
    """A fresh catalog with the entries of all units, by context and in the document's order."""
    return po.new(new_header(language, now, snapshot), list(entries.values()))


def patched_catalog(
    catalog: po.Catalog,
    snapshot: Snapshot,
    entries: Mapping[str, po.Entry],
    changed: Mapping[str, po.Entry],
    retired: Collection[po.Entry],
    now: datetime,
) -> bytes:
    """A catalog with ``changed`` entries, by context, in place, and retired ones made obsolete.

    ``entries`` are the catalog's own, one a unit.

    A new entry goes where the document has it. An obsolete entry makes room where its key is
    about to stand in the file again: gettext allows a key once, obsolete or not.
    """
    index_of = {context: catalog.index_of(entry) for context, entry in entries.items()}
    replacements = {
        index_of[context]: entry for context, entry in changed.items() if context in index_of
    }
    replacements |= {catalog.index_of(entry): replace(entry, obsolete=True) for entry in retired}
    insertions = [
        (place, changed[context])
        for context, place in _places(snapshot.standings, index_of)
        if context in changed
    ]
    written = [*replacements.values(), *(entry for _place, entry in insertions)]
    has_news = any(
        _says_something_new(catalog.entries[index], entry)
        for index, entry in replacements.items()
        if not entry.obsolete
    )
    return po.patch(
        catalog,
        replace=replacements,
        insert=insertions,
        remove=[catalog.index_of(entry) for entry in superseded(catalog, written)],
        header=touched_header(catalog.header, now, snapshot) if has_news else {},
    )


def superseded(catalog: po.Catalog, written: Collection[po.Entry]) -> list[po.Entry]:
    """The obsolete entries whose keys the written ones take."""
    keys = {entry.key for entry in written}
    return [entry for entry in catalog.entries if entry.obsolete and entry.key in keys]


def _places(contexts: Iterable[str], index_of: Mapping[str, int]) -> list[tuple[str, int]]:
    """Before which entry a unit without one belongs: ``(context, index)``, in document order."""
    places: list[tuple[str, int]] = []
    following = max(index_of.values(), default=-1) + 1
    for context in reversed(list(contexts)):
        if context in index_of:
            following = index_of[context]
        else:
            places.append((context, following))
    return places[::-1]


def _says_something_new(before: po.Entry, after: po.Entry) -> bool:
    """Whether a person's work is in the difference, and not only the source's.

    That the source moved on, taking a good text to ``fuzzy``, is no revision of the translation.
    """
    source_moved = before.msgid != after.msgid or before.previous_msgid != after.previous_msgid
    return before.msgstr != after.msgstr or (before.fuzzy != after.fuzzy and not source_moved)
