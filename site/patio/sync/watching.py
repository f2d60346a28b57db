"""The translations folder, watched: what a translator saves is taken in at once.

Events of the file system only wake the watcher. What is to be done, it sees by looking at the
catalogs themselves and comparing them with what was taken last. So nothing depends on which events
an editor causes: a temporary file that is renamed, a backup, a file that is truncated and written
again, a folder that is moved in whole, deleted and made anew. Where events get lost, or there are
none (a network's file system), the look once a second finds the change.

A catalog is taken when it has kept still for a moment, so that none is read half-written.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

from django.db import close_old_connections
from watchfiles import Change, watch

from .folder import DOMAIN, CatalogFolder
from .operations import sync_all
from .report import EntryReport, LanguageReport, Outcome

logger = logging.getLogger(__name__)

#: Seconds that a changed catalog must have kept still before it is read.
SETTLED = 0.2
#: The same for one that looks half-written: empty, less than half of what it was, or seen changing
#: more than once without being replaced, as a slow copy does.
SETTLED_IF_PARTIAL = 1.0
#: The same before a catalog that can't be read is reported: it may be being written still.
SETTLED_IF_BROKEN = 1.0
#: Seconds between looks: while something is changing, and while no event comes.
_STEP, _IDLE = 0.05, 1.0
_LONGEST_RETRY = 30.0

#: What tells one state of a file from another: device, inode, time of change and size.
Signature = tuple[int, int, int, int]
#: What is said of an entry at every sync, until somebody mends it.
_STANDING = frozenset({Outcome.REFUSED, Outcome.SKIPPED})


@dataclass(slots=True)
class Sight:
    """A state of a catalog that has not been taken: since when it is seen, how long to wait."""

    signature: Signature
    since: float
    patience: float
    failures: int = 0


class Lookout:
    """Tells which catalogs changed. Reads no file and keeps no clock: ``now`` is in seconds."""

    def __init__(self, folder: CatalogFolder) -> None:
        self.folder = folder
        #: Why some folders are not read.
        self.misnamed: list[str] = []
        self._taken: dict[str, Signature] = {}
        self._pending: dict[str, Sight] = {}

    @property
    def is_waiting(self) -> bool:
        """Whether a change has been seen that is to be taken soon."""
        return bool(self._pending)

    def look(self, now: float) -> dict[str, Sight]:
        """The catalogs to take now, by language tag.

        A catalog that is gone is not taken, so that none is written back while an editor puts
        another in its place; it counts as changed when it returns.
        """
        present = self._present()
        for gone in (self._taken.keys() | self._pending.keys()) - present.keys():
            self._taken.pop(gone, None)
            self._pending.pop(gone, None)
        for tag, signature in present.items():
            sight = self._pending.get(tag)
            if self._taken.get(tag) == signature:
                self._pending.pop(tag, None)
            elif sight is None or sight.signature != signature:
                self._pending[tag] = Sight(signature, now, self._patience(tag, signature, sight))
        return {
            tag: sight
            for tag, sight in self._pending.items()
            if now - sight.since >= sight.patience
        }

    def take(self, tag: str, sight: Sight) -> None:
        """Note that this state of a catalog has been dealt with."""
        self._taken[tag] = sight.signature
        self._pending.pop(tag, None)

    def _present(self) -> dict[str, Signature]:
        languages, misnamed = self.folder.languages()
        self.misnamed = [str(error) for error in misnamed]
        signatures = {
            language.tag: _signature(self.folder.path(language)) for language in languages
        }
        return {tag: signature for tag, signature in signatures.items() if signature is not None}

    def _patience(self, tag: str, signature: Signature, before: Sight | None) -> float:
        *file, _changed, size = signature
        size_before = self._taken[tag][-1] if tag in self._taken else 0
        is_short = size == 0 or size < size_before / 2
        is_growing = before is not None and file == list(before.signature[:2])
        return SETTLED_IF_PARTIAL if is_short or is_growing else SETTLED


def _signature(path: Path) -> Signature | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size


class CatalogWatcher:
    """Syncs each catalog of the configured folder when it changes, until told to stop.

    ``on_report`` gets what each sync did, where it did anything; ``on_error`` what kept one from
    being done. Each is told once, not again at every save. The first look takes every catalog:
    what was saved before the watcher came is not missed.
    """

    def __init__(
        self,
        *,
        on_report: Callable[[LanguageReport], None],
        on_error: Callable[[str], None],
    ) -> None:
        self.folder = CatalogFolder.configured()
        self.lookout = Lookout(self.folder)
        self._on_report, self._on_error = on_report, on_error
        self._broken: dict[str, list[str]] = {}
        self._standing: dict[str, set[EntryReport]] = {}
        self._errors: dict[str, str] = {}

    def run(self, stop: Event) -> None:
        """Watch until ``stop`` is set. No failure of a sync ends it."""
        while not stop.is_set():
            for _wake in self._wakes(stop):
                # As between two requests: a connection that broke or grew old is not used again.
                close_old_connections()
                self.step(time.monotonic())

    def step(self, now: float) -> None:
        """Look once, and sync what is to be taken."""
        try:
            due = self.lookout.look(now)
        except OSError as error:
            self._tell_error("", f"The translations folder can't be read: {error}")
            return
        self._tell_error("", "\n".join(self.lookout.misnamed))
        for tag, sight in due.items():
            self._sync(tag, sight, now)

    def _sync(self, tag: str, sight: Sight, now: float) -> None:
        try:
            reports = sync_all([tag])
        except Exception as error:
            # A locked database, a full disk, a mistake of ours: the next try may do better.
            sight.failures += 1
            sight.since, sight.patience = now, min(2.0**sight.failures / 2, _LONGEST_RETRY)
            message = f"{tag}: not synced, will be tried again: {type(error).__name__}: {error}"
            if self._tell_error(tag, message):
                logger.exception("the catalog of %s was not synced", tag)
            return
        self._errors.pop(tag, None)
        for report in reports:
            if report.problems and sight.patience < SETTLED_IF_BROKEN:
                sight.patience = SETTLED_IF_BROKEN
                return
            self._tell(report)
        # If the sync has written the file, or somebody has in the meantime, the next look sees a
        # state that differs from this one, and syncs again: with nothing to do, in the first case.
        self.lookout.take(tag, sight)

    def _tell(self, report: LanguageReport) -> None:
        """Report what is new."""
        tag = report.language
        if report.problems:
            if self._broken.get(tag) != report.problems:
                self._on_report(report)
            self._broken[tag] = report.problems
            return
        was_broken = self._broken.pop(tag, None) is not None
        # Lines move with every edit above them: that is no news of an entry.
        known = self._standing.get(tag, set())
        news = [entry for entry in report.entries if replace(entry, line=0) not in known]
        self._standing[tag] = {
            replace(entry, line=0) for entry in report.entries if entry.outcome in _STANDING
        }
        if news or was_broken:
            self._on_report(replace(report, entries=news))

    def _tell_error(self, key: str, message: str) -> bool:
        """Tell an error, unless it was told already; whether it was news."""
        if self._errors.get(key, "") == message:
            return False
        self._errors[key] = message
        if message:
            self._on_error(message)
        return bool(message)

    # -- what wakes it

    def _wakes(self, stop: Event) -> Iterator[None]:
        """Yield at every event of the folder, and at least once a second.

        Ends when the folder is another one than it was, or there is none: the caller begins anew.
        """
        root = self.folder.root
        watched = _identity(root)
        with closing(self._events(stop)) as events:
            has_events = watched is not None
            while not stop.is_set() and _identity(root) == watched:
                yield
                if self.lookout.is_waiting or not has_events:
                    stop.wait(_STEP if self.lookout.is_waiting else _IDLE)
                    continue
                try:
                    next(events, None)
                except (OSError, RuntimeError) as error:
                    # A limit of the system, most likely: looking from time to time will do.
                    logger.warning("%s is only looked at once a second: %s", root, error)
                    has_events = False

    def _events(self, stop: Event) -> Generator[set[tuple[Change, str]], None, None]:
        return watch(
            self.folder.root,
            watch_filter=self.wakes,
            step=10,
            debounce=50,
            stop_event=stop,
            rust_timeout=int(_IDLE * 1000),
            yield_on_timeout=True,
        )

    def wakes(self, change: Change, path: str) -> bool:
        """Whether an event is worth a look: one of a catalog, or of a folder that may hold one.

        Temporary and backup files of editors, the template and the lock are not.
        """
        try:
            parts = Path(path).relative_to(self.folder.root).parts
        except ValueError:
            return False
        catalog = ("LC_MESSAGES", f"{DOMAIN}.po")
        return not parts or ("." not in parts[0] and parts[1:] == catalog[: len(parts) - 1])


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
