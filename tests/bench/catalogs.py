"""``make bench-catalogs``: catalogs, their sync and what follows, beside GNU gettext and others.

``python -m tests.bench.catalogs [--quick] [--only parse,merge,sync,revision] [--runs N]``
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .databases import BenchDatabase, Postgresql, Sqlite
from .files import merge_rows, parse_rows
from .measuring import Row, show
from .whole_site import Size, revision_row, sync_rows

PARTS = ("parse", "merge", "sync", "revision")
FULL = Size(languages=50, units=2_000, statements=100, sample=200, runs=5)
QUICK = Size(languages=2, units=40, statements=10, sample=4, runs=1)
FULL_FILES, QUICK_FILES = [1_000, 10_000, 100_000], [200]
GOALS_AT = 10_000

NOTES = (
    "Ratios are medians of {runs} runs; in each, the things compared ran one after the other.",
    "parse: every entry at hand, from bytes in memory's cache. update: both files read and parsed.",
    "msgmerge with fuzzy matching takes so long that it ran once.",
    "sync: sync_all() in a fresh process after its first connection. Pages are built by the task "
    "queue, which is not in these figures.",
    "revision: source pages published, all queued work of all languages done. Wagtail's own "
    "save_revision().publish() was measured on {sample} pages and scaled to all that were touched.",
    "memory: all processes of the sync, what they share counted once.",
)


def main(arguments: list[str] | None = None) -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="little data, one run: is it whole?")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, with commas: %(default)s")
    parser.add_argument("--runs", type=int, help="runs of each thing (5)")
    options = parser.parse_args(arguments)
    parts = options.only.split(",")
    if unknown := set(parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if missing := [name for name in ("msgfmt", "msgmerge") if not shutil.which(name)]:
        parser.error(f"{' and '.join(missing)} of GNU gettext are needed")
    size = QUICK if options.quick else FULL
    if options.runs:
        size = Size(size.languages, size.units, size.statements, size.sample, options.runs)
    notes = [note.format(runs=size.runs, sample=size.sample) for note in NOTES]
    if not Postgresql.answers():
        notes.append("PostgreSQL is skipped: no server answers.")
    with tempfile.TemporaryDirectory(prefix="patio-bench-") as folder:
        rows = list(_rows(parts, size, Path(folder), is_quick=options.quick))
    print(show(rows, notes))  # noqa: T201


def _rows(parts: list[str], size: Size, folder: Path, *, is_quick: bool) -> Iterator[Row]:
    sizes = QUICK_FILES if is_quick else FULL_FILES
    if "parse" in parts:
        say(f"parse: {sizes} entries")
        yield from parse_rows(folder, sizes, size.runs)
    if "merge" in parts:
        say(f"update: {sizes} entries")
        goals_at = sizes[0] if is_quick else GOALS_AT
        yield from merge_rows(folder, sizes, size.runs, goals_at=goals_at)
    if "sync" in parts:
        for database in _databases(folder, "sync"):
            yield from sync_rows(database, size, say)
    if "revision" in parts:
        for database in _databases(folder, "revision"):
            yield revision_row(database, size, say)


def _databases(folder: Path, label: str) -> Iterator[BenchDatabase]:
    """A database of each kind that is here, dropped when the next one is asked for."""
    yield from _used(Sqlite(folder / f"sqlite-{label}"))
    if Postgresql.answers():
        yield from _used(Postgresql(folder / f"postgresql-{label}", label))


def _used(database: BenchDatabase) -> Iterator[BenchDatabase]:
    try:
        yield database
    finally:
        database.drop()


def say(what: str) -> None:
    """Tell who waits what is being done."""
    print(f"… {what}", file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
