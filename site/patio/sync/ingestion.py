"""A translated page that a person edits in Wagtail's own editor: its texts become translations.

They go through ``save_translations`` as every text does, with the rights of who edited. What the
person may not change is built again from the translations, so that the page never says what no
translation says.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from patio.catalog.units import Origin, State, fingerprint
from patio.statements.links import LinkTargets
from patio.statements.models import KeyedPage
from patio.statements.translatable import field_texts
from patio.translation.errors import StaleVersionError
from patio.translation.models import Suggestion, Team
from patio.translation.permissions import Action, Actor, can
from patio.translation.selectors import UnitTranslation, unit_translations
from patio.translation.services import (
    SaveReport,
    TranslationChange,
    add_suggestions,
    save_translations,
)

from .publishing import publish_language
from .tasks import deferred_updates, update_after_commit

logger = logging.getLogger(__name__)


def ingest_page(page: KeyedPage, *, user: Any, is_draft: bool = False) -> SaveReport:
    """Save what a person changed on a translated page.

    What they changed is judged by what the page showed when they began (``translation_status``).
    A text that somebody else has changed since is not overwritten: the person's is kept beside it
    as a suggestion. ``is_draft`` says that the page was saved without publishing: its texts are
    kept as ``fuzzy``, work that is not done, and what is live stays.
    """
    actor = Actor.of_user(user) if user is not None else Actor(name="")
    items = unit_translations(page.locale, [page.key])
    texts = {field.field: field.text for field in field_texts(page, LinkTargets())}
    team, _created = Team.objects.get_or_create(locale=page.locale)
    changes = [
        TranslationChange(
            unit=item.unit,
            text=text,
            state=_state(text, is_draft=is_draft),
            expected_version=_read(page, item).get("version", item.version),
            origin=Origin.CMS,
        )
        for item in items
        if (text := texts.get(item.unit.field)) is not None
        and _is_news(text, item, _read(page, item), is_draft=is_draft)
    ]
    with deferred_updates():
        report = save_translations(actor=actor, team=team, changes=changes)
        _keep_refused(report, changes, page, actor)
        _note_versions(page, report)
        update_after_commit([page.locale.language_code], [page.key])
    if not is_draft:
        # At once: nothing stays on the page that no translation says, whatever the worker does.
        publish_language(page.locale, [page.key])
    return report


def _read(page: KeyedPage, item: UnitTranslation) -> dict[str, Any]:
    """What the page showed of a unit when the edit began."""
    read: dict[str, Any] = page.translation_status.get(item.unit.field, {})
    return read


def _state(text: str, *, is_draft: bool) -> State:
    if not text:
        return State.UNTRANSLATED
    return State.FUZZY if is_draft else State.TRANSLATED


def _is_news(text: str, item: UnitTranslation, read: dict[str, Any], *, is_draft: bool) -> bool:
    """Whether the person said anything: changed a text, or published what was a draft."""
    translation = item.translation
    if translation is not None and text == translation.text:
        is_live = translation.live is not None and text == translation.live.text
        return bool(not is_draft and not is_live and State(translation.state) is State.FUZZY)
    return bool(fingerprint(text) != read.get("text", fingerprint("")))


def _keep_refused(
    report: SaveReport, changes: Sequence[TranslationChange], page: KeyedPage, actor: Actor
) -> None:
    """Lose nothing that was refused: it waits beside the text that stands."""
    refused = [change for change in changes if change.unit.key in report.refused and change.text]
    add_suggestions(
        suggestions=[
            Suggestion(
                unit=change.unit,
                locale=page.locale,
                text=change.text,
                reason=Suggestion.Reason.CONFLICT
                if isinstance(report.refused[change.unit.key], StaleVersionError)
                else Suggestion.Reason.REFUSED,
                origin=Origin.CMS,
                author_name=actor.name,
            )
            for change in refused
        ]
    )
    for key, error in report.refused.items():
        logger.warning("%s in %s was not taken: %s", key, page.locale.language_code, error)


def _note_versions(page: KeyedPage, report: SaveReport) -> None:
    """Let the person's own revision know the versions that they just made."""
    revision = type(page).objects.get(pk=page.pk).latest_revision
    if revision is None or not report.saved:
        return
    status = revision.content.get("translation_status") or {}
    for key, version in report.saved.items():
        status.setdefault(key.field, {})["version"] = version
    revision.content["translation_status"] = status
    revision.save(update_fields=["content"])


def unheard_texts(page: KeyedPage) -> list[str]:
    """Labels of the texts of an edited page that did not become translations as they stand."""
    targets = LinkTargets()
    shown = {item.unit.field: item for item in unit_translations(page.locale, [page.key])}
    return [
        field.label
        for field in field_texts(page, targets)
        if (item := shown.get(field.field)) is not None
        and _is_news(field.text, item, _read(page, item), is_draft=True)
    ]


def may_translate(user: Any, tag: str) -> bool:
    """Whether a user may translate the language of a tag."""
    return can(Actor.of_user(user), Action.TRANSLATE, tag)
