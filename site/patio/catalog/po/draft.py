"""An entry while it is read token by token, and what can be wrong with it as a whole.

Source: gettext-tools/src/po-gram-gen.y.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from .columns import Previous
from .literals import decode_strings

RANK: Final = {"msgctxt": 0, "msgid": 1, "msgid_plural": 2, "msgstr": 3}
"""The keywords in the order that they have in an entry."""

SEPARATOR: Final = (
    "a context separator (EOT, U+0004)",
    "remove it: compiled catalogs have it between msgctxt and msgid",
)
"""What and remedy of a problem."""


@dataclass(slots=True)
class Field:
    """A keyword with its strings."""

    keyword: str
    mark: str
    """``""``, ``#|``, ``#~`` or ``#~|``."""
    offset: int
    index: int | None = None
    strings: list[str] = field(default_factory=list)

    @property
    def is_previous(self) -> bool:
        return self.mark.endswith("|")

    @property
    def is_obsolete(self) -> bool:
        return self.mark.startswith("#~")

    @property
    def rank(self) -> int:
        return RANK[self.keyword] - 4 * self.is_previous

    @property
    def text(self) -> str:
        """The decoded text; raises ``UnicodeDecodeError`` for bytes by number that are not
        UTF-8.
        """
        return decode_strings(self.strings)


@dataclass(slots=True)
class Draft:
    """An entry while it is read."""

    start: int
    """Where its text begins, with its comments."""
    first: int
    """Where its first field begins, its mark included."""
    fields: list[Field] = field(default_factory=list)
    end: int = 0
    comment: int | None = None
    """Where a comment was seen before it was finished."""
    broken: bool = False
    """Something in it was reported already."""

    @property
    def is_finished(self) -> bool:
        return bool(self.fields) and self.fields[-1].keyword == "msgstr"

    def takes(self, new: Field) -> bool:
        """Whether a field can follow those it has, rather than begin the next entry."""
        last = self.fields[-1]
        if last.keyword == "msgstr" == new.keyword and not new.is_previous:
            return last.index is not None
        return new.rank > last.rank


def unit_of(draft: Draft) -> str | None:
    """The ``msgctxt`` of an entry, if it has one that can be read."""
    for part in draft.fields:
        if part.keyword == "msgctxt" and not part.is_previous and part.strings:
            return part.text if _is_readable(part) else None
    return None


def _is_readable(part: Field) -> bool:
    try:
        _ = part.text
    except UnicodeDecodeError:
        return False
    return True


def mistakes_of(draft: Draft) -> list[tuple[int, str, str]]:
    """What is wrong with an entry as a whole: offset, what and remedy of each mistake."""
    found: list[tuple[int, str, str]] = []
    for part in draft.fields:
        if not part.strings:
            found.append((part.offset, f"{part.keyword} without text", 'put "" after it'))
        elif not _is_readable(part):
            found.append(
                (
                    part.offset,
                    "bytes by number that are not UTF-8",
                    "write the characters themselves",
                )
            )
        elif "\0" in part.text and not any("\0" in string for string in part.strings):
            found.append((part.offset, "a NUL character", r"remove \0 from the text"))
        elif "\4" in part.text:
            found.append((part.offset, *SEPARATOR))
    previous = [part for part in draft.fields if part.is_previous]
    fields = [part for part in draft.fields if not part.is_previous]
    if len({part.is_obsolete for part in draft.fields}) > 1:
        odd = next(p for p in draft.fields if p.is_obsolete != draft.fields[0].is_obsolete)
        found.append(
            (odd.offset, "#~ on a part of an entry only", "begin all lines of an entry alike")
        )
    if previous and all(part.keyword != "msgid" for part in previous):
        found.append(
            (previous[0].offset, "#| without its msgid", "add #| msgid, or remove the line")
        )
    if not fields:
        found.append(
            (previous[0].offset, "#| without an entry", "add the entry, or remove the line")
        )
    else:
        found += _missing(fields)
    return found


def _missing(fields: list[Field]) -> list[tuple[int, str, str]]:
    keywords = [part.keyword for part in fields]
    forms = [part for part in fields if part.keyword == "msgstr"]
    place = fields[0].offset
    if "msgid" not in keywords:
        return [(place, f"{keywords[0]} without msgid", "add the msgid, or remove the line")]
    if not forms:
        wanted = "msgstr[0]" if "msgid_plural" in keywords else "msgstr"
        return [(place, f"an entry without {wanted}", f'add {wanted} ""')]
    if "msgid_plural" not in keywords:
        if forms[0].index is None:
            return []
        return [(forms[0].offset, "msgstr[n] without msgid_plural", "add it, or write msgstr")]
    if forms[0].index is None:
        return [(forms[0].offset, "msgid_plural with a plain msgstr", "write msgstr[0], msgstr[1]")]
    return [
        (
            form.offset,
            f"msgstr[{form.index}] in place of msgstr[{place}]",
            "count the forms from 0 up",
        )
        for place, form in enumerate(forms)
        if form.index != place
    ][:1]


def previous_of(draft: Draft) -> Previous | None:
    """What the ``#|`` fields say."""
    found = {part.keyword: part.text for part in draft.fields if part.is_previous}
    if not found:
        return None
    return found.get("msgctxt"), found["msgid"], found.get("msgid_plural")
