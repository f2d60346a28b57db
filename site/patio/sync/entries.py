"""Units as catalog entries, and entries as what they say of units."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from patio.catalog.merge import Message
from patio.catalog.po import Entry
from patio.catalog.units import MessageFormat, fingerprint

from .snapshot import SourceUnit, Standing

MARKDOWN_HINT: Final = (
    "Written in Markdown: *emphasis*, **strong**, [a link](https://example.org), lists with "
    "“- ”; an empty line begins a paragraph."
)
_DRAFT_MARK: Final = "Machine draft, not yet read by a person:"


def template_entry(unit: SourceUnit) -> Entry:
    """A unit as it stands in the template: no translation."""
    comments = [unit.description]
    if unit.message_format == MessageFormat.MARKDOWN:
        comments.append(MARKDOWN_HINT)
    return Entry(
        msgctxt=unit.context,
        msgid=unit.source,
        msgstr="",
        extracted_comments=tuple(comments),
        references=(f"statements/{unit.statement_key}#{unit.field}",),
    )


def entry_of(standing: Standing, template: Entry, existing: Entry | None = None) -> Entry:
    """A unit with its translation, as a catalog holds it.

    ``template`` is the unit's entry without one. Translators' comments and flags that mean nothing
    here are taken over from ``existing``.
    """
    message = standing.message
    flags = [flag for flag in (existing.flags if existing else ()) if flag != "fuzzy"]
    if message.fuzzy:
        flags.insert(0, "fuzzy")
    return replace(
        template,
        msgstr=message.text,
        flags=tuple(flags),
        previous_msgid=previous_source(standing),
        extracted_comments=(*template.extracted_comments, *_draft_mark(standing)),
        translator_comments=existing.translator_comments if existing else (),
    )


def is_as_it_should_be(entry: Entry, standing: Standing, template: Entry) -> bool:
    """Whether an entry in a file says what ``entry_of`` would, however its comments are wrapped.

    Compares field by field, the likeliest difference first, and forms nothing.
    """
    message = standing.message
    return (
        entry.msgstr == message.text
        and entry.msgid == template.msgid
        and entry.fuzzy == message.fuzzy
        and entry.previous_msgid == previous_source(standing)
        and entry.references == template.references
        and _has_comments(entry, (*template.extracted_comments, *_draft_mark(standing)))
        and entry.previous_msgctxt is None
        and not entry.is_plural
        and not entry.obsolete
    )


def previous_source(standing: Standing) -> str | None:
    """The ``#| msgid`` of a unit's entry."""
    message = standing.message
    return message.source if message.fuzzy and message.source != standing.unit.source else None


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
    comment = comment_of(entry)
    return _DRAFT_MARK in comment and f"{_DRAFT_MARK} {fingerprint(entry.msgstr)}" in comment


def comment_of(entry: Entry) -> str:
    """The extracted comments as one line: tools wrap them each in its own way."""
    return _in_one_line(entry.extracted_comments)


def _draft_mark(standing: Standing) -> tuple[str, ...]:
    """The comment that marks a machine's draft; the fingerprint is that of the text it is."""
    held = standing.held
    if held is None or not held.text or not held.is_draft:
        return ()
    return (f"{_DRAFT_MARK} {fingerprint(held.text)}",)


def _has_comments(entry: Entry, comments: tuple[str, ...]) -> bool:
    return entry.extracted_comments == comments or comment_of(entry) == _in_one_line(comments)


def _in_one_line(comments: tuple[str, ...]) -> str:
    return " ".join(" ".join(comments).split())
