"""The three-way merge of headers. A header never makes a conflict: nothing in it is a text.

Source: GNU gettext manual, "Filling in the Header Entry".
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from .catalog import Catalog
from .merging_entries import Side
from .reader import parse

REVISION_FIELDS: Final = frozenset({"PO-Revision-Date", "Last-Translator", "X-Generator"})
"""What a tool writes anew at each save: who saved last, when, and with what."""


def merge_header(
    base: Catalog | None, ours: Catalog, theirs: Catalog, *, prefer: Side = Side.OURS
) -> dict[str, str]:
    """The fields to set in ours.

    Each field is merged by itself. Where both sides changed one, the side saved later decides; of
    two saved in the same minute, ``prefer``. The three revision fields are one.
    """
    before: Mapping[str, str] = base.header if base is not None else {}
    mine, yours = ours.header, theirs.header
    is_newer = _is_newer(yours, mine, prefer)
    fields = {
        name: value
        for name, value in yours.items()
        if name not in REVISION_FIELDS
        and value != mine.get(name)
        and value != before.get(name)
        and (mine.get(name) == before.get(name) or is_newer)
    }
    revisions = [{n: h[n] for n in REVISION_FIELDS if n in h} for h in (before, mine, yours)]
    if revisions[2] != revisions[0] and (revisions[1] == revisions[0] or is_newer):
        fields |= {name: value for name, value in revisions[2].items() if value != mine.get(name)}
    return fields


def _is_newer(one: Mapping[str, str], other: Mapping[str, str], prefer: Side) -> bool:
    """Whether a header was saved later than the other; a date that is none is the oldest."""
    dates = [_date(header.get("PO-Revision-Date", "")) for header in (one, other)]
    return dates[0] > dates[1] if dates[0] != dates[1] else prefer is Side.THEIRS


def _date(text: str) -> float:
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M%z").timestamp()
    except (ValueError, OverflowError):
        return float("-inf")


def with_header_comments(
    data: bytes, base: Catalog | None, ours: Catalog, theirs: Catalog
) -> bytes:
    """The merged file with what theirs added above the header: comments that credit translators."""
    known = {*ours.header_entry.translator_comments}
    known |= {*base.header_entry.translator_comments} if base is not None else set()
    added = [line for line in theirs.header_entry.translator_comments if line not in known]
    if not added:
        return data
    catalog = parse(data, name="merge")
    raws = list(catalog.blocks)
    lines = raws[catalog.header_place].splitlines(keepends=True)
    place = max((n for n, line in enumerate(lines) if line[:2] in ("# ", "#\n", "#\r")), default=-1)
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    new = [f"# {line}{end}" if line else f"#{end}" for line in added]
    raws[catalog.header_place] = "".join([*lines[: place + 1], *new, *lines[place + 1 :]])
    bom = codecs.BOM_UTF8 if catalog.has_bom else b""
    return bom + ("".join(raws) + catalog.tail).encode()
