"""Development only: an open page reloads itself when something was published.

``settings.dev`` names this middleware; production has neither its addresses nor its script. The
script comes from an address of its own, as the content security policy demands, and asks for the
site's version a few times a second: a version in the database, so that it does not matter which
process publishes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

PREFIX = "/live-reload/"
SCRIPT = Path(__file__).with_suffix(".js").read_bytes()
#: Where editors write. A form that reloads itself loses what was typed into it.
ADMIN = "/admin/"


class LiveReloadMiddleware:
    """Adds the script to pages for readers, and answers it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.DEBUG:
            raise MiddlewareNotUsed("live reload is for development")
        self.get_response = get_response
        logging.getLogger("django.server").addFilter(_is_no_poll)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The script, the version, or the page with the script in it."""
        if request.path == f"{PREFIX}script.js":
            return HttpResponse(SCRIPT, content_type="text/javascript")
        if request.path == f"{PREFIX}version":
            return HttpResponse(site_version(), content_type="text/plain")
        if request.path.startswith(ADMIN):
            return self.get_response(request)
        # Read before the page is made: what is published in between is not missed.
        version = site_version()
        response = self.get_response(request)
        if _is_page(response):
            script = f'<script src="{PREFIX}script.js" data-version="{version}"></script></body>'
            before, _end, after = response.content.rpartition(b"</body>")
            if before:
                response.content = before + script.encode() + after
        return response


def site_version() -> str:
    """What changes whenever a page is published, or taken down. One query."""
    try:
        state = Page.objects.filter(live=True).aggregate(
            Count("pk"), Max("live_revision"), Max("last_published_at")
        )
    except DatabaseError:
        return "none"  # What is wrong is for the page itself to say.
    return "-".join(str(value or 0).replace(" ", "T") for value in state.values())


def _is_page(response: HttpResponse) -> bool:
    return not response.streaming and response.get("Content-Type", "").startswith("text/html")


def _is_no_poll(record: logging.LogRecord) -> bool:
    """Whether a line of the server's log is about anything but this module's own addresses."""
    return PREFIX not in record.getMessage()
