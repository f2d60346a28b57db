"""Which language a reader wants."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation.trans_real import parse_accept_lang_header

from patio.catalog.languages import best_match

from .converters import TagConverter

#: Holds the language that a reader switched to.
COOKIE = "language"
_A_YEAR = 365 * 24 * 60 * 60
_TAG = re.compile(TagConverter.regex)


def preferred_language(request: HttpRequest, available: Collection[str]) -> str:
    """The tag among ``available`` that suits the reader best.

    An earlier choice of theirs counts most, then what their browser asks for, matched as CLDR
    matches languages; else it is the source's language. A response that follows from this has to
    carry ``Vary: Accept-Language, Cookie``.
    """
    chosen = request.COOKIES.get(COOKIE, "")
    if chosen in available:
        return chosen
    wishes = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    match = best_match([tag for tag, quality in wishes if quality > 0], sorted(available))
    return match or settings.LANGUAGE_CODE


def remember_switch(
    request: HttpRequest, response: HttpResponse, tag: str, available: Collection[str]
) -> None:
    """Remember the language of a page where the reader came to it from one in another language.

    Both are among ``available``: nothing else could be chosen.
    """
    before = _language_before(request)
    is_switch = before != tag and before in available and tag in available
    if is_switch and request.COOKIES.get(COOKIE) != tag:
        patch_cache_control(response, private=True)
        response.set_cookie(
            COOKIE,
            tag,
            max_age=_A_YEAR,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _language_before(request: HttpRequest) -> str | None:
    """The language of the page of this site that the reader comes from."""
    try:
        referrer = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return None
    if referrer.netloc != request.get_host():
        return None
    return language_of_path(referrer.path)


def language_of_path(path: str) -> str | None:
    """What stands where an address names its language, if it looks like a language's tag.

    >>> language_of_path("/pt-br/values/"), language_of_path("/admin/pages/")
    ('pt-br', None)
    """
    first = path.lstrip("/").partition("/")[0]
    return first if _TAG.fullmatch(first) else None
