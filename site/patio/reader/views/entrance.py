"""Addresses that lead on: the entrance, permanent addresses, and other ways to write a language."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.urls import resolve
from django.utils.cache import patch_vary_headers

from patio.reader.addresses import page_address
from patio.reader.negotiation import preferred_language
from patio.reader.selectors import languages_of_site, pages_of_statement

from .methods import reading
from .responses import not_found


@reading
def entrance(request: HttpRequest) -> HttpResponse:
    """The home page in the language that suits the reader best."""
    languages = languages_of_site()
    if not languages:
        return not_found(request)
    return _negotiated(page_address(preferred_language(request, languages), ""))


@reading
def statement(request: HttpRequest, key: str) -> HttpResponse:
    """A statement's page in the language that suits the reader best, by its key."""
    paths = pages_of_statement(key)
    if not paths:
        return not_found(request)
    tag = preferred_language(request, paths)
    return _negotiated(page_address(tag, paths[tag]))


@reading
def canonical_tag(request: HttpRequest, tag: str, rest: str = "") -> HttpResponse:
    """``/pt_BR/values/`` is ``/pt-br/values/``, and ``/es/values`` is ``/es/values/``."""
    if f"{request.path}/".startswith(f"/{tag}/"):
        if _answers_with_slash(request):
            address = request.get_full_path(force_append_slash=True)
            return HttpResponsePermanentRedirect(address)
        return not_found(request, tag)
    query = request.META.get("QUERY_STRING", "")
    address = page_address(tag, "") + rest
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def _answers_with_slash(request: HttpRequest) -> bool:
    """Whether an address without its last slash has something to show with it."""
    if request.path.endswith("/"):
        return False
    view, args, kwargs = match = resolve(f"{request.path_info}/")
    if not match.url_name:  # another way to write a language
        return False
    return view(request, *args, **kwargs).status_code < HTTPStatus.BAD_REQUEST


def _negotiated(address: str) -> HttpResponse:
    response = redirect(address)
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
