"""Units in the formats that translators' tools exchange: what goes out comes back, and no more."""

from __future__ import annotations

import csv
import gettext
import io
import json
import shutil
import subprocess

import pytest
from babel.messages.mofile import read_mo
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from translate.storage import tmx as toolkit_tmx
from translate.storage import workflow
from translate.storage import xliff as toolkit_xliff

from patio.catalog.errors import (
    PoFileError,
    UnitTextError,
    XmlDeclarationError,
    XmlFileError,
    XmlLanguageError,
    XmlLimitError,
    XmlMarkupError,
    XmlSyntaxError,
)
from patio.catalog.formats import Base, Texts, UnitText, mo, po, tables, tmx, xliff, xml
from patio.catalog.names import name_only
from patio.catalog.units import State

HEADER = {"Language": "es", "Content-Type": "text/plain; charset=UTF-8"}
ODD = "<b>&amp;</b> ]]> \u202eRTL\u200f \U0001f30d “x” \t\n\r end "
UNIT = UnitText(
    "value.care/body",
    "We *care*.",
    "Cuidamos.",
    State.TRANSLATED,
    comments=("Values › Care: body",),
    author="Ana",
    base=Base.of(3, State.TRANSLATED, "Cuidamos."),
)

xml_text = st.text(
    st.one_of(
        st.sampled_from("\t\n\r<>&\"' \u200f\u202e\U0001f30d]\u2028\x85"),
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
    ),
    min_size=1,
)
keys = st.from_regex(r"[a-z]{1,8}\.[a-z]{1,8}/[a-z]{1,8}", fullmatch=True)


@st.composite
def unit_texts(draw: st.DrawFn) -> UnitText:
    state = draw(st.sampled_from(State))
    text = "" if state is State.UNTRANSLATED else draw(xml_text)
    is_outdated = state is State.FUZZY and draw(st.booleans())
    return UnitText(
        draw(keys),
        draw(xml_text),
        text,
        state,
        previous_source=draw(xml_text) if is_outdated else None,
        comments=tuple(draw(st.lists(xml_text, max_size=2))),
        base=draw(
            st.none() | st.builds(Base.of, st.integers(0, 10**9 - 1), st.just(state), xml_text)
        ),
    )


units_of_a_file = st.lists(unit_texts(), max_size=4, unique_by=lambda unit: unit.key)


def texts(*units: UnitText) -> Texts:
    return Texts("es", "en", units)


def read_xliff(data: bytes, language: str = "es") -> Texts:
    return xliff.read(data, name="a.xlf", language=language, source_language="en")


def read_tmx(data: bytes, language: str = "es") -> Texts:
    return tmx.read(data, name="a.tmx", language=language, source_language="en")


def read_po(data: bytes) -> Texts:
    return po.read(data, name="a.po", language="es", source_language="en")


class TestRoundTrip:
    @settings(max_examples=60, deadline=None)
    @given(units_of_a_file)
    def test_xliff_gives_back_every_unit(self, units) -> None:
        assert read_xliff(xliff.write(texts(*units))) == texts(*units)

    @settings(max_examples=60, deadline=None)
    @given(units_of_a_file)
    def test_tmx_gives_back_every_good_text_with_its_source(self, units) -> None:
        good = [unit for unit in units if unit.state.is_good]

        assert read_tmx(tmx.write(texts(*units))) == texts(*good)

    @settings(max_examples=60, deadline=None)
    @given(units_of_a_file)
    def test_po_gives_back_every_text(self, units) -> None:
        back = read_po(po.write(texts(*units), header=HEADER))

        assert [(u.key, u.source, u.text, u.made_for) for u in back.units] == [
            (u.key, u.source, u.text, u.made_for) for u in units
        ]
        assert [u.state for u in back.units] == [
            State.TRANSLATED if u.state is State.REVIEWED else u.state for u in units
        ]

    @settings(max_examples=60, deadline=None)
    @given(st.text())
    def test_a_guarded_cell_gives_back_its_text(self, text) -> None:
        assert tables.unguarded(tables.guarded(text)) == text
        assert not tables.guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))

    def test_an_address_never_goes_out(self) -> None:
        unit = UnitText("a.b/c", "x", "y", State.TRANSLATED, author="Ana <ana@example.org>")

        assert b"@" not in tmx.write(texts(unit))
        assert name_only("ana@example.org") == ""


