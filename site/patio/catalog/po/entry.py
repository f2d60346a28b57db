"""One entry of a PO file, as a value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, make_dataclass
from operator import attrgetter
from typing import Any, Final, cast


@dataclass(frozen=True, slots=True)
class Entry:
    r"""A message with its translation and comments; text is decoded (``\n`` is a line feed).

    Two entries are equal when everything but their ``line`` is. Change one with
    ``dataclasses.replace``.

    Source: GNU gettext manual, section "The Format of PO Files".

    >>> Entry("value.care/title", "Care", "Cuidado", flags=("fuzzy",)).fuzzy
    True
    """

    msgctxt: str | None
    msgid: str
    msgstr: str
    """The translation; ``""`` where the entry has plural forms."""
    msgid_plural: str | None = None
    msgstr_plural: tuple[str, ...] = ()
    """One text a plural form; empty where the entry has none."""
    flags: tuple[str, ...] = ()
    """``#,`` in the file's order."""
    previous_msgctxt: str | None = None
    """``#| msgctxt``; with the two below, what the present translation translates."""
    previous_msgid: str | None = None
    previous_msgid_plural: str | None = None
    translator_comments: tuple[str, ...] = ()
    """``# ``, a line each."""
    extracted_comments: tuple[str, ...] = ()
    """``#.``, a line each."""
    references: tuple[str, ...] = ()
    """``#:``, a place each."""
    obsolete: bool = False
    """``#~``: kept for its text, not part of the catalog any more."""
    line: int = field(default=0, compare=False)
    """Line of the file that its first keyword is on, from 1; 0 for an entry made in memory."""

    def __reduce__(self) -> tuple[Callable[..., Entry], tuple[Any, ...]]:
        return _make_entry, _values(self)

    @property
    def fuzzy(self) -> bool:
        """Whether the translation needs work."""
        return "fuzzy" in self.flags

    @property
    def is_plural(self) -> bool:
        """Whether the entry has plural forms."""
        return self.msgid_plural is not None

    @property
    def key(self) -> tuple[str | None, str]:
        """What tells entries of a file apart: ``msgctxt`` and ``msgid``."""
        return self.msgctxt, self.msgid


_Draft = make_dataclass("_Draft", [part.name for part in fields(Entry)], slots=True)
_values: Final = attrgetter(*(part.name for part in fields(Entry)))


def make_entries(*columns: Iterable[Any]) -> list[Entry]:
    """Entries from all their fields: one column a field, in the fields' order.

    A frozen dataclass sets each field through ``object.__setattr__``; filling a mutable twin with
    the same slots and turning it into an entry takes a quarter of the time.
    """
    drafts = list(map(_Draft, *columns))
    for draft in drafts:
        draft.__class__ = Entry
    return cast(list[Entry], drafts)


def _make_entry(*values: Any) -> Entry:
    return make_entries(*zip(values))[0]
