"""Deciding on suggestions: one becomes the translation, or the present text stays.

Either way the suggestion is kept, with who decided, when and why. Nothing is ever deleted.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from patio.catalog.merge import Message, state_of
from patio.catalog.units import Origin, State

from .errors import DecidedError, PermissionDeniedError
from .models import SourceVersion, Suggestion, Team, Translation
from .permissions import Action, Actor, can
from .services import TranslationChange, save_translation

Decision = Suggestion.Decision


@transaction.atomic
def accept_suggestion(
    *,
    actor: Actor,
    team: Team,
    suggestion: Suggestion,
    expected_version: int,
    text: str | None = None,
    reason: str = "",
) -> Translation:
    """Make a suggestion the translation, or a ``text`` that was made from it and the present one.

    ``expected_version`` is the version of the translation that the suggestion was compared with.
    The suggestion's author stays the author of their text; a merged text is the actor's, where
    they have a name. A suggestion that was made for an older source is ``fuzzy``, as every such
    text is; a merged text was made now, for the present one.

    Raises ``DecidedError`` where somebody was faster, and what ``save_translation`` raises; then
    nothing was written.
    """
    suggestion = _open(actor, team, suggestion)
    is_merged = text is not None and text != suggestion.text
    text = suggestion.text if text is None else text
    source, state = _present(suggestion) if is_merged else _made_for(suggestion)
    change = TranslationChange(
        unit=suggestion.unit,
        text=text,
        state=state,
        expected_version=expected_version,
        origin=Origin.CMS if is_merged else Origin(suggestion.origin),
        source=source,
        author_name=(is_merged and actor.name) or suggestion.author_name,
    )
    translation = save_translation(actor=actor, team=team, change=change)
    decision = Decision.MERGED if is_merged else Decision.ACCEPTED
    _decide(suggestion, decision, actor, reason, version=translation.version)
    return translation


@transaction.atomic
def dismiss_suggestion(
    *, actor: Actor, team: Team, suggestion: Suggestion, reason: str = ""
) -> Suggestion:
    """Let the present text stand. The suggestion's text is kept, and can be found.

    Raises ``PermissionDeniedError`` for who may not translate the language, and ``DecidedError``
    where somebody was faster.
    """
    suggestion = _open(actor, team, suggestion)
    translation = Translation.objects.filter(unit=suggestion.unit, locale=team.locale).first()
    version = translation.version if translation else 0
    _decide(suggestion, Decision.DISMISSED, actor, reason, version=version)
    return suggestion


def _open(actor: Actor, team: Team, suggestion: Suggestion) -> Suggestion:
    """The suggestion as it is now, locked, for who may decide on it."""
    found = (
        Suggestion.objects.select_for_update(of=("self",))
        .select_related("unit__current_source", "locale")
        .get(pk=suggestion.pk)
    )
    language = found.locale.language_code
    if team.locale_id != found.locale_id or not can(actor, Action.TRANSLATE, language):
        raise PermissionDeniedError(
            unit=str(found.unit), action=Action.TRANSLATE, language=language
        )
    if found.resolved_at is not None:
        raise DecidedError(unit=str(found.unit), number=found.pk, decision=found.decision)
    return found


def _present(suggestion: Suggestion) -> tuple[SourceVersion | None, State]:
    return suggestion.unit.current_source, State.TRANSLATED


def _made_for(suggestion: Suggestion) -> tuple[SourceVersion | None, State]:
    """The source that a suggestion translates, and the state in which it is taken for that."""
    current = suggestion.unit.current_source
    assert current is not None, "a unit that has been in use has a source"  # noqa: S101
    if suggestion.source_text in {"", current.text}:
        return _present(suggestion)
    made_for = (
        SourceVersion.objects.filter(unit=suggestion.unit, text=suggestion.source_text)
        .order_by("number")
        .last()
    )
    if made_for is not None and made_for.meaning == current.meaning:
        return _present(suggestion)
    message = Message(text=suggestion.text, source=suggestion.source_text)
    return made_for, state_of(message, current_source=current.text)


def _decide(
    suggestion: Suggestion, decision: Decision, actor: Actor, reason: str, *, version: int
) -> None:
    suggestion.decision = decision
    suggestion.resolved_at = timezone.now()
    suggestion.resolved_by = actor.user
    suggestion.resolved_by_name = actor.name
    suggestion.resolution_reason = reason
    suggestion.resolved_version = version
    suggestion.save(
        update_fields=[
            "decision",
            "resolved_at",
            "resolved_by",
            "resolved_by_name",
            "resolution_reason",
            "resolved_version",
        ]
    )
