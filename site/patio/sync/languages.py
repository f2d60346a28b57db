"""Adding languages."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from wagtail.models import Locale

from patio.catalog.languages import Language


def add_languages(languages: Iterable[Language]) -> list[Locale]:
    """Give each language a locale (and so a team), and return those that had none."""
    known = set(Locale.all_objects.values_list("language_code", flat=True))
    return [
        Locale.objects.create(language_code=language.tag)
        for language in languages
        if language.tag not in known and language.tag != settings.LANGUAGE_CODE
    ]


def translated_locales(tags: Iterable[str] = ()) -> list[Locale]:
    """The locales that are translated into, by tag; only those of ``tags`` where any are given."""
    locales = Locale.objects.exclude(language_code=settings.LANGUAGE_CODE)
    wanted = list(tags)
    return list(locales.filter(language_code__in=wanted) if wanted else locales)
