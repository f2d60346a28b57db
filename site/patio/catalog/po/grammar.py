r"""The PO grammar as one regular expression: quick, for files laid out as every tool does.

First the strings of each field are joined: the quote, line feed and quote between two of them
become one NUL, which no text may hold. Joining can be undone, so nothing is lost by it; and then a
field is a line, which a regular expression runs over without a look at each character. Where a file
is laid out in another way or is wrong, ``scan`` gives up and ``careful`` reads it.

Time grows with the input alone: a quantifier is possessive, or (``.*`` before the closing quote)
goes back within its line only; the last alternative takes all the rest.

Source: GNU gettext manual, "The Format of PO Files"; gettext-tools/src/po-gram-gen.y and po-lex.c
for what the manual leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from operator import add
from typing import Final

from .columns import Columns, Previous
from .limits import MAX_ENTRIES, MAX_ENTRY
from .literals import STRING, NotPlainError, decode, decode_column, decode_joined

_SEAM: Final = '"\n"'
_CHUNK: Final = 1 << 18
"""Bytes read at a time: what is made of them on the way stays in the processor's cache."""


def _literal(prefix: str, string: str = STRING) -> str:
    return rf"{string}(?:\n{prefix}{string})*+"


def _previous(mark: str) -> str:
    text = _literal(mark + r"[ \t]*+")
    return rf"(?:{mark}[ \t]*+(?:msgctxt|msgid_plural|msgid)[ \t]*+{text}\n)"


_PREVIOUS: Final = _previous(r"\#\|")
_OBSOLETE_PREVIOUS: Final = _previous(r"\#~\|")
_OBSOLETE_TEXT: Final = _literal(r"\#~[ \t]*+")
_OBSOLETE_FORM: Final = rf"\#~[ \t]*+msgstr\[[0-9]{{1,2}}\][ \t]*+{_OBSOLETE_TEXT}\n"
_OBSOLETE: Final = rf"""
    {_OBSOLETE_PREVIOUS}*+
    (?:\#~[ \t]*+msgctxt[ \t]*+{_OBSOLETE_TEXT}\n)?+
    \#~[ \t]*+msgid[ \t]*+{_OBSOLETE_TEXT}\n
    (?:
        \#~[ \t]*+msgstr[ \t]*+{_OBSOLETE_TEXT}\n
    |
        \#~[ \t]*+msgid_plural[ \t]*+{_OBSOLETE_TEXT}\n(?:{_OBSOLETE_FORM})++
    )
"""
_COMMENT: Final = r"\#(?![~|]).*+\n"
_ENTRY: Final = re.compile(
    rf"""(
        \n*+
        ((?:\#(?:[ ].*+)?+\n)*+)
        ((?:\#\.[ ].*+\n)*+)
        ((?:\#:[ ].*+\n)*+)
        ((?:\#,[ ].*+\n)*+)
        ((?:{_COMMENT}|[ \t]*+\n)*+)
    )
    (?:
        ({_PREVIOUS}*+)
        (?:msgctxt[ \t]*+(".*)"\n)?
        msgid[ \t]*+"(.*)"\n
        (?:
            msgstr[ \t]*+"(.*)"\n
        |
            msgid_plural[ \t]*+"(.*)"\n
            ((?:msgstr\[[0-9]{{1,2}}\][ \t]*+".*"\n)++)
        )
    |
        ({_OBSOLETE})
    )
    |([\s\S]++)""",
    re.VERBOSE,
)
_TAIL: Final = re.compile(rf"(?:{_COMMENT}|[ \t\f\v]*+\n)*+[ \t\f\v]*+")
_FORM: Final = re.compile(r'msgstr\[([0-9]++)\][ \t]*+"(.*)"\n')
_MARKED_TEXT: Final = _literal(r"\#~?+\|?+[ \t]*+")
_MARKED: Final = re.compile(
    rf"\#~?+(\|?+)[ \t]*+([a-z_]++)(?:\[([0-9]++)\])?+[ \t]*+({_MARKED_TEXT})"
)
_PREVIOUS_ORDER: Final = {
    ("msgid",),
    ("msgid", "msgid_plural"),
    ("msgctxt", "msgid"),
    ("msgctxt", "msgid", "msgid_plural"),
}

_Row = tuple[str, ...]
"""What the groups of ``_ENTRY`` hold."""


class _OtherLayoutError(Exception):
    """Only ``careful`` can tell what the file holds."""


