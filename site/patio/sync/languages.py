"""The languages that a site is translated into."""

from __future__ import annotations

from django.conf import settings
from wagtail.models import Locale

from patio.catalog.languages import Language


def ensure_language(language: Language) -> Locale:
    """The locale of a language, which is added (and with it its team) where there is none."""
    locale, _created = Locale.all_objects.get_or_create(language_code=language.tag)
    return locale


def translated_locales() -> list[Locale]:
    """The languages that are translated into."""
    return list(Locale.objects.exclude(language_code=settings.LANGUAGE_CODE))


def parent_locales(locale: Locale) -> list[Locale]:
    """The languages of the site whose texts a variant shows where it has none, nearest first.

    The source's is none of them: a chain that comes to it ends there. One query for a variant.
    """
    tags = [parent.tag for parent in Language(locale.language_code).parents]
    if settings.LANGUAGE_CODE in tags:
        tags = tags[: tags.index(settings.LANGUAGE_CODE)]
    if not tags:
        return []
    known = {found.language_code: found for found in Locale.objects.filter(language_code__in=tags)}
    return [known[tag] for tag in tags if tag in known]


def variants_of(tag: str) -> list[str]:
    """The tags of the site's languages that may show a language's texts. One query."""
    parent = Language(tag)
    others = sorted(locale.language_code for locale in translated_locales())
    return [other for other in others if parent in Language(other).parents]
