"""The pages: home, sections, statements.

The page in the source language (``LANGUAGE_CODE``) is what editors write. The pages in other
languages are built from it and from the translations, by ``patio.sync.publishing``.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, StreamBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from patio.catalog.damage import find_damage
from patio.catalog.errors import CatalogError

from .addresses import RESERVED_SLUGS
from .fields import StatementTextBlock, StatementTextField
from .keys import (
    StatementKey,
    abandoned_statement,
    check_key,
    claim_key,
    free_key,
    propose_key,
)
from .links import LinkTargets
from .permissions import KeyedPagePermissionTester
from .translatable import field_texts

__all__ = ["HomePage", "KeyedPage", "SectionPage", "StatementKey", "StatementPage"]


class DamagedTextError(CatalogError):
    """A text that was about to be published is damaged. ``problems`` says where and how."""

    def __init__(self, title: str, problems: list[str]) -> None:
        self.problems = problems
        listing = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(f"“{title}” can't be published before this is repaired:\n{listing}")


class KeyedPageForm(WagtailAdminPageForm):
    """Lets the key be chosen once, and damaged text be saved as a draft but not published."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields:
            self.fields["key"].required = False
            self.fields["key"].disabled = self.instance.pk is not None

    def clean(self) -> dict[str, Any]:
        """Check each text that is about to go live, and note what its author had before them."""
        cleaned = super().clean()
        self._note_what_was_read()
        if self.data.get("action-publish") or self.data.get("action-submit"):
            for name in self.instance.translatable_fields:
                for damage in find_damage(str(cleaned.get(name) or "")):
                    self.add_error(name, str(damage))
        return cleaned

    def _note_what_was_read(self) -> None:
        """Let the page say of which texts, in which versions, the form was made.

        Somebody may have saved since; then what this form leaves as it was is no change.
        """
        loaded = self.data.get("loaded_revision_id", "")
        if self.instance.pk is not None and loaded.isdecimal() and len(loaded) < 19:
            read = self.instance.revisions.filter(pk=int(loaded)).first()
            if read is not None:
                self.instance.translation_status = read.content.get("translation_status", {})


class KeyedPage(Page):
    """What home, sections and statements have in common. Abstract."""

    key = models.CharField(
        _("key"),
        max_length=200,
        blank=True,
        help_text=_(
            "The statement's name in catalogs and links, for good. Left empty, it is made from the "
            "section and the title. It can't be changed later."
        ),
    )
    #: How each unit of a translated page stands, written when it is built, so that serving asks
    #: nothing more: ``{field: {"status": "current" | "outdated" | "source", …}}``; and which
    #: ``version`` and ``text`` (a fingerprint) it shows, so that an edit knows what it was made of.
    translation_status = models.JSONField(default=dict, editable=False)

    translation_key: uuid.UUID
    base_form_class = KeyedPageForm
    #: The names of the fields that are translated, in the order in which translators meet them.
    translatable_fields: ClassVar[tuple[str, ...]] = ()
    exclude_fields_in_copy = ["key", "translation_status"]
    #: Statements are public. A page that is not to be read yet is a draft.
    private_page_options: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    @property
    def is_source(self) -> bool:
        """Whether this is the page that editors write, and no translation of it."""
        return self.locale.language_code == settings.LANGUAGE_CODE

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the page under its key. Raises a ``CatalogError`` where the key can't be had."""
        if self.locale_id is None:
            self.locale = self.get_default_locale()
        known = StatementKey.objects.filter(translation_key=self.translation_key).first()
        if not self.key:
            self.key = known.key if known else self._proposed_key()
        if known is None and self.is_source:
            self.translation_key = abandoned_statement(self.key) or self.translation_key
        claim_key(key=self.key, translation_key=self.translation_key)
        super().save(*args, **kwargs)

    def _proposed_key(self) -> str:
        parent = self.get_parent()
        section = parent.specific if parent is not None else None
        section_key = section.key if isinstance(section, SectionPage) else ""
        proposal = propose_key(title=self.title, section_key=section_key)
        return proposal if abandoned_statement(proposal) else free_key(proposal)

    def permissions_for_user(self, user: Any) -> KeyedPagePermissionTester:
        """What a user may do with this page, by Wagtail's rights and by the language's."""
        return KeyedPagePermissionTester(user, self)

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """The address, ``/<language>/<path>``: the same path in each language."""
        possible_sites = self._get_relevant_site_root_paths(request)
        if not possible_sites:
            return None
        site_id, root_path, root_url, language = possible_sites[0]
        return site_id, root_url, f"/{language}/{self.url_path[len(root_path) :]}"

    def clean(self) -> None:
        """Refuse a key or an address that can't be had as an error of its field."""
        super().clean()
        if self.slug in RESERVED_SLUGS:
            reason = _("The site itself uses the address “%(slug)s”: choose a different one.")
            raise ValidationError({"slug": reason % {"slug": self.slug}})
        if self.key:
            try:
                check_key(key=self.key, translation_key=self.translation_key)
            except CatalogError as error:
                raise ValidationError({"key": str(error)}) from error

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision. Raises ``DamagedTextError`` for text that ftfy would repair."""
        draft = revision.as_object()
        problems = damage_in(draft)
        if problems:
            raise DamagedTextError(draft.title, problems)
        return super().publish(revision, *args, **kwargs)


def damage_in(page: KeyedPage) -> list[str]:
    """What is damaged in a page's texts, each with its field and the offending characters."""
    return [
        f"{field.label}: {damage}"
        for field in field_texts(page, LinkTargets())
        for damage in find_damage(field.text)
    ]


KEY_PANEL = MultiFieldPanel([FieldPanel("key")], heading=_("Identity"))


class HomePage(KeyedPage):
    """The organisation's name and slogan, and the way in."""

    slogan = models.CharField(_("slogan"), max_length=300)
    introduction = StreamField(
        StreamBlock(
            [
                ("heading", CharBlock(label=_("heading"), max_length=200)),
                ("paragraph", StatementTextBlock(label=_("paragraph"))),
            ],
            required=False,
        ),
        verbose_name=_("introduction"),
        blank=True,
    )

    translatable_fields = ("title", "slogan", "introduction")
    template = "reader/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["statements.SectionPage"]
    content_panels = [*Page.content_panels, "slogan", "introduction"]
    promote_panels = [*Page.promote_panels, KEY_PANEL]

    class Meta:
        verbose_name = _("home page")


class SectionPage(KeyedPage):
    """A group of statements: missions, visions, values."""

    introduction = StatementTextField(_("introduction"), blank=True)

    translatable_fields = ("title", "introduction")
    template = "reader/section_page.html"
    parent_page_types = ["statements.HomePage"]
    subpage_types = ["statements.StatementPage"]
    content_panels = [*Page.content_panels, "introduction"]
    promote_panels = [*Page.promote_panels, KEY_PANEL]

    class Meta:
        verbose_name = _("section")


class StatementPage(KeyedPage):
    """One statement."""

    body = StatementTextField(_("text"))

    translatable_fields = ("title", "body")
    template = "reader/statement_page.html"
    parent_page_types = ["statements.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [*Page.content_panels, "body"]
    promote_panels = [*Page.promote_panels, KEY_PANEL]

    class Meta:
        verbose_name = _("statement")


#: Every kind of page that holds statements.
KEYED_PAGE_MODELS: tuple[type[KeyedPage], ...] = (HomePage, SectionPage, StatementPage)
