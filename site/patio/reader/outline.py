"""The outline of the site: which pages there are, in which order, under which titles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from wagtail.models import Page

from patio.catalog.languages import Language
from patio.statements.models import KEYED_PAGE_MODELS

from .addresses import page_address, path_under_home


def languages_in_place_of(language: Language) -> list[str]:
    """The tags of the languages that a reader of one is shown, as far as each has the text.

    It comes first, then those that it is a variant of, then the source's.
    """
    tags = [language.tag, *(parent.tag for parent in language.parents)]
    source = settings.LANGUAGE_CODE
    return [*tags[: tags.index(source)], source] if source in tags else [*tags, source]


class Row(NamedTuple):
    """What the outline needs to know of a page."""

    pk: int
    translation_key: UUID
    tag: str
    title: str
    url_path: str
    title_statuses: tuple[str | None, ...] = ()
    title_languages: tuple[str | None, ...] = ()

    @property
    def title_tag(self) -> str:
        """The language of the title: a variant may show another's."""
        return next(filter(None, self.title_languages), self.tag)


@dataclass(frozen=True, slots=True)
class Place:
    """A statement, section or home page, as the outline in one language names it.

    ``titles`` holds its title in each language that the outline was made for and that has it;
    ``number`` counts it among its neighbours, from 1.
    """

    translation_key: UUID
    path: str
    titles: Mapping[str, str]
    read_in: str
    number: int
    places: list[Place] = field(default_factory=list)

    @property
    def language(self) -> Language:
        """The language of the title: the nearest to the one being read that there is."""
        chain = languages_in_place_of(Language(self.read_in))
        return Language(next(tag for tag in chain if tag in self.titles))

    @property
    def title(self) -> str:
        """The title in that language."""
        return self.titles[self.language.tag]

    @property
    def address(self) -> str:
        """Where it is, in the language being read."""
        return page_address(self.read_in, self.path)

    @property
    def anchor(self) -> str:
        """Its name within a page: ``solidarity``."""
        return self.path.strip("/").rpartition("/")[2] or "home"


class Outline:
    """The live pages of the site, as a reader of one language meets them.

    The source's pages say what there is and where; a page that isn't translated is there too.
    """

    def __init__(self, rows: Iterable[Row], read_in: str) -> None:
        rows = list(rows)
        titles: dict[UUID, dict[str, str]] = {}
        for row in rows:
            if "source" not in row.title_statuses:
                titles.setdefault(row.translation_key, {})[row.title_tag] = row.title
        source_path = {
            row.translation_key: path_under_home(row.url_path)
            for row in rows
            if row.tag == settings.LANGUAGE_CODE
        }
        #: The path of each page by its id, for links.
        self.paths_by_id: Mapping[int, str] = {
            row.pk: source_path[row.translation_key]
            for row in rows
            if row.translation_key in source_path
        }
        self._by_path: dict[str, Place] = {}
        for row in rows:
            path = source_path.get(row.translation_key, "")
            if row.tag != settings.LANGUAGE_CODE or path in self._by_path:
                continue
            parent = self._by_path.get(_parent_path(path)) if path else None
            if path and parent is None:
                continue
            number = len(parent.places) + 1 if parent else 1
            place = Place(row.translation_key, path, titles[row.translation_key], read_in, number)
            if parent:
                parent.places.append(place)
            self._by_path[path] = place

    def at(self, path: str) -> Place | None:
        """What there is at ``values/solidarity/``, if anything."""
        return self._by_path.get(path)

    @property
    def home(self) -> Place | None:
        """The home page."""
        return self.at("")

    @property
    def sections(self) -> list[Place]:
        """The sections, in order."""
        return self.home.places if self.home else []

    def before(self, place: Place) -> Place | None:
        """The statement before one, in the document's order."""
        return self._neighbour(place, -1)

    def after(self, place: Place) -> Place | None:
        """The statement after one, in the document's order."""
        return self._neighbour(place, 1)

    def _neighbour(self, place: Place, step: int) -> Place | None:
        paths = [statement.path for statement in self._statements]
        index = paths.index(place.path) + step if place.path in paths else -1
        return self._statements[index] if 0 <= index < len(paths) else None

    @cached_property
    def _statements(self) -> list[Place]:
        return [statement for section in self.sections for statement in section.places]


def _parent_path(path: str) -> str:
    """The path of a page's parent: ``values/`` for ``values/solidarity/``."""
    parent = path.rstrip("/").rpartition("/")[0]
    return f"{parent}/" if parent else ""


def load_outline(read_in: str, others: Collection[str] = ()) -> Outline:
    """The outline in one language, with the titles in others too. One query."""
    in_place = languages_in_place_of(Language(read_in))
    model_names = [str(model._meta.model_name) for model in KEYED_PAGE_MODELS]
    found = (
        Page.objects.filter(
            live=True,
            locale__language_code__in={*in_place, *others},
            content_type__app_label=KEYED_PAGE_MODELS[0]._meta.app_label,
            content_type__model__in=model_names,
        )
        .order_by("path")
        .values_list(
            "pk",
            "translation_key",
            "locale__language_code",
            "title",
            "url_path",
            *(
                f"{name}__translation_status__title__{told}"
                for told in ("status", "language")
                for name in model_names
            ),
        )
    )
    kinds = len(model_names)
    rows = [
        Row(pk, key, tag, title, url_path, tuple(told[:kinds]), tuple(told[kinds:]))
        for pk, key, tag, title, url_path, *told in found
    ]
    return Outline(rows, read_in)
