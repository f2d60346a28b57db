"""What views ask before there is a screen."""

from __future__ import annotations

from django.conf import settings
from wagtail.models import Page

from patio.statements.keys import StatementKey
from patio.statements.models import HomePage
from patio.translation.models import Team

from .addresses import path_under_home


def languages_of_site() -> list[str]:
    """The tags of the languages that have a live home page. One query."""
    return list(HomePage.objects.filter(live=True).values_list("locale__language_code", flat=True))


def is_language_of_site(tag: str) -> bool:
    """Whether people translate into a language, with anything live in it or not. One query."""
    return Team.objects.filter(locale__language_code=tag).exists()


def pages_of_statement(key: str) -> dict[str, str]:
    """The path of a statement by the languages that it is live in: ``{"es": "values/…/"}``.

    Empty where the source isn't live. One query.
    """
    translation_key = StatementKey.objects.filter(key=key).values("translation_key")
    pages = Page.objects.filter(translation_key__in=translation_key, live=True)
    url_paths = dict(pages.values_list("locale__language_code", "url_path"))
    if settings.LANGUAGE_CODE not in url_paths:
        return {}
    path = path_under_home(url_paths[settings.LANGUAGE_CODE])
    return dict.fromkeys(url_paths, path)
