"""Units: the translatable fields of statements, and what a translation of one can be."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from .errors import CatalogError

_KEY = re.compile(r"[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*")
_FIELD = re.compile(r"[a-z_]+(?:\.[A-Za-z0-9_-]+)*")


class InvalidKeyError(CatalogError):
    """A statement's key or a unit's is not of the form that stays stable everywhere."""


class State(StrEnum):
    """How far a translation is (see ``docs/translators.md``)."""

    UNTRANSLATED = "untranslated"
    FUZZY = "fuzzy"
    TRANSLATED = "translated"
    REVIEWED = "reviewed"

    @property
    def is_good(self) -> bool:
        """Whether a text in this state may go live at all."""
        return self in GOOD_STATES


GOOD_STATES = (State.TRANSLATED, State.REVIEWED)


class Origin(StrEnum):
    """Where a text came from."""

    CMS = "cms"
    PO = "po"
    GIT = "git"
    MEMORY = "memory"
    MACHINE = "machine"


class RevisionKind(StrEnum):
    """What an editor says of a change of the source."""

    WORDING = "wording"
    MEANING = "meaning"


class MessageFormat(StrEnum):
    """What a message text is written in."""

    PLAIN = "plain"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True, order=True)
class UnitKey:
    """A unit's identity, ``msgctxt`` in a catalog: ``value.solidarity/body``.

    >>> UnitKey.parse("value.solidarity/body")
    UnitKey(statement='value.solidarity', field='body')
    """

    statement: str
    field: str

    def __str__(self) -> str:
        return f"{self.statement}/{self.field}"

    @classmethod
    def parse(cls, text: str) -> UnitKey:
        """Raises ``InvalidKeyError`` where ``text`` is not ``<statement key>/<field>``."""
        statement, _, field = text.partition("/")
        if not is_statement_key(statement) or not _FIELD.fullmatch(field):
            raise InvalidKeyError(
                f"{text!r} is no unit: write <statement>/<field>, as in 'value.solidarity/body'."
            )
        return cls(statement, field)


def is_statement_key(text: str) -> bool:
    """Whether ``text`` can be a statement's key: ``value.social-impact``.

    >>> is_statement_key("value.social-impact"), is_statement_key("Values/2")
    (True, False)
    """
    return len(text) <= 200 and _KEY.fullmatch(text) is not None


def fingerprint(text: str) -> str:
    """A short hash of a text: 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
