"""The three-way merge of one unit in one language.

Three parties know something of a translation: the *file*, the *database*, and the *base*, which is
what the file said when both last met. Who changed since then decides (``docs/adr/0003``):

============  ============  =====================================================================
file          database      decision
============  ============  =====================================================================
unchanged     either        ``KEEP``: the database's text stands, and is written to the file
changed       unchanged     ``TAKE``: the file's text is taken into the database
changed       changed       ``KEEP`` where they agree, else ``CONFLICT``: the database's text
                            stands, the file's becomes a suggestion
============  ============  =====================================================================

A message counts only with the source that it was made for. That a ``msgid`` moved under an
untouched ``msgstr``, as a clean git merge or ``msgmerge`` can make it, is nobody's statement that
the old translation fits the new source; taking away a ``fuzzy`` flag is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .units import State


@dataclass(frozen=True, slots=True)
class Message:
    """What one party says of a unit: a text, whether it needs work, and what it translates.

    ``source`` is the source text that ``text`` was made for, not necessarily the present one.
    """

    text: str = ""
    fuzzy: bool = False
    source: str = ""

    def __post_init__(self) -> None:
        if not self.text:
            object.__setattr__(self, "fuzzy", False)
            object.__setattr__(self, "source", "")


EMPTY = Message()


class Decision(StrEnum):
    """What becomes of a unit's translation."""

    KEEP = "keep"
    TAKE = "take"
    CONFLICT = "conflict"


def decide(
    *, file: Message | None, base: Message | None, database: Message, database_changed: bool
) -> Decision:
    """Merge one unit.

    ``file`` is ``None`` where the file has no entry for the unit, which says nothing about its
    translation; ``base`` is ``None`` where file and database never met. ``database`` is the
    message as it would be written to the file, ``database_changed`` whether anybody saved a text
    in the database since ``base``.

    >>> decide(file=Message("Solidarité"), base=None, database=EMPTY, database_changed=False)
    <Decision.TAKE: 'take'>
    """
    if file is None or file == database or not _has_changed(file, base):
        return Decision.KEEP
    if not database_changed:
        return Decision.TAKE
    if not file.text or file.text == database.text:
        return Decision.KEEP
    return Decision.CONFLICT


def _has_changed(file: Message, base: Message | None) -> bool:
    if base is None:
        return bool(file.text)
    only_source_moved = file.text == base.text and not file.fuzzy and not base.fuzzy
    return file != base and not only_source_moved


def state_of(message: Message, *, current_source: str) -> State:
    """The state in which a file's message enters the database.

    What is flagged, or was made for another source than the present one, is ``fuzzy``: it is kept
    for the translators, and never goes live.
    """
    if not message.text:
        return State.UNTRANSLATED
    if message.fuzzy or message.source != current_source:
        return State.FUZZY
    return State.TRANSLATED
