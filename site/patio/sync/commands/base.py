"""What the subcommands of ``catalogs`` have in common."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from argparse import ArgumentParser
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import CommandError, OutputWrapper

from patio.catalog.languages import Language, UnknownLanguageError
from patio.sync.languages import translated_locales

from .terminal import visible_line


class Subcommand(ABC):
    """One thing that ``manage.py catalogs`` does. Parses, calls a service, prints a report."""

    name: ClassVar[str]
    help: ClassVar[str]

    def __init__(self, stdout: OutputWrapper) -> None:
        self.stdout = stdout

    @classmethod
    @abstractmethod
    def add_arguments(cls, parser: ArgumentParser) -> None:
        """Declare the options."""

    @abstractmethod
    def run(self, options: dict[str, Any]) -> int:
        """Do it and report it; the exit code, which is 1 where something was refused."""

    def write(self, line: str) -> None:
        """A line of the report, whatever is in it; its control characters are written out."""
        self.stdout.write(visible_line(line))

    def write_json(self, value: Any) -> None:
        """The report for ``--json``."""
        self.stdout.write(json.dumps(value, ensure_ascii=False, indent=2))


class LanguagesSubcommand(Subcommand):
    """A subcommand on some languages, or all, that reports in words or as JSON."""

    @classmethod
    def add_arguments(cls, parser: ArgumentParser) -> None:
        """``--language`` and ``--json``."""
        parser.add_argument(
            "--language",
            action="append",
            default=[],
            metavar="TAG",
            help="Only this language (may be given again): es, pt-br, zh_Hans.",
        )
        parser.add_argument("--json", action="store_true", help="Report as JSON.")

    def tags(self, options: dict[str, Any]) -> list[str]:
        """The tags of the languages asked for. Raises ``CommandError`` for what names none."""
        try:
            return [Language.parse(name).tag for name in options["language"]]
        except UnknownLanguageError as error:
            raise CommandError(str(error)) from error

    def site_tags(self, options: dict[str, Any]) -> list[str]:
        """As ``tags``. Raises ``CommandError`` for what the site is not translated into too."""
        tags = self.tags(options)
        known = {locale.language_code for locale in translated_locales()} if tags else set()
        if missing := [tag for tag in tags if tag not in known]:
            raise CommandError("\n".join(map(not_translated_into, missing)))
        return tags


def not_translated_into(tag: str) -> str:
    """Why nothing can be done in a language."""
    if tag == settings.LANGUAGE_CODE:
        return f"“{tag}” is the language that the statements are written in: it has no catalog."
    return f"“{tag}” is no language of this site."
