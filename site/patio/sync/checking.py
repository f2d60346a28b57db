"""Checking the catalogs as files, without a database: for pull requests, CI and pre-commit."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from django.conf import settings

from patio.catalog import po
from patio.catalog.checks import Finding, Severity, check_translation
from patio.catalog.errors import PoFileError, Problem
from patio.catalog.languages import Language, UnknownLanguageError
from patio.catalog.po.limits import MAX_BYTES
from patio.catalog.units import InvalidKeyError, MessageFormat, UnitKey

from .entries import MARKDOWN_HINT, comment_of
from .folder import CatalogFolder
from .places import Place, entries_with_blocks, place_in

#: What is wrong with a file, its folder or an entry's name, rather than with a text.
FILE_CHECKS: Final = {
    "po-file": "The file can't be read as gettext reads it: its place and a remedy are told.",
    "folder": "A folder's name is no language in gettext's form, or a language has no catalog.",
    "unit": "An entry's msgctxt names no unit: it is <statement>/<field>, and never changed.",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say of one place of a file.

    ``check`` is a check's id, or one of ``FILE_CHECKS``; ``unit`` is empty where it is about more
    than one.
    """

    file: str
    place: Place
    check: str
    severity: Severity
    message: str
    unit: str = ""
    fix: str | None = None


@dataclass(slots=True)
class CheckedFile:
    """What was found in one catalog."""

    file: str
    language: str
    units: int = 0
    translated: int = 0
    fuzzy: int = 0
    remarks: list[Remark] = field(default_factory=list)

    def count(self, severity: Literal["error", "warning"]) -> int:
        """Number of remarks of a severity."""
        return sum(remark.severity == severity for remark in self.remarks)


@dataclass(slots=True)
class CheckReport:
    """What was found in all of them; ``remarks`` is what is wrong with no one catalog."""

    files: list[CheckedFile] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def all_remarks(self) -> list[Remark]:
        """Every remark, file by file."""
        return [*self.remarks, *(remark for file in self.files for remark in file.remarks)]

    def count(self, severity: Literal["error", "warning"]) -> int:
        """Number of remarks of a severity."""
        return sum(remark.severity == severity for remark in self.all_remarks)


_TOP: Final = Place(1, 1, 1)
Track = Callable[[Sequence[Path]], Iterable[Path]]


def check_catalogs(tags: Iterable[str] = (), *, track: Track = iter) -> CheckReport:
    """Check the catalogs of some languages, or all of the configured folder.

    ``track`` is given the files and gives them back one by one, as a progress bar does.
    """
    folder = CatalogFolder.configured()
    found, unknown = folder.languages()
    wanted = set(tags)
    report = CheckReport()
    root = _show(folder.root)
    if not wanted:
        report.remarks = [Remark(root, _TOP, "folder", "error", str(error)) for error in unknown]
    missing = wanted - {language.tag for language in found}
    report.remarks += [
        Remark(root, _TOP, "folder", "error", f"{tag} has no catalog") for tag in sorted(missing)
    ]
    paths = [folder.path(language) for language in found if not wanted or language.tag in wanted]
    report.files = [check_file(path) for path in track(paths)]
    return report


def check_files(paths: Sequence[Path], *, track: Track = iter) -> CheckReport:
    """Check some files, wherever they are: what pre-commit and a translator name."""
    return CheckReport(files=[check_file(path) for path in track(paths)])


def check_file(path: Path) -> CheckedFile:
    """Check one catalog, or a template. Its language is its folder's, or else what it says itself.

    Nothing raises: a file that can't be read is one with an error.
    """
    shown = _show(path)
    try:
        data = _read(path, shown)
        language = _language_of_folder(path)
        expected = language.gettext if language else None
        catalog = po.parse(data, name=shown, language=expected)
        language = language or _language_of_header(catalog, path, shown)
    except PoFileError as error:
        file = CheckedFile(shown, "")
        file.remarks = [_of_problem(problem) for problem in error.problems]
        return file
    file = CheckedFile(shown, language.tag if language else "")
    for entry, row in entries_with_blocks(catalog):
        if entry.obsolete:
            continue
        file.units += 1
        file.fuzzy += entry.fuzzy
        file.translated += bool(entry.msgstr) and not entry.fuzzy
        try:
            UnitKey.parse(entry.msgctxt or "")
        except InvalidKeyError as error:
            place = Place(entry.line, 1, entry.line)
            unit = entry.msgctxt or ""
            file.remarks.append(Remark(shown, place, "unit", "error", str(error), unit))
        if language is not None and not entry.is_plural:
            file.remarks += [
                Remark(
                    shown,
                    place_in(entry, row, finding.span),
                    finding.check,
                    finding.severity,
                    finding.message,
                    entry.msgctxt or "",
                    finding.fix,
                )
                for finding in findings_in(entry, language)
            ]
    return file


def findings_in(entry: po.Entry, language: Language) -> list[Finding]:
    """All findings on an entry. A fuzzy text need not fit its source yet."""
    is_markdown = MARKDOWN_HINT in comment_of(entry)
    return check_translation(
        source=None if entry.fuzzy else entry.msgid,
        text=entry.msgstr,
        message_format=MessageFormat.MARKDOWN if is_markdown else MessageFormat.PLAIN,
        language=language,
        names=(settings.SITE_NAME,),
    )


def _show(path: Path) -> str:
    """A path from the repository's root on, as GitHub and GitLab want it.

    The root is where ``.git`` is; outside of any repository, the folder above the catalogs'.
    """
    path = Path(os.path.abspath(path))  # A link is shown by its own name.
    for parent in path.parents:
        if (parent / ".git").exists():
            return path.relative_to(parent).as_posix()
    above = Path(settings.TRANSLATIONS_DIR).absolute().parent
    return path.relative_to(above).as_posix() if path.is_relative_to(above) else path.name


def _read(path: Path, shown: str) -> bytes:
    if path.suffix not in {".po", ".pot"}:
        raise _unreadable(shown, "is no PO file", "name files that end in .po or .pot")
    try:
        if not path.is_file():
            raise _unreadable(shown, "is no file", "name a PO file that is there")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise _unreadable(shown, f"can't be read ({reason})", "mend that") from error


def _unreadable(shown: str, what: str, remedy: str) -> PoFileError:
    return PoFileError([Problem(shown, 1, 1, what, remedy)])


def _language_of_folder(path: Path) -> Language | None:
    """The language of ``<lang>/LC_MESSAGES/<domain>.po``, if the file is in such a folder."""
    folder = path.absolute().parent
    if folder.name != "LC_MESSAGES":
        return None
    try:
        return Language.parse(folder.parent.name)
    except UnknownLanguageError:
        return None


def _language_of_header(catalog: po.Catalog, path: Path, shown: str) -> Language | None:
    """The language that the header names; ``None`` for a template, which has none."""
    if path.suffix == ".pot":
        return None
    try:
        return Language.parse(catalog.header.get("Language", ""))
    except UnknownLanguageError as error:
        remedy = "name the language in the header's Language, as in “Language: pt_BR”"
        raise _unreadable(shown, "is of no known language", remedy) from error


def _of_problem(problem: Problem) -> Remark:
    place = Place(problem.line, problem.column, problem.line)
    message = f"{problem.what}, {problem.remedy}"
    return Remark(problem.file, place, "po-file", "error", message, problem.unit or "")
