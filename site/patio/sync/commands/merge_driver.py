"""``catalogs merge-driver``, where ``manage.py`` has not called it without Django already."""

from __future__ import annotations

from argparse import REMAINDER, ArgumentParser
from typing import Any

from patio.sync.git import driver

from .base import Subcommand


class MergeDriver(Subcommand):
    """Merges a PO file for git."""

    name = "merge-driver"
    help = "merge PO files by entry when git merges; --install sets it up in the clone you are in"

    @classmethod
    def add_arguments(cls, parser: ArgumentParser) -> None:
        """``%O %A %B %L %P``, or ``--install``."""
        parser.add_argument("--install", action="store_true", help="Set it up in this clone.")
        parser.add_argument("versions", nargs=REMAINDER, help="%%O %%A %%B %%L %%P")

    def run(self, options: dict[str, Any]) -> int:
        """As ``driver.main``."""
        return driver.main(["--install"] if options["install"] else options["versions"])
