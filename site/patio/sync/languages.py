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
