"""What follows from what: the only place where events are tied to work."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context
from wagtail.models import Locale, Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from patio.statements.keys import StatementKey
from patio.statements.models import KEYED_PAGE_MODELS, KeyedPage
from patio.translation.models import Team
from patio.translation.signals import sources_changed, translations_changed, units_moved
from patio.translation.sources import retire_statements, set_positions

from .extraction import document_order, extract_page
from .ingestion import ingest_page
from .languages import variants_of
from .publishing import is_building
from .states import note_changes
from .tasks import deferred_updates, update_after_commit


@receiver(page_published)
def on_published(sender: Any, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """A source page becomes units; a translated page that a person edited, translations."""
    if not isinstance(instance, KeyedPage) or is_building():
        return
    user = get_active_log_context().user or (revision.user if revision else None)
    if instance.is_source:
        with deferred_updates():
            extract_page(instance, user=user, revision_id=revision.pk if revision else None)
            _update_subtree(instance)
    else:
        ingest_page(instance, user=user)


@receiver(page_unpublished)
def on_unpublished(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A statement that is published no more needs no translators."""
    if isinstance(instance, KeyedPage) and instance.is_source:
        retire_statements(statement_keys=[instance.key])


def on_deleted(sender: Any, instance: KeyedPage, **kwargs: Any) -> None:
    """A deleted source page retires its units; its translations stay."""
    if instance.is_source:
        retire_statements(statement_keys=[instance.key])


for model in KEYED_PAGE_MODELS:
    post_delete.connect(on_deleted, sender=model, dispatch_uid=f"retire {model.__name__}")


@receiver(post_page_move)
def on_moved(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Catalogs and lists follow the document's order, translated pages their sources."""
    page = instance.specific
    if isinstance(page, KeyedPage) and page.is_source:
        set_positions(positions=document_order())
        _update_subtree(page)


def _update_subtree(page: KeyedPage) -> None:
    """Have every language look at a page and those below it: their addresses hang together."""
    below = Page.objects.descendant_of(page, inclusive=True).values("translation_key")
    keys = StatementKey.objects.filter(translation_key__in=below).values_list("key", flat=True)
    update_after_commit(Locale.objects.values_list("language_code", flat=True), keys)


@receiver(post_save, sender=Locale)
def on_locale_saved(sender: Any, instance: Locale, created: bool, **kwargs: Any) -> None:
    """Each language but the source's has a team, a page for each statement, and a catalog."""
    if instance.language_code == settings.LANGUAGE_CODE:
        return
    Team.objects.get_or_create(locale=instance)
    if created:
        keys = StatementKey.objects.values_list("key", flat=True)
        update_after_commit([instance.language_code], keys)


@receiver(pre_save, sender=Locale)
def on_locale_saving(sender: Any, instance: Locale, raw: bool = False, **kwargs: Any) -> None:
    """A language can be added, never relabelled: its texts would be called another language's."""
    known = Locale.all_objects.filter(pk=instance.pk).values_list("language_code", flat=True)
    if not raw and any(code != instance.language_code for code in known):
        raise PermissionDenied("A language can't become another: add the other one instead.")


@receiver(sources_changed)
def on_sources_changed(sender: Any, statement_keys: Iterable[str], **kwargs: Any) -> None:
    """Each language's pages and catalogs learn of a changed source."""
    note_changes(settings.LANGUAGE_CODE)
    languages = Locale.objects.values_list("language_code", flat=True)
    update_after_commit(languages, statement_keys)


@receiver(translations_changed)
def on_translations_changed(
    sender: Any, locale: Locale, statement_keys: Iterable[str], **kwargs: Any
) -> None:
    """A language's pages and catalog follow its translations, its variants' pages too."""
    tag = locale.language_code
    note_changes(tag)
    update_after_commit([tag, *variants_of(tag)], statement_keys)


@receiver(units_moved)
def on_units_moved(sender: Any, **kwargs: Any) -> None:
    """The template follows the document's order."""
    note_changes(settings.LANGUAGE_CODE)
