"""How far the translations are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from patio.catalog.languages import Language
from patio.reader.screens.progress import ProgressScreen

from .responses import not_found, respond


@require_safe
def translations(request: HttpRequest, tag: str) -> HttpResponse:
    """The progress of each language, with bars."""
    screen = ProgressScreen(request, Language(tag))
    if tag not in screen.homes:
        return not_found(request, tag)
    return respond(screen, "reader/translations.html")
