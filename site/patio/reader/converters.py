"""The parts of an address."""

from __future__ import annotations


class TagConverter:
    """A language's tag in its one canonical form: ``es``, ``pt-br``, ``zh-hans``, ``es-419``."""

    regex = r"[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"

    def to_python(self, value: str) -> str:
        """The tag."""
        return value

    def to_url(self, value: str) -> str:
        """The tag."""
        return value


class LooseTagConverter(TagConverter):
    """A language's tag as people and other programs may write it: ``pt_BR``, ``ZH-Hans``."""

    regex = r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|[0-9]{3}))?"

    def to_python(self, value: str) -> str:
        """The canonical tag, ``pt-br``, whatever was written."""
        return value.replace("_", "-").lower()


class PagePathConverter:
    """The path of a page under its home page: empty for home itself, or ``values/solidarity/``."""

    regex = r"(?:[-\w]+/){0,8}"

    def to_python(self, value: str) -> str:
        """The path, with its slash at the end."""
        return value

    def to_url(self, value: str) -> str:
        """The path, with its slash at the end."""
        return value


class StatementKeyConverter:
    """A statement's key: ``value.social-impact``."""

    regex = r"[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        """The key."""
        return value

    def to_url(self, value: str) -> str:
        """The key."""
        return value
