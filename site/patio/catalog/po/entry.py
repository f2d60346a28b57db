"""One entry of a PO file, as a value."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, make_dataclass
from typing import Any, cast


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


def make_entry(*values: Any) -> Entry:
    """An entry from the values of all its fields, in their order.

    A frozen dataclass sets each field through ``object.__setattr__``; filling a mutable twin with
    the same slots and turning it into an entry takes a quarter of the time, which is a fifth of
    reading a file.
    """
    draft = _Draft(*values)
    draft.__class__ = Entry
    return cast(Entry, draft)
