"""``manage.py serve``: what ``make run`` and ``make dev`` do."""

from __future__ import annotations

from threading import Event, Thread
from typing import Any

from django.core.management.commands.runserver import Command as RunServer

from patio.sync.commands.terminal import visible_line
from patio.sync.report import LanguageReport
from patio.sync.watching import CatalogWatcher


class Command(RunServer):
    """Django's development server, with the catalogs watched in the same process."""

    help = "Serve the site for one person or a few, as runserver does, and watch the catalogs."

    def inner_run(self, *args: Any, **options: Any) -> None:
        """Serve. With the reloader this is run by its child alone: there is one watcher."""
        stop = Event()
        watcher = CatalogWatcher(on_report=self._show, on_error=self._show_error)
        thread = Thread(target=watcher.run, args=[stop], name="catalogs watch", daemon=True)
        thread.start()
        try:
            super().inner_run(*args, **options)
        finally:
            # A sync that is cut off here loses nothing: the next one finishes it.
            stop.set()
            thread.join(timeout=5)

    def _show(self, report: LanguageReport) -> None:
        self.stdout.write("\n".join(map(visible_line, report.lines())))
        self.stdout.flush()

    def _show_error(self, message: str) -> None:
        self.stderr.write(f"Translations: {message}")
