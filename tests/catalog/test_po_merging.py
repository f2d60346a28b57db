"""The merge of PO files by entry: whose word counts, that nothing is lost, that diffs are quiet."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from patio.catalog import po
from patio.catalog.errors import PoFileError, PoSyntaxError
from patio.catalog.po import Entry
from patio.catalog.po.merging import ConflictKind, MergeResult, Side, merge_files

A, B, C = "We support members.", "We support everyone.", "We support all."
UNIT = "value.solidarity/body"
HEADER = {
    "PO-Revision-Date": "2026-01-01 10:00+0000",
    "Last-Translator": "Ana",
    "Language": "es",
    "Content-Type": "text/plain; charset=UTF-8",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


def _entry(msgid: str = A, msgstr: str = "", **fields) -> Entry:
    return Entry(UNIT, msgid, msgstr, **fields)


def _fuzzy(msgid: str, msgstr: str, previous: str | None = None, **fields) -> Entry:
    return _entry(msgid, msgstr, flags=("fuzzy",), previous_msgid=previous, **fields)


def _file(*entries: Entry | None, header=HEADER) -> bytes:
    return po.new(header, [entry for entry in entries if entry is not None])


def _merge(base, ours, theirs, **options) -> MergeResult:
    files = (
        _file(*(each if isinstance(each, tuple) else (each,))) for each in (base, ours, theirs)
    )
    return merge_files(*files, name="es.po", **options)


def _entries(data: bytes) -> list[Entry]:
    return list(po.parse(data, name="es.po").entries)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        pytest.param(
            _entry(A, "a"),
            _entry(A, "b"),
            _entry(A, "a"),
            _entry(A, "b"),
            id="ours changed the text",
        ),
        pytest.param(
            _entry(A, "a"),
            _entry(A, "a"),
            _entry(A, "b"),
            _entry(A, "b"),
            id="theirs changed the text",
        ),
        pytest.param(
            _entry(A, "a"),
            _entry(A, "b"),
            _entry(A, "b"),
            _entry(A, "b"),
            id="both changed it alike",
        ),
        pytest.param(
            _entry(A, "a"),
            _entry(A, "b"),
            _entry(A, ""),
            _entry(A, "b"),
            id="a text changed here is not lost to its removal there",
        ),
        pytest.param(
            _entry(A, "a"),
            _fuzzy(A, "a"),
            _entry(A, "b"),
            _entry(A, "b"),
            id="one says needs work, the other did the work",
        ),
        pytest.param(
            _fuzzy(A, "a"), _entry(A, "a"), _fuzzy(A, "a"), _entry(A, "a"), id="fuzzy taken away"
        ),
        pytest.param(
            _entry(A, "a"),
            _entry(A, "b"),
            _fuzzy(A, "b"),
            _fuzzy(A, "b"),
            id="the same text, in doubt on one side, needs work",
        ),
        # The trap of python/python-docs-fr#1908: the source moves here, the translation there.
        pytest.param(
            _entry(A, "a"),
            _fuzzy(B, "a", A),
            _entry(A, "b"),
            _fuzzy(B, "b", A),
            id="a new text of the old source is fuzzy under the new one",
        ),
        pytest.param(
            _entry(A, "a"),
            _entry(B, "a"),
            _entry(A, "b"),
            _fuzzy(B, "b", A),
            id="though the source moved without a fuzzy flag",
        ),
        pytest.param(
            _entry(A, ""),
            _entry(B, ""),
            _entry(A, "b"),
            _fuzzy(B, "b", A),
            id="a first text of the old source is fuzzy under the new one",
        ),
        pytest.param(
            _entry(A, "a"),
            _entry(A, "b"),
            _fuzzy(B, "a", A),
            _fuzzy(B, "b", A),
            id="the other way round",
        ),
        pytest.param(
            _entry(A, "a"),
            _entry(B, "b"),
            _fuzzy(B, "a", A),
            _entry(B, "b"),
            id="a new text of the new source is good",
        ),
        pytest.param(
            _entry(A, "a"),
            _entry(B, "a"),
            _fuzzy(B, "a", A),
            _entry(B, "a"),
            id="the source moved on both sides, one lets the text stand",
        ),
        pytest.param(
            _fuzzy(B, "a", A),
            _entry(B, "a"),
            _fuzzy(C, "a", A),
            _fuzzy(C, "a", B),
            id="a text confirmed for a source that has moved on",
        ),
        pytest.param(
            _entry(A, "a"),
            _entry(B, "b"),
            _entry(A, "b"),
            _entry(B, "b"),
            id="the same text said to fit the new source",
        ),
        pytest.param(_entry(A, "a"), None, _entry(A, "a"), None, id="removed by ours"),
        pytest.param(_entry(A, "a"), _entry(A, "a"), None, None, id="removed by theirs"),
        pytest.param(
            _entry(A, "a"),
            None,
            _entry(A, "b"),
            _entry(A, "b"),
            id="removed here, translated there",
        ),
        pytest.param(
            _entry(A, "a"),
            _entry(A, "a", translator_comments=("why",)),
            None,
            _entry(A, "a", translator_comments=("why",)),
            id="removed there, a note added here",
        ),
        pytest.param(None, None, _entry(A, "a"), _entry(A, "a"), id="added by theirs"),
        pytest.param(None, _entry(A, "a"), None, _entry(A, "a"), id="added by ours"),
        pytest.param(None, _entry(A, ""), _entry(A, "a"), _entry(A, "a"), id="added by both"),
        pytest.param(
            _entry(A, "a"),
            _entry(A, "a", obsolete=True),
            _entry(A, "b"),
            _entry(A, "b", obsolete=True),
            id="obsolete here, translated there",
        ),
        pytest.param(
            _entry(A, "a", obsolete=True),
            _entry(A, "a"),
            _entry(A, "a", obsolete=True),
            _entry(A, "a"),
            id="brought back",
        ),
        pytest.param(
            _entry(A, "a", flags=("c-format",), references=("x:1",)),
            _entry(A, "a", flags=("c-format", "ours"), references=("x:1", "x:2")),
            _entry(A, "b", flags=("theirs",), references=("x:3",)),
            _entry(A, "b", flags=("ours", "theirs"), references=("x:2", "x:3")),
            id="flags and references as sets",
        ),
        pytest.param(
            _entry(A, "a", translator_comments=("one",), extracted_comments=("e",)),
            _entry(A, "a", translator_comments=("one", "ours"), extracted_comments=("e",)),
            _entry(A, "a", translator_comments=("theirs", "one"), extracted_comments=("f",)),
            _entry(
                A, "a", translator_comments=("one", "ours", "theirs"), extracted_comments=("f",)
            ),
            id="notes of both",
        ),
    ],
)
def test_entries_merge_without_conflict(base, ours, theirs, expected) -> None:
    result = _merge(base, ours, theirs)

    assert _entries(result.data) == ([] if expected is None else [expected])
    assert result.conflicts == ()
    assert result.with_markers() == result.data


class TestConflicts:
    def test_one_stands_and_the_other_is_told(self) -> None:
        result = _merge(_entry(A, "a"), _entry(A, "b"), _entry(A, "c"))

        (conflict,) = result.conflicts
        assert _entries(result.data) == [_entry(A, "b")]
        assert (conflict.kind, conflict.other_side) == (ConflictKind.TRANSLATION, Side.THEIRS)
        assert (conflict.kept.msgstr, conflict.other.msgstr) == ("b", "c")

    def test_the_caller_says_whose_stands(self) -> None:
        result = _merge(_entry(A, "a"), _entry(A, "b"), _entry(A, "c"), prefer=Side.THEIRS)

        assert _entries(result.data) == [_entry(A, "c")]
        assert result.conflicts[0].other.msgstr == "b"

    def test_a_text_that_fits_stands_before_one_that_needs_work(self) -> None:
        result = _merge(_entry(A, "a"), _entry(A, "b"), _entry(B, "c"))

        assert _entries(result.data) == [_entry(B, "c")]
        assert result.conflicts[0].other == _fuzzy(B, "b", A)
        assert result.conflicts[0].other_side is Side.OURS

    def test_two_new_sources(self) -> None:
        result = _merge(_entry(A, "a"), _entry(B, "b"), _entry(C, "c"))

        assert _entries(result.data) == [_entry(B, "b")]
        assert result.conflicts[0].kind is ConflictKind.SOURCE
        assert result.conflicts[0].other == _entry(C, "c")

    def test_both_added_it(self) -> None:
        result = _merge(None, _entry(A, "b"), _entry(A, "c"))

        assert [c.other.msgstr for c in result.conflicts] == ["c"]

    def test_forms_that_a_source_without_plural_cannot_hold(self) -> None:
        plural = Entry(UNIT, A, "", msgid_plural="As", msgstr_plural=("a", "aa"))
        result = _merge(
            plural, _entry(B, "", obsolete=False), replace(plural, msgstr_plural=("b", "bb"))
        )

        assert _entries(result.data)[0].msgstr == "b"
        assert result.conflicts[0].other.msgstr_plural == ("b", "bb")

    def test_markers_stand_around_that_entry_alone(self) -> None:
        first, last = Entry("x/first", "1", "uno"), Entry("x/last", "2", "dos")
        base = _file(first, _entry(A, "a"), last)
        ours, theirs = (_file(first, _entry(A, text), last) for text in "bc")

        marked = merge_files(base, ours, theirs, name="es.po").with_markers(7, "HEAD", "branch")

        text = marked.decode()
        assert text[text.index("<<<") :].startswith(
            f'<<<<<<< HEAD\nmsgctxt "{UNIT}"\nmsgid "{A}"\nmsgstr "b"\n=======\n'
            f'msgctxt "{UNIT}"\nmsgid "{A}"\nmsgstr "c"\n>>>>>>> branch\n\nmsgctxt "x/last"'
        )
        with pytest.raises(PoSyntaxError, match="merge marker"):
            po.parse(marked, name="es.po")

    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_taking_either_side_of_the_markers_gives_a_whole_file(self, end: str) -> None:
        files = [
            _file(_entry(A, text)).replace(b"\n", end.encode()).rstrip() for text in ("a", "b", "c")
        ]
        result = merge_files(*files, name="es.po")
        lines = result.with_markers().decode().splitlines(keepends=True)
        cuts = [n for n, line in enumerate(lines) if line[:7] in ("<<<<<<<", "=======", ">>>>>>>")]
        sides = [lines[one + 1 : other] for one, other in pairwise(cuts)]

        for side, text in zip(sides, "bc", strict=True):
            whole = "".join([*lines[: cuts[0]], *side, *lines[cuts[2] + 1 :]])
            assert _entries(whole.encode()) == [_entry(A, text)]
            assert whole.count("\n") == whole.count(end), "markers end as the file's lines do"


class TestIdentity:
    def test_by_context_a_new_source_is_the_same_entry(self) -> None:
        assert len(_entries(_merge(_entry(A), _entry(B), _entry(A, "a")).data)) == 1

    def test_a_general_file_keeps_two_entries_of_one_context_apart(self) -> None:
        old, moved = Entry("menu", "Edit", ""), Entry("menu", "View", "")
        other = Entry("menu", "File", "")
        result = _merge((other, old), (other, replace(old, msgstr="Editar")), (other, moved))

        assert set(_entries(result.data)) == {other, moved, replace(old, msgstr="Editar")}

    def test_without_contexts_the_previous_source_tells(self) -> None:
        before = Entry(None, A, "a")
        moved = Entry(None, B, "a", flags=("fuzzy",), previous_msgid=A)

        for ours, theirs in (
            (moved, replace(before, msgstr="b")), (replace(before, msgstr="b"), moved),
        ):  # fmt: skip
            result = _merge(before, ours, theirs)
            assert _entries(result.data) == [replace(moved, msgstr="b")]

    def test_without_any_trace_old_and_new_stand_beside_each_other(self) -> None:
        result = _merge(Entry(None, A, "a"), Entry(None, B, ""), Entry(None, A, "b"))

        assert {(e.msgid, e.msgstr) for e in _entries(result.data)} == {(A, "b"), (B, "")}

    def test_an_obsolete_entry_makes_room_and_its_text_is_told(self) -> None:
        gone = Entry(UNIT, A, "old", obsolete=True)
        base = (_entry(B, "b"),)
        result = _merge(base, (*base, gone), (_entry(A, "new"),))

        assert _entries(result.data) == [_entry(A, "new")]
        assert [conflict.other.msgstr for conflict in result.conflicts] == ["old"]


class TestHeader:
    def _fields(self, base: dict, ours: dict, theirs: dict, **options) -> dict[str, str]:
        files = [_file(_entry(A, "a"), header=HEADER | each) for each in (base, ours, theirs)]
        result = merge_files(*files, name="es.po", **options)
        assert result.conflicts == ()
        return dict(po.parse(result.data, name="es.po").header)

    def test_the_later_save_wins_whole(self) -> None:
        later = {"PO-Revision-Date": "2026-03-01 00:00+0100", "X-Generator": "Weblate 5"}
        earlier = {"PO-Revision-Date": "2026-02-28 22:59+0000", "Last-Translator": "Inés"}

        for one, other in ((later, earlier), (earlier, later)):
            merged = self._fields({}, one, other)
            assert merged["PO-Revision-Date"] == later["PO-Revision-Date"]
            assert merged["X-Generator"] == "Weblate 5"

    def test_other_fields_one_by_one(self) -> None:
        merged = self._fields({}, {"Language-Team": "Spanish"}, {"X-Note": "n"})

        assert (merged["Language-Team"], merged["X-Note"]) == ("Spanish", "n")

    @pytest.mark.parametrize("date", ["", "YEAR-MO-DA HO:MI+ZONE", "9999-99-99 99:99+9999"])
    def test_a_date_that_is_none_is_the_oldest(self, date: str) -> None:
        later = {"PO-Revision-Date": "2026-02-01 00:00+0000"}
        merged = self._fields({}, {"PO-Revision-Date": date}, later)

        assert merged["PO-Revision-Date"] == "2026-02-01 00:00+0000"

    def test_credits_above_the_header_are_kept_of_both(self) -> None:
        base = _file(_entry(A, "a"))
        ours, theirs = (f"# {name}, 2026.\n".encode() + base for name in ("Ana", "Inés"))

        merged = merge_files(base, ours, theirs, name="es.po").data

        assert merged == "# Ana, 2026.\n# Inés, 2026.\n".encode() + base

    def test_plural_forms_that_no_longer_count_need_work(self) -> None:
        entry = Entry("n", "one", "", msgid_plural="many", msgstr_plural=("a", "b"))
        three = {"Plural-Forms": "nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;"}
        result = merge_files(_file(), _file(entry), _file(header=HEADER | three), name="es.po")

        assert _entries(result.data)[0].fuzzy


class TestQuiet:
    ODD = b'#   by hand\n#:  a.c:1\n#, c-format,fuzzy\nmsgid   "odd"\nmsgstr "r' + b'aro"\n\n\n'

    def test_only_the_lines_of_what_theirs_changed_differ(self) -> None:
        long = "palabra " * 30
        base = _file(_entry(A, "a")) + b"\n" + self.ODD + b'msgid "z"\nmsgstr ""\n'
        rewrapped = base.replace(self.ODD, b'msgid "odd"\nmsgstr "raro"\n\n')
        theirs = rewrapped.replace(b'"z"\nmsgstr ""', f'"z"\nmsgstr "{long}"'.encode())
        ours = base.replace(b'msgstr "a"', b'msgstr "b"')

        merged = merge_files(base, ours, theirs, name="es.po").data

        assert merged.startswith(ours[: ours.index(self.ODD)])
        before, after = ours.splitlines(), merged.splitlines()
        assert [line for line in after if line not in before and b"palabra" not in line] == []

    def test_additions_stand_where_theirs_had_them(self) -> None:
        one, two, three, four = (Entry(f"x/{n}", n, n) for n in "1234")
        result = _merge((one, four), (one, four), (one, two, three, four))

        assert _entries(result.data) == [one, two, three, four]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_file_that_cannot_be_read_is_named(place: int) -> None:
    files = [_file(_entry(A, text)) for text in "abc"]
    files[place] += b'msgid "open\n'

    with pytest.raises(PoFileError, match=r"es\.po \((base|ours|theirs)\):\d+"):
        merge_files(*files, name="es.po")


# What holds for every input

_TEXT = st.sampled_from(["", "uno", "dos", "tres %s", "línea\nlínea", '"', "\\"])
_LINES = st.lists(st.sampled_from(["p", "q", "r"]), unique=True, max_size=2).map(tuple)
_SOURCE = st.sampled_from([A, B, C])


@st.composite
def _files(draw, *, contexts: bool) -> bytes:
    """A file of some entries; sources are few, so that the sides meet often."""
    names = draw(st.lists(st.sampled_from(["u/1", "u/2", "u/3", "u/4"]), unique=True))
    entries = []
    for name in names:
        msgid = draw(_SOURCE) if contexts else f"{name} {draw(_SOURCE)}"
        plural = draw(st.sampled_from([None, None, "many"]))
        forms = (draw(_TEXT), draw(_TEXT)) if plural else ()
        previous = draw(st.sampled_from([None, A, B]))
        flags = draw(st.sampled_from([(), (), ("fuzzy",), ("no-wrap",), ("fuzzy", "no-wrap")]))
        entries.append(
            Entry(
                name if contexts else None,
                msgid,
                "" if plural else draw(_TEXT),
                plural,
                forms,
                flags,
                None,
                (previous if contexts or previous is None else f"{name} {previous}"),
                "manys" if previous and draw(st.booleans()) else None,
                draw(_LINES),
                draw(_LINES),
                draw(_LINES),
                draw(st.sampled_from([False, False, False, True])),
            )
        )
    header = HEADER | {
        "PO-Revision-Date": draw(st.sampled_from([f"2026-0{n}-01 10:00+0000" for n in (1, 2)])),
        "X-Generator": draw(st.sampled_from(["Poedit", "Weblate"])),
    }
    return po.new(header, entries)


_THREE = st.booleans().flatmap(
    lambda contexts: st.tuples(*[_files(contexts=contexts) for _ in range(3)])
)


def _texts(data: bytes) -> set[str]:
    return {
        text for entry in _entries(data) for text in (entry.msgstr, *entry.msgstr_plural) if text
    }


def _comparable(entry: Entry) -> Entry:
    return replace(
        entry,
        flags=tuple(sorted(entry.flags)),
        translator_comments=tuple(sorted(entry.translator_comments)),
        extracted_comments=tuple(sorted(entry.extracted_comments)),
        references=tuple(sorted(entry.references)),
    )


@given(_THREE)
def test_who_changed_nothing_changes_nothing(files) -> None:
    base, one, _ = files

    assert merge_files(base, one, base, name="x").data == one
    assert merge_files(base, one, one, name="x").data == one
    other = merge_files(base, base, one, name="x")
    assert other.conflicts == ()
    assert {e.key: e for e in _entries(other.data)} == {e.key: e for e in _entries(one)}


@given(_THREE, st.sampled_from(Side))
def test_no_text_is_lost_and_the_result_is_a_sound_file(files, prefer) -> None:
    base, ours, theirs = files
    result = merge_files(*files, name="x", prefer=prefer)

    held = _texts(result.data)
    for conflict in result.conflicts:
        held |= {conflict.other.msgstr, *conflict.other.msgstr_plural}
    base_texts = {
        (e.msgctxt or e.msgid[:3], t) for e in _entries(base) for t in (e.msgstr, *e.msgstr_plural)
    }
    for side in (ours, theirs):
        for entry in _entries(side):
            for text in (entry.msgstr, *entry.msgstr_plural):
                is_old = (entry.msgctxt or entry.msgid[:3], text) in base_texts
                assert not text or is_old or text in held


@given(_THREE)
def test_a_good_text_stands_only_under_a_source_that_a_side_gave_it(files) -> None:
    pairs = {
        (e.msgctxt, e.msgid, e.msgid_plural, e.msgstr, e.msgstr_plural)
        for data in files
        for e in _entries(data)
        if not e.fuzzy
    }
    for entry in _entries(merge_files(*files, name="x").data):
        pair = (entry.msgctxt, entry.msgid, entry.msgid_plural, entry.msgstr, entry.msgstr_plural)
        has_text = entry.msgstr or any(entry.msgstr_plural)
        assert entry.fuzzy or not has_text or pair in pairs


@given(_THREE)
def test_sides_are_alike_but_for_whose_text_stands(files) -> None:
    base, ours, theirs = files
    one = merge_files(base, ours, theirs, name="x", prefer=Side.OURS)
    other = merge_files(base, theirs, ours, name="x", prefer=Side.THEIRS)

    assert {_comparable(e) for e in _entries(one.data)} == {
        _comparable(e) for e in _entries(other.data)
    }
    assert {c.other_side for c in one.conflicts} <= {*Side}
    assert len(one.conflicts) == len(other.conflicts)


@given(_THREE)
def test_marked_files_hold_both_sides_of_each_conflict(files) -> None:
    result = merge_files(*files, name="x")
    assume(result.conflicts)

    marked = result.with_markers()
    assert marked.count(b"<<<<<<< ours\n") == marked.count(b">>>>>>> theirs\n") >= 1


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="needs msgfmt")
def test_msgfmt_takes_every_merged_file(tmp_path) -> None:
    seen: list[bytes] = []

    @given(_THREE)
    def gather(files) -> None:
        seen.append(merge_files(*files, name="x").data)

    gather()
    paths = []
    for number, data in enumerate(seen):
        paths.append(tmp_path / f"{number}.po")
        paths[-1].write_bytes(data)
    for path in paths:
        command = ["msgfmt", "--check-header", "--check-domain", "-o", "/dev/null", path]
        run = subprocess.run(command, capture_output=True)
        assert run.returncode == 0, run.stderr.decode() + path.read_text(encoding="utf-8")