class TestWhatAFormatCanNotHold:
    @pytest.mark.parametrize("text", ["\x00", "\x0b", "\x1b[1m", "\ufffe", "\ud800"])
    @pytest.mark.parametrize("write", [xliff.write, tmx.write])
    @pytest.mark.parametrize("field", ["source", "text", "comments"])
    def test_xml(self, write, field, text) -> None:
        values = {"source": "x", "text": "y", field: (text,) if field == "comments" else text}

        with pytest.raises(UnitTextError, match=f"a.b/c: .*U\\+{ord(text[0]):04X}"):
            write(texts(UnitText("a.b/c", state=State.TRANSLATED, **values)))

    @pytest.mark.parametrize("write", [mo.write, tables.write_csv, tables.write_json])
    def test_half_a_character(self, write) -> None:
        with pytest.raises(UnitTextError, match="U\\+D800"):
            write(texts(UnitText("a.b/c", "x", "\ud800", State.TRANSLATED)))


class TestXliff:
    @pytest.mark.parametrize(
        ("attributes", "target", "state"),
        [
            pytest.param("", "", State.UNTRANSLATED, id="no target"),
            pytest.param("", "<target/>", State.UNTRANSLATED, id="empty"),
            pytest.param("", "<target>x</target>", State.TRANSLATED, id="nothing said"),
            pytest.param("", '<target state="translated">x</target>', State.TRANSLATED, id="done"),
            pytest.param("", '<target state="final">x</target>', State.REVIEWED, id="final"),
            pytest.param("", '<target state="signed-off">x</target>', State.REVIEWED, id="signed"),
            pytest.param('approved="yes"', "<target>x</target>", State.REVIEWED, id="approved"),
            pytest.param(
                'approved="no"', '<target state="final">x</target>', State.TRANSLATED, id="denied"
            ),
            pytest.param("", '<target state="new">x</target>', State.FUZZY, id="new"),
            pytest.param(
                'approved="yes"',
                '<target state="needs-translation">x</target>',
                State.FUZZY,
                id="needs work, whatever is approved",
            ),
            pytest.param("", '<target state="x-odd">x</target>', State.FUZZY, id="unknown"),
        ],
    )
    @pytest.mark.parametrize("version", ["1.1", "1.2"])
    def test_reads_the_states_of_other_tools(self, version, attributes, target, state) -> None:
        data = f"""<xliff version="{version}" xmlns="urn:oasis:names:tc:xliff:document:{version}">
        <file original="f" source-language="en" target-language="es-ES" datatype="x"><body><group>
        <trans-unit id="a.b/c" {attributes}><source>s</source>{target}
        </trans-unit></group></body></file></xliff>"""

        assert [unit.state for unit in read_xliff(data.encode()).units] == [state]

    @pytest.mark.parametrize(
        ("state", "toolkit_state"),
        [
            (State.UNTRANSLATED, workflow.StateEnum.EMPTY),
            (State.FUZZY, workflow.StateEnum.NEEDS_REVIEW),
            (State.TRANSLATED, workflow.StateEnum.UNREVIEWED),
            (State.REVIEWED, workflow.StateEnum.FINAL),
        ],
    )
    def test_translate_toolkit_reads_ours(self, state, toolkit_state) -> None:
        text = "" if state is State.UNTRANSLATED else ODD
        data = xliff.write(texts(UnitText("a.b/c", ODD, text, state, comments=("Hint",))))

        store = toolkit_xliff.xlifffile.parsestring(data)
        [node] = store.units

        assert (store.sourcelanguage, store.targetlanguage) == ("en", "es")
        assert node.getid().endswith("a.b/c")
        assert (node.source, node.target or "") == (ODD, text)
        assert node.get_state_id() == toolkit_state
        assert node.getnotes("developer") == "Hint"

    def test_is_laid_out_as_the_specification_has_it(self) -> None:
        outdated = UnitText(
            "a.b/c", "new", "text", State.FUZZY, previous_source="old", comments=("Hint",)
        )

        root = etree.fromstring(xliff.write(texts(outdated)))

        unit = root.find(".//{*}trans-unit")
        assert root.tag == "{urn:oasis:names:tc:xliff:document:1.2}xliff"
        assert root.get("version") == "1.2"
        assert [etree.QName(child).localname for child in unit] == [
            "source",
            "target",
            "note",
            "alt-trans",
        ]
        assert unit.find("{*}target").get("state") == "needs-adaptation"
        assert [etree.QName(child).localname for child in unit.find("{*}alt-trans")] == [
            "source",
            "target",
        ]

    def test_keeps_what_a_segmenting_tool_marks(self) -> None:
        data = xliff.write(texts(UNIT)).replace(
            b">Cuidamos.</target>",
            b'><mrk mtype="seg" mid="0">Cui</mrk><mrk mtype="seg">damos.</mrk></target>',
        )

        assert read_xliff(data).units[0].text == "Cuidamos."

    def test_refuses_inline_codes_with_their_lines(self) -> None:
        data = xliff.write(texts(UNIT)).replace(b">Cuidamos.", b'>\nCuidamos<x id="1"/>.')

        with pytest.raises(XmlMarkupError, match=r"a\.xlf:\d+:1: value.care/body: .*<x>"):
            read_xliff(data)

    def test_refuses_another_language(self) -> None:
        with pytest.raises(XmlLanguageError, match="target-language is “es”"):
            read_xliff(xliff.write(texts(UNIT)), language="fr")

    def test_refuses_xliff_2_by_name(self) -> None:
        data = b'<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"/>'

        with pytest.raises(XmlSyntaxError, match=r"this is XLIFF 2\.0, export it as XLIFF 1\.2"):
            read_xliff(data)


