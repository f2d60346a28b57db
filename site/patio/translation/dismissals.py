"""Warnings that a person or a team does without. Errors are nobody's to do without.

One text's warning is dismissed by whoever may translate the language: they wrote the text, and know
why the check is wrong of it; name and reason stay for a reviewer to read, and a dismissal can be
withdrawn. A check is turned off for a whole language by a coordinator of its team.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from patio.catalog.checks import registered_checks
from patio.catalog.errors import CatalogError
from patio.catalog.units import fingerprint

from .errors import PermissionDeniedError
from .models import Dismissal, Team, Translation
from .permissions import Action, Actor, can


class DismissalError(CatalogError, ValueError):
    """What can't be dismissed or turned off: says what, and what can be."""


@transaction.atomic
def dismiss_finding(
    *, actor: Actor, translation: Translation, check_id: str, reason: str
) -> Dismissal:
    """Lay a check's warnings on a text to rest, until the text or its source changes.

    ``translation`` is read with its ``unit``, ``locale`` and ``source``. A dismissal that stands
    stays as it is, with its own reason.

    Raises ``PermissionDeniedError`` for who may not translate the language, and ``DismissalError``
    for what is no warning, a reason that says nothing, or one of more than 500 characters.
    """
    language = translation.locale.language_code
    if not can(actor, Action.TRANSLATE, language):
        raise PermissionDeniedError(
            unit=str(translation.unit), action=Action.TRANSLATE, language=language
        )
    _require_warnings([check_id])
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= 500:
        raise DismissalError("Say in 1 to 500 characters why the warning is wrong of this text.")
    dismissal, _created = Dismissal.objects.get_or_create(
        unit=translation.unit,
        locale=translation.locale,
        check_id=check_id,
        text_hash=fingerprint(translation.text),
        source_hash=fingerprint(translation.source.text),
        withdrawn_at=None,
        defaults={"reason": reason, "author": actor.user, "author_name": actor.name},
    )
    return dismissal


@transaction.atomic
def withdraw_dismissal(*, actor: Actor, dismissal: Dismissal) -> Dismissal:
    """Bring a dismissed warning up again; the row stays. Once withdrawn it is not withdrawn again.

    Raises ``PermissionDeniedError`` for who may not translate the language.
    """
    language = dismissal.locale.language_code
    if not can(actor, Action.TRANSLATE, language):
        raise PermissionDeniedError(
            unit=str(dismissal.unit), action=Action.TRANSLATE, language=language
        )
    if dismissal.withdrawn_at is None:
        dismissal.withdrawn_at = timezone.now()
        dismissal.save(update_fields=["withdrawn_at"])
    return dismissal


def turn_checks_off(*, actor: Actor, team: Team, check_ids: Collection[str]) -> list[str]:
    """Do without these warnings in a language, and with all others; the ids, sorted.

    Raises ``PermissionDeniedError`` for who does not coordinate the team, and ``DismissalError``
    for what is no warning.
    """
    language = team.locale.language_code
    if not can(actor, Action.COORDINATE, language):
        raise PermissionDeniedError(unit="", action=Action.COORDINATE, language=language)
    _require_warnings(check_ids)
    turned_off = sorted(set(check_ids))
    team.checks_turned_off = turned_off
    team.save(update_fields=["checks_turned_off"])
    return turned_off


def _require_warnings(check_ids: Collection[str]) -> None:
    checks = registered_checks()
    for check_id in check_ids:
        check = checks.get(check_id)
        if check is None:
            known = ", ".join(check.id for check in checks.values() if check.severity == "warning")
            raise DismissalError(f"{check_id!r} is no check. Warnings are {known}.")
        if check.severity == "error":
            raise DismissalError(f"{check_id!r} is an error, and is always looked for: mend it.")
