"""``catalogs export`` and ``catalogs import``: one way, of the folder's catalogs or other files."""

from __future__ import annotations

import os
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError
from rich.progress import track

from patio.catalog.errors import UnitTextError
from patio.catalog.formats import READABLE, Format
from patio.catalog.formats.xml import MAX_BYTES
from patio.catalog.languages import Language
from patio.sync.exchange import export_texts, import_texts
from patio.sync.folder import CatalogFolder
from patio.sync.languages import translated_locales
from patio.translation.errors import PermissionDeniedError
from patio.translation.permissions import Actor

from .base import not_translated_into
from .sync import Sync

STDOUT = "-"


class Export(Sync):
    """Writes what the site changed to the folder, or all of it elsewhere, in another format."""

    name = "export"
    help = "only write what the site changed; with --format, write files for other tools"
    take = False

    @classmethod
    def add_arguments(cls, parser: ArgumentParser) -> None:
        """``--format`` and ``--output`` too."""
        super().add_arguments(parser)
        parser.add_argument(
            "--format",
            choices=[file_format.value for file_format in Format],
            help="Write all texts in this format, and leave the translations folder alone.",
        )
        parser.add_argument(
            "--output",
            metavar="DIR|FILE|-",
            help="Where to: a folder (es/statements.xlf …), or for one language a file or -.",
        )

    def run(self, options: dict[str, Any]) -> int:
        """Write the folder's catalogs, or with ``--format`` a file a language."""
        if options["format"] is None:
            if options["output"] is not None:
                raise CommandError("--output needs a --format.")
            return super().run(options)
        if options["output"] is None:
            raise CommandError("Say where to write: --output DIR, FILE or -.")
        return self._write_files(Format(options["format"]), options)

    def _write_files(self, file_format: Format, options: dict[str, Any]) -> int:
        locales = {locale.language_code: locale for locale in translated_locales()}
        wanted, present = self.tags(options), locales.keys()
        refusals = [not_translated_into(tag) for tag in wanted if tag not in present]
        tags = [tag for tag in dict.fromkeys(wanted) if tag in present] if wanted else present
        paths = _paths(options["output"], file_format, sorted(tags))
        if options["output"] == STDOUT and (options["json"] or file_format is Format.MO):
            raise CommandError("Only a text can go to -, and nothing beside it: name a file.")
        files: list[dict[str, str]] = []
        quiet = options["json"] or options["output"] == STDOUT or not self.stdout.isatty()
        for tag, path in track(list(paths.items()), description="Languages", disable=quiet):
            try:
                data = export_texts(locales[tag], file_format)
            except UnitTextError as error:
                refusals.append(f"{tag}: {error}")
                continue
            files.append({"language": tag, "file": str(path)})
            if options["output"] == STDOUT:
                self.stdout.write(data.decode(), ending="")
            elif not options["dry_run"]:
                _write(path, data)
        self._report(files, refusals, options)
        return 1 if refusals else 0

    def _report(
        self, files: list[dict[str, str]], refusals: list[str], options: dict[str, Any]
    ) -> None:
        if options["json"]:
            self.write_json({"files": files, "refused": refusals})
            return
        if options["output"] == STDOUT:
            if refusals:
                raise CommandError("\n".join(refusals))
            return
        for file in files:
            self.write(file["file"])
        for refusal in refusals:
            self.write(f"refused: {refusal}")
        if options["dry_run"]:
            self.write("This was a dry run: nothing was written.")


class Import(Sync):
    """Takes in what the folder's files changed, or the texts of files that somebody sent."""

    name = "import"
    help = "only take in what the files changed; or take in the files named"
    write_files = False

    @classmethod
    def add_arguments(cls, parser: ArgumentParser) -> None:
        """Files, ``--format`` and ``--as`` too."""
        super().add_arguments(parser)
        parser.add_argument(
            "files", nargs="*", metavar="FILE", help="A file of one language, from another tool."
        )
        parser.add_argument(
            "--format",
            choices=[file_format.value for file_format in READABLE],
            help="The files' format, where their names don't tell.",
        )
        parser.add_argument(
            "--as", dest="username", metavar="USER", help="Act with the rights of this user."
        )

    def run(self, options: dict[str, Any]) -> int:
        """Take in the folder's catalogs, or the files named."""
        if not options["files"]:
            if options["format"] or options["username"]:
                raise CommandError("--format and --as need a FILE.")
            return super().run(options)
        tags = self.tags(options)
        if len(tags) != 1:
            raise CommandError("Say which language the files are in: --language TAG, once.")
        locale = next((each for each in translated_locales() if each.language_code in tags), None)
        if locale is None:
            raise CommandError(not_translated_into(tags[0]))
        actor = _actor(options["username"], locale.language_code)
        reports = []
        for name in options["files"]:
            file_format = _format(name, options["format"])
            data = _read(Path(name))
            try:
                report = import_texts(
                    locale, data, file_format, actor=actor, name=name, dry_run=options["dry_run"]
                )
            except PermissionDeniedError as error:
                raise CommandError(str(error)) from error
            reports.append(report)
        if options["json"]:
            self.write_json({"languages": [report.as_dict() for report in reports], "refused": []})
        else:
            for report in reports:
                for line in report.lines():
                    self.write(line)
            if options["dry_run"]:
                self.write("This was a dry run: nothing was written.")
        return 1 if any(report.has_refusals for report in reports) else 0


def _paths(output: str, file_format: Format, tags: list[str]) -> dict[str, Path]:
    """Where each language's file goes. gettext looks for catalogs under ``LC_MESSAGES``."""
    path = Path(output)
    if output == STDOUT or (path.suffix and not path.is_dir()):
        if len(tags) > 1:
            raise CommandError(f"Several languages don't fit into {output}: name a folder.")
        paths = dict.fromkeys(tags, path)
    else:
        inner = "LC_MESSAGES/" if file_format in {Format.PO, Format.MO} else ""
        name = f"{inner}statements{file_format.suffix}"
        paths = {tag: path / Language.parse(tag).gettext / name for tag in tags}
    folder = CatalogFolder.configured().root.resolve()
    if output != STDOUT and (path.resolve() == folder or folder in path.resolve().parents):
        raise CommandError("The translations folder is the sync's: name another one.")
    return paths


def _write(path: Path, data: bytes) -> None:
    """Put a file in place whole."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
            file.write(data)
        try:
            os.chmod(file.name, 0o644)
            os.replace(file.name, path)
        except OSError:
            os.unlink(file.name)
            raise
    except OSError as error:
        raise CommandError(f"{path} can't be written: {error.strerror}.") from error


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)  # One more than is read tells that it is too large.
    except OSError as error:
        raise CommandError(f"{path} can't be read: {error.strerror}.") from error


def _format(name: str, given: str | None) -> Format:
    if given:
        return Format(given)
    suffix = Path(name).suffix.lower()
    by_suffix = {file_format.suffix: file_format for file_format in READABLE}
    found = {**by_suffix, ".xliff": Format.XLIFF}.get(suffix)
    if found is None and suffix in {file_format.suffix for file_format in Format}:
        raise CommandError(f"{name}: only {', '.join(READABLE)} can be imported.")
    if found is None:
        raise CommandError(f"{name} does not say what it is: give --format {'|'.join(READABLE)}.")
    return found


def _actor(username: str | None, language: str) -> Actor:
    if username is None:
        return Actor.of_catalog(language)
    model = get_user_model()
    try:
        return Actor.of_user(model._default_manager.get_by_natural_key(username))
    except model.DoesNotExist as error:
        raise CommandError(f"There is no user “{username}”.") from error
