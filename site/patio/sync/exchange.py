"""Texts out to the files of other tools, and back.

A file that comes back meets a site that went on. What the site said at the export, the *base*,
travels in the file: version, state and a hash of the text (``patio.catalog.formats.Base``). Then,
entry by entry, as in a sync:

- the file's text and state are still the base's: nothing;
- only the file changed: taken; both changed, to different texts: the site's stays, the file's
  becomes a suggestion.

A file without bases, as a PO file or another tool's memory is, can only fill gaps: an empty unit
takes its text, an equal text is nothing, a different one becomes a suggestion. An empty text says
nothing, so no file clears one. A text counts only with the source that it was made for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from patio.catalog.errors import CatalogFileError
from patio.catalog.formats import READABLE, Base, Format, Texts, UnitText, tables, tmx, xliff
from patio.catalog.formats import mo as mo_format
from patio.catalog.formats import po as po_format
from patio.catalog.languages import Language
from patio.catalog.merge import Decision
from patio.catalog.names import name_only
from patio.catalog.po import Entry
from patio.catalog.units import Origin, State, fingerprint
from patio.translation.errors import CheckFailedError, PermissionDeniedError
from patio.translation.models import SourceVersion, Suggestion, Team
from patio.translation.permissions import Action, Actor, can
from patio.translation.selectors import (
    UnitTranslation,
    source_versions_by_text,
    unit_translations,
)
from patio.translation.services import TranslationChange, add_suggestions, save_translations

from .entries import entry_of, is_machine_draft, template_entry
from .header import new_header
from .report import LanguageReport, Outcome
from .snapshot import Snapshot, Sources, Standing
from .tasks import deferred_updates


def export_texts(locale: Locale, file_format: Format) -> bytes:
    """One language's units as a file of that format, in a fixed number of queries.

    Raises ``UnitTextError`` where a text can't be held by the format.
    """
    language = Language.parse(locale.language_code)
    snapshot = Snapshot(locale, Sources())
    units = tuple(_unit_text(standing) for standing in snapshot)
    texts = Texts(language.bcp47, Language.parse(settings.LANGUAGE_CODE).bcp47, units)
    match file_format:
        case Format.PO:
            header = new_header(language, timezone.now(), snapshot)
            return po_format.write(texts, header=header)
        case Format.MO:
            return mo_format.write(texts)
        case Format.XLIFF:
            return xliff.write(texts)
        case Format.TMX:
            return tmx.write(texts)
        case Format.CSV:
            return tables.write_csv(texts)
        case Format.JSON:
            return tables.write_json(texts)


def _unit_text(standing: Standing) -> UnitText:
    entry = entry_of(standing, template_entry(standing.unit))
    return UnitText(
        key=standing.unit.context,
        source=entry.msgid,
        text=entry.msgstr,
        state=standing.state,
        previous_source=entry.previous_msgid,
        comments=entry.extracted_comments,
        author=name_only(standing.held.author_name) if standing.held else "",
        base=Base.of(standing.version, standing.state, entry.msgstr),
    )


def import_texts(
    locale: Locale,
    data: bytes,
    file_format: Format,
    *,
    actor: Actor,
    name: str,
    dry_run: bool = False,
) -> LanguageReport:
    """Take a file's texts into one language, entry by entry; ``name`` is the file's in the report.

    With ``dry_run`` the report says what would be done. The number of queries does not grow with
    the entries. Raises ``PermissionDeniedError`` where the actor may not translate into the
    language at all, and ``ValueError`` for a format that can't be read back.
    """
    language = Language.parse(locale.language_code)
    if not can(actor, Action.TRANSLATE, language.tag):
        raise PermissionDeniedError(unit="", action=Action.TRANSLATE, language=language.tag)
    report = LanguageReport(language.tag, name)
    try:
        texts = _read(data, file_format, name, language)
    except CatalogFileError as error:
        report.set_problems(error)
        return report
    origin = Origin.MEMORY if file_format is Format.TMX else Origin.PO
    with deferred_updates(), transaction.atomic():
        _Import(locale, texts, actor, origin, report).run()
        if dry_run:
            transaction.set_rollback(True)
    return report


def _read(data: bytes, file_format: Format, name: str, language: Language) -> Texts:
    if file_format not in READABLE:
        raise ValueError(f"{file_format} can't be read back: use {', '.join(READABLE)}.")
    read = {Format.PO: po_format.read, Format.XLIFF: xliff.read, Format.TMX: tmx.read}[file_format]
    source_language = Language.parse(settings.LANGUAGE_CODE).bcp47
    return read(data, name=name, language=language.bcp47, source_language=source_language)


class _Import:
    """One file's way into one language."""

    def __init__(
        self, locale: Locale, texts: Texts, actor: Actor, origin: Origin, report: LanguageReport
    ) -> None:
        self.locale, self.texts, self.actor = locale, texts, actor
        self.origin, self.report = origin, report
        self.may_review = can(actor, Action.REVIEW, report.language)

    def run(self) -> None:
        items = unit_translations(self.locale)
        self.versions = source_versions_by_text(item.unit for item in items)
        takes: list[tuple[UnitTranslation, UnitText]] = []
        conflicts: list[tuple[UnitTranslation, UnitText]] = []
        for item, unit in self._one_a_unit(self._matches(items)):
            match self._decide(item, unit):
                case Decision.TAKE:
                    takes.append((item, unit))
                case Decision.CONFLICT:
                    conflicts.append((item, unit))
        self._save(takes)
        self._suggest(conflicts, Suggestion.Reason.CONFLICT)
        for item, unit in conflicts:
            detail = "the site has another text; the file's is now a suggestion"
            self.report.add(item.unit, Outcome.CONFLICT, detail, unit.line)

    # -- which unit an entry is of

    def _matches(
        self, items: Sequence[UnitTranslation]
    ) -> Iterator[tuple[UnitTranslation, UnitText]]:
        """Each entry with its unit: by key, and in a memory without our keys by source."""
        by_key = {str(item.unit.key): item for item in items}
        by_source = self._items_by_source(items) if self.origin is Origin.MEMORY else {}
        for unit in self.texts.units:
            item = by_key.get(unit.key)
            found = [item] if item is not None else by_source.get(unit.source, [])
            if not found:
                shown = unit.key or f"“{unit.source[:60]}”"
                self.report.add(shown, Outcome.SKIPPED, "no such unit", unit.line)
            for match in found:
                yield match, unit

    def _items_by_source(
        self, items: Sequence[UnitTranslation]
    ) -> dict[str, list[UnitTranslation]]:
        """The units with a source text; those that only had it earlier, where none has it now."""
        present: defaultdict[str, list[UnitTranslation]] = defaultdict(list)
        earlier: defaultdict[str, list[UnitTranslation]] = defaultdict(list)
        by_id = {item.unit.pk: item for item in items}
        for item in items:
            present[item.source_text].append(item)
        for unit_id, text in self.versions:
            earlier[text].append(by_id[unit_id])
        return {**earlier, **present}

    def _one_a_unit(
        self, matches: Iterable[tuple[UnitTranslation, UnitText]]
    ) -> list[tuple[UnitTranslation, UnitText]]:
        """The entry of each unit that counts: the first one for the present source, or the first.

        Another text for the same unit is reported.
        """
        chosen: dict[int, tuple[UnitTranslation, UnitText]] = {}
        for item, unit in matches:
            one, other = chosen.get(item.unit.pk, (item, unit))[1], unit
            if one is not other and self._is_present(item, other) > self._is_present(item, one):
                one, other = other, one
            chosen[item.unit.pk] = (item, one)
            if one.text != other.text:
                detail = "a second entry of the same unit: keep one of them"
                self.report.add(item.unit, Outcome.REFUSED, detail, other.line)
        return list(chosen.values())

    @staticmethod
    def _is_present(item: UnitTranslation, unit: UnitText) -> bool:
        return unit.source == item.source_text and bool(unit.text)

    # -- what becomes of it

    def _decide(self, item: UnitTranslation, unit: UnitText) -> Decision:
        present = item.translation.text if item.translation else ""
        if not unit.text:
            if present and unit.base is not None and unit.base.text_hash == fingerprint(present):
                detail = "it has no text in the file; the site's stays"
                self.report.add(item.unit, Outcome.SKIPPED, detail, unit.line)
            return Decision.KEEP
        if unit.base is not None and not _has_changed(unit, unit.base):
            return Decision.KEEP
        if _is_unchanged(item, present, unit.base):
            return self._worth_taking(item, unit, present)
        return Decision.KEEP if unit.text == present else Decision.CONFLICT

    def _worth_taking(self, item: UnitTranslation, unit: UnitText, present: str) -> Decision:
        state, _source = self._state_and_source(item, unit)
        if (unit.text, state) != (present, item.state):
            return Decision.TAKE
        if unit.state is State.REVIEWED and not self.may_review:
            detail = "only a reviewer can mark it reviewed"
            self.report.add(item.unit, Outcome.SKIPPED, detail, unit.line)
        return Decision.KEEP

    def _state_and_source(
        self, item: UnitTranslation, unit: UnitText
    ) -> tuple[State, SourceVersion | None]:
        """The state in which a text enters, and the source version that it was made for."""
        current = item.unit.current_source
        made_for = self.versions.get((item.unit.pk, unit.made_for))
        if current is None or made_for is None or made_for.meaning != current.meaning:
            return State.FUZZY, made_for
        if unit.state is State.REVIEWED and not self.may_review:
            return State.TRANSLATED, current
        return unit.state, current

    def _save(self, takes: list[tuple[UnitTranslation, UnitText]]) -> None:
        changes = [self._change(item, unit) for item, unit in takes]
        team, _created = Team.objects.get_or_create(locale=self.locale)
        saved = save_translations(actor=self.actor, team=team, changes=changes)
        refused: defaultdict[str, list[tuple[UnitTranslation, UnitText]]] = defaultdict(list)
        for (item, unit), change in zip(takes, changes, strict=True):
            error = saved.refused.get(item.unit.key)
            if error is None:
                self.report.add(item.unit, Outcome.TAKEN, change.state, unit.line)
                continue
            self.report.add(item.unit, Outcome.REFUSED, str(error), unit.line)
            # A save in between is a conflict like any other.
            failed = isinstance(error, CheckFailedError)
            reason = Suggestion.Reason.REFUSED if failed else Suggestion.Reason.CONFLICT
            refused[reason].append((item, unit))
        for why, entries in refused.items():
            self._suggest(entries, why)

    def _change(self, item: UnitTranslation, unit: UnitText) -> TranslationChange:
        state, source = self._state_and_source(item, unit)
        return TranslationChange(
            unit=item.unit,
            text=unit.text,
            state=state,
            expected_version=item.version,
            origin=Origin.MACHINE if _is_draft(unit) else self.origin,
            source=source,
            author_name=self._author(unit),
        )

    def _suggest(self, entries: Iterable[tuple[UnitTranslation, UnitText]], reason: str) -> None:
        add_suggestions(
            suggestions=[
                Suggestion(
                    unit=item.unit,
                    locale=self.locale,
                    text=unit.text,
                    source_text=unit.made_for,
                    reason=reason,
                    origin=self.origin,
                    author_name=self._author(unit),
                )
                for item, unit in entries
                if unit.text
            ]
        )

    def _author(self, unit: UnitText) -> str:
        return unit.author or self.texts.author or self.actor.name


def _has_changed(unit: UnitText, base: Base) -> bool:
    """Whether anybody worked on an entry since its export.

    That a file says ``translated`` of a reviewed text is no change: most tools know no review.
    """
    if base.text_hash != fingerprint(unit.text):
        return True
    only_less = base.state is State.REVIEWED and unit.state is State.TRANSLATED
    return base.state != unit.state and not only_less


def _is_unchanged(item: UnitTranslation, present: str, base: Base | None) -> bool:
    """Whether nobody's work on the site is lost when the unit takes another text."""
    if base is None or item.version == 0:
        return not present
    return (item.version, fingerprint(present)) == (base.version, base.text_hash)


def _is_draft(unit: UnitText) -> bool:
    """Whether it is marked as a machine's draft that nobody has changed since."""
    return is_machine_draft(
        Entry(unit.key, unit.source, unit.text, extracted_comments=unit.comments)
    )