def scan(data: bytes, start: int = 0) -> Columns | None:
    """The entries of a file, or ``None`` where only ``careful.read`` can tell.

    Args:
        data: the file's bytes.
        start: where its text begins.
    """
    if b"\0" in data or b"\4" in data:
        return None
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
        if b"\r" in data:
            return None
    columns = Columns()
    try:
        for rows in _chunks(data, start):
            _append(columns, rows)
            if len(columns) > MAX_ENTRIES:
                break
    except (_OtherLayoutError, NotPlainError, UnicodeDecodeError):
        return None
    return columns


def _chunks(data: bytes, start: int) -> Iterator[list[_Row]]:
    """The rows of a file, some of them at a time."""
    size = _CHUNK
    while start < len(data):
        end = data.find(b"\n\n", start + size) + 1 or len(data)
        text = data[start:end].decode()
        if not text.endswith("\n"):
            text += "\n"
        rows: list[_Row] = _ENTRY.findall(text.replace(_SEAM, "\0"))
        rest = rows.pop()[-1] if rows and rows[-1][-1] else ""
        if rest and ("\0" in rest or not _TAIL.fullmatch(rest)):
            raise _OtherLayoutError
        if end - start > MAX_ENTRY and any(sum(map(len, row)) > MAX_ENTRY for row in rows):
            raise _OtherLayoutError
        if rows:
            yield rows
        if end == len(data):
            return
        # Comments that nothing follows yet are read again, with more. Doubling keeps that linear.
        start = end - len(rest.encode())
        size = 2 * size if rest else _CHUNK


def _append(columns: Columns, rows: list[_Row]) -> None:
    leads, translator, extracted, references, flags, others, *fields = zip(*rows, strict=True)
    previous, msgctxt, msgid, msgstr, msgid_plural, plurals, obsolete, _ = fields
    if "\0" in "".join(leads):
        raise _OtherLayoutError
    first = len(columns)
    contexts = decode_column([text[1:] for text in msgctxt])
    if "" in msgctxt:
        columns.msgctxt += [x if text else None for x, text in zip(contexts, msgctxt, strict=True)]
    else:
        columns.msgctxt += contexts
    columns.msgid += decode_column(msgid)
    columns.msgstr += decode_column(msgstr)
    columns.translator += translator
    columns.extracted += extracted
    columns.references += references
    columns.flags += flags
    before = [text.count("\n") for text in leads]
    lines = [
        (2 if not context else 3 + context.count("\0")) + source.count("\0") + text.count("\0")
        for context, source, text in zip(msgctxt, msgid, msgstr, strict=True)
    ]
    for place, _text in _present(others):
        columns.set_lead(first + place, leads[place])
    for place, text in _present(previous):
        columns.previous[first + place] = _read_previous(_MARKED.findall(text))
        before[place] += text.count("\n")
    for place, text in _present(plurals):
        source = msgid_plural[place]
        columns.plurals[first + place] = decode_joined(source), _read_forms(text)
        lines[place] += source.count("\0") + text.count("\0") + text.count("\n")
    for place, text in _present(obsolete):
        _set_obsolete(columns, first + place, _MARKED.findall(text))
        lines_before = text.count("\n#~|") + text.startswith("#~|")
        before[place] += lines_before
        lines[place] = text.count("\n") - lines_before
    starts = list(accumulate(map(add, before, lines), initial=columns.end[-1] if first else 1))
    columns.line += map(add, starts, before)
    columns.end += starts[1:]


def _present(texts: tuple[str, ...]) -> list[tuple[int, str]]:
    return [(place, text) for place, text in enumerate(texts) if text]


def _read_forms(text: str) -> tuple[str, ...]:
    forms = _FORM.findall(text)
    if any(int(index) != place for place, (index, _) in enumerate(forms)):
        raise _OtherLayoutError
    return tuple(decode_joined(form) for _, form in forms)


def _read_previous(fields: list[_Row]) -> Previous:
    if tuple(keyword for _, keyword, _, _ in fields) not in _PREVIOUS_ORDER:
        raise _OtherLayoutError
    found = {keyword: decode(literal) for _, keyword, _, literal in fields}
    return found.get("msgctxt"), found["msgid"], found.get("msgid_plural")


def _set_obsolete(columns: Columns, place: int, fields: list[_Row]) -> None:
    columns.obsolete.add(place)
    previous = [field for field in fields if field[0]]
    if previous:
        columns.previous[place] = _read_previous(previous)
    forms: list[str] = []
    for _, keyword, index, literal in fields[len(previous) :]:
        text = decode(literal)
        if keyword == "msgctxt":
            columns.msgctxt[place] = text
        elif keyword == "msgid":
            columns.msgid[place] = text
        elif keyword == "msgid_plural":
            plural = text
        elif not index:
            columns.msgstr[place] = text
        elif int(index) != len(forms):
            raise _OtherLayoutError
        else:
            forms.append(text)
    if forms:
        columns.plurals[place] = plural, tuple(forms)
