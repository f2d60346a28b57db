"""The header of a catalog: what gettext's tools, and people, read there first.

Names stand there without addresses: a catalog travels far, and a volunteer's address is nobody's
business. Source: GNU gettext manual, section "Filling in the Header Entry".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from patio.catalog.languages import Language
from patio.catalog.names import MACHINE_TRANSLATOR, last_translator, name_only
from patio.catalog.units import Origin

from .snapshot import Snapshot

#: Says, in the header, that some of the texts are drafts by a machine that nobody has read.
ORIGIN_FIELD = "X-Origin"


def new_header(
    language: Language | None, now: datetime, snapshot: Snapshot | None = None
) -> dict[str, str]:
    """The header of a new catalog, or of the template where ``language`` is ``None``."""
    stamp = _stamp(now)
    header = {
        "Project-Id-Version": f"{settings.SITE_NAME} statements",
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": stamp,
        "PO-Revision-Date": stamp if language else "YEAR-MO-DA HO:MI+ZONE",
        "Last-Translator": _last_translator(snapshot) if language else "FULL NAME",
        "Language-Team": language.english_name if language else "LANGUAGE",
        "Language": language.gettext if language else "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if language is not None:
        header["Plural-Forms"] = language.plural_forms
        header |= _origin(snapshot)
    return header


def touched_header(header: Mapping[str, str], now: datetime, snapshot: Snapshot) -> dict[str, str]:
    """The fields that change when somebody's translation is written into a catalog."""
    changes = {"PO-Revision-Date": _stamp(now), "Last-Translator": _last_translator(snapshot)}
    if ORIGIN_FIELD in header or _origin(snapshot):
        changes[ORIGIN_FIELD] = _origin(snapshot).get(ORIGIN_FIELD, "people")
    return changes


def author_of(header: Mapping[str, str]) -> str:
    """The name of a catalog's last translator, without the address; ``""`` for none."""
    return last_translator(header.get("Last-Translator", ""))


def _stamp(now: datetime) -> str:
    return now.strftime("%Y-%m-%d %H:%M%z")


def _origin(snapshot: Snapshot | None) -> dict[str, str]:
    if snapshot is None or not snapshot.has_drafts:
        return {}
    return {ORIGIN_FIELD: "machine drafts, awaiting review"}


def _last_translator(snapshot: Snapshot | None) -> str:
    """Who wrote the newest text."""
    newest = snapshot.newest() if snapshot is not None else None
    if newest is None:
        return ""
    # Whatever way a name came into the database, it ends no line of the header.
    is_draft = newest.origin == Origin.MACHINE
    return MACHINE_TRANSLATOR if is_draft else name_only(newest.author_name)
