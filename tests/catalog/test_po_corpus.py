"""Every PO file of the packages installed here, as people wrote them: Django's, Wagtail's, …

Some of them have translations with another number of plural forms than their header promises.
They are refused, as ``msgfmt --check`` refuses them; the round trip takes them in all the same.
"""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import sysconfig
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import polib
import pytest

from patio.catalog.errors import PoFileError, PoPluralError
from patio.catalog.po import Catalog, Entry, careful, grammar, parse, patch
from patio.catalog.po.columns import Columns
from patio.catalog.po.layout import split_parts
from patio.catalog.po.report import Report
from tests.catalog.conftest import SUMMARY

PACKAGES = Path(sysconfig.get_path("purelib"))
FILES = sorted(path for kind in ("po", "pot") for path in PACKAGES.rglob(f"*.{kind}"))
ENOUGH = 1_500
CAREFULLY_READ = FILES[::5]
"""The careful reader is several times slower: every fifth file has to do."""

NEW_TEXT = 'edi\\"ted\n'
Record = Callable[[str, object], None]


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


def test_what_is_refused_msgfmt_refuses_too(read: dict[Path, Catalog | PoFileError]) -> None:
    refused = {path: found for path, found in read.items() if isinstance(found, PoFileError)}
    assert len(refused) < 0.02 * len(FILES)
    assert all(isinstance(error, PoPluralError) for error in refused.values())
    if not shutil.which("msgfmt"):
        pytest.skip("GNU gettext is not installed")
    for path, error in refused.items():
        command = ["msgfmt", "--check-header", "--check-domain", "-o", "/dev/null", str(path)]
        assert subprocess.run(command, capture_output=True, check=False).returncode, error


def test_every_file_comes_back_byte_for_byte(
    read: dict[Path, Catalog | PoFileError], record_property: Record
) -> None:
    """Taken apart to single comments and fields, and put together again."""
    entries = 0
    differ = []
    for path, found in read.items():
        data = path.read_bytes()
        columns = found.columns if isinstance(found, Catalog) else scanned(data)
        blocks, tail = columns.split(data.decode("utf-8-sig"))
        bom = "\ufeff" if data.startswith(b"\xef\xbb\xbf") else ""
        text = "".join(part.text for block in blocks for part in split_parts(block) or ())
        entries += len(blocks)
        if (bom + text + tail).encode() != data:
            differ.append(path)
    read_well = sum(isinstance(found, Catalog) for found in read.values())
    record_property(
        SUMMARY,
        f"{len(FILES)} files, {entries} entries; {read_well} files read, "
        f"{len(FILES) - read_well} refused as msgfmt refuses them; "
        f"round trip: {len(differ)} differ",
    )
    assert not differ
    assert len(FILES) > ENOUGH


def test_no_change_is_no_change(catalogs: dict[Path, Catalog]) -> None:
    for path, catalog in catalogs.items():
        assert patch(catalog) == catalog.data
        same = {0: catalog.entries[0]} if catalog.entries else {}
        assert patch(catalog, replace=same, header=dict(catalog.header)) == catalog.data, path


def test_one_text_changes_its_lines_only(
    catalogs: dict[Path, Catalog], record_property: Record
) -> None:
    edits = 0
    for path, catalog in catalogs.items():
        # Translating a plural that had no text yet may show that the file's forms are too few.
        editable = [
            index
            for index, entry in enumerate(catalog.entries)
            if not entry.obsolete and (not entry.is_plural or any(entry.msgstr_plural))
        ]
        for index in {editable[i] for i in (0, len(editable) // 2, -1) if editable}:
            edits += 1
            check_edit(catalog, index, path)
    record_property(SUMMARY, f"{edits} texts edited, one at a time: no other line changed")
    assert edits > ENOUGH


def check_edit(catalog: Catalog, index: int, path: Path) -> None:
    """Change the last text of an entry: nothing but its own lines may change."""
    entry = catalog.entries[index]
    place = index + (index >= catalog.header_place)
    data = patch(catalog, replace={index: edited(entry)})
    old, new = catalog.data.split(b"\n"), data.split(b"\n")
    first = entry.line  # of its own lines but the first keyword's, which is msgctxt or msgid
    after = len(old) - (catalog.columns.end[place] - 1)
    assert old[:first] == new[:first], path
    assert not after or old[-after:] == new[-after:], path
    for line in new[first : len(new) - after]:
        assert line in old[first:] or line.startswith((b"msgstr", b'"')), (path, line)
    found = parse(data, name=str(path)).columns
    expected = catalog.columns
    texts = [*expected.msgstr]
    plurals = dict(expected.plurals)
    if entry.msgid_plural is None:
        texts[place] = NEW_TEXT
    else:
        plurals[place] = entry.msgid_plural, edited(entry).msgstr_plural
    assert (found.msgstr, found.plurals) == (texts, plurals), path
    assert (found.msgid, found.msgctxt) == (expected.msgid, expected.msgctxt), path


def edited(entry: Entry) -> Entry:
    if entry.is_plural:
        return dataclasses.replace(entry, msgstr_plural=(*entry.msgstr_plural[:-1], NEW_TEXT))
    return dataclasses.replace(entry, msgstr=NEW_TEXT)


def test_the_careful_reader_agrees(read: dict[Path, Catalog | PoFileError]) -> None:
    for path in CAREFULLY_READ:
        data = path.read_bytes()
        report = Report(str(path), data)
        slow, quick = careful.read(report), scanned(data)
        assert not report
        assert slow.entries() == quick.entries(), path
        assert slow.line == quick.line, path
        assert slow.split(report.text) == quick.split(report.text), path


def scanned(data: bytes) -> Columns:
    columns = grammar.scan(data, 3 if data.startswith(b"\xef\xbb\xbf") else 0)
    assert columns is not None
    return columns


def test_polib_agrees(catalogs: dict[Path, Catalog], record_property: Record) -> None:
    entries = 0
    for path, catalog in catalogs.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = polib.pofile(str(path), encoding="utf-8")
        ours = [entry for entry in catalog.entries if not entry.obsolete]
        entries += len(ours)
        assert [as_values(entry) for entry in ours] == list(polib_values(theirs)), path
    record_property(SUMMARY, f"{entries} live entries read as polib reads them")


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
        "\n".join(entry.translator_comments).rstrip("\n"),  # polib drops an empty last line
        "\n".join(entry.extracted_comments).rstrip("\n"),
        list(entry.references),
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
                entry.tcomment.rstrip("\n"),
                entry.comment.rstrip("\n"),
                [f"{place}:{line}" if line else place for place, line in entry.occurrences],
            )
