"""What this package raises: nothing that a text says, only what a caller asks of it.

::

    CatalogError
    └── MessageTextError             (also a ValueError)
        ├── TextTooLongError         longer than any statement; refused before it is read
        └── UnsupportedFeatureError  a rich text feature that no message text can carry
"""

from __future__ import annotations

from collections.abc import Iterable

from patio.catalog.errors import CatalogError


class MessageTextError(CatalogError, ValueError):
    """Root of the tree."""


class TextTooLongError(MessageTextError):
    """A text of more characters than are read."""

    def __init__(self, length: int, limit: int) -> None:
        self.length = length
        self.limit = limit
        super().__init__(
            f"The text has {length:,} characters and at most {limit:,} are read: shorten it, "
            "or split it into several statements."
        )

    def __reduce__(self) -> tuple[type[TextTooLongError], tuple[int, int]]:
        return type(self), (self.length, self.limit)


class UnsupportedFeatureError(MessageTextError):
    """A field allows what Markdown here has no words for, so that a translation would lose it."""

    def __init__(self, features: Iterable[str]) -> None:
        self.features = tuple(sorted(features))
        super().__init__(
            f"A message text can't hold the rich text features {', '.join(self.features)}: "
            "take them out of the field's features, or teach message_text to carry them."
        )

    def __reduce__(self) -> tuple[type[UnsupportedFeatureError], tuple[tuple[str, ...]]]:
        return type(self), (self.features,)
