"""Catalogs and the database, brought together one language at a time.

1. Where neither has changed since a sync left nothing to do, there is nothing to do.
2. Read the file. One that can't be read is left alone and reported; other languages go on.
3. Merge each unit three ways (``patio.catalog.merge``) and take what the file has to say.
4. Write what the database has to say, splicing only the entries that differ.
5. Remember what the file says now, as the base of the next merge.

The database is committed before the file is replaced. What was taken from a file is remembered with
it, in the same transaction; what was written to one, after that. A process killed in between leaves
a file and a database that say the same, which the next run sees and remembers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.utils import timezone
from wagtail.models import Locale

from patio.catalog import po
from patio.catalog.errors import PoFileError
from patio.catalog.languages import Language

from .folder import CatalogFolder, FileChangedError
from .header import new_header
from .language_sync import LanguageSync
from .report import EntryReport, LanguageReport, Outcome
from .shared import SyncRun, read_stamped
from .tasks import deferred_updates

#: So often a catalog is read again that somebody saves while it is synced.
_TRIES: Final = 5


def sync_language(
    locale: Locale,
    *,
    take: bool = True,
    write: bool = True,
    dry_run: bool = False,
    authors: Mapping[str, str] | None = None,
    run: SyncRun | None = None,
) -> LanguageReport:
    """Bring one language's catalog and the database together.

    ``take`` takes the file's changes into the database, ``write`` writes the database's into the
    file; with only one of them, the other side's changes wait and are reported. With ``dry_run``
    the report says what would be done, and nothing is written anywhere. ``authors`` names by
    ``msgctxt`` whose texts are known to have come by git; the others are ``Last-Translator``'s.
    ``run`` is shared by languages that are synced one after the other.
    """
    run = run or SyncRun([locale])
    sync = LanguageSync(locale, run, take=take, write=write, dry_run=dry_run)
    if run.states.is_settled(locale.pk, sync.path):
        return sync.report
    taken: list[EntryReport] = []
    with run.folder.lock(), deferred_updates():
        for _try in range(_TRIES):
            sync = LanguageSync(locale, run, take=take, write=write, dry_run=dry_run)
            sync.authors = authors or {}
            try:
                sync.run()
                break
            except FileChangedError as error:
                # What was taken stays so; what a person saved since is merged on top of it.
                taken += [e for e in sync.report.entries if e.outcome is Outcome.TAKEN]
                sync.report.entries.clear()
                sync.report.problems = [str(error)]
    sync.report.entries[:0] = taken
    return sync.report


def export_language(locale: Locale) -> LanguageReport:
    """Write the database's changes to a language's catalog. Changes of the file wait."""
    return sync_language(locale, take=False)


def export_template(*, dry_run: bool = False, run: SyncRun | None = None) -> bool:
    """Write ``statements.pot``; whether anything but its date changed."""
    run = run or SyncRun([])
    source = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
    folder, path = run.folder, run.folder.template
    if run.states.is_settled(source.pk, path):
        return False
    with folder.lock():
        folder.sweep(path)
        entries = list(run.template.values())
        try:
            content = folder.read(path)
            if content and list(po.parse(content.data, name=folder.show(path)).entries) == entries:
                if not dry_run:
                    run.states.settle(source.pk, content.stamp)
                return False
        except PoFileError:
            pass  # A template is written by nobody but us: a missing or broken one is made anew.
        if not dry_run:
            stamp = folder.write(path, po.new(new_header(None, timezone.now()), entries))
            run.states.settle(source.pk, stamp)
        return True


def read_catalog(folder: CatalogFolder, language: Language) -> po.Catalog | None:
    """A language's catalog, or ``None`` where there is none. Raises ``PoFileError``."""
    catalog, _stamp = read_stamped(folder, language)
    return catalog
