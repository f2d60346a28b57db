"""Wagtail's reference and search indexes, brought up to date for many pages at once."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from modelsearch.backends import get_search_backends_with_name
from modelsearch.index import AutocompleteField, SearchField
from wagtail.models import ReferenceIndex

from patio.statements.models import KeyedPage

logger = logging.getLogger(__name__)
#: A reference as Wagtail tells one: content type and id of its target, path on the model, path in
#: the content.
Reference = tuple[int, str, str, str]


def index_references(model: type[KeyedPage], pages: Sequence[KeyedPage]) -> None:
    """Record what pages of one model refer to: ``ReferenceIndex.create_or_update_for_object``."""
    types = [
        ContentType.objects.get_for_model(each, for_concrete_model=False)
        for each in [model, *model._meta.get_parent_list()]
    ]
    known: dict[str, dict[Reference, tuple[int, int]]] = defaultdict(dict)
    for object_id, pk, type_id, *reference in ReferenceIndex.objects.filter(
        base_content_type=types[-1], object_id__in=[str(page.pk) for page in pages]
    ).values_list(
        "object_id",
        "pk",
        "content_type_id",
        "to_content_type_id",
        "to_object_id",
        "model_path",
        "content_path",
    ):
        known[object_id][tuple(reference)] = (pk, type_id)
    new, gone = [], []
    for page in pages:
        object_id = str(page.pk)
        found: set[Reference] = set(ReferenceIndex._extract_references_from_object(page))
        new += [
            ReferenceIndex(
                content_type=types[0],
                base_content_type=types[-1],
                object_id=object_id,
                to_content_type_id=to_type,
                to_object_id=to_id,
                model_path=model_path,
                content_path=content_path,
                content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
            )
            for to_type, to_id, model_path, content_path in found - known[object_id].keys()
        ]
        gone += [
            pk
            for reference, (pk, type_id) in known[object_id].items()
            # Of another type of page: recorded by what this page once was, and not ours to judge.
            if reference not in found and type_id in {each.pk for each in types}
        ]
    if new:
        ReferenceIndex.objects.bulk_create(new, ignore_conflicts=True)
    if gone:
        ReferenceIndex.objects.filter(pk__in=gone).delete()


def indexed_texts(page: KeyedPage) -> list[Any]:
    """What a search finds a page by."""
    return [
        field.get_value(page)
        for field in page.get_search_fields()
        if isinstance(field, SearchField | AutocompleteField)
    ]


def index_texts(
    model: type[KeyedPage], pages: Sequence[KeyedPage], texts_before: Mapping[int, list[Any]]
) -> None:
    """Let searches find pages of one model: ``modelsearch.index.insert_or_update_object``.

    An index in the database holds nothing but texts, so only pages whose texts changed are
    written to it; a search service also filters by dates, and gets them all.
    """
    renamed = [page for page in pages if indexed_texts(page) != texts_before[page.pk]]
    for name, backend in get_search_backends_with_name(with_auto_update=True):
        chosen = pages if backend.catch_indexing_errors else renamed
        if not chosen:
            continue
        try:
            backend.add_bulk(model, chosen)
        except Exception:
            logger.exception("%d pages were not added to the search index %r", len(chosen), name)
            if not backend.catch_indexing_errors:
                raise
