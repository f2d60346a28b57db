"""How screens become responses."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from patio.catalog.languages import Language
from patio.reader.negotiation import preferred_language, remember_switch
from patio.reader.screens.base import Screen
from patio.reader.screens.errors import NotFoundScreen
from patio.reader.selectors import languages_of_site


def respond(screen: Screen, template: str, *, status: int = 200, **context: object) -> HttpResponse:
    """A screen as a page, and a note of the language where the reader switched to it.

    The base template puts the interface into the screen's language.
    """
    tag = screen.language.tag
    response = render(screen.request, template, {"screen": screen, **context}, status=status)
    response["Content-Language"] = screen.language.bcp47
    if status == 200:
        remember_switch(screen.request, response, tag, screen.homes)
    return response


def not_found(request: HttpRequest, tag: str = "") -> HttpResponse:
    """The answer where there is nothing, in the language ``tag`` if the site has it.

    Else it is in the language that suits the reader best, and says that there is no ``tag``.
    """
    languages = languages_of_site()
    is_negotiated = tag not in languages
    best = preferred_language(request, languages) if is_negotiated else tag
    screen = NotFoundScreen(request, Language(best), wanted=tag if is_negotiated else "")
    response = respond(screen, "reader/not_found.html", status=404)
    if is_negotiated:
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
