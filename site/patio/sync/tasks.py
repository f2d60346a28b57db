"""What is done in the background, one task a language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from django.conf import settings
from django.db import transaction
from django_tasks import task
from wagtail.models import Locale

Pending = dict[str, set[str]]
_deferred: ContextVar[Pending | None] = ContextVar("deferred updates", default=None)


@task()
def update_language(language: str, statement_keys: list[str]) -> None:
    """Bring a language's pages and its catalog up to date with what changed."""
    from .catalogs import export_language
    from .folder import CatalogFolder
    from .publishing import publish_language

    locale = Locale.objects.get(language_code=language)
    # One update of a language at a time, or an older state could be published over a newer one.
    with CatalogFolder.configured().lock():
        publish_language(locale, statement_keys)
        export_language(locale)


@task()
def update_template() -> None:
    """Bring the template up to date with the sources."""
    from .catalogs import export_template

    export_template()


def update_after_commit(languages: Iterable[str], statement_keys: Iterable[str]) -> None:
    """Queue an update of each language, once the present transaction has gone through.

    The source language's update is the template's.
    """
    keys = set(statement_keys)
    transaction.on_commit(partial(_request, dict.fromkeys(languages, keys)))


@contextmanager
def deferred_updates() -> Iterator[None]:
    """Gather the updates that a long piece of work asks for, and queue each once at its end."""
    pending: Pending = {}
    token = _deferred.set(pending)
    try:
        yield
    finally:
        _deferred.reset(token)
        _request(pending)


def _request(updates: Pending) -> None:
    pending = _deferred.get()
    for language, keys in updates.items():
        if pending is not None:
            pending.setdefault(language, set()).update(keys)
        elif language == settings.LANGUAGE_CODE:
            update_template.enqueue()
        else:
            update_language.enqueue(language, sorted(keys))
