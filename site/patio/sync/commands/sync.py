"""``catalogs sync``: files and database, both ways."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any, ClassVar

from patio.sync.folder import CatalogFolder
from patio.sync.operations import sync_all
from patio.sync.report import LanguageReport

from .base import LanguagesSubcommand


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

    def run(self, options: dict[str, Any]) -> int:
        """Sync and report, file by file and entry by entry."""
        tags = self.tags(options)
        reports = sync_all(
            tags,
            take=self.take,
            write=self.write_files,
            dry_run=options["dry_run"],
            progress=not options["json"] and self.stdout.isatty(),
        )
        refusals = _refusals(tags, reports)
        if options["json"]:
            self.write_json(
                {"languages": [report.as_dict() for report in reports], "refused": refusals}
            )
        else:
            for line in (line for report in reports for line in report.lines()):
                self.write(line)
            for refusal in refusals:
                self.write(f"refused: {refusal}")
            if options["dry_run"]:
                self.write("This was a dry run: nothing was written.")
        return 1 if refusals or any(report.has_refusals for report in reports) else 0


def _refusals(tags: list[str], reports: list[LanguageReport]) -> list[str]:
    """What could not be synced at all: misnamed folders, and languages that there are not."""
    _found, unknown = CatalogFolder.configured().languages()
    missing = set(tags) - {report.language for report in reports}
    return [str(error) for error in unknown] + [
        f"“{tag}” is no language of this site, and has no catalog." for tag in sorted(missing)
    ]
