"""``catalogs sync``."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any, ClassVar

from django.core.management.base import CommandError

from patio.sync.folder import CatalogFolder
from patio.sync.git.errors import GitError
from patio.sync.git.report import GitReport
from patio.sync.git.syncing import sync_with_git
from patio.sync.operations import sync_all
from patio.sync.report import LanguageReport

from .base import LanguagesSubcommand, not_translated_into


class Sync(LanguagesSubcommand):
    """Brings files and database together."""

    name = "sync"
    help = "take in what the files changed, and write what the site changed"
    take: ClassVar[bool] = True
    write_files: ClassVar[bool] = True

    @classmethod
    def add_arguments(cls, parser: ArgumentParser) -> None:
        """``--dry-run`` too."""
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="Write nothing.")
        if cls.take and cls.write_files:
            parser.add_argument(
                "--git", action="store_true", help="Fetch, merge, commit and push too."
            )

    def run(self, options: dict[str, Any]) -> int:
        """Sync and report, file by file and entry by entry."""
        tags = self.tags(options)
        progress = not options["json"] and self.stdout.isatty()
        git = (
            self._sync_with_git(tags, options["dry_run"], progress) if options.get("git") else None
        )
        reports = (
            git.languages
            if git
            else sync_all(
                tags,
                take=self.take,
                write=self.write_files,
                dry_run=options["dry_run"],
                progress=progress,
            )
        )
        refusals = _refusals(tags, reports)
        if options["json"]:
            self.write_json(
                {"languages": [report.as_dict() for report in reports], "refused": refusals}
                | ({"git": git.as_dict()} if git else {})
            )
        else:
            for line in (line for report in reports for line in report.lines()):
                self.write(line)
            for line in git.lines() if git else ():
                self.write(line)
            for refusal in refusals:
                self.write(f"refused: {refusal}")
            if options["dry_run"]:
                self.write("This was a dry run: nothing was written.")
        is_refused = git is not None and git.has_refusals
        is_refused |= any(report.has_refusals for report in reports)
        return 1 if refusals or is_refused else 0

    def _sync_with_git(self, tags: list[str], dry_run: bool, progress: bool) -> GitReport:
        if tags:
            raise CommandError("--git syncs the whole clone: leave --language away.")
        try:
            return sync_with_git(dry_run=dry_run, progress=progress)
        except GitError as error:
            raise CommandError(str(error)) from error


def _refusals(tags: list[str], reports: list[LanguageReport]) -> list[str]:
    """What could not be synced at all: misnamed folders, and languages that there are not."""
    _found, unknown = CatalogFolder.configured().languages()
    missing = set(tags) - {report.language for report in reports}
    return [str(error) for error in unknown] + [not_translated_into(tag) for tag in sorted(missing)]
