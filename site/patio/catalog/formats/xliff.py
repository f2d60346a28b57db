"""Units as XLIFF 1.2, the one of XLIFF's versions that translators' tools share (ADR 13).

A unit's ``id`` is its key. States, both ways::

    untranslated   no <target>
    fuzzy          approved="no", state="needs-adaptation" where the source changed, and
                   "needs-review-translation" where a person asked for work
    translated     approved="no",  state="translated"
    reviewed       approved="yes", state="final"

Where the source has changed, an ``alt-trans`` of the type ``previous-version`` holds the one that
the text was made for. ``extradata`` holds the ``Base``. Written through translate-toolkit; read
from a tree that ``xml.parse`` has let pass, since texts have to come back to the character.

Source: https://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html.
"""

from __future__ import annotations

from typing import Any, Final

from lxml import etree
from translate.storage import xliff

from patio.catalog.errors import (
    Problem,
    XmlLanguageError,
    XmlMarkupError,
    XmlSyntaxError,
)
from patio.catalog.units import State

from . import xml
from .tags import is_same_language
from .values import Base, Texts, UnitText, check_xml

_SKELETON: Final = b"""<?xml version="1.0" encoding="utf-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="statements" datatype="plaintext" source-language="en">
<body></body>
</file>
</xliff>"""
_PREVIOUS: Final = "previous-version"
_FOR_TRANSLATORS, _BY_TRANSLATORS = "developer", "translator"
_FINAL: Final = frozenset({"final", "signed-off"})
#: Marks a stretch of text without adding to it; other inline elements stand for codes.
_MARKER: Final = "mrk"


def write(texts: Texts) -> bytes:
    """An XLIFF 1.2 file. Raises ``UnitTextError`` for a character that XML can't hold."""
    check_xml(texts.units)
    store_class: Any = xliff.xlifffile
    store = store_class.parsestring(_SKELETON)
    store.sourcelanguage = texts.source_language
    store.targetlanguage = texts.language
    for unit in texts.units:
        _add(store, unit)
    return bytes(store)


def _add(store: Any, unit: UnitText) -> None:
    node: Any = xliff.xliffunit(unit.source)
    node.setid(unit.key)
    store.addunit(node)
    element = node.xmlelement
    if unit.base is not None:
        element.set("extradata", str(unit.base))
    if unit.text:
        node.target = unit.text
        node.target_dom.set("state", _state_attribute(unit))
        element.set("approved", "yes" if unit.state is State.REVIEWED else "no")
    for origin, notes in ((_FOR_TRANSLATORS, unit.comments), (_BY_TRANSLATORS, unit.notes)):
        for text in notes:
            note = etree.SubElement(element, node.namespaced("note"), {"from": origin})
            note.text = text
    if unit.previous_source is not None:
        node.addalttrans(unit.text, sourcetxt=unit.previous_source)
        element[-1].set("alttranstype", _PREVIOUS)


def _state_attribute(unit: UnitText) -> str:
    if unit.state is State.FUZZY:
        changed = unit.previous_source is not None
        return "needs-adaptation" if changed else "needs-review-translation"
    return "final" if unit.state is State.REVIEWED else "translated"


def read(data: bytes, *, name: str, language: str, source_language: str) -> Texts:
    """The units of an XLIFF 1.1 or 1.2 file. Raises ``XmlFileError``."""
    root = xml.parse(data, name=name)
    version = root.get("version", "")
    if xml.local_name(root) != "xliff" or not version.startswith("1."):
        found = f"XLIFF {version}" if xml.local_name(root) == "xliff" else xml.local_name(root)
        what = f"XLIFF 1.2 was expected, and this is {found[:80]}"
        raise xml.error(XmlSyntaxError, name, root.sourceline, what, "export it as XLIFF 1.2")
    _check_languages(root, name, language)
    problems: list[Problem] = []
    units = tuple(
        _unit(element, name, problems) for element in root.iter(f"{xml.namespace(root)}trans-unit")
    )
    if problems:
        raise XmlMarkupError(problems)
    return Texts(language, source_language, units)


def _check_languages(root: Any, name: str, language: str) -> None:
    for file in root.iter(f"{xml.namespace(root)}file"):
        target = file.get("target-language")
        if target and not is_same_language(target, language):
            raise xml.error(
                XmlLanguageError,
                name,
                file.sourceline,
                f"its target-language is “{target[:40]}”, and “{language}” was expected",
                "import it for the language that it is in",
            )


def _unit(element: Any, name: str, problems: list[Problem]) -> UnitText:
    namespace = xml.namespace(element)
    target = element.find(f"{namespace}target")
    key = element.get("id", "")

    def text_of(node: Any) -> str:
        if node is None:
            return ""
        for inline in node.iterdescendants():
            if xml.local_name(inline) != _MARKER:
                what = f"{key}: a text holds the inline code <{xml.local_name(inline)}>"
                remedy = "write it as Markdown: a unit's text has no codes"
                problems.append(Problem(name, inline.sourceline, 1, what, remedy, key))
        return "".join(node.itertext())

    text = text_of(target)
    state = _state(element, target) if text else State.UNTRANSLATED
    notes = element.findall(f"{namespace}note")
    previous = element.find(f"{namespace}alt-trans[@alttranstype='{_PREVIOUS}']/{namespace}source")
    return UnitText(
        key=key,
        source=text_of(element.find(f"{namespace}source")),
        text=text,
        state=state,
        previous_source=text_of(previous)
        if previous is not None and state is State.FUZZY
        else None,
        comments=tuple(text_of(n) for n in notes if n.get("from") == _FOR_TRANSLATORS),
        notes=tuple(text_of(n) for n in notes if n.get("from") != _FOR_TRANSLATORS),
        base=Base.parse(element.get("extradata", "")),
        line=element.sourceline or 0,
    )


def _state(element: Any, target: Any) -> State:
    approved, state = element.get("approved"), target.get("state")
    if state is not None and state not in _FINAL and state != "translated":
        return State.FUZZY
    if approved == "yes" or (state in _FINAL and approved is None):
        return State.REVIEWED
    return State.TRANSLATED
