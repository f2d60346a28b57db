"""Publishing: from live texts to each language's pages.

A translated page is built from the source page and the texts that the team's policy lets out. What
has no such text shows that of the nearest language which a variant falls back to (Argentina's
Spanish to Spanish), else the source's, and the page says so field by field. A page none of whose
texts is the language's own is a draft, for translators to find; its address then offers the page
of the parent language or the source.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Locale, Page

from patio.catalog.errors import CatalogError
from patio.statements.links import LinkTargets
from patio.statements.models import KEYED_PAGE_MODELS, DamagedTextError, KeyedPage
from patio.translation.selectors import UnitTranslation, unit_translations

from .alone import publish_alone
from .bulk import BATCH_SIZE, publish_in_bulk
from .filling import fill_page
from .languages import parent_locales
from .status import Inherited, live_text, page_status

logger = logging.getLogger(__name__)
_building: ContextVar[bool] = ContextVar("building", default=False)


def is_building() -> bool:
    """Whether the page being published is one that this module builds, and no person's edit."""
    return _building.get()


@contextmanager
def building_pages() -> Iterator[None]:
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
    #: What could not be built, with the reason. What was live stays live.
    failed: dict[str, str] = field(default_factory=dict)


def publish_language(locale: Locale, statement_keys: Iterable[str] | None = None) -> PublishReport:
    """Bring one language's pages up to date; ``None`` means all of them.

    Each page that anything changed about gets one revision, up to ``BATCH_SIZE`` pages in one
    transaction: killed in between, the next run publishes the rest.
    """
    keys = None if statement_keys is None else set(statement_keys)
    report = PublishReport()
    translations: dict[str, list[UnitTranslation]] = defaultdict(list)
    for unit_translation in unit_translations(locale, keys):
        translations[unit_translation.unit.statement_key].append(unit_translation)
    inherited = _inherited(locale, keys)
    builder = _Builder(locale, report, keys)
    with building_pages():
        for source in source_pages(keys):
            builder.build(source, translations[source.key], inherited[source.key])
        builder.flush()
        builder.remove_orphans()
    return report


def _inherited(locale: Locale, keys: set[str] | None) -> dict[str, dict[str, Inherited]]:
    """What a variant shows where it has no text of its own: ``{statement: {field: …}}``."""
    found: dict[str, dict[str, Inherited]] = defaultdict(dict)
    for parent in parent_locales(locale):
        for item in unit_translations(parent, keys):
            if live_text(item) is not None:
                of_statement = found[item.unit.statement_key]
                of_statement.setdefault(item.unit.field, Inherited(parent.language_code, item))
    return found


def source_pages(statement_keys: Collection[str] | None = None) -> list[KeyedPage]:
    """The live pages of the source language, in the document's order. One query a kind of page."""
    return pages_in_order(settings.LANGUAGE_CODE, statement_keys, live=True)


def pages_in_order(
    language: str, statement_keys: Collection[str] | None = None, **filters: Any
) -> list[KeyedPage]:
    """The pages of a language, in the order of the tree. One query a kind of page."""
    if statement_keys is not None:
        filters["key__in"] = statement_keys
    pages: list[KeyedPage] = [
        page
        for model in KEYED_PAGE_MODELS
        for page in model.objects.filter(locale__language_code=language, **filters).select_related(
            "locale"
        )
    ]
    return sorted(pages, key=lambda page: page.path)


