"""Reading a PO file: bytes in, a ``Catalog`` or all that is wrong with it out."""

from __future__ import annotations

import codecs
from typing import Final

from patio.catalog.errors import PoEncodingError, PoLimitError, Problem

from . import careful, grammar, rules
from .catalog import Catalog
from .collecting import collector_paused
from .limits import MAX_BYTES
from .report import Report

_FOREIGN_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


def parse(data: bytes, *, name: str, language: str | None = None) -> Catalog:
    r"""Read a PO file.

    Args:
        data: the file's bytes: UTF-8, with or without BOM, lines ending in LF or CRLF.
        name: what messages call the file.
        language: the language it has to be in, in gettext's form (``pt_BR``); a header that names
            another one is refused, one that names none is let pass.

    Raises:
        PoFileError: the file is refused; ``problems`` holds everything that is wrong with it.

    Source: GNU gettext manual, "The Format of PO Files". Takes what ``msgfmt --check`` takes but
    for other charsets than UTF-8, ``domain`` lines, NUL and lines joined by a backslash at their
    end; does not look at the texts themselves (format strings, line feeds at the ends).

    >>> source = 'msgid ""\nmsgstr "Language: es\\n"\n\nmsgid "yes"\nmsgstr "sí"\n'
    >>> parse(source.encode(), name="es.po", language="es").entries[0].msgstr
    'sí'
    """
    if len(data) > MAX_BYTES:
        problem = Problem(
            name, 1, 1, f"more than {MAX_BYTES} bytes", "divide it into several domains"
        )
        raise PoLimitError([problem])
    if data.startswith(_FOREIGN_MARKS):
        problem = Problem(name, 1, 1, "the file is in UTF-16 or UTF-32", "save it as UTF-8")
        raise PoEncodingError([problem])
    report = Report(name, data)
    with collector_paused():
        start = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
        columns = grammar.scan(data, start)
        is_scanned = columns is not None
        if columns is None:
            columns = careful.read(report)
    header = rules.check(columns, report, language=language)
    if not is_scanned and not report.has(PoEncodingError):
        rules.check_bytes(report)
    if report:
        raise report.error()
    return Catalog(data=data, name=name, columns=columns, header_place=header)
