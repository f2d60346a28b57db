"""Publishing many pages at once: the rows that Wagtail's own publishing writes, by the batch.

For the plain case only, ``page.save_revision(changed=False).publish()`` of a page that exists and
that nobody has a draft, a schedule, a comment, a workflow or an alias of. It follows Wagtail
8.0's ``AbstractPage.save_revision``, ``PublishRevisionAction`` and ``PublishPageRevisionAction``
step by step; tests compare all rows with what they write. What is not plain is left to them.

Two things differ. The search and the reference index are brought up to date at once, in the same
transaction, where Wagtail queues a task for each; and ``pre_save`` and ``post_save`` are not sent,
as by any bulk write of Django's. ``page_published`` and ``published`` are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, Q, Value, prefetch_related_objects
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import get_active_log_context
from wagtail.models import (
    Comment,
    Page,
    PageLogEntry,
    Revision,
    Site,
    WorkflowState,
    get_default_page_content_type,
)
from wagtail.signals import page_published, published

from patio.statements.addresses import RESERVED_SLUGS
from patio.statements.models import KeyedPage, StatementKey

from .filling import take_content
from .indexing import index_references, index_texts, indexed_texts

#: How many pages one transaction publishes. The number of its queries does not depend on it; with
#: more, SQLite's limit of parameters would split the larger ones.
BATCH_SIZE = 100


@dataclass(slots=True)
class _Batch:
    """The pages of one model that are published together, and what they were before."""

    model: type[KeyedPage]
    pages: list[KeyedPage] = field(default_factory=list)
    #: Names of the translatable fields that change on any of them.
    changed: set[str] = field(default_factory=set)
    old_titles: dict[int, str] = field(default_factory=dict)
    old_texts: dict[int, list[Any]] = field(default_factory=dict)


@transaction.atomic
def publish_in_bulk(filled: Iterable[KeyedPage]) -> set[int]:
    """Publish filled pages, all of one language, in one transaction; the ids of those it took.

    The others are not plain, or would be refused: publish each by Wagtail's own way, which says
    why. ``filled`` are left as they are.
    """
    wanted: dict[type[KeyedPage], list[KeyedPage]] = defaultdict(list)
    for page in filled:
        wanted[type(page)].append(page)
    now = timezone.now()
    batches = [_batch(model, contents, now) for model, contents in wanted.items()]
    revisions = _add_revisions(batches, now)
    if revisions:
        _write_pages(batches, revisions, now)
        _log(batches, revisions, now)
        for batch in batches:
            index_references(batch.model, batch.pages)
            index_texts(batch.model, batch.pages, batch.old_texts)
        _after_publishing(batches, revisions)
    return set(revisions)


def _batch(model: type[KeyedPage], contents: Sequence[KeyedPage], now: datetime) -> _Batch:
    """Those pages, locked, that have nothing unusual about them, with their new content.

    They are read afresh, so that whatever happened since they were filled is seen, and kept.
    """
    content_of = {content.pk: content for content in contents}
    fresh = (
        model.objects.select_for_update()
        .filter(pk__in=content_of)
        .annotate(is_unusual=_is_unusual(now))
        .order_by("pk")
    )
    plain = [page for page in fresh if not page.is_unusual]
    relations = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
    prefetch_related_objects(plain, *relations)
    batch = _Batch(model)
    for page in plain:
        content = content_of[page.pk]
        page.locale = content.locale
        old_title, old_texts = page.title, indexed_texts(page)
        changed = {
            name
            for name in model.translatable_fields
            if getattr(page, name) != getattr(content, name)
        }
        take_content(page, content)
        if _is_valid(page):
            batch.pages.append(page)
            batch.changed |= changed
            batch.old_titles[page.pk], batch.old_texts[page.pk] = old_title, old_texts
    return batch


def _is_unusual(now: datetime) -> Combinable | Q:
    """Whether Wagtail's publishing does more with a page than what is done here."""
    own_id = Cast(OuterRef("pk"), output_field=CharField())
    page_type = get_default_page_content_type()
    revisions = Revision.objects.filter(base_content_type=page_type, object_id=own_id)
    workflows = WorkflowState.objects.filter(base_content_type=page_type, object_id=own_id)
    under_way = [WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES]
    drafts = Revision.objects.filter(pk=OuterRef("latest_revision"), user__isnull=False)
    keys = StatementKey.objects.filter(
        key=OuterRef("key"), translation_key=OuterRef("translation_key")
    )
    return (
        Q(alias_of__isnull=False)
        | Q(latest_revision__isnull=True)
        | Q(go_live_at__isnull=False)
        | Q(slug__in=RESERVED_SLUGS)
        | Q(Q(has_unpublished_changes=True) & Exists(drafts))
        | Exists(revisions.filter(Q(approved_go_live_at__isnull=False) | Q(created_at__gte=now)))
        | Exists(workflows.filter(status__in=under_way))
        | Exists(Comment.objects.filter(page=OuterRef("pk")))
        | Exists(Page.objects.filter(alias_of=OuterRef("pk")))
        | ~Exists(keys)
    )


