"""Catalogs and the database, brought together one language at a time.

1. Read the file. One that can't be read is left alone and reported; other languages go on.
2. Merge each unit three ways (``patio.catalog.merge``) and take what the file has to say.
3. Write what the database has to say, splicing only the entries that differ.
4. Remember what the file says now, as the base of the next merge.

The database is committed before the file is replaced, and the base after it. A process killed in
between leaves a file and a database that say the same, which the next run sees and remembers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from patio.catalog import po
from patio.catalog.errors import PoFileError
from patio.catalog.languages import Language
from patio.catalog.merge import Decision, Message, decide, state_of
from patio.catalog.units import Origin
from patio.translation.errors import CheckFailedError
from patio.translation.models import SourceVersion, Suggestion, Team, Unit
from patio.translation.permissions import Actor
from patio.translation.selectors import (
    UnitTranslation,
    active_units,
    source_versions_by_text,
    texts_in_history,
    unit_translations,
)
from patio.translation.services import TranslationChange, add_suggestions, save_translations

from .entries import (
    entry_of,
    is_machine_draft,
    message_in,
    message_of,
    says_the_same,
    source_of,
    template_entry,
)
from .folder import CatalogFolder
from .header import author_of, new_header
from .models import SyncBase
from .report import LanguageReport, Outcome
from .tasks import deferred_updates
from .writing import new_catalog, patched_catalog, superseded


def sync_language(
    locale: Locale,
    *,
    take: bool = True,
    write: bool = True,
    dry_run: bool = False,
    authors: Mapping[str, str] | None = None,
) -> LanguageReport:
    """Bring one language's catalog and the database together.

    ``take`` takes the file's changes into the database, ``write`` writes the database's into the
    file; with only one of them, the other side's changes wait and are reported. With ``dry_run``
    the report says what would be done, and nothing is written anywhere. ``authors`` names by
    ``msgctxt`` whose texts are known to have come by git; the others are ``Last-Translator``'s.
    """
    folder = CatalogFolder.configured()
    with folder.lock(), deferred_updates():
        sync = _LanguageSync(locale, folder, take=take, write=write, dry_run=dry_run)
        sync.authors = authors or {}
        return sync.run()


def export_language(locale: Locale) -> LanguageReport:
    """Write the database's changes to a language's catalog. Changes of the file wait."""
    return sync_language(locale, take=False)


def export_template(*, dry_run: bool = False) -> bool:
    """Write ``statements.pot``; whether anything but its date changed."""
    folder = CatalogFolder.configured()
    with folder.lock():
        entries = [template_entry(unit) for unit in active_units()]
        try:
            data = folder.read(folder.template) or b""
            if list(po.parse(data, name=folder.show(folder.template)).entries) == entries:
                return False
        except PoFileError:
            pass  # A template is written by nobody but us: a missing or broken one is made anew.
        if not dry_run:
            folder.write(folder.template, po.new(new_header(None, timezone.now()), entries))
        return True


def read_catalog(folder: CatalogFolder, language: Language) -> po.Catalog | None:
    """A language's catalog, or ``None`` where there is none. Raises ``PoFileError``."""
    path = folder.path(language)
    data = folder.read(path)
    if data is None:
        return None
    return po.parse(data, name=folder.show(path), language=language.gettext)


