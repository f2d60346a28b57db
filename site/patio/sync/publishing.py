"""Publishing: from live texts to each language's pages.

A translated page is built from the source page and the texts that the team's policy lets out. What
has no such text shows the source's, and the page says so field by field. A page none of whose
texts is translated is a draft, for translators to find; its address then offers the source page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page

from patio.catalog.units import Origin, State
from patio.statements.links import LinkTargets
from patio.statements.models import KEYED_PAGE_MODELS, KeyedPage
from patio.statements.translatable import field_texts, replace_field_texts
from patio.translation.models import Translation
from patio.translation.selectors import UnitTranslation, unit_translations

_building: ContextVar[bool] = ContextVar("building", default=False)


def is_building() -> bool:
    """Whether the page being published is one that this module builds, and no person's edit."""
    return _building.get()


@contextmanager
def _building_pages() -> Iterator[None]:
    token = _building.set(True)
    try:
        yield
    finally:
        _building.reset(token)


@dataclass(slots=True)
class PublishReport:
    """Keys of the pages that went live or changed, and of those that left the site."""

    published: list[str] = field(default_factory=list)
    unpublished: list[str] = field(default_factory=list)


def publish_language(locale: Locale, statement_keys: Iterable[str] | None = None) -> PublishReport:
    """Bring one language's pages up to date; ``None`` means all of them.

    Each page is one transaction and, where anything about it changed, one revision.
    """
    keys = None if statement_keys is None else set(statement_keys)
    report = PublishReport()
    translations: dict[str, list[UnitTranslation]] = defaultdict(list)
    for unit_translation in unit_translations(locale, keys):
        translations[unit_translation.unit.statement_key].append(unit_translation)
    builder = _Builder(locale, report)
    with _building_pages():
        for source in source_pages():
            if keys is None or source.key in keys:
                builder.build(source, translations[source.key])
        builder.remove_orphans()
    return report


def source_pages() -> list[KeyedPage]:
    """The live pages of the source language, in the document's order. One query a kind of page."""
    return pages_in_order(settings.LANGUAGE_CODE, live=True)


def pages_in_order(language: str, **filters: Any) -> list[KeyedPage]:
    """The pages of a language, in the order of the tree. One query a kind of page."""
    pages: list[KeyedPage] = [
        page
        for model in KEYED_PAGE_MODELS
        for page in model.objects.filter(locale__language_code=language, **filters).select_related(
            "locale"
        )
    ]
    return sorted(pages, key=lambda page: page.path)


class _Builder:
    def __init__(self, locale: Locale, report: PublishReport) -> None:
        self.locale = locale
        self.report = report
        self.targets = LinkTargets()
        self.built = self._load()

    def _load(self) -> dict[UUID, KeyedPage]:
        pages = pages_in_order(self.locale.language_code)
        return {page.translation_key: page for page in pages}

    def build(self, source: KeyedPage, translations: Sequence[UnitTranslation]) -> None:
        """Build, publish or unpublish the page of one statement."""
        live = {
            item.unit.field: item.translation.live.text
            for item in translations
            if item.translation is not None and item.translation.live is not None
        }
        status = {item.unit.field: field_status(item) for item in translations}
        page = self.built.get(source.translation_key)
        if page is not None and _path(page) != _path(source):
            page = self._follow(page, source)
        if page is None and not live:
            self._create(source)  # A draft: where translators who work in the CMS find the text.
        elif not live:
            self._unpublish(page)
        elif page is None or self._fill(page, source, live, status) or not page.live:
            with transaction.atomic():
                self._publish(page or self._create(source), source, live, status)
            self.report.published.append(source.key)

    def _fill(
        self,
        page: KeyedPage,
        source: KeyedPage,
        texts: Mapping[str, str],
        status: dict[str, Any],
    ) -> bool:
        """Make a page, which is not saved, what it should be; whether that changed anything."""
        before = (page.translation_status, field_texts(page, self.targets))
        for name in source.translatable_fields:
            setattr(page, name, getattr(source, name))
        replace_field_texts(page, texts, self.targets)
        page.translation_status = status
        return before != (status, field_texts(page, self.targets))

    def _publish(
        self,
        page: KeyedPage,
        source: KeyedPage,
        texts: Mapping[str, str],
        status: dict[str, Any],
    ) -> None:
        """Publish a page in one revision. A draft that a person left on it stays on top."""
        draft = page.get_latest_revision() if page.live and page.has_unpublished_changes else None
        self._fill(page, source, texts, status)
        page.save_revision(changed=False).publish()
        if draft is not None:
            kept = draft.as_object()
            kept.translation_status = status
            kept.save_revision(user=draft.user, changed=True)

    def remove_orphans(self) -> None:
        """Take down pages whose source is not live any more."""
        live_sources = set(
            Page.objects.filter(
                locale__language_code=settings.LANGUAGE_CODE,
                live=True,
                translation_key__in=self.built,
            ).values_list("translation_key", flat=True)
        )
        for translation_key, page in self.built.items():
            if translation_key not in live_sources:
                self._unpublish(page)

    def _unpublish(self, page: KeyedPage | None) -> None:
        if page is not None and page.live:
            page.unpublish()
            self.report.unpublished.append(page.key)

    def _follow(self, page: KeyedPage, source: KeyedPage) -> KeyedPage:
        """Bring a page to where its source has been moved to, under its source's address."""
        parent = source.get_parent()
        if parent.is_root():
            return page
        with transaction.atomic():
            page.slug = source.slug
            page.save()
            target = self.built.get(parent.translation_key) or self._create(parent.specific)
            if page.get_parent().pk != target.pk:
                page.move(target, pos="last-child")
        # Both change the addresses and tree paths of pages below, too.
        self.built = self._load()
        return self.built[page.translation_key]

    def _create(self, source: KeyedPage) -> KeyedPage:
        """A new page beside the source's, under its parent's page, which is made where missing."""
        parent = source.get_parent()
        if not parent.is_root() and parent.translation_key not in self.built:
            self._create(parent.specific)
        page: KeyedPage = source.copy_for_translation(self.locale)
        page.locale = self.locale
        self.built[page.translation_key] = page
        return page


def _path(page: KeyedPage) -> str:
    """A page's address under its language's home page."""
    path: str = page.url_path.strip("/").partition("/")[2]
    return path


def field_status(item: UnitTranslation) -> dict[str, Any]:
    """How one unit of a page stands, as the page stores it and readers are told.

    ``{"status": "source"}``, or a status of ``current`` or ``outdated`` with whether the text is
    ``reviewed`` and by ``machine``, and for outdated ones the number of the ``source`` version
    that they translate and ``since`` when there has been a newer one (ISO 8601).
    """
    translation = item.translation
    if translation is None or translation.live is None:
        return {"status": "source"}
    live = translation.live
    status: dict[str, Any] = {
        "status": "current",
        "reviewed": live.state == State.REVIEWED,
        "machine": live.origin == Origin.MACHINE,
    }
    assert item.unit.current_source is not None  # noqa: S101
    if live.source.meaning != item.unit.current_source.meaning:
        status |= {
            "status": "outdated",
            "source": live.source.number,
            "since": item.unit.current_source.created_at.isoformat(),
        }
    elif _is_being_revised(translation):
        status |= {"status": "outdated", "since": translation.updated_at.isoformat()}
    return status


def _is_being_revised(translation: Translation) -> bool:
    """Whether somebody marked the text as needing work while its last good one is still live."""
    return translation.state == State.FUZZY and translation.live_id is not None
