"""Checks of translations: plain values in, findings out."""

from __future__ import annotations

from dataclasses import dataclass
from html import unescape
from typing import Literal

from patio.catalog.damage import find_damage
from patio.catalog.units import MessageFormat

MAX_TEXT_LENGTH = 50_000
#: Of a text in one line, as Wagtail's titles hold it.
MAX_LINE_LENGTH = 255


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has to say of a text. An error keeps the text from being saved."""

    check: str
    severity: Literal["error", "warning"]
    message: str

    @property
    def is_error(self) -> bool:
        """Whether the text is refused."""
        return self.severity == "error"


def check_translation(text: str, *, message_format: MessageFormat) -> list[Finding]:
    """All findings on one translation."""
    if len(text) > MAX_TEXT_LENGTH:
        limit = f"The text is longer than {MAX_TEXT_LENGTH} characters: shorten it."
        return [Finding("length", "error", limit)]
    if text and not unescape(text).strip():
        return [Finding("blank", "error", "There is nothing to see in this text: write one.")]
    if message_format is MessageFormat.PLAIN and len(text) > MAX_LINE_LENGTH:
        limit = f"A title is at most {MAX_LINE_LENGTH} characters long: shorten it."
        return [Finding("length", "error", limit)]
    # In Markdown “&#8203;” is the invisible character that it names.
    written = unescape(text) if message_format is MessageFormat.MARKDOWN else text
    findings = [
        Finding("damage", "error", f"Remove or repair {damage}.") for damage in find_damage(written)
    ]
    if message_format is MessageFormat.PLAIN and "\n" in text:
        findings.append(Finding("one-line", "error", "Write this text in one line."))
    return findings
