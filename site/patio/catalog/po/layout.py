"""The parts of an entry's text, as an existing file has it laid out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .literals import ANY_STRING

_FIELD_LINE: Final = re.compile(
    rf"""
    [ \t\r\f\v]*+ (\#~\|?+|\#\|)?+ [ \t\r\f\v]*+
    (?:(msgctxt|msgid_plural|msgid|msgstr)[ \t]*+(?:\[[ \t]*+([0-9]++)[ \t]*+\])?+ [ \t]*+)?+
    (?:{ANY_STRING})?+ [ \t\r\f\v]*+ \n?+
    """,
    re.VERBOSE,
)
_COMMENT_KINDS: Final = {
    ":": "references", ",": "flags", "!": "flags", ".": "extracted", "=": "unknown",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """Some whole lines of an entry: one comment line, or a field with the lines that continue it.

    ``kind`` is as in ``writer.values``, or ``blank`` or ``unknown``.
    """

    kind: str
    text: str


def split_parts(raw: str) -> list[Part] | None:
    """The parts of an entry's text; joined, they are ``raw`` again.

    ``None`` where lines and parts don't go together, as with two fields on a line.
    """
    kinds: list[str] = []
    texts: list[list[str]] = []
    for line in _lines(raw):
        kind = _kind(line)
        if kind is None:
            return None
        in_field = bool(kinds) and "msg" in kinds[-1]
        if kind == "continued" and not in_field:
            return None
        if kind == "continued" or (kind == "blank" and in_field):
            texts[-1].append(line)
        else:
            kinds.append(kind)
            texts.append([line])
    return [Part(kind, "".join(lines)) for kind, lines in zip(kinds, texts, strict=True)]


def _lines(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _kind(line: str) -> str | None:
    stripped = line.strip(" \t\r\n\f\v")
    if not stripped or stripped == "#~":
        return "blank"
    if stripped.startswith("#") and stripped[1:2] not in ("~", "|"):
        return _COMMENT_KINDS.get(stripped[1:2], "translator")
    match = _FIELD_LINE.fullmatch(line)
    if match is None:
        return None
    mark, keyword, index = match.groups()
    if keyword is None:
        return "continued"
    if mark is not None and mark.endswith("|"):
        return f"#|{keyword}"
    return keyword if index is None else f"{keyword}[{int(index)}]"