class TestTmx:
    def test_translate_toolkit_reads_ours(self) -> None:
        data = tmx.write(texts(UnitText("a.b/c", ODD, ODD[::-1], State.REVIEWED, author="Ana")))

        store = toolkit_tmx.tmxfile.parsestring(data, "en", "es")
        [node] = store.units

        assert (node.source, node.target, node.getcontext()) == (ODD, ODD[::-1], "a.b/c")
        assert store.translate(ODD) == ODD[::-1]
        assert b'creationid="Ana"' in data

    @pytest.mark.parametrize("state", [State.FUZZY, State.UNTRANSLATED])
    def test_holds_no_text_that_needs_work(self, state) -> None:
        assert read_tmx(tmx.write(texts(UnitText("a.b/c", "x", "y", state)))).units == ()

    def test_reads_another_tools(self) -> None:
        data = b"""<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4">
        <header srclang="en-US"/><body><tu creationid="a@b.c">
        <tuv xml:lang="de"><seg>Obhut</seg></tuv><tuv xml:lang="es-ES"><seg>Cuidado</seg></tuv>
        <tuv xml:lang="EN-us"><seg>Care</seg></tuv></tu></body></tmx>"""

        assert read_tmx(data).units == (UnitText("", "Care", "Cuidado", State.TRANSLATED),)

    def test_refuses_another_language(self) -> None:
        with pytest.raises(XmlLanguageError, match="no pair of “en” and “fr”, only en, es"):
            read_tmx(tmx.write(texts(UNIT)), language="fr")


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


class TestHostileXml:
    @pytest.mark.parametrize(
        ("data", "error"),
        [
            pytest.param(
                f'<!DOCTYPE tmx [<!ENTITY a0 "ha">{BOMB}]><tmx>&a9;</tmx>',
                XmlDeclarationError,
                id="billion laughs",
            ),
            pytest.param(
                '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]><tmx>&x;</tmx>',
                XmlDeclarationError,
                id="a file as an entity",
            ),
            pytest.param(
                '<!DOCTYPE tmx [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]><tmx/>',
                XmlDeclarationError,
                id="an address as a parameter entity",
            ),
            pytest.param(
                '<!DOCTYPE tmx SYSTEM "http://127.0.0.1:9/x.dtd"><tmx>&from_there;</tmx>',
                XmlDeclarationError,
                id="an entity of an external document type",
            ),
            pytest.param("<!DOCTYPE xliff SYSTEM 'x'><xliff/>", XmlDeclarationError, id="another"),
            pytest.param("<tmx>" + "<g>" * 10_000, XmlLimitError, id="deep"),
            pytest.param(
                "<tmx " + " ".join(f'a{n}=""' for n in range(100)) + "/>", XmlLimitError, id="wide"
            ),
            pytest.param("<tmx>\x01</tmx>", XmlSyntaxError, id="a control character"),
            pytest.param("<tmx>&#0;</tmx>", XmlSyntaxError, id="a NUL by reference"),
            pytest.param("<tmx>\x00</tmx>", XmlSyntaxError, id="a NUL"),
            pytest.param("<tmx><a></tmx>", XmlSyntaxError, id="crossed"),
            pytest.param("<tmx>&nbsp;</tmx>", XmlSyntaxError, id="an unknown entity"),
            pytest.param("", XmlSyntaxError, id="nothing"),
            pytest.param("PK\x03\x04", XmlSyntaxError, id="not XML"),
            pytest.param(
                '<?xml version="1.0" encoding="UTF-7"?><tmx/>', XmlSyntaxError, id="UTF-7"
            ),
            pytest.param("<html/>", XmlSyntaxError, id="another format"),
        ],
    )
    def test_is_refused_with_its_place(self, data, error) -> None:
        with pytest.raises(error) as caught:
            read_tmx(data.encode())

        [problem] = caught.value.problems
        assert str(problem).startswith(f"a.tmx:{problem.line}:")
        assert problem.line >= 1

    @pytest.mark.parametrize("data", [b"<tmx>\xff</tmx>", "<tmx/>".encode("utf-16")])
    def test_another_encoding(self, data) -> None:
        with pytest.raises(XmlSyntaxError):
            read_tmx(data)

    def test_a_large_file_is_not_read_at_all(self, monkeypatch) -> None:
        monkeypatch.setattr(xml, "MAX_BYTES", 10)

        with pytest.raises(XmlLimitError, match="11 bytes"):
            read_xliff(b"not xml----")

    def test_many_elements(self, monkeypatch) -> None:
        monkeypatch.setattr(xml, "MAX_ELEMENTS", 10)

        with pytest.raises(XmlLimitError, match="more than 10 elements"):
            read_tmx(b"<tmx>" + b"<a/>" * 10 + b"</tmx>")

    @settings(max_examples=60, deadline=None)
    @given(st.binary(max_size=200), st.integers(0, 600), st.sampled_from([xliff, tmx]))
    def test_any_damage_is_read_or_refused(self, damage, place, module) -> None:
        data = module.write(texts(UNIT))
        read = read_xliff if module is xliff else read_tmx

        try:
            read(data[:place] + damage + data[place + len(damage) :])
        except XmlFileError as error:
            assert error.problems  # noqa: PT017 - either outcome is right


