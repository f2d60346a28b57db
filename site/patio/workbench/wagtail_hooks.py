"""What the workbench adds to the Wagtail admin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from patio.statements.models import KeyedPage, damage_in
from patio.sync.ingestion import ingest_page, unheard_texts

from .review import may_review, review, review_address
from .teams import team_viewset


@hooks.register("register_admin_viewset")
def register_teams() -> Any:
    """The language teams, with their publish policies."""
    return team_viewset


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern]:
    """The workbench's own screens."""
    return [path("translation/review/<int:page_id>/", review, name="review")]


@hooks.register("register_page_header_buttons")
def offer_review(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """A way to the review, for who may review the page's language."""
    page = page.specific
    if may_review(page, user):
        yield Button(_("Mark as reviewed"), review_address(page), icon_name="check", priority=12)


@hooks.register("before_bulk_action")
def refuse_damage(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Publish no damaged text by the many either, and say where it is."""
    if action_type != "publish":
        return None
    drafts = (page.specific.get_latest_revision_as_object() for page in objects)
    problems = [
        f"{draft.title}: {problem}"
        for draft in drafts
        if isinstance(draft, KeyedPage)
        for problem in damage_in(draft)
    ]
    for problem in problems:
        messages.error(request, problem)
    return redirect("wagtailadmin_home") if problems else None


@hooks.register("after_edit_page")
def take_in_edit(request: HttpRequest, page: Any) -> None:
    """Keep the texts of a translated page's draft; say what became of those of a published one."""
    if not isinstance(page, KeyedPage) or page.is_source:
        return
    if request.POST.get("action-publish"):
        _warn_of_unheard_texts(request, page)
        return
    report = ingest_page(page.get_latest_revision_as_object(), user=request.user, is_draft=True)
    for error in report.refused.values():
        messages.warning(request, str(error))


def _warn_of_unheard_texts(request: HttpRequest, page: KeyedPage) -> None:
    # The page itself has been built again since; what was sent is in the person's revision.
    sent = page.revisions.filter(user=request.user).latest("pk").as_object()
    labels = unheard_texts(sent)
    if labels:
        messages.warning(
            request,
            _(
                "Somebody changed a text while you worked on it, or it was refused: "
                "%(fields)s. Yours is kept as a suggestion beside the one that stands."
            )
            % {"fields": ", ".join(labels)},
        )
