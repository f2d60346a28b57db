"""Loading a statements document into the site: create what is new, report what differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from .document import Document, DocumentPart
from .keys import StatementKey
from .links import LinkTargets
from .models import HomePage, KeyedPage, SectionPage, StatementPage
from .translatable import field_texts, replace_field_texts


@dataclass(frozen=True, slots=True)
class Difference:
    """A text in which a page and the document differ."""

    key: str
    field: str
    page: str
    document: str


@dataclass(slots=True)
class LoadReport:
    """What loading a document did: keys of pages created, and updated; differences left alone."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


@transaction.atomic
def load_document(document: Document, *, update: bool = False, dry_run: bool = False) -> LoadReport:
    """Load a document.

    Pages that exist are changed only with ``update``; without it their differences are reported.
    No page is ever moved or deleted. With ``dry_run`` everything is tried and taken back.
    """
    loader = _Loader(update=update)
    loader.load(document)
    if dry_run:
        transaction.set_rollback(True)
    return loader.report


class _Loader:
    def __init__(self, *, update: bool) -> None:
        self.update = update
        self.report = LoadReport()
        self.targets = LinkTargets()
        self.locale, _created = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
        known = dict(StatementKey.objects.values_list("translation_key", "key"))
        pages = Page.objects.filter(locale=self.locale, translation_key__in=known).specific()
        self.pages: dict[str, KeyedPage] = {known[page.translation_key]: page for page in pages}

    def load(self, document: Document) -> None:
        home = self._home(document.home)
        for section in document.sections:
            page = self._page(SectionPage, section.part, home, {"introduction": section.part.text})
            for part in section.statements:
                self._page(StatementPage, part, page, {"body": part.text})

    def _home(self, part: DocumentPart) -> KeyedPage:
        is_new = part.key not in self.pages
        root = Page.get_first_root_node()
        if is_new:
            self._make_room(root, part.slug)
        home = self._page(HomePage, part, root, {"slogan": part.text})
        if is_new:
            Site.objects.update_or_create(
                is_default_site=True,
                defaults={
                    "hostname": "localhost",
                    "port": 80,
                    "site_name": settings.SITE_NAME,
                    "root_page": home,
                },
            )
            Page.objects.filter(depth=2, slug__startswith="wagtail-welcome-").delete()
        return home

    def _make_room(self, root: Page, slug: str) -> None:
        """Move Wagtail's own welcome page out of the way of a new home page."""
        welcome = Page.objects.child_of(root).filter(
            content_type__model="page", content_type__app_label="wagtailcore"
        )
        for page in welcome:
            page.slug = f"wagtail-welcome-{page.pk}"
            page.save(clean=False)

    def _page(
        self, model: type[KeyedPage], part: DocumentPart, parent: Page, texts: Mapping[str, str]
    ) -> KeyedPage:
        texts = {"title": part.title, **texts}
        page = self.pages.get(part.key)
        if page is None:
            return self._create(model, part, parent, texts)
        present = {field.field: field.text for field in field_texts(page, self.targets)}
        differences = [
            Difference(part.key, name, present.get(name, ""), text)
            for name, text in texts.items()
            if present.get(name, "") != self._as_stored(model, name, text)
        ]
        if not differences:
            self.report.unchanged.append(part.key)
        elif self.update:
            replace_field_texts(page, texts, self.targets)
            page.save_revision().publish()
            self.report.updated.append(part.key)
        else:
            self.report.differences += differences
        return page

    def _create(
        self, model: type[KeyedPage], part: DocumentPart, parent: Page, texts: Mapping[str, str]
    ) -> KeyedPage:
        page = self._filled(model, texts)
        page.key, page.slug, page.locale = part.key, part.slug, self.locale
        parent.add_child(instance=page)
        page.save_revision().publish()
        page.refresh_from_db()
        self.report.created.append(part.key)
        self.pages[part.key] = page
        return page

    def _filled(self, model: type[KeyedPage], texts: Mapping[str, str]) -> Any:
        page = model()
        replace_field_texts(page, texts, self.targets)
        return page

    def _as_stored(self, model: type[KeyedPage], name: str, text: str) -> str:
        """A text as it comes back from a page: Markdown has several ways to write one thing."""
        stored = field_texts(self._filled(model, {name: text}), self.targets)
        return next((field.text for field in stored if field.field == name), text)
