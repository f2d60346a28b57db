"""Addresses that lead on: the entrance, permanent addresses, and other ways to write a language."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from patio.reader.addresses import page_address
from patio.reader.negotiation import preferred_language
from patio.reader.selectors import languages_of_site, pages_of_statement

from .responses import not_found


@require_safe
def entrance(request: HttpRequest) -> HttpResponse:
    """The home page in the language that suits the reader best."""
    languages = languages_of_site()
    if not languages:
        return not_found(request)
    return _negotiated(page_address(preferred_language(request, languages), ""))


@require_safe
def statement(request: HttpRequest, key: str) -> HttpResponse:
    """A statement's page in the language that suits the reader best, by its key."""
    paths = pages_of_statement(key)
    if not paths:
        return not_found(request)
    tag = preferred_language(request, paths)
    return _negotiated(page_address(tag, paths[tag]))


@require_safe
def canonical_tag(request: HttpRequest, tag: str, rest: str = "") -> HttpResponse:
    """``/pt_BR/values/`` is ``/pt-br/values/``."""
    if request.path.startswith(f"/{tag}/"):
        return not_found(request, tag)
    query = request.META.get("QUERY_STRING", "")
    address = page_address(tag, "") + rest
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def _negotiated(address: str) -> HttpResponse:
    response = redirect(address)
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
