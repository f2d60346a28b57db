"""Extraction: from published pages to units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import override
from wagtail.models import Page

from patio.catalog.units import RevisionKind, UnitKey
from patio.statements.keys import StatementKey
from patio.statements.links import LinkTargets
from patio.statements.models import HomePage, KeyedPage, SectionPage
from patio.statements.translatable import FieldText, field_texts
from patio.translation.sources import SourceText, record_sources, set_positions


def extract_page(page: KeyedPage, *, user: Any = None, revision_id: int | None = None) -> None:
    """Make the units of a published source page what the page says.

    A section's title is part of what its statements' translators are told, so they come along.
    """
    pages = [page]
    if isinstance(page, SectionPage):
        pages += page.get_children().live().specific()
    revisions = {page.key: revision_id} if revision_id else {}
    extract_pages(pages, user=user, revision_ids=revisions)


def extract_pages(
    pages: Sequence[KeyedPage], *, user: Any = None, revision_ids: dict[str, int] | None = None
) -> set[UnitKey]:
    """Extract many source pages, in a number of queries that does not grow with theirs."""
    # What translators are told is in the source language, whoever publishes in whichever.
    with override(settings.LANGUAGE_CODE):
        sources = _source_texts(pages)
    changed = record_sources(sources=sources, user=user, revision_ids=revision_ids)
    if changed:
        set_positions(positions=document_order())
    return changed


def _source_texts(pages: Sequence[KeyedPage]) -> dict[str, list[SourceText]]:
    targets = LinkTargets()
    titles = _section_titles(pages)
    return {
        page.key: [
            SourceText(
                key=UnitKey(page.key, field.field),
                text=field.text,
                message_format=field.message_format,
                description=_description(page, field, titles),
                kind=RevisionKind.MEANING,
            )
            for field in field_texts(page, targets)
        ]
        for page in pages
    }


def document_order() -> dict[str, int]:
    """The place of each statement in the document: ``{key: number}``, in the pages' order."""
    keys = dict(StatementKey.objects.values_list("translation_key", "key"))
    in_order = (
        Page.objects.filter(locale__language_code=settings.LANGUAGE_CODE, translation_key__in=keys)
        .order_by("path")
        .values_list("translation_key", flat=True)
    )
    return {keys[translation_key]: place for place, translation_key in enumerate(in_order, 1)}


def _section_titles(pages: Iterable[KeyedPage]) -> dict[str, str]:
    """Titles of the pages' parents, by path."""
    parents = {page.path[: -page.steplen] for page in pages}
    return dict(Page.objects.filter(path__in=parents).values_list("path", "title"))


def _description(page: KeyedPage, field: FieldText, titles: dict[str, str]) -> str:
    """What a unit is, in words: "Section: Values. Statement: Solidarity. Field: text."."""
    if isinstance(page, HomePage):
        place = f"Home page: {page.title}."
    elif isinstance(page, SectionPage):
        place = f"Section: {page.title}."
    else:
        section = titles.get(page.path[: -page.steplen], "")
        place = f"Section: {section}. Statement: {page.title}."
    return f"{place} Field: {field.label}."[:500]
