"""One run over one language: the work that ``patio.sync.catalogs`` tells as a story."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from patio.catalog import po
from patio.catalog.errors import PoFileError
from patio.catalog.languages import Language
from patio.catalog.merge import Decision, Message, decide, state_of
from patio.catalog.units import Origin, State
from patio.translation.errors import CheckFailedError
from patio.translation.models import SourceVersion, Suggestion, Team, Translation, Unit
from patio.translation.permissions import Actor
from patio.translation.rows import Row, update_rows
from patio.translation.selectors import source_versions_by_text, texts_in_history
from patio.translation.services import TranslationChange, add_suggestions, save_translations

from .entries import (
    entry_of,
    is_as_it_should_be,
    is_machine_draft,
    message_in,
)
from .header import author_of
from .report import LanguageReport, Outcome
from .shared import SyncRun, read_stamped
from .snapshot import Snapshot, Standing
from .stamps import Stamp
from .writing import new_catalog, patched_catalog, superseded


class _Found(NamedTuple):
    """A unit and the file's entry of it, where the two don't say the same."""

    standing: Standing
    entry: po.Entry
    message: Message
    decision: Decision


class LanguageSync:
    """One run over one language."""

    def __init__(
        self, locale: Locale, run: SyncRun, *, take: bool, write: bool, dry_run: bool
    ) -> None:
        self.locale = locale
        self.language = Language.parse(locale.language_code)
        self.shared = run
        self.folder = run.folder
        self.take, self.write, self.dry_run = take, write, dry_run
        self.path = run.folder.path(self.language)
        self.report = LanguageReport(self.language.tag, run.folder.show(self.path))
        #: The file's live entries, one a unit, by context; those of no unit in use; the obsolete.
        self.entries: dict[str, po.Entry] = {}
        self.strangers: list[po.Entry] = []
        self.obsolete: dict[tuple[str | None, str], po.Entry] = {}
        #: Contexts whose entry in the file must stay as it is: its text has not been taken.
        self.untouchable: set[str] = set()
        #: Who wrote the texts that came by git, by context.
        self.authors: Mapping[str, str] = {}
        #: How often this run has itself been counted as a change of the database.
        self.own_changes = 0
        #: Whether something was saved that the snapshot does not know.
        self.is_stale = False
        #: Whether something is left for another run.
        self.is_unsettled = False

    def run(self) -> LanguageReport:
        """Do it. Raises ``FileChangedError`` where the file was saved by somebody meanwhile."""
        self.folder.sweep(self.path)
        try:
            catalog, stamp = read_stamped(self.folder, self.language)
        except PoFileError as error:
            self.report.set_problems(error)
            return self.report
        self.snapshot = Snapshot(self.locale, self.shared.sources)
        self._sort_entries(catalog)
        if catalog is not None and self._merge(catalog):
            self.snapshot = Snapshot(self.locale, self.shared.sources)
        retired = self._retired_entries()
        try:
            stamp = self._write(catalog, retired, stamp) or stamp
        except PoFileError as error:
            self.report.set_problems(error)
            return self.report
        if not self.dry_run:
            self._remember()
            if stamp is not None and not self.is_unsettled and not self.untouchable:
                self.shared.states.settle(self.locale.pk, stamp, own_changes=self.own_changes)
        return self.report

    # -- from the file into the database

    def _sort_entries(self, catalog: po.Catalog | None) -> None:
        """Tell the live entries of units in use, one a unit, from those of others.

        A merge by lines can leave two of one unit, of an older source and of the present one. The
        present one's counts; the other is left in the file and reported, for a person to decide.
        """
        for entry in catalog.entries if catalog else ():
            if entry.obsolete:
                self.obsolete[entry.key] = entry
                continue
            standing = self.snapshot.standings.get(entry.msgctxt or "")
            if standing is None:
                self.strangers.append(entry)
                continue
            context = standing.unit.context
            other = self.entries.setdefault(context, entry)
            if other is not entry:
                if entry.msgid == standing.unit.source:
                    self.entries[context], entry = entry, other
                detail = "a second entry of the same unit: keep one of them"
                self.report.add(context, Outcome.REFUSED, detail, entry.line)
                self.is_unsettled = True

    def _merge(self, catalog: po.Catalog) -> bool:
        """Take what the file changed; whether the database has to be read again after it."""
        news = [
            found
            for context, standing in self.snapshot.standings.items()
            if (entry := self.entries.get(context)) is not None
            and (found := self._compare(standing, entry)) is not None
            and found.decision is not Decision.KEEP
        ]
        if not news:
            return False
        if not self.take:
            for found in news:
                self.untouchable.add(found.standing.unit.context)
                self._note(found, Outcome.WAITING, "run catalogs sync")
            return False
        takes = [found for found in news if found.decision is Decision.TAKE]
        conflicts = [found for found in news if found.decision is Decision.CONFLICT]
        author = author_of(catalog.header)
        with transaction.atomic():
            self._save(takes, author)
            self._suggest(conflicts, author, Suggestion.Reason.CONFLICT)
            for found in conflicts:
                detail = "file and site both changed it; the file's text is now a suggestion"
                self._note(found, Outcome.CONFLICT, detail)
            if self.dry_run:
                transaction.set_rollback(True)
        return self.is_stale

    def _compare(self, standing: Standing, entry: po.Entry) -> _Found | None:
        """What the merge makes of an entry; ``None`` where it says what the database does."""
        message = message_in(entry)
        if message == standing.message:
            return None
        base = self.snapshot.base(standing.held)
        held = standing.held
        changed = held is not None and held.version != (held.catalog_version or 0)
        decision = decide(
            file=message, base=base, database=standing.message, database_changed=changed
        )
        return _Found(standing, entry, message, decision)

    def _save(self, takes: Sequence[_Found], author: str) -> None:
        if not takes:
            return
        units = self.shared.sources.objects(found.standing.unit for found in takes)
        outdated = [
            f for f in takes if f.message.text and f.message.source != f.standing.unit.source
        ]
        versions = source_versions_by_text(units[f.standing.unit.pk] for f in outdated)
        changes = [
            _change(
                found,
                unit := units[found.standing.unit.pk],
                versions.get((unit.pk, found.message.source)),
                self.authors.get(found.standing.unit.context, author),
                Origin.GIT if found.standing.unit.context in self.authors else Origin.PO,
            )
            for found in takes
        ]
        team, _created = Team.objects.get_or_create(locale=self.locale)
        actor = Actor.of_catalog(self.language.tag, author)
        saved = save_translations(actor=actor, team=team, changes=changes)
        refused = []
        for found, change in zip(takes, changes, strict=True):
            error = saved.refused.get(change.unit.key) if saved.refused else None
            if error is None:
                self._note(found, Outcome.TAKEN, change.state)
                if self.dry_run:
                    self.untouchable.add(found.standing.unit.context)
                elif change.is_in_catalog:
                    self.snapshot.note_saved(
                        found.standing, found.message, change.state, change.origin
                    )
                else:
                    self.is_stale = True
                continue
            self.untouchable.add(found.standing.unit.context)
            self._note(found, Outcome.REFUSED, str(error))
            if isinstance(error, CheckFailedError):
                refused.append(found)
        self._suggest(refused, author, Suggestion.Reason.REFUSED)
        if saved.saved and not self.dry_run:
            self.own_changes += 1

    def _suggest(self, news: Sequence[_Found], author: str, reason: str) -> None:
        add_suggestions(
            suggestions=[
                Suggestion(
                    unit_id=found.standing.unit.pk,
                    locale=self.locale,
                    text=found.message.text,
                    source_text=found.message.source,
                    reason=reason,
                    origin=Origin.PO,
                    author_name=self.authors.get(found.standing.unit.context, author),
                )
                for found in news
            ]
        )

    def _note(self, found: _Found, outcome: Outcome, detail: str) -> None:
        self.report.add(found.standing.unit.context, outcome, detail, found.entry.line)

    def _retired_entries(self) -> list[po.Entry]:
        """The entries of units that are retired. Those of no unit at all are reported."""
        retired = []
        for entry in self.strangers:
            if entry.msgctxt in self.shared.sources.retired:
                retired.append(entry)
            else:
                name = entry.msgctxt or f"“{entry.msgid[:60]}”"
                self.report.add(name, Outcome.SKIPPED, "no such unit", entry.line)
                self.is_unsettled = True
        return retired

    # -- from the database into the file

    def _write(
        self, catalog: po.Catalog | None, retired: Sequence[po.Entry], seen: Stamp | None
    ) -> Stamp | None:
        """Write what differs from the file that was ``seen``; the new file's stamp, if any."""
        changed = {
            context: self._wanted(standing)
            for context, standing in self.snapshot.standings.items()
            if context not in self.untouchable and not self._is_in_step(standing)
        }
        if not changed and not retired and catalog is not None:
            return None
        if not self.write or self.dry_run:
            self.is_unsettled = True
            if self.write:
                self._note_written(changed)
            return None
        now = timezone.now()
        if catalog is None:
            data = new_catalog(self.language, self.snapshot, changed, now)
        else:
            self._keep_superseded(catalog, changed.values())
            data = patched_catalog(catalog, self.snapshot, self.entries, changed, retired, now)
        stamp = self.folder.write_over(self.path, data, seen)
        self._note_written(changed)
        self.entries |= changed
        self.report.is_written = True
        return stamp

    def _is_in_step(self, standing: Standing) -> bool:
        context = standing.unit.context
        entry = self.entries.get(context)
        return entry is not None and is_as_it_should_be(
            entry, standing, self.shared.template[context]
        )

    def _wanted(self, standing: Standing) -> po.Entry:
        """What the file is to say; of an obsolete entry that makes room, what people noted."""
        context = standing.unit.context
        existing = self.entries.get(context) or self.obsolete.get((context, standing.unit.source))
        return entry_of(standing, self.shared.template[context], existing)

    def _note_written(self, contexts: Iterable[str]) -> None:
        for context in contexts:
            self.report.add(context, Outcome.WRITTEN)

    def _keep_superseded(self, catalog: po.Catalog, written: Iterable[po.Entry]) -> None:
        """Keep as suggestions the texts of obsolete entries that make room, and history lacks."""
        leaving = [
            _Found(standing, entry, message_in(entry), Decision.KEEP)
            for entry in superseded(catalog, list(written))
            if entry.msgstr and (standing := self.snapshot.standings.get(entry.msgctxt or ""))
        ]
        if leaving:
            units = self.shared.sources.objects(found.standing.unit for found in leaving)
            known = texts_in_history(
                self.locale, [units[found.standing.unit.pk] for found in leaving]
            )
            unknown = [
                found
                for found in leaving
                if (found.standing.unit.pk, found.message.text) not in known
            ]
            author = author_of(catalog.header)
            self._suggest(unknown, author, Suggestion.Reason.OBSOLETE)

    # -- the base of the next merge

    def _remember(self) -> None:
        """Remember what file and database agree on, where that is news."""
        stale: list[Row] = []
        for standing in self.snapshot:
            held = standing.held
            entry = self.entries.get(standing.unit.context)
            if held is None or entry is None or standing.unit.context in self.untouchable:
                continue
            message = standing.message
            is_outdated = message.source != standing.unit.source and message.text
            source_id = held.source_id if is_outdated else standing.unit.source_id
            agreed = (held.version, message.fuzzy, source_id)
            if agreed == held[-3:]:
                continue
            if message_in(entry) != message:
                continue  # They did not meet: what is remembered of both is still true.
            stale.append((*agreed, held.pk))
        fields = ("catalog_version", "catalog_fuzzy", "catalog_source")
        update_rows(Translation, fields, stale)


def _change(
    found: _Found, unit: Unit, made_for: SourceVersion | None, author: str, origin: Origin
) -> TranslationChange:
    """What a file's entry asks to be saved, with the source version that it was made for."""
    message, current = found.message, found.standing.unit
    is_current = message.source == current.source or (
        made_for is not None and made_for.meaning == current.meaning
    )
    source_text = current.source if is_current else message.source
    state = state_of(
        Message(message.text, message.fuzzy, source_text), current_source=current.source
    )
    source = None if is_current else made_for
    # What the database will say once this is saved; often just what the file says.
    saved = Message(
        text=message.text,
        fuzzy=state is State.FUZZY or source is not None,
        source=source.text if source else current.source,
    )
    return TranslationChange(
        unit=unit,
        text=message.text,
        state=state,
        expected_version=found.standing.version,
        origin=Origin.MACHINE if is_machine_draft(found.entry) else origin,
        source=source,
        author_name=author,
        is_in_catalog=saved == message,
    )
