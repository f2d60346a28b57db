"""Every PO file of the packages installed here, as people wrote them: Django's, Wagtail's, …"""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import sysconfig
import warnings
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from patio.catalog.errors import PoFileError
from patio.catalog.po import Catalog, Entry, careful, parse, patch
from patio.catalog.po.report import Report

FILES = sorted(Path(sysconfig.get_path("purelib")).rglob("*.po"))
ENOUGH = 1_500


@pytest.fixture(scope="module")
def read() -> dict[Path, Catalog | PoFileError]:
    found: dict[Path, Catalog | PoFileError] = {}
    for path in FILES:
        try:
            found[path] = parse(path.read_bytes(), name=str(path))
        except PoFileError as error:
            found[path] = error
    return found


@pytest.fixture(scope="module")
def catalogs(read: dict[Path, Catalog | PoFileError]) -> dict[Path, Catalog]:
    return {path: found for path, found in read.items() if isinstance(found, Catalog)}


def test_there_are_files(catalogs: dict[Path, Catalog], capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        entries = sum(map(len, catalogs.values()))
        print(f"\n{len(catalogs)} of {len(FILES)} PO files read, {entries} entries")  # noqa: T201
    assert len(FILES) > ENOUGH
    assert len(catalogs) > 0.98 * len(FILES)


def test_what_is_refused_msgfmt_refuses_too(read: dict[Path, Catalog | PoFileError]) -> None:
    if not shutil.which("msgfmt"):
        pytest.skip("GNU gettext is not installed")
    for path, found in read.items():
        if isinstance(found, PoFileError):
            command = ["msgfmt", "--check-header", "--check-domain", "-o", "/dev/null", str(path)]
            assert subprocess.run(command, capture_output=True, check=False).returncode, found


def test_no_change_is_no_change(catalogs: dict[Path, Catalog]) -> None:
    for path, catalog in catalogs.items():
        data = path.read_bytes()
        assert patch(catalog) == data
        same = {0: catalog.entries[0]} if catalog.entries else {}
        assert patch(catalog, replace=same, header=dict(catalog.header)) == data, path


def test_one_text_changes_its_lines_only(catalogs: dict[Path, Catalog]) -> None:
    for path, catalog in catalogs.items():
        # Translating a plural that had no text yet may show that the file's forms are too few.
        editable = [
            i for i, e in enumerate(catalog.entries) if not e.is_plural or any(e.msgstr_plural)
        ]
        if not editable:
            continue
        index = editable[len(editable) // 2]
        new = edited(catalog.entries[index])
        changed = patch(catalog, replace={index: new})
        again = parse(changed, name=str(path)).entries
        assert again == (*catalog.entries[:index], new, *catalog.entries[index + 1 :]), path
        for line in lines_that_differ(catalog.data, changed):
            assert line.lstrip(b"#~ ").startswith((b"msgstr", b'"')), (path, line)


def test_the_careful_reader_agrees(catalogs: dict[Path, Catalog]) -> None:
    for path, catalog in catalogs.items():
        report = Report(str(path), catalog.data)
        columns = careful.read(report)
        assert not report
        assert columns.entries() == catalog.columns.entries(), path
        assert columns.line == catalog.columns.line, path
        assert columns.split(catalog.text) == catalog.columns.split(catalog.text), path


def test_polib_agrees(catalogs: dict[Path, Catalog]) -> None:
    for path, catalog in catalogs.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = polib.pofile(str(path), encoding="utf-8")
        ours = [entry for entry in catalog.entries if not entry.obsolete]
        assert [as_values(entry) for entry in ours] == list(polib_values(theirs)), path


def edited(entry: Entry) -> Entry:
    if entry.is_plural:
        return dataclasses.replace(entry, msgstr_plural=(*entry.msgstr_plural[:-1], 'edi\\"ted\n'))
    return dataclasses.replace(entry, msgstr='edi\\"ted\n')


def lines_that_differ(before: bytes, after: bytes) -> list[bytes]:
    """The lines between the first and the last that differ, of both files."""
    old, new = before.split(b"\n"), after.split(b"\n")
    start = 0
    while old[start] == new[start]:
        start += 1
    end = 1
    while old[-end] == new[-end] and len(old) - end >= start and len(new) - end >= start:
        end += 1
    return old[start : len(old) - end + 1] + new[start : len(new) - end + 1]


def as_values(entry: Entry) -> tuple[object, ...]:
    return (
        entry.msgctxt,
        entry.msgid,
        entry.msgstr,
        entry.msgid_plural or "",
        entry.msgstr_plural,
        entry.flags,
        entry.previous_msgctxt,
        entry.previous_msgid,
        entry.previous_msgid_plural,
    )


def polib_values(file: polib.POFile) -> Iterator[tuple[object, ...]]:
    for entry in file:
        if not entry.obsolete:
            yield (
                entry.msgctxt,
                entry.msgid,
                entry.msgstr,
                entry.msgid_plural,
                tuple(text for _, text in sorted(entry.msgstr_plural.items())),
                tuple(entry.flags),
                entry.previous_msgctxt,
                entry.previous_msgid,
                entry.previous_msgid_plural,
            )
