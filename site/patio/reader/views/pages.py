"""Home, sections and statements."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from patio.catalog.languages import Language
from patio.reader.screens.page import PageScreen

from .methods import reading
from .responses import not_found, respond


@reading
def page(request: HttpRequest, tag: str, path: str) -> HttpResponse:
    """A page in a language, or the source's page in its place, which says so."""
    screen = PageScreen(request, Language(tag), path)
    if not screen.has_language or screen.page is None:
        return not_found(request, tag)
    return respond(screen, screen.page.get_template(request), page=screen.page)
