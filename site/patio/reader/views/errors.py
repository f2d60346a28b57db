"""The handlers of errors that ``patio.config.urls`` names."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string

from patio.reader.negotiation import language_of_path

from .responses import not_found


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """``handler404``: says so in the reader's language, with ways on."""
    return not_found(request, language_of_path(request.path) or "")


def server_error(request: HttpRequest) -> HttpResponse:
    """``handler500``: a page that needs nothing of the site to work."""
    return HttpResponseServerError(render_to_string("reader/server_error.html"))
