"""The way out: the last gate before a reader's page."""

from __future__ import annotations

import re

import nh3

from .addresses import is_allowed_on_the_way_out

_TAGS = {"p", "b", "strong", "i", "em", "a", "ul", "ol", "li", "br"}
_ATTRIBUTES = {"*": {"lang", "dir"}, "a": {"href", "hreflang", "lang", "dir"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8}")
_SURROGATES = re.compile("[\ud800-\udfff]")


def render_safe(html: str) -> str:
    """Display HTML with nothing outside the allow-list; text is kept, scripts and styles are not.

    Takes HTML whose internal links are expanded (``wagtail.rich_text.expand_db_html``). Kept are
    the elements ``p b strong i em a ul ol li br``, ``lang`` and ``dir``, and on links ``href``
    (http, https, mailto, tel, or a path of this site) and ``hreflang``.
    """
    return nh3.clean(
        _SURROGATES.sub("", html),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_keep,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


def _keep(_element: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return value if is_allowed_on_the_way_out(value) else None
    if attribute == "dir":
        return value if value in {"ltr", "rtl", "auto"} else None
    return value if _LANGUAGE.fullmatch(value) else None
