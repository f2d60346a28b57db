"""What a check has to say of a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found. An error keeps the text from being saved.

    ``span`` is the place in the translation, as offsets in characters, start and end; ``None``
    where the whole text is meant or something is missing from it. ``fix``, if any, is the text
    that should stand in the place of the span.
    """

    check: str
    severity: Severity
    message: str
    span: tuple[int, int] | None = None
    fix: str | None = None

    @property
    def is_error(self) -> bool:
        """Whether the text is refused."""
        return self.severity == "error"

    def apply_fix(self, text: str) -> str:
        """The checked text, mended; as it was, where there is no fix.

        >>> Finding("spaces", "warning", "Two spaces.", (1, 3), " ").apply_fix("a  b")
        'a b'
        """
        if self.span is None or self.fix is None:
            return text
        start, end = self.span
        return text[:start] + self.fix + text[end:]
