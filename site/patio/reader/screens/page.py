"""The screens of pages: home, a section, a statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest

from patio.catalog.languages import Language
from patio.reader.addresses import changes_address, page_address, path_under_home
from patio.reader.outline import Place, languages_in_place_of
from patio.reader.standing import Standing
from patio.reader.texts import Text
from patio.statements.models import HomePage, KeyedPage, SectionPage, StatementPage

from .base import Screen

_MODEL_BY_DEPTH: tuple[type[KeyedPage], ...] = (HomePage, SectionPage, StatementPage)


@dataclass(frozen=True, slots=True)
class Sister:
    """The title of the page, or the slogan, in another language."""

    text: Text
    address: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Item:
    """A statement on the page of its section."""

    place: Place
    title: Text
    body: Text
    standing: Standing
    is_fallback: bool
    stand_in: Language | None
    changes_address: str


class PageScreen(Screen):
    """A page in one language, or the source's page in its place."""

    def __init__(self, request: HttpRequest, language: Language, path: str) -> None:
        super().__init__(request, language)
        self._path = path

    @classmethod
    def of_page(cls, request: HttpRequest, page: KeyedPage) -> PageScreen:
        """The screen of a page at hand, which may be an editor's draft."""
        path = path_under_home(page.url_path or "")
        screen = cls(request, Language.parse(page.locale.language_code), path)
        screen.page = page
        return screen

    @property
    def path(self) -> str:
        """The path of the page, in every language."""
        return self._path

    @cached_property
    def pages(self) -> Mapping[str, KeyedPage]:
        """The live page of each language that has it. None where there is no such page at all."""
        if not self.path:
            return self.homes
        if self.place is None:
            return {}
        model = _MODEL_BY_DEPTH[min(self.path.count("/"), 2)]
        pages = model.objects.filter(live=True, translation_key=self.place.translation_key)
        return {page.locale.language_code: page for page in pages.select_related("locale")}

    @cached_property
    def page(self) -> KeyedPage | None:
        """The page that is shown: the language's own, else its nearest parent's, else the
        source's; or ``None``."""
        return next((self.pages[tag] for tag in self._chain if tag in self.pages), None)

    @property
    def _chain(self) -> list[str]:
        """The languages that a page may be shown in, the dearest first."""
        return languages_in_place_of(self.language)

    @property
    def is_fallback(self) -> bool:
        """Whether another language's page stands in for one that isn't translated."""
        return self.page is not None and self.page.locale.language_code != self.language.tag

    @property
    def stand_in(self) -> Language | None:
        """The language whose page stands in for a variant's, unless it is the source's."""
        if self.page is None or not self.is_fallback or self.page.is_source:
            return None
        return Language(self.page.locale.language_code)

    @property
    def is_indexed(self) -> bool:
        """A page that stands in for another is no translation."""
        return not self.is_fallback

    @property
    def canonical(self) -> str:
        """The address of the page that is shown, in its own language."""
        tag = self.page.locale.language_code if self.page else self.language.tag
        return self.full_address(self.address_in(tag))

    def standings(self) -> Mapping[str, Standing]:
        """How the page stands in each language that has it."""
        return {tag: Standing.of([page]) for tag, page in self.pages.items()}

    @cached_property
    def standing(self) -> Standing:
        """How the page stands in the language being read, its statements' drafts included."""
        return Standing.of([self.page]) if self.page and not self.is_fallback else Standing()

    @property
    def drafts(self) -> Standing:
        """Whether anything on the screen awaits its review."""
        pages = [page for page in [self.page, *self._statements.values()] if page]
        return Standing.of(pages)

    @property
    def changes_address(self) -> str:
        """Where readers see what changed in the source."""
        return changes_address(self.language.tag, self.path)

    @cached_property
    def heading(self) -> Text:
        """The page's title."""
        assert self.page is not None  # noqa: S101
        return self.typesetter.text(self.page, "title")

    @property
    def title(self) -> str:
        """The page's title, as plain text."""
        return self.heading.plain

    @property
    def full_title(self) -> str:
        """The title with the site's name; of a home page, the name with the slogan."""
        return f"{self.title} · {self.slogan.plain}" if self.slogan else super().full_title

    @property
    def title_language(self) -> Language:
        """The language of the title."""
        return self.heading.language

    @property
    def description(self) -> str:
        """The slogan, the statement, or what a section holds."""
        if self.slogan:
            return self.slogan.plain
        if self.body:
            return self.body.summary()
        if self.introduction:
            return self.introduction.summary()
        return " · ".join(place.title for place in self.place.places) if self.place else ""

    @cached_property
    def slogan(self) -> Text | None:
        """The slogan, of a home page."""
        return self._text("slogan", HomePage)

    @cached_property
    def body(self) -> Text | None:
        """The text, of a statement."""
        return self._text("body", StatementPage)

    @cached_property
    def introduction(self) -> Text | None:
        """The introduction, of a section."""
        return self._text("introduction", SectionPage)

    @property
    def blocks(self) -> list[tuple[str, Text]]:
        """The introduction of a home page, block by block."""
        if not isinstance(self.page, HomePage):
            return []
        return list(self.typesetter.blocks(self.page, "introduction"))

    @property
    def items(self) -> list[Item]:
        """The statements of a section, in full."""
        if self.place is None:
            return []
        return [
            self._item(place, self._statements[place.translation_key])
            for place in self.place.places
            if place.translation_key in self._statements
        ]

    @property
    def previous(self) -> Place | None:
        """The statement before this one."""
        return self.outline.before(self.place) if self.place else None

    @property
    def next(self) -> Place | None:
        """The statement after this one."""
        return self.outline.after(self.place) if self.place else None

    @cached_property
    def sisters(self) -> list[Sister]:
        """The slogan or the title in the other languages, where it is really translated."""
        name = "slogan" if isinstance(self.page, HomePage) else "title"
        others = [
            (tag, page)
            for tag in self.homes
            if tag != self.language.tag and (page := self.pages.get(tag)) is not None
        ]
        return [
            Sister(text, page_address(tag, self.path), Standing.of([page]))
            for tag, page in others
            if (text := self.typesetter.text(page, name)).is_own
        ]

    @cached_property
    def _statements(self) -> dict[object, StatementPage]:
        """The statements of a section, each in the nearest language that has it."""
        if self.place is None or not isinstance(self.page, SectionPage):
            return {}
        tags = list(reversed(self._chain))
        pages = StatementPage.objects.filter(
            live=True,
            translation_key__in=[place.translation_key for place in self.place.places],
            locale__language_code__in=tags,
        ).select_related("locale")
        in_order = sorted(pages, key=lambda page: tags.index(page.locale.language_code))
        return {page.translation_key: page for page in in_order}

    def _item(self, place: Place, page: StatementPage) -> Item:
        is_fallback = page.locale.language_code != self.language.tag
        return Item(
            place=place,
            title=self.typesetter.text(page, "title"),
            body=self.typesetter.text(page, "body"),
            standing=Standing() if is_fallback else Standing.of([page]),
            is_fallback=is_fallback,
            stand_in=Language(page.locale.language_code)
            if is_fallback and not page.is_source
            else None,
            changes_address=changes_address(self.language.tag, place.path),
        )

    def _text(self, name: str, model: type[KeyedPage]) -> Text | None:
        return self.typesetter.text(self.page, name) if isinstance(self.page, model) else None
