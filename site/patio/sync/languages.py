"""The languages that a site is translated into."""

from __future__ import annotations

from django.conf import settings
from wagtail.models import Locale

from patio.catalog.languages import Language


def ensure_language(language: Language) -> Locale:
    """The locale of a language, which is added (and with it its team) where there is none."""
    locale, _created = Locale.all_objects.get_or_create(language_code=language.tag)
    return locale


def translated_languages() -> set[str]:
    """The tags of the languages that are translated into."""
    locales = Locale.objects.exclude(language_code=settings.LANGUAGE_CODE)
    return set(locales.values_list("language_code", flat=True))
