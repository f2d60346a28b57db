"""``catalogs check``."""

from __future__ import annotations

from typing import Any

from patio.sync.checking import check_catalogs

from .base import LanguagesSubcommand


class Check(LanguagesSubcommand):
    """Reads the catalogs as files."""

    name = "check"
    help = "read every catalog and say what is wrong with it; needs no database"

    def run(self, options: dict[str, Any]) -> int:
        """Print the problems, ``file:line:column`` each."""
        checked, problems = check_catalogs(self.tags(options))
        if options["json"]:
            self.write_json({"files": checked, "problems": problems})
        else:
            for problem in problems:
                self.write(problem)
            self.write(f"{len(checked)} files read, {len(problems)} problems.")
        return 1 if problems else 0
