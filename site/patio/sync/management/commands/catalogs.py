"""``manage.py catalogs``: see ``patio.sync.commands`` for what follows it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from patio.sync.commands import SUBCOMMANDS


class Command(BaseCommand):
    """The catalogs of the translations folder, and what they have in common with the site."""

    help = "Bring the statements' catalogs (PO files) and the site together."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A parser for each subcommand."""
        commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
        for subcommand in SUBCOMMANDS:
            chosen = commands.add_parser(
                subcommand.name, help=subcommand.help, description=subcommand.help
            )
            subcommand.add_arguments(chosen)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, report it, and exit with 1 where something was refused."""
        subcommand = next(each for each in SUBCOMMANDS if each.name == options["command"])
        if code := subcommand(self.stdout).run(options):
            sys.exit(code)
