"""``catalogs check``."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from rich.console import Console
from rich.progress import track
from rich.table import Table

from patio.catalog.checks import Check as TextCheck
from patio.catalog.checks import registered_checks
from patio.sync.annotations import as_github_command, as_gitlab_report, as_json, as_line
from patio.sync.checking import FILE_CHECKS, CheckReport, check_catalogs, check_files

from .base import LanguagesSubcommand
from .terminal import visible_line


class Check(LanguagesSubcommand):
    """Reads the catalogs as files."""

    name = "check"
    help = "read catalogs and say what is wrong with them and their texts; needs no database"

    @classmethod
    def add_arguments(cls, parser: ArgumentParser) -> None:
        """Files, ``--format``, ``--strict`` and ``--explain`` too."""
        super().add_arguments(parser)
        parser.add_argument(
            "files",
            nargs="*",
            type=Path,
            metavar="FILE",
            help="PO files to check; without any, all catalogs of the translations folder.",
        )
        parser.add_argument(
            "--format",
            choices=["text", "github", "gitlab", "json"],
            default="text",
            help="text; annotations of GitHub Actions; GitLab's Code Quality report; JSON.",
        )
        parser.add_argument(
            "--strict", action="store_true", help="Exit with 1 for warnings as for errors."
        )
        parser.add_argument(
            "--explain",
            nargs="?",
            const="",
            metavar="ID",
            help="Explain a check, with examples; without an ID, list all checks.",
        )

    def run(self, options: dict[str, Any]) -> int:
        """Check and report; 1 where there is an error."""
        if options["explain"] is not None:
            self._explain(options["explain"])
            return 0
        chosen = "json" if options["json"] else options["format"]
        report = self._check(options, shows_progress=chosen == "text" and self.stdout.isatty())
        self._show(report, chosen)
        is_wrong = report.count("error") or (options["strict"] and report.count("warning"))
        return 1 if is_wrong else 0

    def _check(self, options: dict[str, Any], *, shows_progress: bool) -> CheckReport:
        def follow(paths: Sequence[Path]) -> Iterable[Path]:
            if not shows_progress:
                return paths
            return track(paths, description="Checking", console=Console(stderr=True))

        tags = self.tags(options)
        if options["files"] and tags:
            raise CommandError("Name files or languages, not both.")
        if options["files"]:
            return check_files(options["files"], track=follow)
        return check_catalogs(tags, track=follow)

    def _show(self, report: CheckReport, chosen: str) -> None:
        match chosen:
            case "json":
                self.write_json(as_json(report))
            case "gitlab":
                self.write_json(as_gitlab_report(report.all_remarks))
            case "github":
                for remark in report.all_remarks:
                    self.write(as_github_command(remark))
            case _:
                for remark in report.all_remarks:
                    self.write(as_line(remark))
                self._show_table(report)

    def _show_table(self, report: CheckReport) -> None:
        table = Table("language", "file", "units", "translated", "fuzzy", "errors", "warnings")
        for file in report.files:
            counts = (
                file.units,
                file.translated,
                file.fuzzy,
                file.count("error"),
                file.count("warning"),
            )
            table.add_row(file.language or "?", visible_line(file.file), *map(str, counts))
        Console(file=self.stdout, width=120, markup=False).print(table)  # type: ignore[arg-type]
        errors, warnings = report.count("error"), report.count("warning")
        self.write(f"{len(report.files)} files read, {errors} errors, {warnings} warnings.")

    def _explain(self, check_id: str) -> None:
        checks = registered_checks()
        if not check_id:
            for check in checks.values():
                self.write(f"{check.id} ({check.severity}): {check.name}. {check.description}")
            for name, description in FILE_CHECKS.items():
                self.write(f"{name} (error): {description}")
        elif check_id in checks:
            self._explain_one(checks[check_id])
        elif check_id in FILE_CHECKS:
            self.stdout.write(f"{check_id} (error)\n\n{FILE_CHECKS[check_id]}")
        else:
            known = ", ".join([*checks, *FILE_CHECKS])
            raise CommandError(f"{check_id!r} is no check. There are {known}.")

    def _explain_one(self, check: TextCheck) -> None:
        self.stdout.write(f"{check.id} ({check.severity}): {check.name}\n\n{check.description}\n")
        for heading, examples in (("found", check.bad), ("not found", check.good)):
            for example in examples:
                shown = f"  {heading} ({example.language}): {example.source!r} → {example.text!r}"
                self.write(shown if len(shown) <= 160 else f"{shown[:159]}…")
