"""Bringing a catalog up to a new template: what is kept to the byte, and what msgmerge says too."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patio.catalog.errors import PoFileError
from patio.catalog.po import Catalog, Entry, new, parse, update
from tests.catalog.test_po_corpus import FILES

HEADER = {
    "POT-Creation-Date": "2026-01-01 00:00+0000",
    "Language": "es",
    "Content-Type": "text/plain; charset=UTF-8",
    "Plural-Forms": "nplurals=3; plural=n != 1;",
}
NEW_DATE = HEADER | {"POT-Creation-Date": "2026-02-02 00:00+0000"}
LONG = "We support our members and show empathy for people and groups who struggle anywhere. "

needs_gettext = pytest.mark.skipif(not shutil.which("msgmerge"), reason="no GNU gettext")


def catalog(*entries: Entry, header: dict[str, str] = HEADER) -> Catalog:
    return parse(new(header, entries), name="es.po")


def template(*entries: Entry, header: dict[str, str] = HEADER) -> Catalog:
    return parse(new(header, entries), name="statements.pot")


def file(text: str, end: str = "\n") -> Catalog:
    """A file as somebody has it laid out."""
    head = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n != 1;\\n"\n\n'
    return parse((head + text).replace("\n", end).encode(), name="es.po")


def body(data: bytes) -> str:
    """A file without its header."""
    return data.decode().split("\n\n", 1)[1]


def test_the_same_template_changes_nothing() -> None:
    old = file('#  odd\nmsgid "a" \nmsgstr "b"\n#~| msgid "x"\n#~ msgid "gone"\n#~ msgstr "ida"')

    assert update(old, template(Entry(None, "a", ""))) == old.data


def test_a_newer_date_alone_changes_nothing() -> None:
    old = catalog(Entry("a", "Care", "Cuidado"))

    assert update(old, template(Entry("a", "Care", ""), header=NEW_DATE)) == old.data


def test_the_date_is_the_templates() -> None:
    result = update(catalog(), template(Entry("a", "Care", ""), header=NEW_DATE))

    assert parse(result, name="es.po").header == NEW_DATE


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_an_entry_that_stays_keeps_every_byte(end: str) -> None:
    kept = '#   odd spaces\n#, fuzzy,my-flag\n#= unknown\nmsgid   "a"\nmsgstr "" "b"\n""\n'
    old = file(f'{kept}\nmsgid "gone"\nmsgstr ""\n', end)

    result = update(old, template(Entry(None, "new", ""), Entry(None, "a", "")))

    assert kept.replace("\n", end).encode() in result
    assert f'{end}{end}msgid "new"{end}msgstr ""{end}{end}#   odd'.encode() in result
    assert b"gone" not in result
    assert result.count(b"\r\n") == (result.count(b"\n") if end == "\r\n" else 0)


def test_comments_follow_the_template_and_the_rest_stays() -> None:
    old = file(
        '# a person\'s\n#. old\n#: old.c:1\n#, c-format, mine\n#| msgid "x"\n'
        'msgid ""\n"a %d"\nmsgstr   "b %d"\n'
    )
    model = Entry(
        *(None, "a %d", ""), extracted_comments=("new",), references=("new.c:2",),
        flags=("python-format",),
    )  # fmt: skip

    assert body(update(old, template(model))) == (
        '# a person\'s\n#. new\n#: new.c:2\n#, mine, python-format\n#| msgid "x"\n'
        'msgid ""\n"a %d"\nmsgstr   "b %d"\n'
    )


def test_order_is_the_templates() -> None:
    old = catalog(*(Entry(None, name, f"{name}!") for name in "abc"))

    result = update(old, template(*(Entry(None, name, "") for name in "cab")))

    assert [entry.msgid for entry in parse(result, name="x").entries] == ["c", "a", "b"]


def test_a_changed_source_of_a_unit_becomes_fuzzy() -> None:
    old = catalog(Entry("v.care/body", "Care", "Cuidado", translator_comments=("mine",)))

    for fuzzy in (True, False):
        [entry] = parse(
            update(old, template(Entry("v.care/body", "All else", "")), fuzzy=fuzzy), name="x"
        ).entries
        assert entry == Entry(
            "v.care/body", "All else", "Cuidado",
            flags=("fuzzy",), previous_msgid="Care", translator_comments=("mine",),
        )  # fmt: skip


def test_the_previous_source_is_that_of_the_text() -> None:
    old = catalog(Entry("a", "second", "texto", flags=("fuzzy",), previous_msgid="first"))

    [entry] = parse(update(old, template(Entry("a", "third", ""))), name="x").entries
    assert entry.previous_msgid == "first"

    [entry] = parse(update(old, template(Entry("a", "first", ""))), name="x").entries
    assert (entry.fuzzy, entry.previous_msgid) == (True, None), "only a person takes fuzzy away"


def test_a_previous_source_left_on_a_good_text_is_nobodys() -> None:
    old = catalog(Entry("a", "second", "texto", previous_msgid="first"))

    [entry] = parse(update(old, template(Entry("a", "third", ""))), name="x").entries

    assert (entry.fuzzy, entry.previous_msgid) == (True, "second")


def test_a_context_of_many_entries_is_no_unit() -> None:
    old = catalog(Entry("menu", "Open", "Abrir"), Entry("menu", "Print", "Imprimir"))

    result = parse(
        update(old, template(Entry("menu", "Quit", ""), Entry("menu", "Print", ""))), name="x"
    )

    assert result.entries[0] == Entry("menu", "Quit", "")
    assert result.entries[-1] == Entry("menu", "Open", "Abrir", obsolete=True)


def test_what_is_gone_becomes_obsolete_with_its_text() -> None:
    gone = Entry(
        *("a", LONG, LONG), flags=("fuzzy",), previous_msgid="Solidarity",
        translator_comments=("mine",), extracted_comments=("x",), references=("y",),
    )  # fmt: skip

    result = update(catalog(gone, Entry("b", "Never translated", "")), template())

    assert parse(result, name="x").entries == (
        Entry(
            "a", LONG, LONG, flags=("fuzzy",), previous_msgid="Solidarity",
            translator_comments=("mine",), obsolete=True,
        ),
    )  # fmt: skip
    assert max(map(len, result.decode().splitlines())) <= 79


@pytest.mark.parametrize("flags", [(), ("fuzzy",)], ids=["translated", "fuzzy"])
def test_what_comes_back_has_its_text_again(flags: tuple[str, ...]) -> None:
    old = catalog(Entry("a", "Care", "Cuidado", flags=flags, obsolete=True))

    [entry] = parse(update(old, template(Entry("a", "Care", "")), fuzzy=False), name="x").entries

    assert entry == Entry("a", "Care", "Cuidado", flags=flags)


@pytest.mark.parametrize("obsolete", [False, True], ids=["just gone", "long gone"])
def test_a_renamed_unit_gets_its_text_as_a_proposal(obsolete: bool) -> None:
    old = catalog(Entry("v.old/body", LONG, "Apoyamos", obsolete=obsolete))
    model = template(Entry("v.new/body", LONG, ""))

    [entry] = parse(update(old, model), name="x").entries
    assert (entry.msgstr, entry.fuzzy, entry.obsolete) == ("Apoyamos", True, False)
    assert (entry.previous_msgctxt, entry.previous_msgid) == ("v.old/body", LONG)

    fresh, kept = parse(update(old, model, fuzzy=False), name="x").entries
    assert fresh == Entry("v.new/body", LONG, "")
    assert kept == Entry("v.old/body", LONG, "Apoyamos", obsolete=True)


PLURAL = Entry(None, "file", "", "files", ("archivo", "archivos", "archivoss"))


@pytest.mark.parametrize(
    ("old", "model", "expected"),
    [
        pytest.param(
            PLURAL, Entry(None, "file", "", "many files", ("", "")),
            Entry(
                None, "file", "", "many files", PLURAL.msgstr_plural, ("fuzzy",), None, "file",
                "files",
            ), id="another plural",
        ),
        pytest.param(
            PLURAL, Entry(None, "file", ""),
            Entry(None, "file", "archivo", None, (), ("fuzzy",), None, "file", "files"),
            id="a plural no more",
        ),
        pytest.param(
            Entry(None, "file", "archivo"), Entry(None, "file", "", "files", ("", "")),
            Entry(None, "file", "", "files", ("archivo",) * 3, ("fuzzy",), None, "file"),
            id="a plural from now on",
        ),
        pytest.param(
            Entry(None, "other", "otro"), Entry(None, "file", "", "files", ("", "")),
            Entry(None, "file", "", "files", ("",) * 3), id="a new plural has the language's forms",
        ),
        pytest.param(
            PLURAL, Entry(None, "file", "", "files", ("", "")), PLURAL, id="the same plural",
        ),
    ],
)  # fmt: skip
def test_plurals(old: Entry, model: Entry, expected: Entry) -> None:
    result = parse(update(catalog(old), template(model), fuzzy=False), name="x")

    assert result.entries[0] == expected


def test_new_text_wraps_as_the_file_does() -> None:
    wide = "".join(f'msgid "{LONG * 2}{n}"\nmsgstr "{LONG * 2}"\n\n' for n in range(9))
    models = [Entry(None, f"{LONG * 2}{n}", "") for n in range(9)]

    result = update(file(wide), template(*models, Entry(None, LONG * 2, "")))

    assert f'msgid "{LONG * 2}"\n' in result.decode()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('msgid "a"msgstr "b"\n', id="an entry on a line"),
        pytest.param('msgid "a"\nmsgstr "b"\n\n# the end\n', id="comments at the end"),
        pytest.param('  # x\n\t#: old\n msgid\n"a"\nmsgstr "b"\n', id="indented"),
        pytest.param('#~msgid "a"\n#~msgstr "b"\n', id="obsolete without blanks"),
    ],
)
def test_odd_layouts_lose_nothing(text: str) -> None:
    for model in (template(), template(Entry(None, "a", "", references=("new",)))):
        [entry] = parse(update(file(text), model, fuzzy=False), name="x").entries
        assert entry.msgstr == "b"
        assert entry.obsolete == (not len(model))
        assert entry.references == (("new",) if len(model) else ())


def test_header_comments_bom_and_missing_last_line_end_stay() -> None:
    data = (
        b'\xef\xbb\xbf# by me\nmsgid ""\nmsgstr "POT-Creation-Date: 1\\n"\n\nmsgid "a"\nmsgstr "b"'
    )

    result = update(
        parse(data, name="x"), template(Entry(None, "a", ""), Entry(None, "c", ""), header=NEW_DATE)
    )

    assert result.startswith(b'\xef\xbb\xbf# by me\nmsgid ""\nmsgstr "POT-Creation-Date: 2026-02')
    assert result.endswith(b'msgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr ""')


@pytest.mark.parametrize("share", [1.0, 0.7], ids=["the same", "some entries gone"])
def test_files_as_people_wrote_them(share: float) -> None:
    rng = random.Random(7)  # noqa: S311
    for path in FILES[::15]:
        try:
            old = parse(path.read_bytes(), name=str(path))
        except PoFileError:
            continue
        live = [entry for entry in old.entries if not entry.obsolete]
        kept = [entry for entry in live if share == 1 or rng.random() < share]
        model = template(*kept, header=dict(old.header))
        result = parse(update(old, model), name=str(path))
        assert [entry for entry in result.entries if not entry.obsolete] == kept, path
        assert texts_of(result) == texts_of(old), path


def texts_of(file: Catalog) -> Counter[tuple[str, ...]]:
    """Every translation that there is in a file, live or not."""
    forms = (entry.msgstr_plural or (entry.msgstr,) for entry in file.entries)
    return Counter(texts for texts in forms if any(texts))


# -- for every input, and beside msgmerge

texts = st.sampled_from(
    ["Care", "Care!", "Solidarity", LONG, f"{LONG}\n{LONG}", 'say "hi"\\', "团结"]
)
contexts = st.sampled_from([None, "a/body", "b/body", "c/title"])


def entries(*, translated: bool) -> st.SearchStrategy[list[Entry]]:
    words = texts if translated else st.just("")
    comments = st.lists(st.sampled_from(["one", "two", ""]), max_size=2).map(tuple)
    made = st.builds(
        Entry,
        contexts,
        texts,
        words | st.just(""),
        flags=st.sampled_from([(), ("c-format",), ("no-wrap", "mine")]),
        translator_comments=comments if translated else st.just(()),
        extracted_comments=comments,
        references=st.sampled_from([(), ("a.c:1",), ("b.c:1", "c.c")]),
        obsolete=st.booleans() if translated else st.just(False),
    )
    return st.lists(made, max_size=6, unique_by=lambda entry: entry.key)


@given(old=entries(translated=True), models=entries(translated=False), fuzzy=st.booleans())
def test_no_text_is_lost(old: list[Entry], models: list[Entry], fuzzy: bool) -> None:
    result = parse(update(catalog(*old), template(*models), fuzzy=fuzzy), name="x")

    live = [entry for entry in result.entries if not entry.obsolete]
    assert [entry.key for entry in live] == [model.key for model in models]
    kept = sorted(entry.msgstr for entry in result.entries if entry.msgstr)
    assert kept == sorted(entry.msgstr for entry in old if entry.msgstr)
    before = {entry.key: entry for entry in old}
    for entry in live:
        same = before.get(entry.key)
        if entry.msgstr and not entry.fuzzy:
            assert same is not None, "what is not fuzzy was made for this source"
            assert entry.msgstr == same.msgstr


@given(old=entries(translated=True), models=entries(translated=False), fuzzy=st.booleans())
def test_updating_again_changes_nothing(old: list[Entry], models: list[Entry], fuzzy: bool) -> None:
    once = update(catalog(*old), template(*models), fuzzy=fuzzy)

    assert update(parse(once, name="x"), template(*models), fuzzy=fuzzy) == once


def merged(old: Path, model: Path) -> Catalog:
    command = [
        "msgmerge",
        "--quiet",
        "--no-fuzzy-matching",
        "--force-po",
        "-o",
        "-",
        str(old),
        str(model),
    ]
    return parse(subprocess.run(command, capture_output=True, check=True).stdout, name="msgmerge")


@needs_gettext
@given(old=entries(translated=True), models=entries(translated=False))
def test_msgmerge_says_the_same(
    tmp_path_factory: pytest.TempPathFactory, old: list[Entry], models: list[Entry]
) -> None:
    folder = tmp_path_factory.mktemp("merge")
    before, model = catalog(*old), template(*models)
    (folder / "old.po").write_bytes(before.data)
    (folder / "new.pot").write_bytes(model.data)

    result = update(before, model, fuzzy=False)

    (folder / "result.po").write_bytes(result)
    command = ["msgfmt", "--check-header", "--check-domain", "-o", "/dev/null", "result.po"]
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    ours = parse(result, name="ours")
    theirs = merged(folder / "old.po", folder / "new.pot")
    unit = {entry.key for entry in before.entries}
    for entry, other in zip(
        (entry for entry in ours.entries if not entry.obsolete),
        (entry for entry in theirs.entries if not entry.obsolete),
        strict=True,
    ):
        assert entry.key == other.key
        assert entry.extracted_comments == other.extracted_comments
        assert entry.references == other.references
        if entry.key in unit:
            assert (entry.msgstr, entry.fuzzy) == (other.msgstr, other.fuzzy)
            assert entry.translator_comments == other.translator_comments
            assert {*other.flags} <= {*entry.flags}
    known = {entry.key: entry.msgstr for entry in ours.entries}
    for other in theirs.entries:
        if other.obsolete and other.msgstr and other.key in known:
            assert known[other.key] == other.msgstr
