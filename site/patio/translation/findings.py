"""What the checks say of translations, and what people say of that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from wagtail.models import Locale

from patio.catalog.checks import Finding, check_translation
from patio.catalog.languages import Language
from patio.catalog.units import MessageFormat, State, fingerprint

from .models import Dismissal, Team
from .selectors import UnitTranslation


@dataclass(slots=True)
class UnitFindings:
    """The findings on one unit's translation: those that stand, and those that were dismissed."""

    item: UnitTranslation
    standing: list[Finding] = field(default_factory=list)
    dismissed: list[tuple[Finding, Dismissal]] = field(default_factory=list)


def findings_for(locale: Locale, items: Iterable[UnitTranslation]) -> list[UnitFindings]:
    """The findings on each translation of some units, in their order; ``unit_translations`` reads
    them. Two queries, however many they are.

    A fuzzy text is judged by itself alone: nobody says yet that it fits its source. What the
    language's team has turned off is not looked for.
    """
    translated = [item for item in items if item.translation and item.translation.text]
    turned_off = _turned_off(locale)
    dismissals = {
        (row.unit_id, row.check_id, row.text_hash, row.source_hash): row
        for row in Dismissal.objects.filter(
            locale=locale, withdrawn_at=None, unit__in=[item.unit for item in translated]
        )
    }
    language = Language(locale.language_code)
    return [_findings(item, language, turned_off, dismissals) for item in translated]


def _turned_off(locale: Locale) -> list[str]:
    found = Team.objects.filter(locale=locale).values_list("checks_turned_off", flat=True)
    return list(found[0]) if found else []


def _findings(
    item: UnitTranslation,
    language: Language,
    turned_off: list[str],
    dismissals: dict[tuple[int, str, str, str], Dismissal],
) -> UnitFindings:
    translation = item.translation
    assert translation is not None  # noqa: S101
    hashes = fingerprint(translation.text), fingerprint(translation.source.text)
    result = UnitFindings(item)
    for finding in check_translation(
        source=None if translation.state == State.FUZZY else translation.source.text,
        text=translation.text,
        message_format=MessageFormat(item.unit.message_format),
        language=language,
        names=(settings.SITE_NAME,),
        turned_off=turned_off,
    ):
        dismissal = dismissals.get((item.unit.pk, finding.check, *hashes))
        if dismissal is None or finding.is_error:
            result.standing.append(finding)
        else:
            result.dismissed.append((finding, dismissal))
    return result
