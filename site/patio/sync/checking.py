"""Checking the catalogs as files, without a database: for pull requests and CI."""

from __future__ import annotations

from collections.abc import Iterable

from patio.catalog.checks import errors_in
from patio.catalog.errors import PoFileError
from patio.catalog.languages import Language
from patio.catalog.units import InvalidKeyError, MessageFormat, UnitKey

from .catalogs import read_catalog
from .entries import MARKDOWN_HINT, comment_of
from .folder import CatalogFolder


def check_catalogs(tags: Iterable[str] = ()) -> tuple[list[str], list[str]]:
    """Read the catalogs of some languages, or all: the files read, and what is wrong in them.

    Problems read ``file:line:column: what, what to do``.
    """
    folder = CatalogFolder.configured()
    found, unknown = folder.languages()
    wanted = set(tags)
    checked: list[str] = []
    problems = [] if wanted else [str(error) for error in unknown]
    for language in found:
        if not wanted or language.tag in wanted:
            checked.append(folder.show(folder.path(language)))
            problems += _check_file(folder, language)
    problems += [
        f"{tag}: has no catalog" for tag in sorted(wanted - {language.tag for language in found})
    ]
    return checked, problems


def _check_file(folder: CatalogFolder, language: Language) -> list[str]:
    path = folder.path(language)
    name = folder.show(path)
    try:
        catalog = read_catalog(folder, language)
    except PoFileError as error:
        return [str(problem) for problem in error.problems]
    problems = []
    for entry in catalog.entries if catalog else ():
        if entry.obsolete:
            continue
        try:
            UnitKey.parse(entry.msgctxt or "")
        except InvalidKeyError as error:
            problems.append(f"{name}:{entry.line}:1: {error}")
        is_markdown = MARKDOWN_HINT in comment_of(entry)
        message_format = MessageFormat.MARKDOWN if is_markdown else MessageFormat.PLAIN
        problems += [
            f"{name}:{entry.line}:1: {entry.msgctxt}: {finding.message}"
            for finding in errors_in(
                source=None if entry.fuzzy else entry.msgid,
                text=entry.msgstr,
                message_format=message_format,
                language=language,
            )
        ]
    return problems
