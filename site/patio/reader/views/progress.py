"""How far the translations are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from patio.catalog.languages import Language
from patio.reader.screens.progress import ProgressScreen

from .methods import reading
from .responses import not_found, respond


@reading
def translations(request: HttpRequest, tag: str) -> HttpResponse:
    """The progress of each language, with bars."""
    screen = ProgressScreen(request, Language(tag))
    if not screen.has_language:
        return not_found(request, tag)
    return respond(screen, "reader/translations.html")
