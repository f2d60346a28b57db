"""The header of a catalog: what gettext's tools, and people, read there first.

Names stand there without addresses: a catalog travels far, and a volunteer's address is nobody's
business. Source: GNU gettext manual, section "Filling in the Header Entry".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime

from django.conf import settings

from patio.catalog.languages import Language
from patio.catalog.units import Origin

from .snapshot import Held

#: Says, in the header, that some of the texts are drafts by a machine that nobody has read.
ORIGIN_FIELD = "X-Origin"
_MACHINE = "Machine draft, awaiting review"
_ADDRESS = re.compile(r"\s*<[^<>]*>\s*$")
_PLACEHOLDER = "FULL NAME"


def new_header(
    language: Language | None, now: datetime, held: Collection[Held] = ()
) -> dict[str, str]:
    """The header of a new catalog, or of the template where ``language`` is ``None``."""
    stamp = _stamp(now)
    header = {
        "Project-Id-Version": f"{settings.SITE_NAME} statements",
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": stamp,
        "PO-Revision-Date": stamp if language else "YEAR-MO-DA HO:MI+ZONE",
        "Last-Translator": _last_translator(held) if language else _PLACEHOLDER,
        "Language-Team": language.english_name if language else "LANGUAGE",
        "Language": language.gettext if language else "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if language is not None:
        header["Plural-Forms"] = language.plural_forms
        header |= _origin(held)
    return header


def touched_header(
    header: Mapping[str, str], now: datetime, held: Collection[Held]
) -> dict[str, str]:
    """The fields that change when somebody's translation is written into a catalog."""
    changes = {"PO-Revision-Date": _stamp(now), "Last-Translator": _last_translator(held)}
    if ORIGIN_FIELD in header or _origin(held):
        changes[ORIGIN_FIELD] = _origin(held).get(ORIGIN_FIELD, "people")
    return changes


def author_of(header: Mapping[str, str]) -> str:
    """The name of a catalog's last translator, without the address; ``""`` where none is told."""
    name = _ADDRESS.sub("", header.get("Last-Translator", "")).strip()
    return "" if name.startswith(_PLACEHOLDER) else name[:200]


def _stamp(now: datetime) -> str:
    return now.strftime("%Y-%m-%d %H:%M%z")


def _origin(held: Collection[Held]) -> dict[str, str]:
    has_drafts = any(each.text and each.is_draft for each in held)
    return {ORIGIN_FIELD: "machine drafts, awaiting review"} if has_drafts else {}


def _last_translator(held: Collection[Held]) -> str:
    """Who wrote the newest text."""
    newest = max(held, key=lambda each: each.updated_at, default=None)
    if newest is None:
        return ""
    return _MACHINE if newest.origin == Origin.MACHINE else newest.author_name
