"""The addresses of the public site.

Each begins with the language it is read in. ``side-by-side``, ``changes`` and ``translations`` are
therefore no addresses for pages.
"""

from __future__ import annotations

from django.urls import path, register_converter

from . import converters
from .views import changes, entrance, pages, progress, side_by_side

register_converter(converters.TagConverter, "tag")
register_converter(converters.LooseTagConverter, "loose_tag")
register_converter(converters.PagePathConverter, "page_path")
register_converter(converters.StatementKeyConverter, "statement_key")

urlpatterns = [
    path("", entrance.entrance, name="entrance"),
    path("statements/<statement_key:key>/", entrance.statement, name="statement"),
    path("<tag:tag>/translations/", progress.translations, name="translations"),
    path("<tag:tag>/<page_path:path>changes/", changes.changes, name="changes"),
    path("<tag:tag>/<page_path:path>side-by-side/", side_by_side.choose, name="side-by-side"),
    path(
        "<tag:tag>/<page_path:path>side-by-side/<str:choice>/",
        side_by_side.compare,
        name="comparison",
    ),
    path("<tag:tag>/<page_path:path>", pages.page, name="page"),
    path("<loose_tag:tag>", entrance.canonical_tag),
    path("<loose_tag:tag>/", entrance.canonical_tag),
    path("<loose_tag:tag>/<path:rest>", entrance.canonical_tag),
]
