"""``manage.py bootstrap``: everything between a checkout and a site that answers."""

from __future__ import annotations

import secrets
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from patio.config.interface import compile_interface
from patio.statements.document import parse_document
from patio.statements.loader import load_document
from patio.statements.models import StatementKey
from patio.sync.folder import CatalogFolder
from patio.sync.operations import sync_all
from patio.sync.tasks import deferred_updates

DOCUMENT = Path(settings.BASE_DIR) / "site/patio/statements/documents/patio.md"


class Command(BaseCommand):
    """Migrate, load the statements, take in the catalogs, create an administrator."""

    help = (
        "Prepare the site: migrate the database, load the statements if there are none, take in "
        "the catalogs, compile the interface's, create an administrator. Safe to repeat."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which document, and whether an administrator is wanted."""
        parser.add_argument(
            "--document", type=Path, default=DOCUMENT, help="The statements to begin with."
        )
        parser.add_argument("--no-admin", action="store_true", help="Create no administrator.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Each step says what it did; what is done already is passed over."""
        started = time.monotonic()
        self._make_database_folder()
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write("Database: ready.")
        count = compile_interface()
        self.stdout.write(f"Interface: {count} catalogs compiled.")
        self._load(options["document"])
        self._take_in_catalogs()
        if not options["no_admin"]:
            self._create_administrator()
        self.stdout.write(f"Done in {time.monotonic() - started:.0f} s.")

    def _make_database_folder(self) -> None:
        """SQLite makes the file, but no folder for it."""
        if connection.vendor == "sqlite":
            Path(connection.settings_dict["NAME"]).parent.mkdir(parents=True, exist_ok=True)

    def _load(self, path: Path) -> None:
        if StatementKey.objects.exists():
            self.stdout.write("Statements: there already.")
            return
        document = parse_document(path.read_text(encoding="utf-8"), name=str(path))
        with deferred_updates():
            report = load_document(document)
        self.stdout.write(f"Statements: {len(report.created)} pages created.")

    def _take_in_catalogs(self) -> None:
        folder = CatalogFolder.configured()
        _found, unknown = folder.languages()
        for error in unknown:
            self.stderr.write(f"Translations: {error}")
        reports = sync_all(progress=self.stdout.isatty())
        for report in reports:
            for problem in report.problems:
                self.stderr.write(f"Translations: {problem}")
        taken = sum(report.counts.get("taken", 0) for report in reports)
        self.stdout.write(f"Translations: {len(reports)} languages, {taken} texts taken in.")

    def _create_administrator(self) -> None:
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists():
            return
        password = secrets.token_urlsafe(12)
        users.create_superuser("admin", "", password)
        self.stdout.write("")
        self.stdout.write(f"  Administrator: name “admin”, password “{password}”")
        self.stdout.write("  This is shown once. Change it under /admin/account/.")
        self.stdout.write("")
