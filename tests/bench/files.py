"""Reading and updating files: beside ``msgfmt``, ``msgmerge`` and polib."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import polib

from patio.catalog import po

from .data import (
    WORDS_OF_A_MESSAGE,
    SourceUnit,
    catalog_in_all_scripts,
    document,
    newer_template,
)
from .measuring import Row, run, side_by_side

PARSE_MSGFMT, PARSE_POLIB = 0.45, 0.33
MERGE, MERGE_FUZZY = 0.35, 0.15


def parse_rows(folder: Path, sizes: list[int], runs: int) -> Iterator[Row]:
    """Parsing with every entry at hand."""
    for size in sizes:
        path = _catalog(folder, size)
        ours, msgfmt, other = side_by_side(
            runs,
            partial(_entries, path),
            partial(run, "msgfmt", "-c", "-o", "/dev/null", str(path)),
            partial(polib.pofile, str(path)),
        )
        yield Row("parse", f"{size:,}", "msgfmt -c", ours, msgfmt, PARSE_MSGFMT)
        yield Row("parse", f"{size:,}", "polib", ours, other, PARSE_POLIB)


def merge_rows(folder: Path, sizes: list[int], runs: int, *, goals_at: int) -> Iterator[Row]:
    """Updating from a new template; the goals are set for one size."""
    for size in sizes:
        path, template = _catalog(folder, size), folder / f"{size}.pot"
        template.write_bytes(newer_template(_document(size)))
        files = [str(path), str(template)]
        ours, theirs = side_by_side(
            runs,
            partial(_update, path, template, fuzzy=False),
            partial(run, "msgmerge", "-q", "-N", "-o", "/dev/null", *files),
        )
        goal = MERGE if size == goals_at else None
        yield Row("update", f"{size:,}", "msgmerge -N", ours, theirs, goal)
        if size != goals_at:
            continue
        ours, theirs = side_by_side(
            runs,
            partial(_update, path, template, fuzzy=True),
            partial(run, "msgmerge", "-q", "-o", "/dev/null", *files),
            runs_of=[runs, 1],
        )
        yield Row("update, fuzzy", f"{size:,}", "msgmerge", ours, theirs, MERGE_FUZZY)


def _document(size: int) -> list[SourceUnit]:
    return document(size, WORDS_OF_A_MESSAGE)


def _catalog(folder: Path, size: int) -> Path:
    path = folder / f"{size}.po"
    if not path.exists():
        path.write_bytes(catalog_in_all_scripts(_document(size)))
    return path


def _entries(path: Path) -> int:
    return len(po.parse(path.read_bytes(), name=path.name).entries)


def _update(path: Path, template: Path, *, fuzzy: bool) -> bytes:
    catalog = po.parse(path.read_bytes(), name=path.name)
    return po.update(catalog, po.parse(template.read_bytes(), name=template.name), fuzzy=fuzzy)