class _Builder:
    def __init__(self, locale: Locale, report: PublishReport, keys: set[str] | None) -> None:
        self.locale = locale
        self.report = report
        self.keys = keys
        self.targets = LinkTargets()
        self.built = self._load()
        self.waiting: list[KeyedPage] = []

    def _load(self) -> dict[UUID, KeyedPage]:
        pages = pages_in_order(self.locale.language_code, self.keys)
        return {page.translation_key: page for page in pages}

    def build(
        self,
        source: KeyedPage,
        translations: Sequence[UnitTranslation],
        inherited: Mapping[str, Inherited],
    ) -> None:
        """Build the page of one statement; have it published, or unpublish it."""
        try:
            self._build(source, translations, inherited)
        except (CatalogError, ValidationError) as error:
            self._fail(source, error)
        if len(self.waiting) >= BATCH_SIZE:
            self.flush()

    def _build(
        self,
        source: KeyedPage,
        translations: Sequence[UnitTranslation],
        inherited: Mapping[str, Inherited],
    ) -> None:
        own = _live_texts(translations)
        texts = _live_texts(each.item for each in inherited.values()) | own
        status = page_status(translations, inherited)
        page = self.built.get(source.translation_key)
        if page is not None and _path(page) != _path(source):
            page = self._follow(page, source)
        if page is not None and not own:
            self._unpublish(page)
            return
        page = page or self._create(source)
        filling = fill_page(page, source, texts, status, self.targets)
        if not own:
            # A draft with others' texts: where translators who work in the CMS find them. What is
            # inherited is in the draft alone.
            page.save_revision(changed=bool(texts))
        elif filling.damage:
            raise DamagedTextError(page.title, list(filling.damage))
        elif filling.has_changed or not page.live:
            self.waiting.append(page)

    def flush(self) -> None:
        """Publish the pages that wait, together; one by one those for which that won't do."""
        pages, self.waiting = self.waiting, []
        if not pages:
            return
        taken: set[int] = set()
        try:
            taken = publish_in_bulk(pages)
        except Exception:
            # Whatever it is, the page that has it meets it again alone, and the others don't.
            logger.exception("%d pages in %s are published one by one", len(pages), self.locale)
        for page in pages:
            try:
                if page.pk in taken or publish_alone(page, self.targets):
                    self.report.published.append(page.key)
            except (CatalogError, ValidationError) as error:
                self._fail(page, error)

    def _fail(self, page: KeyedPage, error: Exception) -> None:
        self.report.failed[page.key] = str(error)
        logger.error("%s was not built in %s", page.key, self.locale.language_code, exc_info=error)

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

    def _unpublish(self, page: KeyedPage) -> None:
        if page.live:
            page.unpublish()
            self.report.unpublished.append(page.key)

    def _follow(self, page: KeyedPage, source: KeyedPage) -> KeyedPage:
        """Bring a page to where its source has been moved to, under its source's address."""
        parent = source.get_parent()
        if parent.is_root():
            return page
        with transaction.atomic():
            target = self._counterpart(parent) or self._create(parent.specific)
            self._make_room(target, source.slug, page)
            if page.get_parent().pk != target.pk:
                page.move(target, pos="last-child")
                page.refresh_from_db()
            page.slug = source.slug
            page.save()
        # Both change the addresses and tree paths of pages below, too.
        self.built = self._load()
        return self.built[page.translation_key]

    def _make_room(self, parent: Page, slug: str, page: KeyedPage | None = None) -> None:
        """Rename a page that has an address which its source has left, or never had."""
        others = Page.objects.child_of(parent).filter(slug=slug)
        for other in others.exclude(pk=page.pk) if page else others:
            other.slug = f"{slug}-{other.pk}"
            other.save()

    def _counterpart(self, source: Page) -> Page | None:
        """A source page's page in this language, which may be none of those to be built."""
        known = self.built.get(source.translation_key)
        return (
            known
            or Page.objects.filter(
                locale=self.locale, translation_key=source.translation_key
            ).first()
        )

    def _create(self, source: KeyedPage) -> KeyedPage:
        """A new page beside the source's, under its parent's page, which is made where missing."""
        parent = source.get_parent()
        if not parent.is_root():
            self._make_room(self._counterpart(parent) or self._create(parent.specific), source.slug)
        page: KeyedPage = source.copy_for_translation(self.locale)
        page.locale = self.locale
        self.built[page.translation_key] = page
        return page


def _live_texts(items: Iterable[UnitTranslation]) -> dict[str, str]:
    """The live texts of one statement, by field."""
    texts = ((item.unit.field, live_text(item)) for item in items)
    return {name: text for name, text in texts if text is not None}


def _path(page: KeyedPage) -> str:
    """A page's address under its language's home page."""
    path: str = page.url_path.strip("/").partition("/")[2]
    return path
