"""How each unit of a page stands: what the page stores, and readers are told."""

from __future__ import annotations

from typing import Any

from patio.catalog.units import Origin, State
from patio.translation.models import Translation
from patio.translation.selectors import UnitTranslation

#: How each unit of a page stands, by field.
Status = dict[str, dict[str, Any]]


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
