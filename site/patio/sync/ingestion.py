"""A translated page that a person edits in Wagtail's own editor: its texts become translations.

They go through ``save_translations`` as every text does, with the rights of who edited. What the
person may not change is built again from the translations, so that the page never says what no
translation says.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from patio.catalog.units import Origin, State
from patio.statements.links import LinkTargets
from patio.statements.models import KeyedPage
from patio.statements.translatable import field_texts
from patio.translation.models import Team
from patio.translation.permissions import Action, Actor, can
from patio.translation.selectors import (
    UnitTranslation,
    source_versions_by_text,
    unit_translations,
)
from patio.translation.services import SaveReport, TranslationChange, save_translations

from .tasks import update_after_commit

logger = logging.getLogger(__name__)


def ingest_page(page: KeyedPage, *, user: Any, is_draft: bool = False) -> SaveReport:
    """Save what a person changed on a translated page.

    ``is_draft`` says that the page was saved without publishing: its texts are kept as ``fuzzy``,
    work that is not done, and what is live stays. The report names what was saved and refused.
    """
    actor = Actor.of_user(user) if user is not None else Actor(name="")
    items = unit_translations(page.locale, [page.key])
    sources = _texts_by_unit(source_versions_by_text(item.unit for item in items))
    texts = {field.field: field.text for field in field_texts(page, LinkTargets())}
    team, _created = Team.objects.get_or_create(locale=page.locale)
    changes = [
        TranslationChange(
            unit=item.unit,
            text=text,
            state=_state(text, is_draft=is_draft),
            expected_version=item.version,
            origin=Origin.CMS,
        )
        for item in items
        if (text := texts.get(item.unit.field)) is not None
        and text not in _known_texts(item, sources, is_draft=is_draft)
    ]
    report = save_translations(actor=actor, team=team, changes=changes)
    for key, error in report.refused.items():
        logger.warning("%s in %s was not taken: %s", key, page.locale.language_code, error)
    if not is_draft:
        update_after_commit([page.locale.language_code], [page.key])
    return report


def _state(text: str, *, is_draft: bool) -> State:
    if not text:
        return State.UNTRANSLATED
    return State.FUZZY if is_draft else State.TRANSLATED


def _texts_by_unit(keys: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    texts: dict[int, set[str]] = defaultdict(set)
    for unit_id, text in keys:
        texts[unit_id].add(text)
    return texts


def _known_texts(
    item: UnitTranslation, sources: Mapping[int, set[str]], *, is_draft: bool
) -> set[str]:
    """Texts with which the person said nothing new.

    That is what the page showed them: the live text, or the source where there is none. A text
    that needs work becomes news when it is published.
    """
    translation = item.translation
    if translation is None or translation.live is None:
        known = {"", *sources[item.unit.pk]}
    else:
        known = {translation.live.text}
    if translation is not None and (is_draft or State(translation.state).is_good):
        known.add(translation.text)
    return known


def may_edit(page: KeyedPage, user: Any) -> bool:
    """Whether a person may edit a translated page at all."""
    if page.locale.language_code == settings.LANGUAGE_CODE:
        return True
    return can(Actor.of_user(user), Action.TRANSLATE, page.locale.language_code)
