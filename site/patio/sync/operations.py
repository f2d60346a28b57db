"""What the commands and the start-up do, over all languages."""

from __future__ import annotations

from collections.abc import Iterable

from rich.progress import track
from wagtail.models import Locale

from .catalogs import export_template, sync_language
from .folder import CatalogFolder
from .languages import add_languages, translated_locales
from .report import LanguageReport


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
    if take and not dry_run:
        found, _unknown = CatalogFolder.configured().languages()
        add_languages(language for language in found if not wanted or language.tag in wanted)
    if write:
        export_template(dry_run=dry_run)
    locales: Iterable[Locale] = translated_locales(wanted)
    if progress:
        locales = track(list(locales), description="Languages")
    return [sync_language(locale, take=take, write=write, dry_run=dry_run) for locale in locales]
