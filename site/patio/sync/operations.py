"""What the commands and the start-up do, over all languages."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from rich.progress import track

from patio.catalog.languages import Language

from .catalogs import export_template, sync_language
from .folder import CatalogFolder
from .languages import ensure_language, translated_languages
from .report import LanguageReport
from .tasks import deferred_updates


def sync_all(
    tags: Iterable[str] = (),
    *,
    take: bool = True,
    write: bool = True,
    dry_run: bool = False,
    progress: bool = False,
) -> list[LanguageReport]:
    """Bring the catalogs of some languages, or of all, together with the database.

    A folder that appeared since adds its language. See ``sync_language`` for the switches;
    ``progress`` shows a bar.
    """
    wanted = set(tags)
    present = translated_languages()
    if take and not dry_run:
        found, _unknown = CatalogFolder.configured().languages()
        present |= {language.tag for language in found} - {settings.LANGUAGE_CODE}
    if write:
        export_template(dry_run=dry_run)
    chosen = sorted(present & wanted if wanted else present)
    reports = []
    for tag in track(chosen, description="Languages", disable=not progress):
        with deferred_updates():
            locale = ensure_language(Language(tag))
            reports.append(sync_language(locale, take=take, write=write, dry_run=dry_run))
    return reports
