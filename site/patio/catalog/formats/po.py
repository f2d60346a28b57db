"""Units as a PO file, and a PO file that somebody was sent as units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from patio.catalog import po
from patio.catalog.names import last_translator
from patio.catalog.units import State

from .values import Texts, UnitText, check_unicode

_LINE_END = re.compile(r"\r\n|\r|\n")


def write(texts: Texts, *, header: Mapping[str, str]) -> bytes:
    """A PO file. Raises ``PoEntryError`` or ``UnitTextError`` for what none can hold."""
    check_unicode(texts.units)
    return po.new(header, [_entry(unit) for unit in texts.units])


def read(data: bytes, *, name: str, language: str, source_language: str) -> Texts:
    """The live entries of a PO file. ``language`` is a BCP 47 tag. Raises ``PoFileError``."""
    catalog = po.parse(data, name=name, language=language.replace("-", "_"))
    units = tuple(_unit(entry) for entry in catalog.entries if not entry.obsolete)
    author = last_translator(catalog.header.get("Last-Translator", ""))
    return Texts(language, source_language, units, author)


def _entry(unit: UnitText) -> po.Entry:
    is_fuzzy = unit.state is State.FUZZY
    return po.Entry(
        msgctxt=unit.key or None,
        msgid=unit.source,
        msgstr=unit.text,
        flags=("fuzzy",) if is_fuzzy else (),
        previous_msgid=unit.previous_source if is_fuzzy else None,
        extracted_comments=_lines(unit.comments),
        translator_comments=_lines(unit.notes),
    )


def _lines(comments: Iterable[str]) -> tuple[str, ...]:
    """A PO file's comments are a line each."""
    return tuple(line for comment in comments for line in _LINE_END.split(comment))


def _unit(entry: po.Entry) -> UnitText:
    state = State.FUZZY if entry.fuzzy else State.TRANSLATED
    return UnitText(
        key=entry.msgctxt or "",
        source=entry.msgid,
        text=entry.msgstr,
        state=state if entry.msgstr else State.UNTRANSLATED,
        previous_source=entry.previous_msgid if entry.fuzzy and entry.msgstr else None,
        comments=entry.extracted_comments,
        notes=entry.translator_comments,
        line=entry.line,
    )
