"""A source and its translation, as the checks see them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from patio.catalog.languages import Language
from patio.catalog.units import MessageFormat

from .figures import Figure, find_figures
from .tokens import LinkList, prose, read_links


class Pair:
    """The plain values that a check judges, and what several of them need, made when asked for.

    Attributes:
        source: the text that the translation was made for; ``None`` where that is not known.
        text: the translation.
        message_format: what both are written in.
        language: the translation's.
        names: words that must stay as they are.
    """

    def __init__(
        self,
        *,
        source: str | None,
        text: str,
        message_format: MessageFormat,
        language: Language,
        names: Sequence[str] = (),
    ) -> None:
        self.source = source
        self.text = text
        self.message_format = message_format
        self.language = language
        self.names = tuple(names)

    @property
    def is_markdown(self) -> bool:
        """Whether both texts are Markdown."""
        return self.message_format is MessageFormat.MARKDOWN

    @cached_property
    def prose(self) -> str:
        """The translation with addresses, placeholders and entities blotted out; as long as it."""
        return prose(self.text, is_markdown=self.is_markdown)

    @cached_property
    def source_prose(self) -> str:
        """The source, the same way; empty where it is not known."""
        return prose(self.source or "", is_markdown=self.is_markdown)

    @cached_property
    def links(self) -> LinkList:
        """The translation's links."""
        return read_links(self.text, is_markdown=self.is_markdown)

    @cached_property
    def source_links(self) -> LinkList:
        """The source's links."""
        return read_links(self.source or "", is_markdown=self.is_markdown)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The translation's numbers in digits."""
        return tuple(find_figures(self.prose))

    @cached_property
    def source_figures(self) -> tuple[Figure, ...]:
        """The source's."""
        return tuple(find_figures(self.source_prose))
