"""``manage.py interface update | check | compile``."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from patio.config.interface import check_catalogs, compile_interface, update_catalogs


class Command(BaseCommand):
    """The catalogs of the interface's own strings, in ``locale/``."""

    help = "Extract, check or compile the interface's own catalogs. Needs no gettext program."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which of the three."""
        parser.add_argument(
            "step",
            choices=["update", "check", "compile"],
            help="update: extract and merge; check: exit with 1 where a string is missing or "
            "stale; compile: write the .mo files",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say what was done."""
        match options["step"]:
            case "update":
                for path in update_catalogs():
                    self.stdout.write(f"written: {path.relative_to(settings.BASE_DIR)}")
            case "compile":
                self.stdout.write(f"{compile_interface()} catalogs compiled.")
            case "check":
                problems = check_catalogs()
                for problem in problems:
                    self.stdout.write(problem)
                self.stdout.write(f"{len(problems)} problems.")
                if problems:
                    sys.exit(1)
