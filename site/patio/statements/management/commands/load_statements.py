"""``manage.py load_statements FILE``."""

from __future__ import annotations

import dataclasses
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from patio.catalog.errors import CatalogError
from patio.statements.document import parse_document
from patio.statements.loader import load_document


class Command(BaseCommand):
    """Load a statements document: create what is new, report what differs."""

    help = (
        "Load a statements document (docs/document-format.md). Existing pages are changed only "
        "with --update; without it their differences are listed, and the exit code is 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and what to do with it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--update", action="store_true", help="Change pages that differ.")
        parser.add_argument("--dry-run", action="store_true", help="Write nothing.")
        parser.add_argument("--json", action="store_true", help="Report as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Parse, load, report."""
        path: Path = options["file"]
        try:
            document = parse_document(path.read_text(encoding="utf-8"), name=str(path))
            report = load_document(document, update=options["update"], dry_run=options["dry_run"])
        except (OSError, UnicodeDecodeError, CatalogError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(dataclasses.asdict(report), ensure_ascii=False, indent=2))
        else:
            for word, keys in (("created", report.created), ("updated", report.updated)):
                for key in keys:
                    self.stdout.write(f"{word}: {key}")
            self.stdout.write(f"unchanged: {len(report.unchanged)}")
            for difference in report.differences:
                self.stdout.write(f"differs: {difference.key}/{difference.field}")
                self.stdout.write(f"  page:     {difference.page}")
                self.stdout.write(f"  document: {difference.document}")
            if report.differences:
                self.stdout.write("Nothing was changed there. Run again with --update to do so.")
        if report.differences:
            sys.exit(1)
