"""Publishing one page by Wagtail's own way, whatever people have begun on it."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Revision

from patio.catalog.units import fingerprint
from patio.statements.links import LinkTargets
from patio.statements.models import KeyedPage
from patio.statements.translatable import field_texts, replace_field_texts

from .filling import take_content


@transaction.atomic
def publish_alone(filled: KeyedPage, targets: LinkTargets) -> bool:
    """Publish a filled page in one revision; whether the page still exists.

    What a person drafted or scheduled goes on, and so does what else they changed since.
    """
    page = type(filled).objects.select_related("locale").filter(pk=filled.pk).first()
    if page is None:
        return False
    take_content(page, filled)
    latest = page.get_latest_revision() if page.has_unpublished_changes else None
    draft = latest if latest is not None and latest.user_id is not None else None
    scheduled = page.revisions.filter(approved_go_live_at__isnull=False)
    schedule = list(scheduled.values_list("pk", "approved_go_live_at"))
    page.save_revision(changed=False).publish()
    for pk, moment in schedule:
        page.revisions.filter(pk=pk).update(approved_go_live_at=moment)
    if draft is not None:
        _keep_draft(draft, page, targets)
    return True


def _keep_draft(draft: Revision, page: KeyedPage, targets: LinkTargets) -> None:
    """Put a person's draft back on top, with the fresh texts where they changed nothing."""
    kept = draft.as_object()
    base = kept.translation_status
    touched = {
        field.field
        for field in field_texts(kept, targets)
        if fingerprint(field.text) != base.get(field.field, {}).get("text")
    }
    fresh = {f.field: f.text for f in field_texts(page, targets) if f.field not in touched}
    replace_field_texts(kept, fresh, targets)
    kept.translation_status = page.translation_status | {
        field: base[field] for field in touched if field in base
    }
    kept.save_revision(user=draft.user, changed=True)
