"""``manage.py catalogs export | import | sync | check | stats``."""

from __future__ import annotations

import dataclasses
import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from patio.catalog.languages import Language, UnknownLanguageError
from patio.sync.checking import check_catalogs
from patio.sync.folder import CatalogFolder
from patio.sync.operations import sync_all
from patio.sync.report import LanguageReport
from patio.translation.selectors import progress_by_language


class Command(BaseCommand):
    """The catalogs of the translations folder, and what they have in common with the site."""

    help = "Bring the statements' catalogs (PO files) and the site together."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One subcommand each for both ways, one way, checking and counting."""
        commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
        texts = {
            "sync": "take in what the files changed, and write what the site changed",
            "import": "only take in what the files changed",
            "export": "only write what the site changed",
            "check": "read every catalog and say what is wrong with it; needs no database",
            "stats": "count each language's units by state",
        }
        for name, text in texts.items():
            command = commands.add_parser(name, help=text, description=text)
            command.add_argument(
                "--language",
                action="append",
                default=[],
                metavar="TAG",
                help="Only this language (may be given again): es, pt-br, zh_Hans.",
            )
            command.add_argument("--json", action="store_true", help="Report as JSON.")
            if name in {"sync", "import", "export"}:
                command.add_argument("--dry-run", action="store_true", help="Write nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, report it, and exit with 1 where something was refused."""
        try:
            tags = [Language.parse(name).tag for name in options["language"]]
        except UnknownLanguageError as error:
            raise CommandError(str(error)) from error
        match options["command"]:
            case "stats":
                self._stats(tags, as_json=options["json"])
            case "check":
                self._check(tags, as_json=options["json"])
            case command:
                self._sync(command, tags, options)

    def _sync(self, command: str, tags: list[str], options: dict[str, Any]) -> None:
        reports = sync_all(
            tags,
            take=command != "export",
            write=command != "import",
            dry_run=options["dry_run"],
            progress=not options["json"] and self.stdout.isatty(),
        )
        _found, unknown = CatalogFolder.configured().languages()
        missing = set(tags) - {report.language for report in reports}
        refusals = [str(error) for error in unknown]
        refusals += [
            f"“{tag}” is no language of this site, and has no catalog." for tag in sorted(missing)
        ]
        if options["json"]:
            self._json({"languages": [report.as_dict() for report in reports], "refused": refusals})
        else:
            for report in reports:
                self._show(report)
            for refusal in refusals:
                self.stdout.write(f"refused: {refusal}")
            if options["dry_run"]:
                self.stdout.write("This was a dry run: nothing was written.")
        if refusals or any(report.has_refusals for report in reports):
            sys.exit(1)

    def _show(self, report: LanguageReport) -> None:
        counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(report.counts.items()))
        state = "cannot be read, left alone" if report.problems else counts or "nothing changed"
        self.stdout.write(f"{report.file}: {state}")
        for problem in report.problems:
            self.stdout.write(f"  {problem}")
        for entry in report.entries:
            place = f"{report.file}:{entry.line}: " if entry.line else ""
            detail = f" ({entry.detail})" if entry.detail else ""
            self.stdout.write(f"  {place}{entry.unit}: {entry.outcome}{detail}")

    def _check(self, tags: list[str], *, as_json: bool) -> None:
        checked, problems = check_catalogs(tags)
        if as_json:
            self._json({"files": checked, "problems": problems})
        else:
            for problem in problems:
                self.stdout.write(problem)
            self.stdout.write(f"{len(checked)} files read, {len(problems)} problems.")
        if problems:
            sys.exit(1)

    def _stats(self, tags: list[str], *, as_json: bool) -> None:
        rows = [row for row in progress_by_language() if not tags or row.language in tags]
        if as_json:
            self._json(
                [dataclasses.asdict(row) | {"untranslated": row.untranslated} for row in rows]
            )
            return
        table = Table(
            "language", "units", "reviewed", "translated", "fuzzy", "untranslated", "machine"
        )
        for row in rows:
            counts = (
                row.units,
                row.reviewed,
                row.translated,
                row.fuzzy,
                row.untranslated,
                row.drafts,
            )
            table.add_row(row.language, *map(str, counts))
        Console(file=self.stdout, width=100).print(table)  # type: ignore[arg-type]

    def _json(self, value: Any) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False, indent=2))
