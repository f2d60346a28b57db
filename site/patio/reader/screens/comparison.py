"""Languages side by side: a column a language, a row a statement."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from patio.catalog.languages import Language
from patio.reader.addresses import changes_address, comparison_address, page_address
from patio.reader.choice import Choice
from patio.reader.outline import Outline, Place, languages_in_place_of, load_outline
from patio.reader.standing import Standing
from patio.reader.texts import Text, Typesetter
from patio.statements.models import HomePage, KeyedPage, SectionPage, StatementPage

from .base import Screen


class Kind(NamedTuple):
    """How a kind of page is shown in a cell: the fields of its title and of its text."""

    name: str
    title: str
    body: str


_KINDS: dict[type[KeyedPage], Kind] = {
    HomePage: Kind("slogan", "", "slogan"),
    SectionPage: Kind("section", "title", "introduction"),
    StatementPage: Kind("statement", "title", "body"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One statement in one language; without ``title`` or ``body`` where it isn't translated."""

    language: Language
    address: str
    title: Text | None = None
    body: Text | None = None
    standing: Standing = field(default_factory=Standing)
    is_complete: bool = False
    changes_address: str = ""

    @property
    def is_translated(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.title or self.body)

    @property
    def stand_in(self) -> Language | None:
        """The language that a variant's cell shows a text of, where it is not its own."""
        texts = filter(None, (self.title, self.body))
        return next((text.language for text in texts if text.language != self.language), None)


@dataclass(frozen=True, slots=True)
class Row:
    """One statement, slogan or section in every column."""

    place: Place
    kind: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one section, its own first."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A language at the head of its column.

    ``without`` is the address of the comparison without it, empty where only one would remain;
    ``drafts`` tells whether any text of it awaits its review.
    """

    language: Language
    address: str
    without: str
    drafts: Standing


@dataclass(frozen=True, slots=True)
class Option:
    """A language that readers can choose."""

    language: Language
    is_chosen: bool
    standing: Standing


class ChoiceScreen(Screen):
    """The form that asks for languages, and says what was wrong with an earlier choice."""

    def __init__(self, request: HttpRequest, choice: Choice, path: str) -> None:
        super().__init__(request, Language(choice.own))
        self.choice = choice
        self._path = path

    @property
    def path(self) -> str:
        """The path of the page, section or statement to compare."""
        return self._path

    @property
    def title(self) -> str:
        """What the screen does."""
        return _("Side by side")

    @property
    def is_indexed(self) -> bool:
        """A form is nothing to find."""
        return False

    @property
    def subject(self) -> Place | None:
        """The section or statement to compare; ``None`` for all of them."""
        return self.place if self.path else None

    def address_in(self, tag: str) -> str:
        """The same columns for readers of another language."""
        choice = self.choice.in_language(tag)
        return comparison_address(tag, self.path, choice.others)

    @property
    def options(self) -> list[Option]:
        """The languages to choose from."""
        return [
            Option(Language(tag), tag in self.choice.others, Standing.of([home]))
            for tag, home in self.homes.items()
            if tag != self.language.tag
        ]

    @property
    def back(self) -> str:
        """The page itself."""
        return page_address(self.language.tag, self.path)


class ComparisonScreen(ChoiceScreen):
    """Two to four languages side by side.

    Four queries, whatever is shown: one for each kind of page, and the outline.
    """

    @property
    def title(self) -> str:
        """What is compared, and in which languages."""
        return _("Side by side: %(languages)s") % {
            "languages": " · ".join(column.language.endonym for column in self.columns)
        }

    @property
    def description(self) -> str:
        """The statements that are compared."""
        places = [self.subject] if self.subject else self.outline.sections
        return " · ".join(place.title for place in places)

    @property
    def is_indexed(self) -> bool:
        """The whole document in two languages is worth finding; all the rest would be too much."""
        return not self.path and len(self.choice.tags) == 2 and not self.choice.has_problems

    @property
    def languages_shown(self) -> list[Language]:
        """The languages of the columns."""
        return [column.language for column in self.columns]

    @cached_property
    def outline(self) -> Outline:
        """The site's pages, with titles in each language of the comparison."""
        return load_outline(self.language.tag, self.choice.tags)

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """None: a comparison is no translation of another."""
        return []

    @cached_property
    def columns(self) -> list[Column]:
        """The languages, in order."""
        return [
            Column(
                language=Language(tag),
                address=page_address(tag, self.path),
                without=self._address_without(tag),
                drafts=self._drafts_in(tag),
            )
            for tag in self.choice.tags
        ]

    @cached_property
    def groups(self) -> list[Group]:
        """The rows, section by section."""
        groups = [
            Group(
                (
                    self._row(section, SectionPage),
                    *(
                        self._row(place, StatementPage)
                        for place in section.places
                        if self._is_shown(place)
                    ),
                )
            )
            for section in self.outline.sections
            if self._is_shown(section)
        ]
        if self.home and not self.path:
            groups.insert(0, Group((self._row(self.home, HomePage),)))
        return groups

    def _is_shown(self, place: Place) -> bool:
        """Whether a place is the one to compare, or above or below it."""
        return place.path.startswith(self.path) or self.path.startswith(place.path)

    def _row(self, place: Place, model: type[KeyedPage]) -> Row:
        cells = tuple(self._cell(place, tag) for tag in self.choice.tags)
        return Row(place, _KINDS[model].name, cells)

    def _cell(self, place: Place, tag: str) -> Cell:
        language, address = Language(tag), page_address(tag, place.path)
        found = (self._pages.get((place.translation_key, each)) for each in _shown_in(tag))
        page = next(filter(None, found), None)
        if page is None:
            return Cell(language, address)
        kind, typesetter = _KINDS[type(page)], self._typesetters[tag]
        title = typesetter.text(page, kind.title) if kind.title else None
        body = typesetter.text(page, kind.body)
        return Cell(
            language,
            address,
            title=title if title and title.is_translated else None,
            body=body if body.is_translated else None,
            standing=Standing.of([page]),
            is_complete=all(text.is_translated for text in (title, body) if text),
            changes_address=changes_address(tag, place.path),
        )

    def _drafts_in(self, tag: str) -> Standing:
        standing = Standing.of(page for (_key, other), page in self._pages.items() if other == tag)
        return replace(standing, outdated_since=None)

    @cached_property
    def _typesetters(self) -> dict[str, Typesetter]:
        """One for each column, whose links lead to pages in the column's language."""
        paths = self.outline.paths_by_id
        return {tag: Typesetter(self.language, paths, links_in=tag) for tag in self.choice.tags}

    @cached_property
    def _pages(self) -> dict[tuple[UUID, str], KeyedPage]:
        """The live pages of the comparison by statement and language."""
        tags = {each for tag in self.choice.tags for each in _shown_in(tag)}
        pages: list[KeyedPage] = [home for tag, home in self.homes.items() if tag in tags]
        for model in (SectionPage, StatementPage):
            pages += model.objects.filter(live=True, locale__language_code__in=tags).select_related(
                "locale"
            )
        return {(page.translation_key, page.locale.language_code): page for page in pages}

    def _address_without(self, tag: str) -> str:
        rest = self.choice.without_column(tag)
        return comparison_address(rest.own, self.path, rest.others) if rest.others else ""


def _shown_in(tag: str) -> list[str]:
    """The languages whose pages a column shows: a variant's parents' too, never the source's."""
    chain = languages_in_place_of(Language(tag))
    return [each for each in chain if each == tag or each != settings.LANGUAGE_CODE]
