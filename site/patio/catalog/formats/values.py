"""What every format carries: one language's units, as plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from patio.catalog.errors import UnitTextError
from patio.catalog.units import State, fingerprint

_BASE = re.compile(r"([0-9]{1,9}) (untranslated|fuzzy|translated|reviewed) ([0-9a-f]{16})")
#: What XML 1.0 can't hold, not even as a character reference (section 2.2, production 2).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Base:
    """What the site said of a unit when it was exported, in short: the base of a merge.

    ``text_hash`` keeps a version of another site, or one made up, from being taken for ours.

    >>> str(Base.of(3, State.TRANSLATED, "Solidaridad"))
    '3 translated e5fd59e6c9fb7bdc'
    """

    version: int
    state: State
    text_hash: str

    @classmethod
    def of(cls, version: int, state: State, text: str) -> Self:
        """The base of a unit with this version, state and text."""
        return cls(version, state, fingerprint(text))

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The base that a file carries; ``None`` for what was written by nobody of us."""
        match = _BASE.fullmatch(text.strip())
        return cls(int(match[1]), State(match[2]), match[3]) if match else None

    def __str__(self) -> str:
        return f"{self.version} {self.state} {self.text_hash}"


@dataclass(frozen=True, slots=True)
class UnitText:
    """A unit with its text in one language.

    ``key`` is the ``msgctxt``, ``""`` where a file names none. ``text`` was made for
    ``previous_source`` where there is one, else for ``source``. ``comments`` are for translators,
    ``notes`` by them. ``author`` is a name, never an address. ``line`` is that of the file, from 1.
    """

    key: str
    source: str
    text: str = ""
    state: State = State.UNTRANSLATED
    previous_source: str | None = None
    comments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    author: str = ""
    base: Base | None = None
    line: int = field(default=0, compare=False)

    @property
    def made_for(self) -> str:
        """The source text that the text translates."""
        return self.source if self.previous_source is None else self.previous_source

    @property
    def texts(self) -> tuple[str, ...]:
        """All that a format has to hold."""
        previous = () if self.previous_source is None else (self.previous_source,)
        return (
            self.key,
            self.source,
            self.text,
            *previous,
            *self.comments,
            *self.notes,
            self.author,
        )


@dataclass(frozen=True, slots=True)
class Texts:
    """One language's units, in the document's order. Languages are BCP 47 tags: ``pt-BR``.

    ``author`` is the name of whoever a whole file is by, where it says so.
    """

    language: str
    source_language: str
    units: tuple[UnitText, ...]
    author: str = ""


def check_unicode(units: Iterable[UnitText]) -> None:
    """Raise ``UnitTextError`` for half a surrogate pair, which UTF-8 can't hold."""
    _check(units, _SURROGATE, "UTF-8")


def check_xml(units: Iterable[UnitText]) -> None:
    """Raise ``UnitTextError`` for a character that XML 1.0 can't hold."""
    _check(units, _NOT_XML, "XML 1.0")


def _check(units: Iterable[UnitText], bad: re.Pattern[str], holder: str) -> None:
    for unit in units:
        for text in unit.texts:
            if found := bad.search(text):
                raise UnitTextError(
                    f"{unit.key}: {holder} can't hold the character U+{ord(found[0]):04X}: "
                    "take it out of the text."
                )
