"""Reviewing a statement in one language: read source and translation, say that they are good."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from patio.catalog.languages import Language
from patio.catalog.units import Origin, State
from patio.statements.models import KeyedPage
from patio.translation.models import Team
from patio.translation.permissions import Action, Actor, can
from patio.translation.selectors import UnitTranslation, unit_translations
from patio.translation.services import TranslationChange, save_translations


def review(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what awaits review on a translated page; on POST, mark what the reviewer read.

    A text that somebody has changed since it was shown stays unreviewed, and is shown again.
    """
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, KeyedPage) or page.is_source:
        raise Http404
    actor = Actor.of_user(request.user)
    if not can(actor, Action.REVIEW, page.locale.language_code):
        raise PermissionDenied
    waiting = awaiting_review(page)
    if request.method == "POST":
        report = save_translations(
            actor=actor,
            team=Team.objects.select_related("locale").get(locale=page.locale),
            changes=[change for item in waiting if (change := _change(request, item))],
        )
        for error in report.refused.values():
            messages.error(request, str(error))
        if not report.refused:
            messages.success(request, f"{page.title}: {_('Reviewed')}")
            return redirect("wagtailadmin_explore", page.get_parent().pk)
        waiting = awaiting_review(page)
    context = {
        "page": page,
        "waiting": waiting,
        "language": Language(page.locale.language_code),
        "source": Language(settings.LANGUAGE_CODE),
    }
    return TemplateResponse(request, "workbench/review.html", context)


def awaiting_review(page: KeyedPage) -> Sequence[UnitTranslation]:
    """The texts of a page that are translated, up to date, and read by no second person."""
    items = unit_translations(page.locale, [page.key])
    return [item for item in items if item.state is State.TRANSLATED]


def may_review(page: Page, user: object) -> bool:
    """Whether a page is a translated one that a user may review."""
    return (
        isinstance(page, KeyedPage)
        and not page.is_source
        and can(Actor.of_user(user), Action.REVIEW, page.locale.language_code)
    )


def review_address(page: Page) -> str:
    """The address of a page's review."""
    return reverse("review", args=[page.pk])


def _change(request: HttpRequest, item: UnitTranslation) -> TranslationChange | None:
    """The same text, reviewed, in the version that was on the reviewer's screen."""
    version = request.POST.get(f"version-{item.unit.pk}", "")
    if item.translation is None or not version.isdecimal():
        return None
    return TranslationChange(
        unit=item.unit,
        text=item.translation.text,
        state=State.REVIEWED,
        expected_version=int(version),
        origin=Origin(item.translation.origin),
        source=item.translation.source,
        author_name=item.translation.author_name,
    )
