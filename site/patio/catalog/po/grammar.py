"""The PO grammar as one regular expression: quick, for files laid out as every tool does.

Each row is one entry: its text as it stands and, cut out of it, the quoted strings. Nothing is
decoded here. Where a file is laid out in another way or is wrong, ``scan`` gives up and ``careful``
reads it.

Every quantifier that could backtrack is possessive and the last alternative takes all the rest, so
that no character is looked at more than a few times, whatever the input. (The two optional groups
that capture are not: their next character decides, and Python before 3.11.5 loses captures in such
groups.)

Source: GNU gettext manual, "The Format of PO Files"; gettext-tools/src/po-gram-gen.y and po-lex.c
for what the manual leaves out.
"""

from __future__ import annotations

import re

from .literals import ANY_STRING, STRING

Row = tuple[str, str, str, str, str, str, str, str, str, str]
"""One entry, undecoded; absent parts are ``""``, a literal goes from its first quote to its last.

``raw, lead, previous, obsolete, msgctxt, msgid, msgid_plural, plurals, msgstr, rest``: all its text
as it stands; the blank lines and comments at its beginning; its ``#|`` lines with their keywords;
``#~`` if obsolete; three literals; its ``msgstr[n]`` lines with their keywords; a literal; nothing.
"""

_END = r"[ \t\r]*+(?:\n|\Z)"
_COMMENT = r"\#(?![~|])[^\n]*+"


def _literal(prefix: str, string: str = STRING) -> str:
    return rf"{string}(?:[ \t\r]*+\n{prefix}{string})*+"


def _previous(mark: str) -> str:
    keyword = r"(?:msgctxt|msgid_plural|msgid)"
    text = _literal(mark + r"[ \t]*+")
    return rf"(?:{mark}[ \t]*+{keyword}[ \t]*+{text}{_END})"


_MARK = r"(?(4)\#~[ \t]*+)"  # on every line of an entry that began with "#~", on none of another
_TEXT = _literal(_MARK)
_LIVE_PREVIOUS = _previous(r"\#\|")
_OBSOLETE_PREVIOUS = _previous(r"\#~\|")
_ENTRY = re.compile(
    rf"""(
    ((?:{_COMMENT}\n|[ \t\r]*+\n)*+)
    ((?:{_LIVE_PREVIOUS}|{_OBSOLETE_PREVIOUS})*+)
    (\#~)?[ \t]*+
    (?:msgctxt[ \t]*+({_TEXT}){_END}{_MARK})?
    msgid[ \t]*+({_TEXT}){_END}
    (?:
        {_MARK}msgid_plural[ \t]*+({_TEXT}){_END}
        ((?:{_MARK}msgstr\[[0-9]{{1,2}}\][ \t]*+{_TEXT}{_END})++)
    |
        {_MARK}msgstr[ \t]*+({_TEXT}){_END}
    )
    )|([\s\S]++)""",
    re.VERBOSE,
)
_TAIL = re.compile(rf"(?:{_COMMENT}(?:\n|\Z)|[ \t\r\f\v]*+\n)*+[ \t\r\f\v]*+")
_FORM_TEXT = _literal(r"(?:\#~[ \t]*+)?+", ANY_STRING)
_FORM = re.compile(rf"msgstr\[([0-9]++)\][ \t]*+({_FORM_TEXT})")
_PREVIOUS_TEXT = _literal(r"\#~?+\|[ \t]*+", ANY_STRING)
_PREVIOUS_FIELD = re.compile(rf"(msgctxt|msgid_plural|msgid)[ \t]*+({_PREVIOUS_TEXT})")
_PREVIOUS_ORDER = {
    tuple(fields)
    for fields in (
        ("msgid",),
        ("msgid", "msgid_plural"),
        ("msgctxt", "msgid"),
        ("msgctxt", "msgid", "msgid_plural"),
    )
}


def scan(text: str) -> tuple[list[Row], str] | None:
    """The rows of a file and what follows the last, or ``None`` where only ``careful.read`` can
    tell.

    The raw texts of the rows and the rest, joined, are ``text`` again.
    """
    if "\0" in text:
        return None
    rows: list[Row] = _ENTRY.findall(text)
    tail = rows.pop()[-1] if rows and rows[-1][-1] else ""
    if not _TAIL.fullmatch(tail):
        return None
    for row in rows:
        if (row[7] and not _is_counted(row[7])) or (row[2] and not _is_ordered(row[2], row[3])):
            return None
    return rows, tail


def plural_forms(plurals: str) -> list[tuple[str, str]]:
    """Index and literal of each ``msgstr[n]``."""
    return _FORM.findall(plurals)


def previous_fields(previous: str) -> list[tuple[str, str]]:
    """Keyword and literal of each ``#|`` field."""
    return _PREVIOUS_FIELD.findall(previous)


def _is_counted(plurals: str) -> bool:
    return all(int(index) == place for place, (index, _) in enumerate(plural_forms(plurals)))


def _is_ordered(previous: str, obsolete: str) -> bool:
    mark = "#~|" if obsolete else "#|"
    return (
        all(line.startswith(mark) for line in previous.split("\n") if line)
        and tuple(keyword for keyword, _ in previous_fields(previous)) in _PREVIOUS_ORDER
    )
