"""The two ways in: all findings of a pair, and its errors alone, fast."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from patio.catalog.languages import Language
from patio.catalog.units import MessageFormat

from .base import Check, registered_checks
from .finding import Finding
from .form import MAX_LINE_LENGTH, MAX_TEXT_LENGTH, Length
from .gate import has_what_may_be_lost, is_clean
from .pair import Pair

_MAX_LENGTH = {MessageFormat.PLAIN: MAX_LINE_LENGTH, MessageFormat.MARKDOWN: MAX_TEXT_LENGTH}


def errors_in(
    *, source: str | None, text: str, message_format: MessageFormat, language: Language
) -> list[Finding]:
    """The errors of a translation: what keeps it from being saved.

    Args:
        source: the text that the translation was made for. ``None`` where that is not known, or
            where nobody says that the two fit, as of a fuzzy text: then only the text itself is
            judged, and nothing can be lost.
        text: the translation; empty is no error.
        message_format: what both are written in.
        language: the translation's.

    Of prose without digits and marks it takes about a microsecond.

    >>> errors_in(source="Care", text="Cuidado", message_format=MessageFormat.PLAIN,
    ...           language=Language("es"))
    []
    """
    if (
        len(text) <= _MAX_LENGTH[message_format]
        and is_clean(text, is_markdown=message_format is MessageFormat.MARKDOWN)
        and (source is None or not has_what_may_be_lost(source))
    ):
        return []
    pair = Pair(source=source, text=text, message_format=message_format, language=language)
    return _run(pair, _error_checks())


def check_translation(
    *,
    source: str | None,
    text: str,
    message_format: MessageFormat,
    language: Language,
    names: Sequence[str] = (),
    turned_off: Collection[str] = (),
) -> list[Finding]:
    """All findings on a translation, errors first, each severity in the order of the text.

    Args:
        source, text, message_format, language: as in ``errors_in``.
        names: words that must stay as they are where the source has them.
        turned_off: ids of warnings that the language has turned off; errors can't be.
    """
    pair = Pair(
        source=source, text=text, message_format=message_format, language=language, names=names
    )
    errors = _run(pair, _error_checks())
    if any(finding.check == Length.id for finding in errors):
        return errors
    wanted = tuple(check for check in _warning_checks() if check.id not in turned_off)
    return errors + _run(pair, wanted)


@cache
def _error_checks() -> tuple[Check, ...]:
    errors = [check for check in registered_checks().values() if check.severity == "error"]
    return tuple(sorted(errors, key=lambda check: check.id != Length.id))


@cache
def _warning_checks() -> tuple[Check, ...]:
    return tuple(check for check in registered_checks().values() if check.severity == "warning")


def _run(pair: Pair, checks: tuple[Check, ...]) -> list[Finding]:
    if not pair.text:
        return []
    findings: list[Finding] = []
    for check in checks:
        found = list(check.find(pair))
        if found and check.id == Length.id:
            return found  # Nothing else looks at a text that is too long.
        findings += found
    return sorted(findings, key=lambda finding: finding.span or (0, 0))
