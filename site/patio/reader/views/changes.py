"""What changed in the source."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from patio.catalog.languages import Language
from patio.reader.screens.changes import ChangesScreen

from .methods import reading
from .responses import not_found, respond


@reading
def changes(request: HttpRequest, tag: str, path: str) -> HttpResponse:
    """The changes of a page's source since its translation was made."""
    screen = ChangesScreen(request, Language(tag), path)
    if not screen.has_language or screen.page is None:
        return not_found(request, tag)
    return respond(screen, "reader/changes.html")
