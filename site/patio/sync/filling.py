"""Filling: making a translated page, in memory, what its source and its texts say.

Rendering a text and reading it back is most of what it takes to build a page, and nearly all texts
are what they were when the page was last built. So each field's status keeps, as ``made``, a
fingerprint of the text that the field was made of together with what came out. Where both are
still the same, what is stored is taken as it stands: whoever wrote to the page in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.fields import StreamField

from patio.catalog.damage import find_damage
from patio.catalog.units import fingerprint
from patio.statements.links import LinkTargets
from patio.statements.models import KeyedPage
from patio.statements.translatable import field_values, replace_field_values

from .status import Status

#: Part of every fingerprint ``made``. To be raised where the same message text becomes different
#: database HTML than before: each page is then rendered again when its language is next published.
RENDERING = 1
_MADE = "made"


@dataclass(frozen=True, slots=True)
class Filling:
    """What became of a page: whether anything about it changed, and what is damaged in it."""

    has_changed: bool
    damage: tuple[str, ...] = ()


def fill_page(
    page: KeyedPage,
    source: KeyedPage,
    texts: Mapping[str, str],
    status: Status,
    targets: LinkTargets,
) -> Filling:
    """Make a page, which is not saved, what it should be.

    ``texts`` are the live message texts and ``status`` how each unit stands, both by field. A
    field without a text shows the source's.
    """
    status_before, stored_before = page.translation_status, _stored(page)
    present = {unit.field: unit.value for unit in field_values(page)}
    for name in source.translatable_fields:
        setattr(page, name, getattr(source, name))
    values: dict[str, str] = {}
    told: Status = {}
    damage: list[str] = []
    for unit in field_values(source):
        text = texts.get(unit.field)
        origin = unit.value if text is None else text
        known = status_before.get(unit.field, {})
        made = _made(origin, present.get(unit.field, ""))
        if known.get(_MADE) == made:
            value, text_hash = present[unit.field], known["text"]
        else:
            built = unit if text is None else unit.with_message_text(text, targets)
            shown = built.message_text(targets)
            value, text_hash, made = built.value, fingerprint(shown), _made(origin, built.value)
            damage += [f"{unit.field}: {found}" for found in find_damage(shown)]
        if text is not None:
            values[unit.field] = value
        if unit.field in status:
            told[unit.field] = status[unit.field] | {"text": text_hash}
            if made:
                told[unit.field][_MADE] = made
    if values:
        replace_field_values(page, values)
    page.translation_status = told
    has_changed = stored_before != _stored(page) or _news(status_before) != _news(told)
    return Filling(has_changed, tuple(damage))


def take_content(page: KeyedPage, filled: KeyedPage) -> None:
    """Give a page, which is not saved, what another instance of it was filled with."""
    for name in page.translatable_fields:
        setattr(page, name, getattr(filled, name))
    page.translation_status = filled.translation_status


def _made(origin: str, value: str) -> str:
    """The fingerprint of a text and of what is stored of it.

    Empty where a link is in it: what that becomes depends on other pages.
    """
    if "page:" in origin or 'linktype="page"' in origin or 'linktype="page"' in value:
        return ""
    return fingerprint(f"{RENDERING}\0{len(origin)}\0{origin}\0{value}")


def _stored(page: KeyedPage) -> dict[str, Any]:
    """What the database is to hold of a page's translatable fields, structure and all."""
    stored: dict[str, Any] = {}
    for name in page.translatable_fields:
        field, value = page._meta.get_field(name), getattr(page, name)
        is_stream = isinstance(field, StreamField)
        stored[name] = field.stream_block.get_prep_value(value) if is_stream else value
    return stored


def _news(status: Status) -> Status:
    """A status without what only the next filling looks at."""
    return {
        name: {key: value for key, value in told.items() if key != _MADE}
        for name, told in status.items()
    }
