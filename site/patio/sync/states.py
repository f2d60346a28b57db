"""Whether there is anything to sync: counts of changes in the database, stamps of the files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import F
from wagtail.models import Locale

from .models import CatalogState
from .stamps import Stamp

#: How entries are formed now. Raise it whenever the same units would make other lines.
FORM: Final = 1


def note_changes(tag: str) -> None:
    """Count a change of a language; the source language's stands for all sources.

    Inside the change's transaction. A row that is missing is made by it: were it left to the first
    sync, that could remember as seen what is committed only after it has looked.
    """
    states = CatalogState.objects.filter(locale__language_code=tag)
    if not states.update(changes=F("changes") + 1):
        missing = [
            CatalogState(locale=each) for each in Locale.all_objects.filter(language_code=tag)
        ]
        CatalogState.objects.bulk_create(missing, ignore_conflicts=True)
        states.update(changes=F("changes") + 1)


class States:
    """The remembered states of some languages, read in one query."""

    def __init__(self, locales: Iterable[Locale]) -> None:
        wanted = {locale.pk for locale in locales}
        source = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
        self._source_id = source.pk
        self._by_locale = {
            state.locale_id: state
            for state in CatalogState.objects.filter(locale_id__in=wanted | {source.pk})
        }
        missing = (wanted | {source.pk}) - self._by_locale.keys()
        if missing:
            # There before the database is read, so that a change in the meantime is counted.
            CatalogState.objects.bulk_create(
                [CatalogState(locale_id=pk) for pk in sorted(missing)], ignore_conflicts=True
            )
            found = CatalogState.objects.filter(locale_id__in=missing)
            self._by_locale |= {state.locale_id: state for state in found}

    def is_settled(self, locale_id: int, path: Path) -> bool:
        """Whether neither the file nor the database has changed since there was nothing to do."""
        state = self._by_locale[locale_id]
        return (
            state.form == FORM
            and state.seen_changes == state.changes
            and state.seen_source_changes == self._source_changes
            and self._is_unchanged(state, path)
        )

    def settle(self, locale_id: int, stamp: Stamp, *, own_changes: int = 0) -> None:
        """Remember that nothing is left to do; ``own_changes`` were counted by this run itself."""
        state = self._by_locale[locale_id]
        state.seen_changes = state.changes + own_changes
        state.seen_source_changes = self._source_changes + (
            own_changes if locale_id == self._source_id else 0
        )
        state.form = FORM
        state.size, state.modified_ns = stamp.size, stamp.modified_ns
        state.inode, state.digest = stamp.inode, stamp.digest
        state.stamped_ns = stamp.stamped_ns
        state.save(
            update_fields=[
                *("seen_changes", "seen_source_changes", "form"),
                *("size", "modified_ns", "inode", "digest", "stamped_ns"),
            ]
        )

    @property
    def _source_changes(self) -> int:
        return self._by_locale[self._source_id].changes

    def _is_unchanged(self, state: CatalogState, path: Path) -> bool:
        remembered = Stamp(
            size=state.size,
            modified_ns=state.modified_ns,
            inode=state.inode,
            digest=state.digest,
            stamped_ns=state.stamped_ns,
        )
        try:
            status = os.stat(path, follow_symlinks=False)
            if not stat.S_ISREG(status.st_mode) or status.st_size != remembered.size:
                return False
            if remembered.vouches_for(status):
                return True
            stamp = Stamp.of(status, path.read_bytes())
        except OSError:
            return False
        if stamp.digest != remembered.digest:
            return False
        self.settle(state.locale_id, stamp)
        return True
