"""The rich text that statements are written in."""

from __future__ import annotations

from typing import Any

from wagtail.blocks import RichTextBlock
from wagtail.fields import RichTextField

#: Wagtail's names of what a statement's rich text may hold.
STATEMENT_FEATURES = ("bold", "italic", "link", "ol", "ul")


class StatementTextField(RichTextField):
    """A rich text field with the statements' features."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("features", list(STATEMENT_FEATURES))
        super().__init__(*args, **kwargs)


class StatementTextBlock(RichTextBlock):
    """A rich text block with the statements' features."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", list(STATEMENT_FEATURES))
        super().__init__(**kwargs)