def _is_valid(page: KeyedPage) -> bool:
    """Whether the new content passes its fields' own validation.

    What else ``full_clean`` looks at (address, key, locale) is not changed here.
    """
    others = {field.name for field in page._meta.fields} - set(page.translatable_fields)
    try:
        page.clean_fields(exclude=others)
    except ValidationError:
        return False
    return True


def _add_revisions(batches: Sequence[_Batch], now: datetime) -> dict[int, Revision]:
    """One revision a page, by page id."""
    pages = [page for batch in batches for page in batch.pages]
    revisions = Revision.objects.bulk_create(
        Revision(
            content_object=page,
            base_content_type=page.get_base_content_type(),
            object_id=str(page.pk),
            created_at=now,
            content=page.serializable_data(),
            object_str=str(page),
        )
        for page in pages
    )
    return {page.pk: revision for page, revision in zip(pages, revisions, strict=True)}


def _write_pages(
    batches: Sequence[_Batch], revisions: Mapping[int, Revision], now: datetime
) -> None:
    pages = [page for batch in batches for page in batch.pages]
    for page in pages:
        page.latest_revision = page.live_revision = revisions[page.pk]
        page.latest_revision_created_at = page.last_published_at = now
        page.first_published_at = page.first_published_at or now
        page.draft_title = page.title
        page.live, page.has_unpublished_changes, page.expired = True, False, False
    is_any_renamed = any("title" in batch.changed for batch in batches)
    Page.objects.bulk_update(pages, ["latest_revision", *(["title"] if is_any_renamed else [])])
    Page.objects.filter(pk__in=revisions).update(
        live_revision=F("latest_revision"),
        latest_revision_created_at=now,
        last_published_at=now,
        first_published_at=Coalesce(F("first_published_at"), Value(now)),
        draft_title=F("title"),
        live=True,
        has_unpublished_changes=False,
        expired=False,
    )
    for batch in batches:
        own = {field.name for field in batch.model._meta.local_fields}
        names = [*sorted(batch.changed & own), "translation_status"]
        batch.model.objects.bulk_update(batch.pages, names)


def _log(batches: Sequence[_Batch], revisions: Mapping[int, Revision], now: datetime) -> None:
    context = get_active_log_context()
    entries = []
    for batch in batches:
        content_type = ContentType.objects.get_for_model(batch.model, for_concrete_model=False)
        for page in batch.pages:
            old = batch.old_titles[page.pk]
            is_renamed = old != page.title
            entries += [
                PageLogEntry(
                    page=page,
                    content_type=content_type,
                    label=page.get_admin_display_title(),
                    action=action,
                    timestamp=now,
                    data={"title": {"old": old, "new": page.title}} if is_renamed else {},
                    user=context.user,
                    uuid=context.uuid,
                    revision=revisions[page.pk],
                    content_changed=action == "wagtail.publish",
                )
                for action in (["wagtail.rename"] if is_renamed else []) + ["wagtail.publish"]
            ]
    PageLogEntry.objects.bulk_create(entries)


def _after_publishing(batches: Sequence[_Batch], revisions: Mapping[int, Revision]) -> None:
    pages = [page for batch in batches for page in batch.pages]
    roots = [page.translation_key for page in pages]
    if Site.objects.filter(root_page__translation_key__in=roots).exists():
        Site.clear_site_root_paths_cache()
    for page in pages:
        revision = revisions[page.pk]
        page_published.send(sender=page.specific_class, instance=page, revision=revision)
        published.send(sender=type(page), instance=page, revision=revision)
