"""What is done in the background, one task a language.

What is to be done is written down with the change that asks for it (``PendingUpdate``); a task only
says that it is time to. A task that got lost is made up for by the next one, or the next sync.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from functools import partial
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.backends.immediate import ImmediateBackend
from wagtail.models import Locale

from .models import PendingUpdate

_PATIENCE: Final = timedelta(minutes=10)
_deferred: ContextVar[set[str] | None] = ContextVar("deferred updates", default=None)


@task()
def update_language(language: str) -> None:
    """Bring a language's pages and its catalog up to date with what changed."""
    from .catalogs import export_language
    from .folder import CatalogFolder
    from .publishing import publish_language

    locale = Locale.objects.get(language_code=language)
    # One update of a language at a time, or an older state could be published over a newer one.
    with CatalogFolder.configured().lock():
        pending = PendingUpdate.objects.filter(locale=locale)
        asked_for = {pk: set(keys) for pk, keys in pending.values_list("pk", "statement_keys")}
        if asked_for:
            publish_language(locale, set().union(*asked_for.values()))
            pending.filter(pk__in=asked_for).delete()
        export_language(locale)


@task()
def update_template() -> None:
    """Bring the template up to date with the sources."""
    from .catalogs import export_template

    export_template()


def update_after_commit(tags: Iterable[str], statement_keys: Iterable[str]) -> None:
    """Write down what each language has to update, and do so once the transaction went through.

    The source language's update is the template's.
    """
    keys = sorted(set(statement_keys))
    wanted = set(tags)
    PendingUpdate.objects.bulk_create(
        PendingUpdate(locale=locale, statement_keys=keys)
        for locale in Locale.objects.filter(language_code__in=wanted - {settings.LANGUAGE_CODE})
    )
    transaction.on_commit(partial(_request, wanted))


def make_up_for_lost_updates() -> None:
    """Ask for what was written down and forgotten by whoever died since.

    What waits in a queue for a worker is not forgotten for some minutes.
    """
    pending = PendingUpdate.objects.all()
    if not isinstance(update_language.get_backend(), ImmediateBackend):
        pending = pending.filter(created_at__lt=timezone.now() - _PATIENCE)
    # A language that was taken from the site's list keeps what it waits for until it is back.
    locales = Locale.objects.filter(pk__in=pending.values("locale_id"))
    _request(set(locales.values_list("language_code", flat=True)))


@contextmanager
def deferred_updates() -> Iterator[None]:
    """Gather the updates that a long piece of work asks for, and queue each once at its end."""
    gathered: set[str] = set()
    token = _deferred.set(gathered)
    try:
        yield
    finally:
        _deferred.reset(token)
        _request(gathered)


def _request(tags: set[str]) -> None:
    gathered = _deferred.get()
    if gathered is not None:
        gathered.update(tags)
        return
    for tag in sorted(tags):
        if tag == settings.LANGUAGE_CODE:
            update_template.enqueue()
        else:
            update_language.enqueue(tag)
