"""Patching: only the lines of what changed differ."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patio.catalog.errors import PoEntryError
from patio.catalog.po import Catalog, Entry, new, parse, patch
from tests.catalog.test_po_writer import FILES, HEADER, entries

SOURCE = (Path(__file__).parents[1] / "golden" / "po" / "es.po").read_bytes()
TITLE, BODY, COUNT, SLOGAN, OLD = range(5)


STYLES: list[Callable[[bytes], bytes]] = [
    lambda data: data,
    lambda data: data.replace(b"\n", b"\r\n"),
    lambda data: b"\xef\xbb\xbf" + data.removesuffix(b"\n"),
]


def golden(change: Callable[[bytes], bytes] = bytes) -> Catalog:
    return parse(change(SOURCE), name="es.po")


def diff(before: bytes, after: bytes) -> tuple[list[str], list[str]]:
    """The lines taken out and put in, between the first and the last that differ."""
    old, new_ = before.decode().splitlines(), after.decode().splitlines()
    while old and new_ and old[0] == new_[0]:
        old.pop(0), new_.pop(0)
    while old and new_ and old[-1] == new_[-1]:
        old.pop(), new_.pop()
    return old, new_


def change(index: int, **values: object) -> tuple[list[str], list[str]]:
    catalog = golden()
    entry = dataclasses.replace(catalog.entries[index], **values)  # type: ignore[arg-type]
    data = patch(catalog, replace={index: entry})
    assert parse(data, name="x").entries == (
        *catalog.entries[:index],
        entry,
        *catalog.entries[index + 1 :],
    )
    return diff(SOURCE, data)


def test_a_text_changes_its_lines() -> None:
    assert change(TITLE, msgstr="Cuidados") == (['msgstr "Cuidado"'], ['msgstr "Cuidados"'])


def test_one_plural_form_changes_its_line() -> None:
    old, new_ = change(COUNT, msgstr_plural=("%(n)s declaración", "%(n)s textos"))
    assert old == ['msgstr[1] "%(n)s declaraciones"']
    assert new_ == ['msgstr[1] "%(n)s textos"']


def test_unsetting_fuzzy_takes_out_its_lines() -> None:
    values = {"flags": (), "previous_msgctxt": None, "previous_msgid": None}
    assert change(BODY, **values) == (
        ["#, fuzzy", '#| msgctxt "value.care/body"', '#| msgid "We care for each other."'],
        [],
    )


def test_setting_fuzzy_puts_its_line_where_gettext_does() -> None:
    assert change(TITLE, flags=("fuzzy",), previous_msgid="Cares") == (
        [],
        ["#, fuzzy", '#| msgid "Cares"'],
    )
    assert change(COUNT, flags=("fuzzy", "python-format")) == (
        ["#, python-format"],
        ["#, fuzzy, python-format"],
    )


def test_making_obsolete_marks_its_lines() -> None:
    assert change(SLOGAN, obsolete=True) == (
        ['msgctxt "slogan"', 'msgid "Together"', 'msgstr ""'],
        ['#~ msgctxt "slogan"', '#~ msgid "Together"', '#~ msgstr ""'],
    )
    assert change(OLD, obsolete=False)[1][0] == '#| msgid "Previous"'


def test_adding_comments_and_context() -> None:
    assert change(SLOGAN, translator_comments=("a", "b"), extracted_comments=("c",)) == (
        [],
        ["# a", "# b", "#. c"],
    )
    assert change(SLOGAN, msgctxt=None) == (['msgctxt "slogan"'], [])


def test_unusual_lines_of_a_changed_entry_stay() -> None:
    body = (
        '#,   fuzzy\n# after the flags\n#= keep\n#:  x   y\nmsgctxt   "c"\nmsgid ""\n"a"\n'
        'msgstr ""\n""\n"b"\n'
    )
    data = SOURCE + b"\n" + body.encode()
    catalog = parse(data, name="x")
    entry = dataclasses.replace(catalog.entries[-1], msgstr="c")
    assert patch(catalog, replace={entry: entry}) == data.replace(
        b'msgstr ""\n""\n"b"', b'msgstr "c"'
    )


def test_an_oddly_laid_out_entry_is_formed_anew() -> None:
    catalog = parse(SOURCE + b'\nmsgid "a" msgstr "b"\n', name="x")
    data = patch(catalog, replace={5: Entry(None, "a", "c")})
    assert data == SOURCE + b'\nmsgid "a"\nmsgstr "c"\n'


def test_equal_entries_are_left_alone() -> None:
    catalog = golden()
    same = {
        index: dataclasses.replace(entry, line=0) for index, entry in enumerate(catalog.entries)
    }
    assert patch(catalog, replace=same) == SOURCE
    assert patch(catalog) == SOURCE


NEW = Entry("new/title", "New", "Nuevo", extracted_comments=("Page title",))
NEW_TEXT = '#. Page title\nmsgctxt "new/title"\nmsgid "New"\nmsgstr "Nuevo"\n'


def test_a_live_entry_goes_before_the_obsolete_ones() -> None:
    data = patch(golden(), append=[NEW])
    assert data == SOURCE.replace(b'\n#~| msgid "P', f'\n{NEW_TEXT}\n#~| msgid "P'.encode())


def test_an_obsolete_entry_goes_to_the_end() -> None:
    data = patch(golden(), append=[dataclasses.replace(NEW, obsolete=True, extracted_comments=())])
    assert data == SOURCE + b'\n#~ msgctxt "new/title"\n#~ msgid "New"\n#~ msgstr "Nuevo"\n'


def test_entries_are_inserted_in_order() -> None:
    other = Entry("new/body", "Body", "")
    data = patch(golden(), insert=[(BODY, NEW), (BODY, other), (0, Entry("first", "1", ""))])
    contexts = [entry.msgctxt for entry in parse(data, name="x").entries]
    assert contexts[:5] == ["first", "value.care/title", "new/title", "new/body", "value.care/body"]
    assert b"\n\n\n" not in data


def test_insertion_into_a_tight_file_leaves_blank_lines() -> None:
    data = b'msgid ""\nmsgstr ""\nmsgid "a"\nmsgstr ""\nmsgid "b"\nmsgstr ""\n'
    patched = patch(parse(data, name="x"), insert=[(1, Entry(None, "c", ""))])
    assert patched == data.replace(b'msgid "b"', b'\nmsgid "c"\nmsgstr ""\n\nmsgid "b"')


def test_removal_takes_the_comments_along() -> None:
    catalog = golden()
    data = patch(catalog, remove=[BODY, catalog.entries[OLD]])
    assert parse(data, name="x").entries == (
        catalog.entries[TITLE],
        catalog.entries[COUNT],
        catalog.entries[SLOGAN],
    )
    assert "asamblea" not in data.decode()


def test_the_style_of_the_file_is_kept() -> None:
    long = "palabra " * 20
    for style in STYLES:
        catalog = golden(style)
        entry = dataclasses.replace(catalog.entries[OLD], msgstr=long)
        data = patch(catalog, replace={OLD: entry}, append=[NEW], header={"Language-Team": "x"})
        plain = patch(golden(), replace={OLD: entry}, append=[NEW], header={"Language-Team": "x"})
        assert data == style(plain)


def test_a_file_that_does_not_wrap_is_not_wrapped() -> None:
    long = "palabra " * 20
    data = new(HEADER, []) + f'\nmsgid "a"\nmsgstr "{long}"\n\nmsgid "b"\nmsgstr ""\n'.encode()
    patched = patch(parse(data, name="x"), replace={1: Entry(None, "b", long)})
    assert patched.endswith(f'msgstr "{long}"\n'.encode())
    wrapped = patch(golden(), replace={SLOGAN: Entry("slogan", "Together", long)})
    assert max(map(len, wrapped.decode().splitlines())) < 80


def test_header_fields_change_in_place() -> None:
    data = patch(golden(), header={"PO-Revision-Date": "2026-03-01 00:00+0000", "Language": "es"})
    assert diff(SOURCE, data) == (
        ['"PO-Revision-Date: 2026-02-01 00:00+0000\\n"'],
        ['"PO-Revision-Date: 2026-03-01 00:00+0000\\n"'],
    )


def test_new_header_fields_go_to_the_end() -> None:
    data = patch(golden(), header={"X-Generator": "Patio"})
    assert diff(SOURCE, data) == ([], ['"X-Generator: Patio\\n"'])


def test_a_header_on_one_line() -> None:
    data = b'msgid ""\nmsgstr "Language: es\\nX: y\\n"\n\nmsgid "a"\nmsgstr ""\n'
    patched = patch(parse(data, name="x"), header={"Language": "fr", "Z": "1"})
    assert dict(parse(patched, name="x").header) == {"Language": "fr", "X": "y", "Z": "1"}
    assert patched.endswith(b'\n\nmsgid "a"\nmsgstr ""\n')


def test_a_wrapped_header_field_changes_alone() -> None:
    forms = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);"
    data = new({"A": "1", "Plural-Forms": forms, "Z": "1"}, [])
    patched = patch(parse(data, name="x"), header={"Plural-Forms": "nplurals=1; plural=0;"})
    assert patched == new({"A": "1", "Plural-Forms": "nplurals=1; plural=0;", "Z": "1"}, [])
    assert patch(parse(patched, name="x"), header={"Plural-Forms": forms}) == data


def test_refuses_two_entries_with_one_key() -> None:
    catalog = golden()
    old = dataclasses.replace(catalog.entries[OLD], obsolete=False)
    with pytest.raises(PoEntryError, match="second entry"):
        patch(catalog, append=[old])
    assert patch(catalog, append=[old], remove=[OLD])
    with pytest.raises(PoEntryError, match="second entry"):
        patch(catalog, replace={TITLE: catalog.entries[BODY]})


def test_entries_may_swap_keys() -> None:
    catalog = golden()
    title, slogan = catalog.entries[TITLE], catalog.entries[SLOGAN]
    found = parse(patch(catalog, replace={TITLE: slogan, SLOGAN: title}), name="x").entries
    assert (found[TITLE], found[SLOGAN]) == (slogan, title)


def test_refuses_what_the_catalog_has_not() -> None:
    with pytest.raises(IndexError):
        patch(golden(), remove=[99])
    with pytest.raises(IndexError):
        patch(golden(), insert=[(99, NEW)])
    with pytest.raises(KeyError):
        patch(golden(), replace={NEW: NEW})
    with pytest.raises(PoEntryError, match="both replaced and removed"):
        patch(golden(), replace={TITLE: NEW}, remove=[TITLE])


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="GNU gettext is not installed")
def test_msgfmt_takes_what_was_patched(tmp_path: Path) -> None:
    path = tmp_path / "es.po"
    path.write_bytes(patch(golden(), append=[NEW], header={"X-Generator": "Patio"}))
    subprocess.run(["msgfmt", "--check", "-o", "/dev/null", str(path)], check=True)


@settings(max_examples=200, deadline=None)
@given(FILES, st.data(), st.sampled_from(STYLES))
def test_any_change_gives_what_was_asked(
    found: list[Entry], data: st.DataObject, style: Callable[[bytes], bytes]
) -> None:
    catalog = parse(style(new(HEADER, found)), name="x")
    size = len(found)
    removed = data.draw(st.sets(st.integers(0, size - 1), max_size=2)) if size else set()
    index = data.draw(st.integers(0, size))
    fresh = [data.draw(entries()) for _ in range(2)]
    taken = {entry.key for entry in found} | {(None, "")}
    if fresh[0].key == fresh[1].key or taken & {entry.key for entry in fresh}:
        return
    replaced = {0: fresh[1]} if size and 0 not in removed else {}
    patched = patch(catalog, replace=replaced, insert=[(index, fresh[0])], remove=removed)
    expected: list[Entry] = []
    for place in range(size + 1):
        if place == index:
            expected.append(fresh[0])
        if place < size and place not in removed:
            expected.append(replaced.get(place, found[place]))
    assert list(parse(patched, name="x").entries) == expected
    for place, entry in enumerate(found):
        if place not in removed and place not in replaced:
            block = catalog.blocks[1 + catalog.index_of(entry)]
            assert block.strip().encode() in patched
