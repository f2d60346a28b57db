"""Bringing a catalog up to a new template: ``msgmerge``, with every line kept that can be.

For each entry of the template, the catalog's text is looked for, in this order:

1. under the same ``msgctxt`` and ``msgid``, obsolete or not: it stays as it is;
2. under the same ``msgctxt``, where no other entry of either file has it, so that it names one
   unit: it becomes fuzzy, with the source that it translates as its previous one;
3. among the entries that no template has any more, by a similar source (``matching``): fuzzy too.

What then no entry has taken becomes obsolete. Comments for translators, flags that gettext doesn't
know and the texts are the catalog's; order, extracted comments, references and formats are the
template's.

Source: GNU gettext manual, "Invoking the msgmerge Program"; gettext-tools/src/msgmerge.c.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

from patio.catalog.matching import field_of, match_removed

from .blocks import Blocks, Key, Parts, lead_of, lines_by_mark
from .catalog import Catalog
from .collecting import collector_paused
from .comments import read_comments
from .patching import patch
from .plurals import count_plural_forms
from .reader import parse
from .wrapping import display_width
from .writer import form_field

_OF_TEMPLATE: Final = re.compile(
    r"(?:no-|possible-|impossible-)?[a-z0-9-]+-format|(?:no-)?wrap|range:.*"
)
_FOLLOWED: Final = ("Report-Msgid-Bugs-To", "POT-Creation-Date")
_DATE: Final = "POT-Creation-Date"
_PREVIOUS: Final = ("msgctxt", "msgid", "msgid_plural")
_ONE_FORM: Final = "msgstr"


def update(catalog: Catalog, template: Catalog, *, fuzzy: bool = True) -> bytes:
    r"""The bytes of a catalog that has the entries of a newer template.

    An entry that says what it said keeps every byte; where nothing but the template's date is new,
    the file does too.

    Args:
        catalog: the file of one language.
        template: what the program or document says now.
        fuzzy: look for similar sources too, as ``msgmerge`` does without ``-N``.

    >>> from patio.catalog.po import parse
    >>> head = b'msgid ""\nmsgstr ""\n\n'
    >>> catalog = parse(head + b'msgctxt "a"\nmsgid "Care"\nmsgstr "Cuidado"\n', name="es.po")
    >>> template = parse(head + b'msgctxt "a"\nmsgid "Take care"\nmsgstr ""\n', name="x.pot")
    >>> print(update(catalog, template).decode(), end="")
    msgid ""
    msgstr ""
    <BLANKLINE>
    #, fuzzy
    #| msgid "Care"
    msgctxt "a"
    msgid "Take care"
    msgstr "Cuidado"
    """
    with collector_paused():
        ours, theirs = Blocks(catalog), Blocks(template)
        return _Update(ours, theirs).apply(_find_texts(ours, theirs, fuzzy=fuzzy))


def _find_texts(ours: Blocks, theirs: Blocks, *, fuzzy: bool) -> dict[int, int]:
    """Where the catalog has a text for an entry of the template: ``{its place there: here}``."""
    places = {key: place for place, key in enumerate(ours.keys)}
    places.pop(ours.keys[ours.catalog.header_place])
    found = {place: places[key] for place in theirs.live if (key := theirs.keys[place]) in places}
    if len(found) == len(theirs.live):
        return found
    left = {*ours.live}.difference(found.values())
    missing = [place for place in theirs.live if place not in found]
    known = _by_context(ours, left)
    for context, place in _by_context(theirs, missing).items():
        if context in known:
            found[place] = known[context]
            left.remove(known[context])
    if fuzzy:
        left.update(ours.obsolete.difference(found.values()))
        found.update(_find_similar(ours, theirs, left, set(missing).difference(found)))
    return found


def _by_context(file: Blocks, places: Iterable[int]) -> dict[str, int]:
    """Those of some live entries whose ``msgctxt`` no other live one has, by it."""
    number = Counter([file.keys[place][0] for place in file.live])
    found = ((file.keys[place][0], place) for place in places)
    return {
        context: place for context, place in found if context is not None and number[context] == 1
    }


def _find_similar(
    ours: Blocks, theirs: Blocks, left: Iterable[int], missing: Iterable[int]
) -> dict[int, int]:
    old = {_name(ours.keys[place]): place for place in left if ours.parts(place).has_text}
    new = {_name(theirs.keys[place]): place for place in missing}
    matches = match_removed(
        [(name, theirs.keys[place][1]) for name, place in new.items()],
        [(name, ours.keys[place][1]) for name, place in old.items()],
        kind=_field_of,
    )
    return {new[match.new]: old[match.removed] for match in matches}


def _name(key: Key) -> str:
    """A key as one text, as it stands in an MO file."""
    return f"{key[0]}\4{key[1]}" if key[0] is not None else key[1]


def _field_of(name: str) -> str:
    context, separator, _msgid = name.partition("\4")
    return field_of(context) if separator else ""


class _Update:
    """The text of a catalog's entries once they are the template's."""

    def __init__(self, ours: Blocks, theirs: Blocks) -> None:
        self.ours = ours
        self.theirs = theirs

    def apply(self, texts: Mapping[int, int]) -> bytes:
        """The file, given where its texts are."""
        header = self.ours.catalog.header_place
        body = [
            self.new(place) if place not in texts else self.present(place, texts[place])
            for place in self.theirs.live
        ]
        used = set(texts.values())
        for place, block in enumerate(self.ours.blocks):
            if place not in used and place != header:
                body.append(block if place in self.ours.obsolete else self.retired(place))
        head = self.ours.blocks[header]
        fields = self.header_fields()
        others = [*self.ours.blocks[:header], *self.ours.blocks[header + 1 :]]
        if body == others and not fields.keys() - {_DATE}:
            return self.ours.catalog.data
        if fields:
            head = patch(parse(head.encode(), name=self.ours.catalog.name), header=fields).decode()
        return self.join([head, *body])

    def header_fields(self) -> dict[str, str]:
        """The fields of the header that follow the template's and differ from it."""
        now, new = self.ours.catalog.header, self.theirs.catalog.header
        return {name: new[name] for name in _FOLLOWED if name in new and new[name] != now.get(name)}

    def join(self, blocks: list[str]) -> bytes:
        """The file of the blocks, ending with or without a line end as it did."""
        catalog = self.ours.catalog
        line_end = self.ours.style[0]
        had_line_end = catalog.data.endswith(b"\n")
        tail = catalog.tail
        blocks = [block if block.endswith("\n") else block + line_end for block in blocks if block]
        text = "".join(blocks) + tail
        if not had_line_end:
            text = text.removesuffix("\n").removesuffix("\r")
        elif not text.endswith("\n"):
            text += line_end
        return (codecs.BOM_UTF8 if catalog.has_bom else b"") + text.encode()

    # What becomes of an entry

    def present(self, place: int, found: int) -> str:
        """An entry of the template that the catalog has a text for."""
        ours, theirs = self.ours, self.theirs
        block, model = ours.blocks[found], theirs.blocks[place]
        is_same = ours.keys[found] == theirs.keys[place] and found not in ours.obsolete
        if is_same and ("msgid_plural" not in block + model or self.has_same_plural(place, found)):
            return self.with_comments(block, model)
        return self.rebuilt(place, found)

    def has_same_plural(self, place: int, found: int) -> bool:
        kind = "msgid_plural"
        old, new = self.ours.parts(found), self.theirs.parts(place)
        return (kind in old.fields) == (kind in new.fields) and (
            kind not in old.fields or old.text(kind) == new.text(kind)
        )

    def with_comments(self, block: str, model: str) -> str:
        """An entry with the comments of the template's."""
        if block.startswith(model[: model.rfind("msgstr")]):
            return block  # the same up to its text, as most are
        lead, new_lead = lead_of(block), lead_of(model)
        flags, _, extracted, references = read_comments(lead)
        new_flags, _, new_extracted, new_references = read_comments(new_lead)
        wanted = _merged_flags(flags, new_flags)
        if (extracted, references, flags) == (new_extracted, new_references, wanted):
            return block
        old, new = lines_by_mark(lead), lines_by_mark(new_lead)
        same = (extracted == new_extracted, references == new_references, flags == wanted)
        text = old["#"]
        text += old["#."] if same[0] else new["#."]
        text += old["#:"] if same[1] else new["#:"]
        text += old["#,"] if same[2] else _flag_line(wanted)
        text = text.replace("\r\n", "\n").replace("\n", self.ours.style[0])
        return text + block[len(lead) :]

    def rebuilt(self, place: int, found: int) -> str:
        """An entry whose source is another, or that was obsolete."""
        old, new = self.ours.parts(found), self.theirs.parts(place)
        is_moved = self.ours.keys[found] != self.theirs.keys[place]
        is_moved = is_moved or not self.has_same_plural(place, found)
        flags = _merged_flags(old.flags, new.flags)
        if is_moved and old.has_text and "fuzzy" not in flags:
            flags = ("fuzzy", *flags)
        forms = [old.fields[kind] for kind in old.forms]
        texts = [old.text(kind) for kind in old.forms]
        if "msgid_plural" in new.fields and "msgid_plural" not in old.fields:
            forms, texts = [], texts * self.number_of_forms
        elif "msgid_plural" not in new.fields:
            forms, texts = forms[:1] if "msgid_plural" not in old.fields else [], texts[:1]
        if found in self.ours.obsolete:
            forms = []
        text = old.comments["#"] + new.comments["#."] + new.comments["#:"]
        text += _flag_line(flags)
        text += self.previous(old, new, is_moved=is_moved) if "fuzzy" in flags else ""
        text += self.source(new)
        text += "".join(forms) or self.form_texts(texts, is_plural="msgid_plural" in new.fields)
        return self.finish(text)

    def previous(self, old: Parts, new: Parts, *, is_moved: bool) -> str:
        """The source that the text translates, if it is not the present one."""
        is_older = "#|msgid" in old.fields and "fuzzy" in old.flags
        if not is_older and not is_moved:
            return ""
        mark = "#|" if is_older else ""
        fields = {kind: old.text(mark + kind) for kind in _PREVIOUS if mark + kind in old.fields}
        present = {kind: new.text(kind) for kind in _PREVIOUS if kind in new.fields}
        if fields.get("msgctxt") == present.get("msgctxt"):
            fields.pop("msgctxt", None)
        if fields == {kind: present[kind] for kind in present if kind != "msgctxt"}:
            return ""
        width = self.ours.style[1]
        return "".join(
            form_field(kind, text, mark="#| ", width=width) for kind, text in fields.items()
        )

    def new(self, place: int) -> str:
        """An entry that the catalog has no text for."""
        new = self.theirs.parts(place)
        is_plural = "msgid_plural" in new.fields
        texts = [""] * (self.number_of_forms if is_plural else 1)
        flags = tuple(flag for flag in new.flags if flag != "fuzzy")
        comments = (new.comments[kind] for kind in ("#", "#.", "#:"))
        text = "".join(comments) + _flag_line(flags) + self.source(new)
        return self.finish(text + self.form_texts(texts, is_plural=is_plural))

    def retired(self, place: int) -> str:
        """An entry that the template has no more; ``""`` where nobody wrote anything in it."""
        old = self.ours.parts(place)
        if not old.has_text and not old.comments["#"]:
            return ""
        text = old.comments["#"] + old.comments["#,"]
        width = self.ours.style[1]
        for kind, lines in old.fields.items():
            keyword, mark = (kind[2:], "#~| ") if kind.startswith("#|") else (kind, "#~ ")
            if kind.startswith("#|") or not _has_room(lines, mark, width):
                text += form_field(keyword, old.text(kind), mark=mark, width=width)
            else:
                text += "".join(f"{mark}{line}" for line in lines.splitlines(keepends=True))
        return self.finish(text)

    # Its text

    @cached_property
    def number_of_forms(self) -> int:
        """How many plural forms the language has; as many as English where nothing says it."""
        value = self.ours.catalog.header.get("Plural-Forms", "")
        return count_plural_forms(f"Plural-Forms: {value}") or 2

    @cached_property
    def is_wrapped_alike(self) -> bool:
        """Whether the template breaks lines where the catalog does."""
        return self.ours.style[1] == self.theirs.style[1]

    def source(self, new: Parts) -> str:
        """``msgctxt``, ``msgid`` and ``msgid_plural`` of the template's entry."""
        kinds = [kind for kind in _PREVIOUS if kind in new.fields]
        if self.is_wrapped_alike:
            return "".join(new.fields[kind] for kind in kinds)
        width = self.ours.style[1]
        return "".join(form_field(kind, new.text(kind), width=width) for kind in kinds)

    def form_texts(self, texts: Sequence[str], *, is_plural: bool) -> str:
        kinds = [f"msgstr[{n}]" for n in range(len(texts))] if is_plural else [_ONE_FORM]
        width = self.ours.style[1]
        return "".join(
            form_field(kind, text, width=width) for kind, text in zip(kinds, texts, strict=True)
        )

    def finish(self, text: str) -> str:
        """An entry's text after a blank line, with the file's line ends."""
        line_end = self.ours.style[0]
        text = f"\n{text}"
        return text if line_end == "\n" else text.replace("\n", line_end)


def _merged_flags(ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """Our flags, with the formats and limits that the template's entry has now."""
    wanted = [flag for flag in theirs if flag != "fuzzy"]
    kept = [flag for flag in ours if flag in wanted or not _OF_TEMPLATE.fullmatch(flag)]
    return (*kept, *(flag for flag in wanted if flag not in kept))


def _flag_line(flags: Sequence[str]) -> str:
    return f"#, {', '.join(flags)}\n" if flags else ""


def _has_room(lines: str, mark: str, width: int) -> bool:
    """Whether lines stay as narrow as the file's once a mark is put before them."""
    return not width or all(display_width(line) + len(mark) <= width for line in lines.splitlines())