class TestMo:
    UNITS = (
        UNIT,
        UnitText("a.b/c", "Title", "Título\nsegundo", State.REVIEWED),
        UnitText("a.b/d", "Fuzzy", "Borroso", State.FUZZY),
        UnitText("a.b/e", "Nothing", "", State.UNTRANSLATED),
    )
    GOOD = {("value.care/body", "We *care*."): "Cuidamos.", ("a.b/c", "Title"): "Título\nsegundo"}

    def test_babel_and_python_read_the_good_texts_alone(self) -> None:
        data = mo.write(texts(*self.UNITS))

        catalog = read_mo(io.BytesIO(data))
        python = gettext.GNUTranslations(io.BytesIO(data))

        assert {(m.context.decode(), m.id): m.string for m in catalog if m.id} == self.GOOD
        assert python.pgettext("a.b/c", "Title") == "Título\nsegundo"
        assert python.pgettext("a.b/d", "Fuzzy") == "Fuzzy"

    @pytest.mark.skipif(not shutil.which("msgunfmt"), reason="needs GNU gettext")
    def test_msgunfmt_reads_what_msgfmt_would_make(self, tmp_path) -> None:
        ours, source, theirs = (tmp_path / name for name in ("ours.mo", "a.po", "theirs.mo"))
        ours.write_bytes(mo.write(texts(*self.UNITS)))
        source.write_bytes(po.write(texts(*self.UNITS), header=HEADER))
        subprocess.run(["msgfmt", "-o", theirs, source], check=True)

        found = [
            {(unit.key, unit.source): unit.text for unit in read_po(_msgunfmt(path)).units}
            for path in (ours, theirs)
        ]

        assert found == [self.GOOD, self.GOOD]


def _msgunfmt(path) -> bytes:
    return subprocess.run(["msgunfmt", path], check=True, capture_output=True).stdout


class TestTables:
    def test_csv_is_rfc_4180_and_runs_nothing(self) -> None:
        formula = '=HYPERLINK("https://evil.example";"x")'
        data = tables.write_csv(texts(UnitText("a.b/c", ODD, formula, State.TRANSLATED)))

        header, row = csv.reader(io.StringIO(data.decode(), newline=""), strict=True)

        assert tuple(header) == tables.COLUMNS
        assert row[:4] == ["a.b/c", ODD, f"'{formula}", "translated"]
        assert data.endswith(b"\r\n")

    def test_json_has_a_stable_shape_in_order(self) -> None:
        value = json.loads(tables.write_json(texts(UNIT, UnitText("a.b/c", ODD))))

        assert list(value) == ["version", "language", "sourceLanguage", "units"]
        assert value["units"] == [
            {
                "key": "value.care/body",
                "source": "We *care*.",
                "text": "Cuidamos.",
                "state": "translated",
                "previousSource": None,
                "author": "Ana",
                "comments": ["Values › Care: body"],
            },
            {
                "key": "a.b/c",
                "source": ODD,
                "text": "",
                "state": "untranslated",
                "previousSource": None,
                "author": "",
                "comments": [],
            },
        ]


def test_po_for_another_language_is_refused() -> None:
    with pytest.raises(PoFileError, match="Language"):
        read_po(po.write(texts(UNIT), header={**HEADER, "Language": "fr"}))
