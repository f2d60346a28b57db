"""What the commands and the start-up do, over all languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.progress import track

from patio.catalog.errors import PoFileError
from patio.catalog.languages import Language

from .catalogs import export_template, read_catalog, sync_language
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
    authors: Mapping[str, Mapping[str, str]] | None = None,
) -> list[LanguageReport]:
    """Bring the catalogs of some languages, or of all, together with the database.

    A folder that appeared since adds its language. See ``sync_language`` for the switches;
    ``progress`` shows a bar. ``authors`` holds the ``authors`` of each language, by tag.
    """
    wanted = set(tags)
    present = translated_languages()
    new: set[str] = set()
    if take and not dry_run:
        found, _unknown = CatalogFolder.configured().languages()
        new = {language.tag for language in found} - present
    if write:
        export_template(dry_run=dry_run)
    chosen = sorted((present | new) & wanted if wanted else present | new)
    reports = []
    for tag in track(chosen, description="Languages", disable=not progress):
        language = Language(tag)
        if tag in new and (refusal := _refusal(language)):
            reports.append(refusal)
            continue
        with deferred_updates():
            locale = ensure_language(language)
            reports.append(
                sync_language(
                    locale,
                    take=take,
                    write=write,
                    dry_run=dry_run,
                    authors=(authors or {}).get(tag),
                )
            )
    return reports


def _refusal(language: Language) -> LanguageReport | None:
    """Why a new folder adds no language: its catalog can't be read."""
    folder = CatalogFolder.configured()
    try:
        read_catalog(folder, language)
    except PoFileError as error:
        report = LanguageReport(language.tag, folder.show(folder.path(language)))
        report.set_problems(error)
        return report
    return None
