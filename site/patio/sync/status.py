"""How each unit of a page stands: what the page stores, and readers are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from patio.catalog.units import Origin, State
from patio.translation.models import Translation
from patio.translation.selectors import UnitTranslation

#: How each unit of a page stands, by field.
Status = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Inherited:
    """A live text that a variant shows of a language it falls back to."""

    language: str
    item: UnitTranslation


def live_text(item: UnitTranslation) -> str | None:
    """The text of a unit that its language lets out, if there is any."""
    translation = item.translation
    return None if translation is None or translation.live is None else translation.live.text


def page_status(items: Iterable[UnitTranslation], inherited: Mapping[str, Inherited]) -> Status:
    """How each unit of a page stands, with the ``version`` of the language's own translation.

    Of an inherited text it is told how that stands, and in ``language`` whose it is.
    """
    status: Status = {}
    for item in items:
        name = item.unit.field
        told = field_status(item)
        if told["status"] == "source" and name in inherited:
            parent = inherited[name]
            told = field_status(parent.item) | {"language": parent.language}
        status[name] = told | {"version": item.version}
    return status


def field_status(item: UnitTranslation) -> dict[str, Any]:
    """How one unit of a page stands, as the page stores it and readers are told.

    ``{"status": "source"}``, or a status of ``current`` or ``outdated`` with whether the text is
    ``reviewed`` and by ``machine``, and for outdated ones the number of the ``source`` version
    that they translate and ``since`` when there has been a newer one (ISO 8601).
    """
    translation = item.translation
    if translation is None or translation.live is None:
        return {"status": "source"}
    live = translation.live
    status: dict[str, Any] = {
        "status": "current",
        "reviewed": live.state == State.REVIEWED,
        "machine": live.origin == Origin.MACHINE,
    }
    assert item.unit.current_source is not None  # noqa: S101
    if live.source.meaning != item.unit.current_source.meaning:
        status |= {
            "status": "outdated",
            "source": live.source.number,
            "since": item.unit.current_source.created_at.isoformat(),
        }
    elif _is_being_revised(translation):
        status |= {"status": "outdated", "since": translation.updated_at.isoformat()}
    return status


def _is_being_revised(translation: Translation) -> bool:
    """Whether somebody marked the text as needing work while its last good one is still live."""
    return translation.state == State.FUZZY and translation.live_id is not None
