"""Units as catalog entries, and entries as what they say of units."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from patio.catalog.merge import EMPTY, Message
from patio.catalog.po import Entry
from patio.catalog.units import MessageFormat, Origin, State, fingerprint
from patio.translation.models import Unit
from patio.translation.selectors import UnitTranslation

MARKDOWN_HINT: Final = (
    "Written in Markdown: *emphasis*, **strong**, [a link](https://example.org), lists with "
    "“- ”; an empty line begins a paragraph."
)
_DRAFT_MARK: Final = "Machine draft, not yet read by a person:"


def source_of(item: UnitTranslation) -> str:
    """The present source text of a unit."""
    assert item.unit.current_source is not None  # noqa: S101
    return item.unit.current_source.text


def template_entry(unit: Unit) -> Entry:
    """A unit as it stands in the template: no translation."""
    assert unit.current_source is not None  # noqa: S101
    comments = [unit.description]
    if unit.message_format == MessageFormat.MARKDOWN:
        comments.append(MARKDOWN_HINT)
    return Entry(
        msgctxt=str(unit.key),
        msgid=unit.current_source.text,
        msgstr="",
        extracted_comments=tuple(comments),
        references=(f"statements/{unit.statement_key}#{unit.field}",),
    )


def entry_of(item: UnitTranslation, existing: Entry | None = None) -> Entry:
    """A unit with its translation, as a catalog holds it.

    Translators' comments and flags that mean nothing here are taken over from ``existing``.
    """
    entry = template_entry(item.unit)
    message = message_of(item)
    flags = [flag for flag in (existing.flags if existing else ()) if flag != "fuzzy"]
    if message.fuzzy:
        flags.insert(0, "fuzzy")
    comments = entry.extracted_comments
    if message.text and _is_unread_draft(item):
        comments = (*comments, f"{_DRAFT_MARK} {fingerprint(message.text)}")
    return replace(
        entry,
        msgstr=message.text,
        flags=tuple(flags),
        previous_msgid=message.source if message.fuzzy and message.source != entry.msgid else None,
        extracted_comments=comments,
        translator_comments=existing.translator_comments if existing else (),
    )


def _is_unread_draft(item: UnitTranslation) -> bool:
    translation = item.translation
    return (
        translation is not None
        and translation.origin == Origin.MACHINE
        and translation.state != State.REVIEWED
    )


def message_of(item: UnitTranslation) -> Message:
    """What the database says of a unit, as the merge takes it."""
    if item.translation is None or not item.translation.text:
        return EMPTY
    assert item.unit.current_source is not None  # noqa: S101
    source = item.translation.source if item.is_outdated else item.unit.current_source
    return Message(text=item.translation.text, fuzzy=item.state is State.FUZZY, source=source.text)


def message_in(entry: Entry) -> Message:
    """What a catalog's entry says, as the merge takes it."""
    if not entry.fuzzy:
        return Message(text=entry.msgstr, source=entry.msgid)
    return Message(text=entry.msgstr, fuzzy=True, source=entry.previous_msgid or entry.msgid)


def is_machine_draft(entry: Entry) -> bool:
    """Whether the entry is marked as a machine's draft, and its text is still the one marked.

    The mark names the text by a fingerprint, so that whoever edits the text in any tool makes it
    their own, without having to know of the mark.
    """
    return f"{_DRAFT_MARK} {fingerprint(entry.msgstr)}" in comment_of(entry)


def comment_of(entry: Entry) -> str:
    """The extracted comments as one line: tools wrap them each in its own way."""
    return " ".join(" ".join(entry.extracted_comments).split())


def says_the_same(one: Entry | None, other: Entry) -> bool:
    """Whether two entries differ in nothing but how their extracted comments are wrapped."""
    return (
        one is not None
        and comment_of(one) == comment_of(other)
        and (replace(one, extracted_comments=()) == replace(other, extracted_comments=()))
    )
