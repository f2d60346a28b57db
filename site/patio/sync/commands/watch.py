"""``catalogs watch``."""

from __future__ import annotations

import json
import signal
from argparse import ArgumentParser
from threading import Event
from types import FrameType
from typing import Any

from patio.sync.report import LanguageReport
from patio.sync.watching import CatalogWatcher

from .base import Subcommand


class Watch(Subcommand):
    """Syncs each catalog when it is saved."""

    name = "watch"
    help = "sync each catalog as soon as it is saved, until Ctrl-C"

    @classmethod
    def add_arguments(cls, parser: ArgumentParser) -> None:
        """``--json``."""
        parser.add_argument("--json", action="store_true", help="Report as JSON, one a line.")

    def run(self, options: dict[str, Any]) -> int:
        """Report what each sync did, until SIGINT or SIGTERM."""
        stop = Event()

        def _stop(number: int, _frame: FrameType | None) -> None:
            # What is being synced is finished first. Who can't wait sends the signal again.
            signal.signal(number, signal.SIG_DFL)
            stop.set()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _stop)
        watcher = CatalogWatcher(
            on_report=self._show_json if options["json"] else self._show,
            on_error=self._show_error_json if options["json"] else self._show_error,
        )
        if not options["json"]:
            self._say(f"Watching {watcher.folder.root}. Ctrl-C ends it.")
        watcher.run(stop)
        return 0

    def _say(self, line: str) -> None:
        self.write(line)
        self.stdout.flush()

    def _show(self, report: LanguageReport) -> None:
        for line in report.lines():
            self._say(line)

    def _show_error(self, message: str) -> None:
        self._say(f"refused: {message}")

    def _show_json(self, report: LanguageReport) -> None:
        self._say(json.dumps(report.as_dict(), ensure_ascii=False))

    def _show_error_json(self, message: str) -> None:
        self._say(json.dumps({"refused": message}, ensure_ascii=False))