class _LanguageSync:
    """One run over one language."""

    def __init__(
        self, locale: Locale, folder: CatalogFolder, *, take: bool, write: bool, dry_run: bool
    ) -> None:
        self.locale = locale
        self.language = Language.parse(locale.language_code)
        self.folder = folder
        self.take, self.write, self.dry_run = take, write, dry_run
        self.path = folder.path(self.language)
        self.report = LanguageReport(self.language.tag, folder.show(self.path))
        #: Units whose entry in the file must stay as it is, because its text has not been taken.
        self.untouchable: set[int] = set()
        #: Who wrote the texts that came by git, by ``msgctxt``.
        self.authors: Mapping[str, str] = {}

    def run(self) -> LanguageReport:
        try:
            catalog = read_catalog(self.folder, self.language)
        except PoFileError as error:
            self.report.set_problems(error)
            return self.report
        self.bases = {base.unit_id: base for base in SyncBase.objects.filter(locale=self.locale)}
        items = unit_translations(self.locale)
        self.entries = self._entries_by_context(catalog, items)
        if self._merge(items, catalog):
            items = unit_translations(self.locale)
        retired = self._retired_entries(items)
        if self.write:
            self._write(items, catalog, retired)
        if not self.dry_run:
            self._remember(items)
        return self.report

    # -- from the file into the database

    def _entries_by_context(
        self, catalog: po.Catalog | None, items: list[UnitTranslation]
    ) -> dict[str, po.Entry]:
        """The live entries, one a unit.

        A merge by lines can leave two, of an older source and of the present one. The present
        one's counts; the other is left in the file and reported, for a person to decide.
        """
        sources = {str(item.unit.key): source_of(item) for item in items}
        entries: dict[str, po.Entry] = {}
        for entry in catalog.entries if catalog else ():
            if entry.obsolete or entry.msgctxt is None:
                continue
            other = entries.get(entry.msgctxt)
            if other is not None:
                is_present = entry.msgid == sources.get(entry.msgctxt)
                entry, other = (entry, other) if is_present else (other, entry)
                detail = "a second entry of the same unit: keep one of them"
                self.report.add(entry.msgctxt, Outcome.REFUSED, detail, other.line)
            entries[entry.msgctxt or ""] = entry
        return entries

    def _merge(self, items: list[UnitTranslation], catalog: po.Catalog | None) -> bool:
        """Take what the file changed; whether anything was saved."""
        decisions = [
            (item, entry, decision)
            for item in items
            if (entry := self.entries.get(str(item.unit.key))) is not None
            and (decision := self._decide(item, entry)) is not Decision.KEEP
        ]
        if not decisions or catalog is None:
            return False
        if not self.take:
            for item, entry, _decision in decisions:
                self.untouchable.add(item.unit.pk)
                self.report.add(item.unit, Outcome.WAITING, "run catalogs sync", entry.line)
            return False
        versions = source_versions_by_text(item.unit for item, _entry, _decision in decisions)
        takes = [(item, entry) for item, entry, what in decisions if what is Decision.TAKE]
        conflicts = [(item, entry) for item, entry, what in decisions if what is Decision.CONFLICT]
        author = author_of(catalog.header)
        with transaction.atomic():
            self._save(takes, versions, author)
            self._suggest(conflicts, author, Suggestion.Reason.CONFLICT)
            for item, entry in conflicts:
                detail = "file and site both changed it; the file's text is now a suggestion"
                self.report.add(item.unit, Outcome.CONFLICT, detail, entry.line)
            if self.dry_run:
                transaction.set_rollback(True)
        return bool(takes) and not self.dry_run

    def _decide(self, item: UnitTranslation, entry: po.Entry) -> Decision:
        base = self.bases.get(item.unit.pk)
        return decide(
            file=message_in(entry),
            base=base.message if base else None,
            database=message_of(item),
            database_changed=item.version != (base.version if base else 0),
        )

    def _save(
        self,
        takes: list[tuple[UnitTranslation, po.Entry]],
        versions: dict[tuple[int, str], SourceVersion],
        author: str,
    ) -> None:
        changes = [_change(item, entry, versions, author) for item, entry in takes]
        changes = [
            replace(change, author_name=self.authors[context], origin=_git_origin(change.origin))
            if (context := str(change.unit.key)) in self.authors
            else change
            for change in changes
        ]
        team, _created = Team.objects.get_or_create(locale=self.locale)
        actor = Actor.of_catalog(self.language.tag, author)
        saved = save_translations(actor=actor, team=team, changes=changes)
        refused = []
        for (item, entry), change in zip(takes, changes, strict=True):
            error = saved.refused.get(item.unit.key)
            if error is None:
                self.report.add(item.unit, Outcome.TAKEN, change.state, entry.line)
                if self.dry_run:
                    self.untouchable.add(item.unit.pk)
                continue
            self.untouchable.add(item.unit.pk)
            self.report.add(item.unit, Outcome.REFUSED, str(error), entry.line)
            if isinstance(error, CheckFailedError):
                refused.append((item, entry))
        self._suggest(refused, author, Suggestion.Reason.REFUSED)

    def _suggest(
        self, items: Iterable[tuple[UnitTranslation, po.Entry]], author: str, reason: str
    ) -> None:
        add_suggestions(
            suggestions=[
                Suggestion(
                    unit=item.unit,
                    locale=self.locale,
                    text=entry.msgstr,
                    source_text=message_in(entry).source,
                    reason=reason,
                    origin=Origin.PO,
                    author_name=self.authors.get(str(item.unit.key), author),
                )
                for item, entry in items
            ]
        )

    def _retired_entries(self, items: list[UnitTranslation]) -> list[po.Entry]:
        """The entries of units that are retired. Those of no unit at all are reported."""
        known = {str(item.unit.key) for item in items}
        strangers = {context: e for context, e in self.entries.items() if context not in known}
        retired = {str(unit.key) for unit in Unit.objects.exclude(retired_at=None)}
        for context in strangers.keys() - retired:
            self.report.add(context, Outcome.SKIPPED, "no such unit", strangers[context].line)
        return [strangers[context] for context in strangers if context in retired]

    # -- from the database into the file

    def _write(
        self,
        items: list[UnitTranslation],
        catalog: po.Catalog | None,
        retired: list[po.Entry],
    ) -> None:
        desired = {
            str(item.unit.key): entry_of(item, self.entries.get(str(item.unit.key)))
            for item in items
            if item.unit.pk not in self.untouchable
        }
        changed = {
            context: entry
            for context, entry in desired.items()
            if not says_the_same(self.entries.get(context), entry)
        }
        if not changed and not retired and catalog is not None:
            return
        for context in changed:
            self.report.add(context, Outcome.WRITTEN)
        if self.dry_run:
            return
        now = timezone.now()
        if catalog is None:
            data = new_catalog(self.language, items, desired, now)
        else:
            self._keep_superseded(catalog, items, changed.values())
            data = patched_catalog(catalog, items, self.entries, changed, retired, now)
        self.entries |= changed
        self.folder.write(self.path, data)
        self.report.is_written = True

    def _keep_superseded(
        self, catalog: po.Catalog, items: list[UnitTranslation], written: Iterable[po.Entry]
    ) -> None:
        """Keep as suggestions the texts of obsolete entries that make room, and history lacks."""
        by_context = {str(item.unit.key): item for item in items}
        leaving = [
            (by_context[entry.msgctxt], entry)
            for entry in superseded(catalog, list(written))
            if entry.msgstr and entry.msgctxt in by_context
        ]
        if leaving:
            known = texts_in_history(self.locale, [item.unit for item, _entry in leaving])
            unknown = [(i, entry) for i, entry in leaving if (i.unit.pk, entry.msgstr) not in known]
            author = author_of(catalog.header)
            self._suggest(unknown, author, Suggestion.Reason.OBSOLETE)

    # -- the base of the next merge

    def _remember(self, items: list[UnitTranslation]) -> None:
        stale = []
        for item in items:
            entry = self.entries.get(str(item.unit.key))
            if entry is None or item.unit.pk in self.untouchable:
                continue
            message = message_in(entry)
            if message != message_of(item):
                continue  # They did not meet: what the base says of both is still true.
            base = self.bases.get(item.unit.pk)
            if base is None or (base.message, base.version) != (message, item.version):
                stale.append(_base(item, self.locale, message))
        SyncBase.objects.bulk_create(
            stale,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["unit", "locale"],
            update_fields=["text", "fuzzy", "source_text", "version"],
        )


def _change(
    item: UnitTranslation,
    entry: po.Entry,
    versions: dict[tuple[int, str], SourceVersion],
    author: str,
) -> TranslationChange:
    """What a file's entry asks to be saved, with the source version that it was made for."""
    message = message_in(entry)
    current = item.unit.current_source
    assert current is not None  # noqa: S101
    made_for = versions.get((item.unit.pk, message.source))
    is_current = made_for is not None and made_for.meaning == current.meaning
    source_text = current.text if is_current else message.source
    return TranslationChange(
        unit=item.unit,
        text=message.text,
        state=state_of(replace(message, source=source_text), current_source=current.text),
        expected_version=item.version,
        origin=Origin.MACHINE if is_machine_draft(entry) else Origin.PO,
        source=current if is_current else made_for,
        author_name=author,
    )


def _git_origin(origin: Origin) -> Origin:
    return Origin.GIT if origin is Origin.PO else origin


def _base(item: UnitTranslation, locale: Locale, message: Message) -> SyncBase:
    return SyncBase(
        unit=item.unit,
        locale=locale,
        text=message.text,
        fuzzy=message.fuzzy,
        source_text=message.source,
        version=item.version,
    )
