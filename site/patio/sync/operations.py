"""What the commands and the start-up do, over all languages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from rich.progress import track

from patio.catalog.errors import PoFileError
from patio.catalog.languages import Language

from .catalogs import export_template, read_catalog, sync_language
from .folder import CatalogFolder
from .languages import ensure_language, translated_locales
from .report import LanguageReport
from .shared import SyncRun
from .tasks import deferred_updates, make_up_for_lost_updates


def sync_all(
    tags: Iterable[str] = (),
    *,
    take: bool = True,
    write: bool = True,
    dry_run: bool = False,
    progress: bool = False,
    authors: Mapping[str, Mapping[str, str]] | None = None,
) -> list[LanguageReport]:
    """Bring the catalogs of some languages, or of all, together with the database.

    A folder that appeared since adds its language. See ``sync_language`` for the switches;
    ``progress`` shows a bar. ``authors`` holds the ``authors`` of each language, by tag.
    """
    wanted = set(tags)
    with deferred_updates():
        chosen = {locale.language_code: locale for locale in translated_locales()}
        reports = []
        added = set()
        for language in _new_languages(chosen.keys(), wanted) if take else ():
            report = _report_on_new(language)
            if report.problems or dry_run:
                reports.append(report)
            else:
                chosen[language.tag] = ensure_language(language)
                added.add(language.tag)
        locales = [chosen[tag] for tag in sorted(chosen) if not wanted or tag in wanted]
        run = SyncRun(locales)
        if write:
            export_template(dry_run=dry_run, run=run)
        for locale in track(locales, description="Languages", disable=not progress):
            report = sync_language(
                locale,
                take=take,
                write=write,
                dry_run=dry_run,
                authors=(authors or {}).get(locale.language_code),
                run=run,
            )
            report.is_new = locale.language_code in added
            reports.append(report)
        if not dry_run:
            make_up_for_lost_updates()
    return sorted(reports, key=lambda report: report.language)


def _new_languages(known: Collection[str], wanted: Collection[str]) -> list[Language]:
    """The languages of folders that the site does not know yet, of those asked for."""
    found, _unknown = CatalogFolder.configured().languages()
    return [
        language
        for language in found
        if language.tag not in known and (not wanted or language.tag in wanted)
    ]


def _report_on_new(language: Language) -> LanguageReport:
    """What is known of a new folder's catalog before it adds its language: that it can be read."""
    folder = CatalogFolder.configured()
    report = LanguageReport(language.tag, folder.show(folder.path(language)))
    try:
        catalog = read_catalog(folder, language)
    except PoFileError as error:
        report.set_problems(error)
    else:
        report.is_new = catalog is not None
    return report
