"""Publishing: from live texts to each language's pages.

A translated page is built from the source page and the texts that the team's policy lets out. What
has no such text shows the source's, and the page says so field by field. A page none of whose
texts is translated is a draft, for translators to find; its address then offers the source page.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Locale, Page, Revision

from patio.catalog.errors import CatalogError
from patio.catalog.units import Origin, State, fingerprint
from patio.statements.links import LinkTargets
from patio.statements.models import KEYED_PAGE_MODELS, KeyedPage
from patio.statements.translatable import field_texts, replace_field_texts
from patio.translation.models import Translation
from patio.translation.selectors import UnitTranslation, unit_translations

logger = logging.getLogger(__name__)
#: How each unit of a page stands, by field.
Status = dict[str, dict[str, Any]]
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
    #: What could not be built, with the reason. What was live stays live.
    failed: dict[str, str] = field(default_factory=dict)


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
            if keys is not None and source.key not in keys:
                continue
            try:
                builder.build(source, translations[source.key])
            except (CatalogError, ValidationError) as error:
                report.failed[source.key] = str(error)
                logger.exception("%s was not built in %s", source.key, locale.language_code)
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
        status: Status = {
            item.unit.field: field_status(item) | {"version": item.version} for item in translations
        }
        page = self.built.get(source.translation_key)
        if page is not None and _path(page) != _path(source):
            page = self._follow(page, source)
        if page is not None and not live:
            self._unpublish(page)
            return
        page = page or self._create(source)
        has_changed = self._fill(page, source, live, status)
        if not live:
            # A draft with the source's texts: where translators who work in the CMS find them.
            page.save_revision(changed=False)
        elif has_changed or not page.live:
            self._publish(page)

    def _fill(
        self, page: KeyedPage, source: KeyedPage, texts: Mapping[str, str], status: Status
    ) -> bool:
        """Make a page, which is not saved, what it should be; whether that changed anything."""
        before = (page.translation_status, field_texts(page, self.targets))
        for name in source.translatable_fields:
            setattr(page, name, getattr(source, name))
        replace_field_texts(page, texts, self.targets)
        shown = field_texts(page, self.targets)
        page.translation_status = {
            field.field: status[field.field] | {"text": fingerprint(field.text)}
            for field in shown
            if field.field in status
        }
        return before != (page.translation_status, shown)

    def _publish(self, page: KeyedPage) -> None:
        """Publish a filled page in one revision. What a person drafted or scheduled goes on."""
        with transaction.atomic():
            page.refresh_from_db(fields=["has_unpublished_changes", "latest_revision"])
            latest = page.get_latest_revision() if page.has_unpublished_changes else None
            draft = latest if latest is not None and latest.user_id is not None else None
            scheduled = page.revisions.filter(approved_go_live_at__isnull=False)
            schedule = list(scheduled.values_list("pk", "approved_go_live_at"))
            page.save_revision(changed=False).publish()
            for pk, moment in schedule:
                page.revisions.filter(pk=pk).update(approved_go_live_at=moment)
            if draft is not None:
                self._keep_draft(draft, page)
        self.report.published.append(page.key)

    def _keep_draft(self, draft: Revision, page: KeyedPage) -> None:
        """Put a person's draft back on top, with the fresh texts where they changed nothing."""
        kept = draft.as_object()
        base = kept.translation_status
        touched = {
            field.field
            for field in field_texts(kept, self.targets)
            if fingerprint(field.text) != base.get(field.field, {}).get("text")
        }
        fresh = {f.field: f.text for f in field_texts(page, self.targets) if f.field not in touched}
        replace_field_texts(kept, fresh, self.targets)
        kept.translation_status = page.translation_status | {
            field: base[field] for field in touched if field in base
        }
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
            target = self.built.get(parent.translation_key) or self._create(parent.specific)
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

    def _create(self, source: KeyedPage) -> KeyedPage:
        """A new page beside the source's, under its parent's page, which is made where missing."""
        parent = source.get_parent()
        if not parent.is_root() and parent.translation_key not in self.built:
            self._create(parent.specific)
        if parent.translation_key in self.built:
            self._make_room(self.built[parent.translation_key], source.slug)
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
