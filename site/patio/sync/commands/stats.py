"""``catalogs stats``."""

from __future__ import annotations

import dataclasses
from typing import Any

from rich.console import Console
from rich.table import Table

from patio.translation.selectors import progress_by_language

from .base import LanguagesSubcommand


class Stats(LanguagesSubcommand):
    """Counts."""

    name = "stats"
    help = "count each language's units by state"

    def run(self, options: dict[str, Any]) -> int:
        """Print a table, or a list for ``--json``."""
        tags = self.site_tags(options)
        rows = [row for row in progress_by_language() if not tags or row.language in tags]
        if options["json"]:
            self.write_json(
                [dataclasses.asdict(row) | {"untranslated": row.untranslated} for row in rows]
            )
            return 0
        table = Table(
            "language", "units", "reviewed", "translated", "fuzzy", "untranslated", "machine"
        )
        for row in rows:
            counts = (
                row.units,
                row.reviewed,
                row.translated,
                row.fuzzy,
                row.untranslated,
                row.drafts,
            )
            table.add_row(row.language, *map(str, counts))
        Console(file=self.stdout, width=100).print(table)  # type: ignore[arg-type]
        return 0
